"""What people do with an incident, but for sending teams (that is `dispatch`)."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Spot
from cockpit.incidents.incident import Incident, Kind, Source, State
from cockpit.incidents.intervals import due_instants
from cockpit.incidents.step import Act, undoable
from cockpit.incidents.told import (
    CalledFalse,
    Cancelled,
    Confirmed,
    Held,
    Joined,
    Noted,
    Reported,
    Resumed,
    Verified,
    answering,
)
from cockpit.places import Place
from cockpit.refusals import Invalid, NotInThisState, NotYourOwn
from cockpit.teams import Team
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

NOTE_LIMIT = 2000


@allowed_to("report")
def report(
    work: "Work",
    kind: Kind,
    source: Source,
    where: Place | Spot,
    *,
    priority: int = 2,
    count: int | None = None,
    note: str = "",
    at_home: bool = False,
    caller: Team | None = None,
) -> Incident:
    """Report something at a place or a point; joins the open incident of that kind there within the dedupe window."""
    place = where if isinstance(where, Place) else None
    spot = place.spot if place else where
    assert isinstance(spot, Spot)
    open_one = _open_one(work, kind, place)
    if open_one:
        told = work.save(open_one, Joined(source, count))
    else:
        due = work.policy.get("due", str(priority), spot.grid)
        new = Incident(
            kind, source, priority, spot, work.at,
            place_id=place.id if place else None, place_name=place.name if place else caller.name if caller else "",
            at_home=at_home, pin=_grid_centre(work, spot) if at_home else None, count=count, caller=caller.id if caller else None,
            emergency=work.emergencies.at(spot.grid), **due_instants(due, work.at),
        )  # fmt: skip
        told = begin(work, new)
    return add_text(work, told, note) if note.strip() else told


def begin(work: "Work", new: Incident) -> Incident:
    return work.save(new, Reported(new.kind, new.source, new.priority, new.count))


def _grid_centre(work: "Work", spot: Spot) -> tuple[float, float]:
    """Where something at a home is shown: nobody finds a door by it."""
    grid = work.areas.get(spot.grid)
    return grid.lon, grid.lat


def _open_one(work: "Work", kind: Kind, place: Place | None) -> Incident | None:
    if place is None:
        return None
    window = work.policy.get("dedupe", "any", place.spot.grid).body["window"]
    return work.incidents.open_at(place.id, kind, since=work.at - timedelta(seconds=window))


def add_text(work: "Work", incident: Incident, text: str) -> Incident:
    """Keep free text sealed beside the incident; the event holds its id only."""
    return work.save(incident, Noted(seal(work, incident.id, text)))


def seal(work: "Work", incident_id: int, text: str) -> int:
    """The id of the sealed text."""
    if len(text) > NOTE_LIMIT:
        raise Invalid("note", N_("at most 2,000 characters"))
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Invalid("note", N_("is not readable text"))
    return work.notes.add(incident_id, text.strip())


@allowed_to("note")
def add_note(work: "Work", incident_id: int, text: str) -> Incident:
    if not text.strip():
        raise Invalid("note", N_("is empty"))
    return add_text(work, work.incidents.take(incident_id), text)


@allowed_to("confirm")
@undoable(Act.CONFIRM)
def confirm(work: "Work", incident_id: int) -> Incident:
    incident = work.incidents.take(incident_id)
    incident.must_be(State.REPORTED)
    return work.save(confirmed(work, incident), Confirmed(), *answering(incident))


def confirmed(work: "Work", incident: Incident) -> Incident:
    return incident.say(State.CONFIRMED, opened_at=work.at)


@allowed_to("confirm")
@undoable(Act.HOLD)
def hold(work: "Work", incident_id: int) -> Incident:
    """Put it off; what is under way stays under way."""
    incident = work.incidents.take(incident_id)
    if incident.state is State.ON_HOLD:
        raise NotInThisState(code=incident.code, state=incident.state)
    return work.save(incident.say(State.ON_HOLD), Held(), *answering(incident))


@allowed_to("confirm")
@undoable(Act.RESUME)
def resume(work: "Work", incident_id: int) -> Incident:
    incident = work.incidents.take(incident_id)
    incident.must_be(State.ON_HOLD)
    opened = replace(incident, opened_at=incident.opened_at or work.at)
    return work.save(opened.say(State.CONFIRMED), Resumed())


@allowed_to("confirm")
@undoable(Act.FALSE_ALARM)
def call_false(work: "Work", incident_id: int) -> Incident:
    """False alarm 误报: nobody needs to go on; who is under way is recalled."""
    incident = work.incidents.take(incident_id)
    ended = incident.say(State.FALSE_ALARM, closed_at=work.at).recalled(work.at)
    return work.save(ended, CalledFalse(), *answering(incident))


@allowed_to("confirm")
@undoable(Act.CANCEL)
def cancel(work: "Work", incident_id: int) -> Incident:
    incident = work.incidents.take(incident_id)
    ended = incident.say(State.CANCELLED, closed_at=work.at).recalled(work.at)
    return work.save(ended, Cancelled(), *answering(incident))


@allowed_to("verify")
@undoable(Act.VERIFY)
def verify(work: "Work", incident_id: int) -> Incident:
    """Say that what the teams reported is so; where policy says it, not by the person who sent them."""
    incident = work.incidents.take(incident_id)
    incident.must_be(State.RESOLVED)
    sender_may = work.policy.get("verify", "any", incident.spot.grid).body["sender_may_verify"]
    senders = {one.by_account for one in incident.counting}
    own_team = incident.of_team(work.by.team) if work.by.team else None
    if own_team or (not sender_may and work.by.id in senders):
        raise NotYourOwn(code=incident.code)
    return work.save(incident.say(State.VERIFIED, verified_at=work.at), Verified())
