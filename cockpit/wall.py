"""The wall 大屏 hangs in a hall: what it shows by itself, and what somebody at the desk lets it show.

Everybody who stands before it reads it, so it is given what its role may have and nothing else, whoever opens it:
what is open without a home's place, counts and spans by street, how fresh the sources are. Dwell times, the jump to a
red incident, the hour at which it loads itself anew and how long a presenter may be silent are dated policy.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.areas import Level
from cockpit.clock import local_day_start
from cockpit.desk_figures import Asked, Shown, desk_figures
from cockpit.events import Event
from cockpit.figures import hours_by_community, must_see, sources
from cockpit.refusals import NotFound
from cockpit.risk_map import RiskMap, risk_on_wall
from cockpit.warnings import near

if TYPE_CHECKING:
    from data_access.work import Work

KIND = "wall"
RULES = ("playlist", "jump", "hand", "reload")
SHOWN_LEVELS = (Level.DISTRICT, Level.STREET)


class View(StrEnum):
    MAP = "map"  # 态势
    DESK = "desk"  # 处置
    RISK = "risk"  # 风险


@dataclass(frozen=True)
class Presenting:
    """One person leads the walls of the area: at `shown` (an area) in one view, until `until` without a further word."""

    area: str
    account: int
    view: View
    shown: str
    incidents: bool
    warnings: bool
    began_at: datetime
    until: datetime
    rule: int
    ended_at: datetime | None = None
    id: int = 0
    subject: str = field(default="wall", init=False, repr=False)

    def lives(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.until


@dataclass(frozen=True)
class Presented(Event):
    """A word of the presenter: where the walls look from now on. `presenter` is an account's id."""

    view: View
    shown: str
    incidents: bool
    warnings: bool
    until: datetime
    presenter: int

    @classmethod
    def of(cls, one: Presenting) -> "Presented":
        return cls(one.view, one.shown, one.incidents, one.warnings, one.until, one.account)


@dataclass(frozen=True)
class PresentingEnded(Event):
    presenter: int


@allowed_to("see_wall")
def rules(work: "Work") -> dict[str, Any]:
    """What the wall does by itself, by the policy in force."""
    return {name: work.policy.get(KIND, name, work.by.area).body for name in RULES}


@allowed_to("see_wall")
def presenting_now(work: "Work") -> Presenting | None:
    """Who leads the walls of one's district, if anybody does."""
    found = work.walls.open(work.areas.district().code)
    return found if found and found.lives(work.at) else None


@allowed_to("see_wall")
def contents(work: "Work") -> dict[str, Any]:
    """All that the wall draws first; the same for whoever looks at it."""
    area, day_start = work.by.area, local_day_start(work.at, work.zone)
    return {
        "incidents": work.incidents.packed_open(area),
        "watches": near(work, area),
        "hours": hours_by_community(work, area),
        "handling": work.incidents.handling_by_community(area, since=day_start),
        "handled": work.walls.handled(area, since=day_start),
        "sources": [one for one in sources(work, area) if one["kind"] != "backup"],
    }


@allowed_to("see_wall")
def desk(work: "Work") -> Shown:
    """Today's desk figures, of all that the wall looks at and by street: those of the duty page."""
    today = work.at.astimezone(work.zone).date()
    return desk_figures(work, Asked(work.by.area, today, today), "street")


@allowed_to("see_wall")
def risk(work: "Work") -> RiskMap:
    """Today's colours, people as numbers alone."""
    return risk_on_wall(work)


@allowed_to("present")
def present(work: "Work", view: View, shown: str, incidents: bool, warnings: bool) -> Presenting:
    """Lead the walls, or lead them on: each word counts anew from now. Whoever led them before is relieved by it."""
    must_see(work, shown)
    if work.areas.get(shown).level not in SHOWN_LEVELS:
        raise NotFound()
    rule = work.policy.get(KIND, "present", work.by.area)
    assert work.by.id is not None
    until = work.at + timedelta(seconds=rule.body["silence"])
    word = Presenting(work.by.area, work.by.id, view, shown, incidents, warnings, work.at, until, rule.id)
    kept = work.walls.keep(word)
    work.tell_area(kept.area, kept.subject, kept.id, Presented.of(kept))
    return kept


@allowed_to("present")
def stop_presenting(work: "Work") -> None:
    """The walls go on by themselves; any presenter may say so. Nothing happens where nobody leads them."""
    found = work.walls.take(work.by.area)
    if found is None or not found.lives(work.at):
        return
    work.walls.end(found.id, work.at)
    work.tell_area(found.area, found.subject, found.id, PresentingEnded(found.account))
