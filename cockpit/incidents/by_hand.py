"""A report that somebody types in for a caller or a patrol: what was typed is checked, then reported."""

import re
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar

from cockpit.access import allowed_to
from cockpit.areas import Spot
from cockpit.incidents.acts import report
from cockpit.incidents.alike import Alike, alike_to_report
from cockpit.incidents.incident import Incident, Kind, Source
from cockpit.incidents.links import join, relate
from cockpit.places import Place
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

PRIORITIES = (1, 2, 3)
TYPED_SOURCES = (Source.PHONE, Source.PATROL, Source.DESK)
NEW, SAME, WITH = "new", "same", "with"
ALIKE = re.compile(f"({SAME}|{WITH})/([0-9]{{1,12}})")
LONGEST_WORDS = 60
MOST_PEOPLE = 100_000
Choice = TypeVar("Choice", Kind, Source)


@dataclass(frozen=True)
class Typed:
    """What the form held, as it came: nothing in it is trusted. `lon` and `lat` in degrees, WGS-84.

    `alike` says what it is to one that is open: `same/127` is that one again, `with/127` belongs together with it.
    """

    kind: Any
    priority: Any
    source: Any
    place: Any = None
    lon: Any = None
    lat: Any = None
    count: Any = None
    note: Any = ""
    at_home: bool = False
    alike: Any = None


@dataclass(frozen=True)
class Taken:
    """`joined`: the same was open there already, and this report was added to it."""

    incident: Incident
    joined: bool


@allowed_to("report")
def take_report(work: "Work", typed: Typed, *, key: str) -> Taken | None:
    """Report what was typed; None when this very request was taken before."""
    if work.once(key, "report", vars(typed)):
        return None
    kind = _one_of(Kind, typed.kind, "kind")
    source = _one_of(Source, typed.source, "source")
    if source not in TYPED_SOURCES:
        raise Invalid("source", N_("choose one of the list"))
    if typed.priority not in PRIORITIES:
        raise Invalid("priority", N_("choose one of the list"))
    told = _told(work, kind, source, typed)
    return Taken(told, joined=told.received_at < work.at)


def _told(work: "Work", kind: Kind, source: Source, typed: Typed) -> Incident:
    say, other = _alike(typed.alike)
    count, note = _people(typed.count), _text(typed.note)
    if say == SAME:
        return join(work, other, source, count=count, note=note)
    told = report(
        work, kind, source, _where(work, typed),
        priority=int(typed.priority), count=count, note=note, at_home=bool(typed.at_home),
    )  # fmt: skip
    return relate(work, told.id, other) if say == WITH and told.id != other else told


def _alike(word: Any) -> tuple[str, int]:
    if not word or word == NEW:
        return NEW, 0
    fits = ALIKE.fullmatch(word) if isinstance(word, str) else None
    if fits is None:
        raise Invalid("alike", N_("choose one of the list"))
    return fits[1], int(fits[2])


@allowed_to("see_incidents")
def alike_to(work: "Work", typed: Typed) -> tuple[Alike, ...]:
    """What is open and may be what is being typed; nothing as long as kind or place are not there."""
    try:
        kind, where = _one_of(Kind, typed.kind, "kind"), _where(work, typed)
    except Invalid:
        return ()
    return alike_to_report(work, kind, where)


@allowed_to("report")
def places_like(work: "Work", words: Any) -> list[Place]:
    """Up to 12 places of one's own area that fit what was typed; nothing for nothing."""
    if not isinstance(words, str) or not words.isprintable():
        return []
    asked = words[:LONGEST_WORDS].split()
    return work.places.find(asked, work.by.area) if asked else []


def _one_of(choices: type[Choice], value: Any, field: str) -> Choice:
    if not isinstance(value, str) or value not in [one.value for one in choices]:
        raise Invalid(field, N_("choose one of the list"))
    return choices(value)


def _where(work: "Work", typed: Typed) -> Place | Spot:
    if isinstance(typed.place, int):
        return work.places.get(typed.place)
    if typed.lon is None and typed.lat is None:
        raise Invalid("place", N_("choose a place, or give a point"))
    if not all(isinstance(one, int | float) and isfinite(one) for one in (typed.lon, typed.lat)):
        raise Invalid("point", N_("longitude and latitude are numbers, like 120.1731 and 30.2794"))
    return _spot(work, typed.lon, typed.lat)


def _spot(work: "Work", lon: float, lat: float) -> Spot:
    try:
        spot = work.areas.spot(lon, lat)
    except NotFound:
        raise Invalid("point", N_("lies outside the district")) from None
    if not work.by.sees(spot.grid):
        raise Invalid("point", N_("lies outside your own area"))
    return spot


def _people(count: Any) -> int | None:
    if count is None or count == "":
        return None
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MOST_PEOPLE:
        raise Invalid("count", N_("a number of people from 0 to 100,000"))
    return count


def _text(note: Any) -> str:
    return note if isinstance(note, str) else ""
