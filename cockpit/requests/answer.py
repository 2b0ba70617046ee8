"""Answering: a correction is written through the inventory, a deletion destroys the person's key and rows."""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.inventory import correct_person
from cockpit.people import Person
from cockpit.refusals import Invalid
from cockpit.requests.request import LONGEST, Decision, Ground, KeptForEmergency, Kind, Request
from cockpit.requests.told import RequestAccepted, RequestRefused, RequestWithdrawn
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@allowed_to("decide_request")
def accept(work: "Work", request_id: int, said: str = "", sure: bool = False) -> Request:
    """Do what was asked, in the same transaction as the answer; a deletion only by somebody who says to be sure."""
    one = work.requests.take(request_id)
    if one.kind is Kind.DELETION and not sure:
        raise Invalid("sure", N_("tick that you are sure: what is deleted cannot be brought back"))
    person = work.people.take(one.person)
    done = one.accepted(_decision(work, one, person))
    if one.kind is Kind.DELETION:
        _erase(work, done, person)
    else:
        assert one.field is not None
        correct_person(work, person.id, {one.field: work.requests.words(one)["asked"]})
        work.requests.keep(done, _words(said))
    work.tell_area(person.grid, done.subject, done.id, RequestAccepted(done.kind, done.field))
    return done


@allowed_to("decide_request")
def refuse(work: "Work", request_id: int, ground: Ground, said: str = "") -> Request:
    """Say no by a rule of the closed list; the person reads which, and where to complain."""
    one = work.requests.take(request_id)
    person = work.people.take(one.person)
    if ground is Ground.EMERGENCY and holding(work, one, person) is None:
        raise Invalid("ground", N_("no emergency holds where this person lives"))
    done = one.refused(_decision(work, one, person), ground)
    work.requests.keep(done, _words(said))
    work.tell_area(person.grid, done.subject, done.id, RequestRefused(done.kind, done.field, ground))
    return done


def holding(work: "Work", one: Request, person: Person) -> str | None:
    """The name of the emergency for which nothing of this person is deleted now."""
    held = work.emergencies.at(person.grid)
    if one.kind is not Kind.DELETION or held is None:
        return None
    rule = work.policy.get("request", one.kind, person.community)
    return None if rule.body["while_emergency"] else work.emergencies.get(held).name


def _decision(work: "Work", one: Request, person: Person) -> Decision:
    rule = work.policy.get("request", one.kind, person.community)
    return Decision(work.by.id, work.by.role, work.at, rule.id)


def _words(said: str) -> str:
    words = " ".join(said.split())
    if len(words) > LONGEST:
        raise Invalid("said", N_("at most 500 characters"))
    return words


def _erase(work: "Work", done: Request, person: Person) -> None:
    """Nothing personal stays: key, tokens, values, residences and receipts go; what else was asked is closed with it."""
    if name := holding(work, done, person):
        raise KeptForEmergency(name=name)
    work.requests.keep(done)
    for other in work.requests.open_of(person.id):
        work.requests.keep(other.withdrawn(work.at))
        work.tell_area(person.grid, other.subject, other.id, RequestWithdrawn(other.kind, other.field))
    work.emergencies.erase_person(person.id, work.at, work.machine_at)
