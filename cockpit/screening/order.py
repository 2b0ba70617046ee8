"""Ordering 隔离告知: a close contact stays apart from others until the end of the observation, by the rule that says how long."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.people import Person, ShownPerson
from cockpit.policy import Policy
from cockpit.quarantine import Cause, Episode, Lifted, QuarantineKind, QuarantineMoved, QuarantineOrdered
from cockpit.quarantine.lift import end
from cockpit.refusals import Refusal
from cockpit.screening.case import AlreadyACase, Case
from cockpit.screening.contact import Exposure
from cockpit.screening.look import open_case
from cockpit.screening.rule import rule_of
from cockpit.screening.sites import places_of
from cockpit.screening.standing import Standing, standings
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(eq=False)
class NoCloseContact(Refusal):
    status = 409
    says = N_("This person is no close contact of a case by what is known now.")
    way_out = N_("Look at the case again. Whoever has to stay apart for another reason is ordered for that.")


@dataclass(eq=False)
class ObservationOver(Refusal):
    status = 409
    says = N_("The observation of this person ended on {until}.")
    way_out = N_("Nobody stays apart for longer than the rule says.")
    until: str


@dataclass(eq=False)
class AlreadyApart(Refusal):
    status = 409
    says = N_("This person is in quarantine until {until} already.")
    way_out = N_("Print the order again, or lift it and order another kind.")
    until: str


@allowed_to("order_quarantine")
def order(work: "Work", person_id: int, kind: QuarantineKind, place: int | None = None) -> Episode:
    """`place` where it is not at home. From the last contact, which is day 0, to the end of the observation; one that holds is made longer by a new exposure."""
    person = work.people.take(person_id)
    stands = standings(work, [person.id]).get(person.id)
    if stands is None or not stands.close:
        raise NoCloseContact()
    if stands.case:
        raise AlreadyACase(code=stands.case.code)
    today = local_day_start(work.at, work.zone).date()
    if today > stands.until:
        raise ObservationOver(until=stands.until.isoformat())
    now = stands.episode if stands.apart(today) else None
    if now and now.covers(stands.until):
        raise AlreadyApart(until=now.until.isoformat() if now.until else "")
    return (
        _move(work, person, now.ordered_too(work.by.id), stands) if now else _begin(work, person, stands, kind, place)
    )


@allowed_to("order_quarantine")
def order_all(work: "Work", case_id: int, kind: QuarantineKind, place: int | None = None) -> list[Episode]:
    """For all contacts of the case who wait for it."""
    seen = open_case(work, case_id)
    return [order(work, one.person.id, kind, place) for one in seen.contacts if one.stands.waits(seen.today)]


@dataclass(frozen=True)
class OrderPaper:
    """What the person gets: what is ordered, why, by which rule. `reasons` are the exposures that are known now."""

    episode: Episode
    person: ShownPerson
    reasons: tuple[Exposure, ...]
    cases: Mapping[int, Case]
    rule: Policy | None
    at: datetime
    places: Mapping[int, str]
    found: date | None = None  # day 0 by a round of visits, where that found it


@allowed_to("order_quarantine")
def order_paper(work: "Work", episode_id: int) -> OrderPaper:
    """The order as it is printed, for the person in question; that it was is a look."""
    episode = work.quarantine.get(episode_id)
    work.people.admit(episode.person, tie=Tie.CASE)
    return paper_of(work, episode, work.looks.person(work.people.get(episode.person)))


def paper_of(work: "Work", episode: Episode, shown: ShownPerson) -> OrderPaper:
    """What the order rests on, beside the person as somebody may see them."""
    reasons = tuple(work.exposures.of_persons([episode.person], work.at))
    rule = work.policy.version(episode.policy) if episode.policy else None
    cases = work.cases.of_ids({one.case for one in reasons})
    found = work.visits.day_of(episode.person) if episode.cause is Cause.ROUND else None
    places = {**places_of(work, reasons), **work.places.names([episode.place] if episode.place else [])}
    return OrderPaper(episode, shown, reasons, cases, rule, work.at, places, found)


@allowed_to("order_quarantine")
def order_papers(work: "Work", case_id: int) -> list[OrderPaper]:
    """Of all contacts of the case who are apart now, to be printed in one go."""
    seen = open_case(work, case_id)
    apart = [one.stands.episode for one in seen.contacts if one.stands.apart(seen.today)]
    return [order_paper(work, one.id) for one in apart if one]


def settle(work: "Work", persons: Collection[int]) -> None:
    """What was ordered follows what is known now: who is no close contact any more goes free, and for whom it lasts
    longer or shorter, the last day moves."""
    today = local_day_start(work.at, work.zone).date()
    plan_visits(work, persons)
    held = {person: one for person, one in work.quarantine.latest_of(persons).items() if one.follows(today)}
    known = standings(work, held)
    for person in work.people.of_ids(held):
        stands, was = known.get(person.id), held[person.id]
        if stands is None or not stands.close:
            end(work, was, Lifted.NO_CONTACT)
        elif was.until != stands.until:
            _move(work, person, was, stands)


def plan_visits(work: "Work", persons: Collection[int] | None = None) -> None:
    """The days on which these contacts are to be seen, or all of them, are there before anybody goes."""
    today = local_day_start(work.at, work.zone).date()
    days = rule_of(work.policy.get("contact", "any", work.by.area)).observation
    work.follow_ups.plan(persons, today, days, work.emergencies.at(work.by.area))


def _begin(work: "Work", person: Person, stands: Standing, kind: QuarantineKind, place: int | None) -> Episode:
    policy = stands.contact.rule.policy
    new = Episode(0, person.id, kind, stands.day, stands.until, place, Cause.CONTACT, work.at, policy)
    kept = work.quarantine.add(new.ordered_too(work.by.id), person, work.emergencies.at(person.grid))
    work.tell_area(person.community, kept.subject, kept.id, QuarantineOrdered(kind, kept.days))
    return kept


def _move(work: "Work", person: Person, was: Episode, stands: Standing) -> Episode:
    kept = work.quarantine.keep(was.moved(stands.until, stands.contact.rule.policy))
    work.tell_area(person.community, kept.subject, kept.id, QuarantineMoved(kept.kind, kept.days))
    return kept
