"""Looking at the risk map: the colours of one's areas on a day, what each rests on, risk points and weak points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import inside
from cockpit.clock import local_day_start
from cockpit.figures import must_see
from cockpit.policy import Policy
from cockpit.refusals import Invalid, NotFound
from cockpit.risk_map.colour import Level, summed
from cockpit.risk_map.count import ANY, KIND, counted_on, end_of, rules_at
from cockpit.risk_map.seen import COMMUNITY, GRID, AreaRisk, Seen
from cockpit.sight import only_aggregates
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

DAYS = 14


@dataclass(frozen=True)
class RiskMap:
    """`levels`: area -> colour of all that may be drawn; empty where nothing was kept of the day. `days`, oldest first, are
    those that the slider leads over. `bare`: the reader sees people as numbers alone."""

    area: str
    day: date
    today: date
    days: tuple[date, ...]
    bare: bool
    levels: Mapping[str, Level | None]
    whole: AreaRisk | None = None
    parts: tuple[AreaRisk, ...] = ()
    points: tuple[AreaRisk, ...] = ()
    weak: tuple[AreaRisk, ...] = ()
    rule: Policy | None = None


@allowed_to("see_risk_map")
def risk_map(work: "Work", area: str = "", day: date | None = None) -> RiskMap:
    """Of one's own area, or one inside, on one of the last days; today where none is asked for."""
    return _look(work, area or work.by.area, day, only_aggregates(work.by.role))


@allowed_to("see_wall")
def risk_on_wall(work: "Work") -> RiskMap:
    """That of today, for a screen that everybody reads: people as numbers alone, whoever opens it."""
    return _look(work, work.by.area, None, True)


def _look(work: "Work", where: str, day: date | None, bare: bool) -> RiskMap:
    must_see(work, where)
    if bare and len(where) > COMMUNITY:
        raise NotFound()
    today = local_day_start(work.at, work.zone).date()
    days = tuple(today - timedelta(days=ago) for ago in reversed(range(DAYS)))
    asked = day or today
    if asked not in days:
        raise Invalid("day", N_("one of the last 14 days"))
    seen = _seen(work, asked, bare)
    if seen is None:
        return RiskMap(where, asked, today, days, bare, {})
    rule = work.policy.get(KIND, ANY, where, at=_told_at(work, asked))
    parts, points, weak = seen.below(where), seen.risk_points(where), seen.weak_points(where)
    return RiskMap(
        where, asked, today, days, bare, seen.levels, seen.area(where), tuple(parts), tuple(points), tuple(weak), rule
    )  # fmt: skip


@allowed_to("see_risk_map")
def risk_map_file(work: "Work", area: str = "", day: date | None = None) -> tuple[RiskMap, tuple[AreaRisk, ...]]:
    """The area and those of the next level, as the page shows them; that it was taken is told."""
    seen = risk_map(work, area, day)
    rows = (*(seen.parts if len(seen.area) < GRID else ()), *([seen.whole] if seen.whole else []))
    work.note_act("risk_map_taken", KIND, seen.day.isoformat(), {"rows": len(rows)})
    return seen, rows


def _seen(work: "Work", day: date, bare: bool) -> Seen | None:
    """All areas of the reader's scope, by the rules that held on that day."""
    counted = counted_on(work, day)
    if counted is None:
        return None
    codes = [code for code in work.areas.known if inside(code, work.by.area)]
    return Seen.of(summed(counted, codes), rules_at(work, _told_at(work, day)), bare)


def _told_at(work: "Work", day: date) -> datetime:
    """The moment whose rules hold for the day."""
    return work.at if day == local_day_start(work.at, work.zone).date() else end_of(work, day)
