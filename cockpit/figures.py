"""The figures of an area: stocks and flows from counters per community, the day's hours, how fresh its sources are."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.areas import Level
from cockpit.backup_runs import as_source
from cockpit.clock import local_day_start
from cockpit.refusals import NotFound
from cockpit.sight import only_aggregates
from cockpit.small_cells import Cell, shown_cells

if TYPE_CHECKING:
    from data_access.work import Work


COMMUNITY = 12  # digits of a community's code: no figure is kept below it


class Figure(StrEnum):
    RESIDENTS = "residents"
    HOUSEHOLDS = "households"
    RENTED = "rented"
    ENTERPRISES = "enterprises"
    INCIDENTS_OPEN = "incidents_open"
    INCIDENTS_WAITING = "incidents_waiting"
    INCIDENTS_RECEIVED = "incidents_received"  # a flow: per local day
    INCIDENTS_CLOSED = "incidents_closed"  # a flow: per local day


PEOPLE = (Figure.RESIDENTS, Figure.HOUSEHOLDS, Figure.RENTED)  # numbers of persons and homes: small ones are hidden


@allowed_to("see_cockpit")
def trend_of(work: "Work", area: str, days: int = 7) -> dict[Figure, tuple[int, ...]]:
    """Closing values of the last local days, oldest first; of people only what is shown of today as it is."""
    must_see(work, area)
    found = work.figures.trend(area, local_day_start(work.at, work.zone).date(), days=days)
    if only_aggregates(work.by.role):
        cells = {figure: cells_of(work, figure).get(area[:COMMUNITY]) for figure in PEOPLE}
        hidden = {figure for figure, cell in cells.items() if cell is None or not cell.exact}
        return {figure: values for figure, values in found.items() if figure not in hidden}
    return found


@allowed_to("see_cockpit")
def counters(work: "Work") -> dict[str, dict[str, int]]:
    """The counters by community, for a screen that adds them up; without people, for who sees those as cells only."""
    found = work.figures.by_community(local_day_start(work.at, work.zone).date())
    if not only_aggregates(work.by.role):
        return found
    return {code: {name: value for name, value in one.items() if name not in PEOPLE} for code, one in found.items()}


@allowed_to("see_cockpit")
def cells(work: "Work") -> dict[str, dict[str, str]]:
    """Numbers of people as somebody sees them who sees aggregates only: area -> figure -> text; empty for others."""
    if not only_aggregates(work.by.role):
        return {}
    shown: dict[str, dict[str, str]] = {}
    for figure in PEOPLE:
        for area, cell in cells_of(work, figure).items():
            shown.setdefault(area, {})[figure.value] = str(cell)
    return shown


def cells_of(work: "Work", figure: Figure) -> dict[str, Cell]:
    """One figure of people of every area; a community without a row has nobody."""
    found = work.figures.by_community(local_day_start(work.at, work.zone).date())
    every = [area.code for area in work.areas.of_level(Level.COMMUNITY, work.areas.district().code)]
    return shown_cells({code: found.get(code, {}).get(figure.value, 0) for code in every})


@allowed_to("see_cockpit")
def hours_by_community(work: "Work", area: str) -> dict[str, list[int]]:
    """Incidents received in each hour of the district's day so far: community -> 24 numbers."""
    must_see(work, area)
    hours: dict[str, list[int]] = {}
    for community, at, count in work.incidents.received_since(area, local_day_start(work.at, work.zone)):
        hours.setdefault(community, [0] * 24)[at.astimezone(work.zone).hour] += count
    return hours


def must_see(work: "Work", area: str) -> None:
    """Refuses an area outside one's scope and one that is not there alike."""
    if not isinstance(area, str) or not work.by.sees(area):
        raise NotFound()
    work.areas.get(area)


@allowed_to("see_cockpit")
def sources(work: "Work", area: str) -> list[dict[str, Any]]:
    """Every watched place of the area with its last count's instant and the silence (s) after which it has no data.

    To whom it may concern, the last good backup is one of them.
    """
    must_see(work, area)
    return _watched(work, area) + (as_source(work) if work.by.may("see_backups") else [])


def _watched(work: "Work", area: str) -> list[dict[str, Any]]:
    return [
        {
            "kind": place.kind.value,
            "name": place.name,
            "area": [place.spot.street, place.spot.community, place.spot.grid],
            "at": last_at.isoformat() if last_at else None,
            "limit": work.policy.get("warning", place.kind, place.spot.grid).body["no_data_after"],
        }
        for place, last_at in work.alarms.last_counts(area)
    ]
