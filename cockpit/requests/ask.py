"""Asking and taking back: by the person with a receipt, or by somebody at a door or desk who writes it down for them."""

from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.inventory import must_be_of
from cockpit.people import Person
from cockpit.receipts import Receipt, its_person
from cockpit.refusals import Invalid, NotFound
from cockpit.requests.request import LONGEST, Field, Kind, Request, TooManyRequests
from cockpit.requests.told import RequestAsked, RequestWithdrawn
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

DAY = timedelta(days=1)


@allowed_to("ask_own")
def ask(work: "Work", receipt: Receipt, kind: Kind, field: Field | None, value: str, why: str) -> Request:
    """The person asks, with the receipt in the hand."""
    person = work.people.take(its_person(work, receipt).id)
    limit = work.policy.get("limit", "requests", person.community).body["a_day"]
    if work.requests.count_since(person.id, work.at - DAY) >= limit:
        raise TooManyRequests(limit=limit)
    return _keep(work, person, kind, field, value, why)


@allowed_to("enter_request")
def enter(work: "Work", person_id: int, kind: Kind, field: Field | None, value: str, why: str) -> Request:
    """Written down for somebody without a phone, at the door or from the paper form; marked as such."""
    return _keep(work, work.people.take(person_id), kind, field, value, why)


def _keep(work: "Work", person: Person, kind: Kind, field: Field | None, value: str, why: str) -> Request:
    asked, words = _asked_value(work, person, kind, field, value), _own_words(why)
    rule = work.policy.get("request", kind, person.community)
    new = Request(
        person.id, kind, field, work.at, work.at + timedelta(days=rule.body["days"]), rule.id,
        work.policy.get("notice", "request", person.community).id, work.by.role, work.by.id,
        work.emergencies.at(person.grid),
    )  # fmt: skip
    kept = work.requests.add(new, asked, words)
    work.tell_area(person.grid, kept.subject, kept.id, RequestAsked(kind, field, kept.due_at, kept.on_paper))
    return kept


def _asked_value(work: "Work", person: Person, kind: Kind, field: Field | None, value: str) -> str:
    """The value as it would be kept; refuses a mask, what is on record already as far as the asker sees it, and rubbish."""
    if kind is Kind.DELETION:
        if field or value.strip():
            raise Invalid("value", N_("a deletion is of everything; leave the new value empty"))
        return ""
    if field is None:
        raise Invalid("field", N_("choose what is wrong"))
    if not value.strip():
        raise Invalid("value", N_("write what is right"))
    tidy = work.people.tidied(field, value)
    if field is Field.NUMBER:
        must_be_of(person, *work.people.paper(person.id), tidy, local_day_start(work.at, work.zone).date())
    if not work.people.changes(person.id, {field: tidy}):
        raise Invalid("value", N_("it is on record like this already"))
    return tidy


def _own_words(why: str) -> str:
    words = " ".join(why.split())
    if len(words) > LONGEST:
        raise Invalid("why", N_("at most 500 characters"))
    return words


@allowed_to("ask_own")
def withdraw(work: "Work", receipt: Receipt, request_id: int) -> Request:
    """The person takes a request of their own back."""
    person = its_person(work, receipt)
    one = work.requests.take(request_id)
    if one.person != person.id:
        raise NotFound()
    return _take_back(work, one, person)


@allowed_to("enter_request")
def withdraw_for(work: "Work", request_id: int) -> Request:
    """Taken back by the person's own word, given at a door or desk."""
    one = work.requests.take(request_id)
    return _take_back(work, one, work.people.get(one.person))


def _take_back(work: "Work", one: Request, person: Person) -> Request:
    kept = work.requests.keep(one.withdrawn(work.at))
    work.tell_area(person.grid, kept.subject, kept.id, RequestWithdrawn(kept.kind, kept.field))
    return kept
