"""Links 关联: what one incident has to do with another. One row, seen from both of its ends."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.incidents.acts import add_text, begin
from cockpit.incidents.incident import MERGED, Incident, Kind, Source, State
from cockpit.incidents.intervals import due_instants
from cockpit.incidents.told import Joined
from cockpit.refusals import Invalid, NotFound, NotInThisState
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


class Tie(StrEnum):
    DUPLICATE = "duplicate"  # 合并: `from` was merged into `to`
    PART = "part"  # 拆分: `to` was split off from `from`
    RELATED = "related"  # 关联
    APART = "apart"  # 不是一回事: somebody said no, so the two are never proposed to each other again


LEVEL = {Tie.RELATED, Tie.APART}  # ties without a direction; their row has the older incident first


@dataclass(frozen=True)
class Link:
    """`was`: what was said of a duplicate before it was merged, so that it can come back as it was."""

    tie: Tie
    from_id: int
    to_id: int
    said_at: datetime
    by_account: int | None = None
    was: State | None = None
    ended_at: datetime | None = None
    id: int = field(default=0)

    def beyond(self, incident_id: int) -> int:
        """The other end."""
        return self.to_id if incident_id == self.from_id else self.from_id


@dataclass(frozen=True)
class Linked:
    """A link as one end sees it: `first`, whether that end is the row's `from`, and the incident at the other end."""

    tie: Tie
    first: bool
    other: Incident


@dataclass(frozen=True)
class Merged(Event):
    into: str


@dataclass(frozen=True)
class TookIn(Event):
    """`other` was merged into this one."""

    other: str


@dataclass(frozen=True)
class TakenOut(Event):
    """It was no duplicate of `other`, and is here again."""

    other: str


@dataclass(frozen=True)
class GaveBack(Event):
    """`other`, which was merged into this one, was taken out again."""

    other: str


@dataclass(frozen=True)
class SplitInTwo(Event):
    """A part of what was reported here is another thing, and goes on as `other`."""

    other: str


@dataclass(frozen=True)
class CameFrom(Event):
    """It was split off from `other`."""

    other: str


@dataclass(frozen=True)
class Related(Event):
    other: str


@dataclass(frozen=True)
class Unrelated(Event):
    other: str


@dataclass(frozen=True)
class SaidApart(Event):
    other: str


def links_of(work: "Work", incident_id: int) -> tuple[Linked, ...]:
    """What the incident is linked to, as far as whoever asks may see the other end."""
    found = [one for one in work.incident_links.of(incident_id) if one.tie is not Tie.APART]
    others = {one.id: one for one in work.incidents.some([link.beyond(incident_id) for link in found])}
    return tuple(
        Linked(link.tie, link.from_id == incident_id, others[link.beyond(incident_id)])
        for link in found
        if link.beyond(incident_id) in others
    )


def take_both(work: "Work", one: int, other: int) -> tuple[Incident, Incident]:
    """Always the older first: two people who link the same two never wait for each other."""
    if one == other:
        raise Invalid("into", N_("an incident is not linked to itself"))
    taken = {number: work.incidents.take(number) for number in sorted((one, other))}
    return taken[one], taken[other]


@allowed_to("report")
def join(work: "Work", incident_id: int, source: Source, *, count: int | None = None, note: str = "") -> Incident:
    """A further report that is, as whoever takes it says, of an incident that is open already."""
    incident = work.incidents.take(incident_id)
    incident.say(incident.said)  # refuses when it is over
    told = work.save(incident, Joined(source, count))
    return add_text(work, told, note) if note.strip() else told


@allowed_to("confirm")
def merge(work: "Work", incident_id: int, into_id: int) -> Incident:
    """Call it a duplicate of another open incident, which then carries both; its teams are recalled."""
    incident, into = take_both(work, incident_id, into_id)
    into.say(into.said)  # refuses when it is over
    ended = incident.say(State.DUPLICATE, closed_at=work.at, merged_into=into.id).recalled(work.at, outcome=MERGED)
    work.incident_links.add(Link(Tie.DUPLICATE, incident.id, into.id, work.at, work.by.id, was=incident.said))
    work.save(into, TookIn(incident.code))
    return work.save(ended, Merged(into.code))


