"""The figures of an area: stocks from counters per community, flows per local day, times of the day's incidents."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.refusals import NotFound

if TYPE_CHECKING:
    from data_access.work import Work


class Figure(StrEnum):
    RESIDENTS = "residents"
    HOUSEHOLDS = "households"
    RENTED = "rented"
    ENTERPRISES = "enterprises"
    INCIDENTS_OPEN = "incidents_open"
    INCIDENTS_WAITING = "incidents_waiting"
    INCIDENTS_RECEIVED = "incidents_received"  # a flow: per local day
    INCIDENTS_CLOSED = "incidents_closed"  # a flow: per local day


@dataclass(frozen=True)
class AreaFigures:
    """`now` stocks and today's flows; `trend` the last days' closing values, oldest first; `p90` seconds of handling today."""

    area: str
    now: dict[Figure, int]
    trend: dict[Figure, tuple[int, ...]]
    overdue: int
    p90_handling: float | None


def percentile(values: list[float], share: float) -> float | None:
    """The smallest value that at least `share` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * round(share * 100) // 100))
    return ordered[rank - 1] if ordered else None


@allowed_to("see_cockpit")
def figures_of(work: "Work", area: str) -> AreaFigures:
    """The figures of an area inside one's own scope; another area is not found."""
    must_see(work, area)
    today = local_day_start(work.at, work.zone)
    return AreaFigures(
        area,
        work.figures.now(area, today.date()),
        work.figures.trend(area, today.date(), days=7),
        work.incidents.overdue_count(area, work.at),
        percentile(work.incidents.handling_seconds(area, since=today), 0.9),
    )


@allowed_to("see_cockpit")
def by_hour(work: "Work", area: str) -> list[int]:
    """Incidents received in each hour of the district's day so far, 24 numbers."""
    must_see(work, area)
    received = work.incidents.received_since(area, local_day_start(work.at, work.zone))
    hours = [0] * 24
    for at in received:
        hours[at.astimezone(work.zone).hour] += 1
    return hours


def must_see(work: "Work", area: str) -> None:
    """Refuses an area outside one's scope and one that is not there alike."""
    if not isinstance(area, str) or not work.by.sees(area):
        raise NotFound()
    work.areas.get(area)


@dataclass(frozen=True)
class Freshness:
    """One source: how many of its places spoke lately, and when the last one did."""

    source: str
    fresh: int
    total: int
    last_at: datetime | None
    silent: tuple[tuple[str, datetime | None], ...]


@allowed_to("see_cockpit")
def freshness(work: "Work", area: str) -> list[Freshness]:
    """Freshness of each kind of watched place in the area; silent ones by name with their last count."""
    must_see(work, area)
    rows = []
    for kind, alarms in work.alarms.by_kind(area).items():
        rule = work.policy.get("warning", kind, area)
        limit = rule.body["no_data_after"]
        silent = tuple(
            (name, last) for name, last in alarms if last is None or (work.at - last).total_seconds() > limit
        )
        last_at = max((last for _, last in alarms if last), default=None)
        rows.append(Freshness(kind, len(alarms) - len(silent), len(alarms), last_at, silent))
    return rows
