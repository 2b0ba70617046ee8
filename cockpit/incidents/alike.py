"""Which open incidents may be the same thing, or belong together: same kind, close by, about the same time."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import cos, radians
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Spot, metres_between
from cockpit.incidents.incident import Incident, Kind
from cockpit.incidents.links import merge, take_both
from cockpit.layers import Box
from cockpit.places import Place

if TYPE_CHECKING:
    from data_access.work import Work

METRES_A_DEGREE = 111_320.0
MOST = 3  # proposed at a time: a list that nobody reads helps nobody


class Near(StrEnum):
    PLACE = "place"
    GRID = "grid"
    METRES = "metres"


@dataclass(frozen=True)
class Alike:
    """`metres` between the two as everybody sees them, `minutes` between the two reports."""

    incident: Incident
    near: Near
    metres: int
    minutes: int


@dataclass(frozen=True)
class Seen:
    """What is compared: an incident that stands, or a report that is still being typed."""

    kind: Kind
    spot: Spot
    shown_at: tuple[float, float]
    place: int | None = None

    @classmethod
    def of(cls, incident: Incident) -> "Seen":
        return cls(incident.kind, incident.spot, incident.shown_at, None if incident.at_home else incident.place_id)


@allowed_to("see_incidents")
def alike(work: "Work", incident: Incident) -> tuple[Alike, ...]:
    """What may be the same as an open incident, but for those that somebody has linked to it, or kept apart from it."""
    if incident.over:
        return ()
    known = {one.beyond(incident.id) for one in work.incident_links.of(incident.id)}
    return _around(work, Seen.of(incident), incident, {incident.id, *known})


@allowed_to("see_incidents")
def alike_to_report(work: "Work", kind: Kind, where: Place | Spot) -> tuple[Alike, ...]:
    """The same of a report that is still being typed."""
    spot = where.spot if isinstance(where, Place) else where
    place = where.id if isinstance(where, Place) else None
    return _around(work, Seen(kind, spot, (spot.lon, spot.lat), place), None, set())


def _around(work: "Work", seen: Seen, incident: Incident | None, known: set[int]) -> tuple[Alike, ...]:
    rule = work.policy.get("alike", "any", seen.spot.grid).body
    at = incident.received_at if incident else work.at
    span = timedelta(minutes=rule["minutes"])
    box = box_around(*seen.shown_at, rule["metres"])
    found = work.incidents.open_like(seen.kind, seen.spot.grid, box, at - span, at + span)
    judged = [
        Alike(one, near, round(metres), round(abs((one.received_at - at).total_seconds()) / 60))
        for one in found
        if one.id not in known
        for near, metres in [nearness(seen, Seen.of(one), rule["metres"])]
        if near
    ]
    return tuple(sorted(judged, key=lambda one: (one.near is not Near.PLACE, one.metres, one.minutes))[:MOST])


def nearness(one: Seen, other: Seen, limit: float) -> tuple[Near | None, float]:
    metres = metres_between(*one.shown_at, *other.shown_at)
    if one.place is not None and one.place == other.place:
        return Near.PLACE, metres
    if metres <= limit:
        return Near.METRES, metres
    return (Near.GRID if one.spot.grid == other.spot.grid else None), metres


def box_around(lon: float, lat: float, metres: float) -> Box:
    down = metres / METRES_A_DEGREE
    across = down / cos(radians(lat))
    return Box(lon - across, lat - down, lon + across, lat + down)


def survivor(one: Incident, other: Incident) -> Incident:
    """Which of two that are the same thing goes on: the one that teams are on, else the one that came first."""
    return min((one, other), key=lambda each: (not each.counting, each.received_at, each.id))


@allowed_to("confirm")
def same_thing(work: "Work", incident_id: int, other_id: int) -> Incident:
    """Merge two, whichever way loses less."""
    one, other = take_both(work, incident_id, other_id)
    stays = survivor(one, other)
    goes = other if stays is one else one
    return merge(work, goes.id, stays.id)