@allowed_to("link_incidents")
def split(work: "Work", incident_id: int) -> Incident:
    """Take out again what was wrongly merged: it stands as it did, teams can be sent anew, nobody proposes the two again."""
    led_to = work.incidents.get(incident_id).merged_into
    if led_to is None:
        raise NotInThisState(code=f"I-{incident_id:04d}", state=work.incidents.get(incident_id).state)
    incident, into = take_both(work, incident_id, led_to)
    link = work.incident_links.find(Tie.DUPLICATE, incident_id, led_to)
    if incident.said is not State.DUPLICATE or link is None or link.was is None:
        raise NotInThisState(code=incident.code, state=incident.state)
    work.incident_links.end(link.id, work.at)
    _never_again(work, incident, into)
    work.save(into, GaveBack(incident.code))
    return work.save(replace(incident, said=link.was, closed_at=None, merged_into=None), TakenOut(into.code))


@allowed_to("link_incidents")
def split_off(work: "Work", incident_id: int, kind: Kind, priority: int, note: str, *, key: str) -> Incident:
    """A part of what was reported is another thing: it begins as an incident of its own, at the same spot, linked to this."""
    if work.once(key, "split_off", {"incident": incident_id, "kind": kind, "priority": priority, "note": note}):
        return work.incidents.get(incident_id)
    incident = work.incidents.take(incident_id)
    incident.say(incident.said)  # refuses when it is over
    part = begin(work, _part(work, incident, kind, priority))
    work.incident_links.add(Link(Tie.PART, incident.id, part.id, work.at, work.by.id))
    work.save(incident, SplitInTwo(part.code))
    part = work.save(part, CameFrom(incident.code))
    return add_text(work, part, note) if note.strip() else part


def _part(work: "Work", incident: Incident, kind: Kind, priority: int) -> Incident:
    """Its clocks begin now: nobody could have known of it before."""
    due = work.policy.get("due", str(priority), incident.spot.grid)
    return Incident(
        kind, incident.source, priority, incident.spot, work.at,
        place_id=incident.place_id, place_name=incident.place_name, at_home=incident.at_home, pin=incident.pin,
        emergency=incident.emergency, **due_instants(due, work.at),
    )  # fmt: skip


@allowed_to("link_incidents")
def relate(work: "Work", incident_id: int, other_id: int) -> Incident:
    """Say that two belong together, each going its own way."""
    incident, other = take_both(work, incident_id, other_id)
    if work.incident_links.find(Tie.RELATED, *_level(incident_id, other_id)):
        return incident
    work.incident_links.add(Link(Tie.RELATED, *_level(incident_id, other_id), work.at, work.by.id))
    work.save(other, Related(incident.code))
    return work.save(incident, Related(other.code))


@allowed_to("link_incidents")
def unrelate(work: "Work", incident_id: int, other_id: int) -> Incident:
    incident, other = take_both(work, incident_id, other_id)
    link = work.incident_links.find(Tie.RELATED, *_level(incident_id, other_id))
    if link is None:
        raise NotFound()
    work.incident_links.end(link.id, work.at)
    work.save(other, Unrelated(incident.code))
    return work.save(incident, Unrelated(other.code))


@allowed_to("link_incidents")
def keep_apart(work: "Work", incident_id: int, other_id: int) -> Incident:
    """Say that two which look alike are two things: they are not proposed to each other again."""
    incident, other = take_both(work, incident_id, other_id)
    if not _never_again(work, incident, other):
        return incident
    work.save(other, SaidApart(incident.code))
    return work.save(incident, SaidApart(other.code))


def _never_again(work: "Work", one: Incident, other: Incident) -> bool:
    """Whether that had to be written: it may have been said before."""
    pair = _level(one.id, other.id)
    if work.incident_links.find(Tie.APART, *pair):
        return False
    work.incident_links.add(Link(Tie.APART, *pair, work.at, work.by.id))
    return True


def _level(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)
