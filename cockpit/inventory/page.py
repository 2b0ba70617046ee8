"""A place, or an enterprise, with all that is known of it: who answers for it, what is in it, what happened, what it was.

Who is responsible is personal and seen as the matrix says; who lives there is never told, and how many only to those
who may look persons up: everybody else has the community's number, hidden where it is small.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.figures import COMMUNITY, Figure, cells_of
from cockpit.inventory.past import Change, changes
from cockpit.inventory.persons import shows_anybody
from cockpit.masks import written
from cockpit.people import Shown
from cockpit.places import Enterprise, Place
from cockpit.sight import Tie, sight
from cockpit.warnings.alarm import WarningRule

if TYPE_CHECKING:
    from cockpit.incidents import Incident
    from data_access.work import Work

MOST_FIRMS, MOST_INCIDENTS, MOST_CHANGES = 50, 10, 100
CONTACT = {"contact": "name", "phone": "phone"}  # what is sealed of whoever is responsible -> the field of the matrix


@dataclass(frozen=True)
class Households:
    """`text` is the number; `community`: of the whole community, since this reader has no smaller number."""

    text: str
    community: bool


@dataclass(frozen=True)
class Watch:
    """A counter stands at its door: the figures by which it warns, and when it counted last."""

    rule: WarningRule
    last_at: datetime | None
    last_count: int | None


@dataclass(frozen=True)
class PlacePage:
    """`seen` is the number of the newest line of its history: who corrects it says so which state was before them."""

    place: Place
    contact: dict[str, Shown]
    firms: list[Enterprise]
    firm_count: int
    households: Households
    incidents: "list[Incident]"
    watch: Watch | None
    past: list[Change]
    seen: int


@dataclass(frozen=True)
class FirmPage:
    firm: Enterprise
    place: Place | None
    contact: dict[str, Shown]
    past: list[Change]
    seen: int


@allowed_to("see_places")
def open_place(work: "Work", code: str) -> PlacePage:
    """One of one's own area; any other is not there."""
    place = work.inventory.place(code)
    contact, past, seen = _told(work, place, {"kind": [place.kind.value], "name": [place.name]})
    firms, count = work.inventory.firms_in(place.id, MOST_FIRMS)
    return PlacePage(
        place, contact, firms, count, _households(work, place), _incidents(work, place), _watch(work, place), past, seen
    )


@allowed_to("see_places")
def open_firm(work: "Work", code: str) -> FirmPage:
    firm = work.inventory.enterprise(code)
    now = {"name": [firm.name], "trade": [firm.trade], "size": [firm.size], "staff": [firm.staff]}
    contact, past, seen = _told(work, firm, now)
    return FirmPage(firm, work.inventory.place_of(firm), contact, past, seen)


def contact_as_seen(told: Mapping[str, str], role: str, ties: frozenset[Tie]) -> dict[str, Shown]:
    """Whoever is responsible as the role sees it; of what it sees nothing, nothing is in it."""
    found = {}
    for name, field in CONTACT.items():
        seen, value = sight(role, field, ties), told.get(name, "")
        if seen.form:
            found[name] = Shown(written(field, value, seen.form, ""), seen.whole, reveal=False)
    return found


def ties_to(thing: Place | Enterprise) -> frozenset[Tie]:
    """Who approves the firms of a street is bound to whoever answers for one of them."""
    return frozenset({Tie.FIRM}) if isinstance(thing, Enterprise) else frozenset()


def _told(work: "Work", thing: Place | Enterprise, now: dict[str, Any]) -> tuple[dict[str, Shown], list[Change], int]:
    """Who is responsible, and what the fields were: both are a look where anything personal is seen."""
    role, ties = work.by.role, ties_to(thing)
    shown = contact_as_seen(told := work.inventory.contact(thing), role, ties)
    past = work.inventory.history(thing, MOST_CHANGES)
    now |= {
        "closed": [thing.closed_at.isoformat() if thing.closed_at else None],
        "address": [thing.address],
        "spot": _spot(thing),
        "contact": told,
    }
    people = work.accounts.names(sorted({one.account for one in past if one.account}))
    lines = [_masked(one, role, ties) for one in changes(past, now, people, _files(work, past))]
    if fields := _seen(shown, lines):
        work.looked(thing.subject, thing.id, fields)
    return shown, lines, past[0].id if past else 0


def _seen(shown: Mapping[str, Shown], lines: list[Change]) -> list[str]:
    """The personal fields of which something is shown, as they are or as they were."""
    before = [side for line in lines for side in (line.was, line.became) if isinstance(side, dict)]
    return sorted({name for told in [shown, *before] for name, one in told.items() if one.text})


def _masked(one: Change, role: str, ties: frozenset[Tie]) -> Change:
    if one.field != "contact":
        return one
    was, became = (contact_as_seen(side or {}, role, ties) for side in (one.was, one.became))
    return Change(one.field, was, became, one.at, one.who, one.batch, one.file)


def _spot(thing: Place | Enterprise) -> list[Any]:
    spot = thing.spot
    where = [spot.street, spot.community, spot.grid, spot.lon, spot.lat, thing.flagged]
    return where if isinstance(thing, Place) else [*where, thing.place_id]


def _files(work: "Work", past: list[Any]) -> dict[int, str]:
    """What the files were called, for whoever may import: a name may tell more than a number."""
    if not work.by.may("import"):
        return {}
    return {batch: work.imports.get(batch).file for batch in {one.batch for one in past if one.batch}}


def _households(work: "Work", place: Place) -> Households:
    if shows_anybody(work.by.role):
        return Households(f"{work.inventory.households_in(place.id):,}", community=False)
    cell = cells_of(work, Figure.HOUSEHOLDS).get(place.spot.grid[:COMMUNITY])
    return Households(str(cell) if cell else "–", community=True)


def _incidents(work: "Work", place: Place) -> "list[Incident]":
    """What is open and what was last, the newest first; of what happened at somebody's home its place is not told."""
    if not work.by.may("see_incidents"):
        return []
    return work.incidents.at_place(place.id, MOST_INCIDENTS)


def _watch(work: "Work", place: Place) -> Watch | None:
    alarm, policy = work.alarms.get(place.id), work.policy.find("warning", place.kind, place.spot.grid)
    if policy is None or alarm.last_at is None:
        return None
    return Watch(WarningRule.of(policy), alarm.last_at, alarm.last_count)
