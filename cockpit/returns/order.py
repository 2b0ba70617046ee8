"""Ordering a returnee 返岗返家隔离 to stay apart: who came from a key region, from day 0 to the end of the last day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.figures import must_see
from cockpit.people import Person
from cockpit.quarantine import Cause, Episode, QuarantineKind, QuarantineMoved, QuarantineOrdered
from cockpit.refusals import Refusal
from cockpit.returns.board import standings
from cockpit.returns.entry import Entry, Standing, State
from cockpit.returns.refused import NobodyKnown, NotDue, NotThereYet, ReturnOver
from cockpit.screening.case import AlreadyACase
from cockpit.screening.order import AlreadyApart, ObservationOver

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Result:
    """Of one of many: the episode, or why not."""

    entry: Entry
    episode: Episode | None = None
    refusal: Refusal | None = None


@allowed_to("order_quarantine")
def order(work: "Work", entry_id: int, kind: QuarantineKind) -> Episode:
    """An episode that holds already, of whatever cause, is made longer where it ends before."""
    entry = work.returns.take(entry_id)
    (stands,) = standings(work, [entry])
    person = _must_stay_apart(work, stands)
    now = stands.episode if stands.apart else None
    if now and now.covers(stands.until):
        raise AlreadyApart(until=now.until.isoformat() if now.until else "")
    return _longer(work, person, now, stands) if now else _begin(work, person, stands, kind)


@allowed_to("order_quarantine")
def order_all(work: "Work", kind: QuarantineKind, area: str = "") -> list[Result]:
    """For all of the area who were met at home and wait for it; what is refused of one leaves the others alone."""
    within = area or work.by.area
    must_see(work, within)
    found = standings(work, work.returns.under_way(within, local_day_start(work.at, work.zone).date()))
    return [_by_itself(work, one.entry, kind) for one in found if one.state is State.VISITED and one.waits]


@allowed_to("order_quarantine")
def order_grounds(work: "Work", episode_id: int) -> Sequence[Standing]:
    """The journeys for which this person has to stay apart, for the order as it is printed."""
    return journeys_behind(work, work.quarantine.get(episode_id))


def journeys_behind(work: "Work", episode: Episode) -> Sequence[Standing]:
    return [
        one
        for one in standings(work, work.returns.of_person(episode.person))
        if one.due and one.entry.arrived and not one.entry.closed and one.until >= episode.since
    ]


def _by_itself(work: "Work", entry: Entry, kind: QuarantineKind) -> Result:
    try:
        with work.by_itself():
            return Result(entry, order(work, entry.id, kind))
    except Refusal as refusal:
        return Result(entry, refusal=refusal)


def _must_stay_apart(work: "Work", stands: Standing) -> Person:
    entry = stands.entry
    if entry.closed:
        raise ReturnOver(entry.code)
    if entry.arrived is None:
        raise NotThereYet(entry.code)
    if not stands.due:
        raise NotDue(entry.code)
    if entry.person is None:
        raise NobodyKnown(entry.code)
    person = work.people.take(entry.person)
    if ill := work.cases.of_persons([person.id]).get(person.id):
        raise AlreadyACase(code=ill.code)
    if stands.today > stands.until:
        raise ObservationOver(until=stands.until.isoformat())
    return person


def _begin(work: "Work", person: Person, stands: Standing, kind: QuarantineKind) -> Episode:
    new = Episode(0, person.id, kind, stands.day0, stands.until, None, Cause.RETURN, work.at, stands.rule.policy)
    kept = work.quarantine.add(new.ordered_too(work.by.id), person, work.emergencies.at(person.grid))
    work.tell_area(person.community, kept.subject, kept.id, QuarantineOrdered(kind, kept.days))
    return kept


def _longer(work: "Work", person: Person, was: Episode, stands: Standing) -> Episode:
    """From now on it is for the return: what becomes known of a case makes it no shorter than that."""
    longer = replace(was.moved(stands.until, stands.rule.policy), cause=Cause.RETURN)
    kept = work.quarantine.keep(longer.ordered_too(work.by.id))
    work.tell_area(person.community, kept.subject, kept.id, QuarantineMoved(kept.kind, kept.days))
    return kept
