"""Deciding 裁定: an appeal that is upheld lets the person go at once; one that is refused says why.

What was wrong about the records stays wrong in them, and the next round would find it again. So where the person was not there,
was protected or is not who was meant, the exposures that the order rests on are denied, as an investigator denies them by
hand: the person is no contact by them any more, and a case that is found later counts as it always would. Where the days
or something else were wrong the contact stays on record, and the order that was lifted excuses it until a new exposure.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.appeals.appeal import LONGEST, SHORTEST_REASON, Appeal, Decision, Ground, is_over
from cockpit.appeals.told import AppealRefused, AppealUpheld
from cockpit.appeals.who import barred_from
from cockpit.clock import local_day_start
from cockpit.people import Person
from cockpit.quarantine import Cause, Episode, Lifted
from cockpit.quarantine.lift import end
from cockpit.refusals import Invalid
from cockpit.screening.order import settle
from cockpit.screening.override import Denial
from cockpit.screening.told import ContactDenied
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

DENIES = {
    Ground.NOT_THERE: Denial.ELSEWHERE,
    Ground.SOMEBODY_ELSE: Denial.MISTAKE,
    Ground.PROTECTED: Denial.PROTECTED,
}


@allowed_to("decide_appeal")
def uphold(work: "Work", appeal_id: int, reason: str = "") -> Appeal:
    """The person is right. Rows are held in the order in which a round of screening holds them: cases, person, episode."""
    said = _reason(reason)
    found = work.appeals.get(appeal_id)
    episode = work.quarantine.get(found.episode)
    cases = _denied_by(work, found, episode)
    for case in sorted(cases):
        work.cases.take(case)
    person = work.people.take(found.person)
    one, episode = work.appeals.take(appeal_id), work.quarantine.take(found.episode)
    done = work.appeals.keep(one.upheld(_decision(work, episode)), said)
    _let_go(work, episode, cleared=bool(cases))
    if cases:
        _deny(work, person, cases, DENIES[done.ground])
    work.tell_area(person.grid, done.subject, done.id, AppealUpheld(done.ground))
    return done


@allowed_to("decide_appeal")
def refuse(work: "Work", appeal_id: int, reason: str) -> Appeal:
    """The order stands; the person reads why."""
    said = _reason(reason)
    if len(said) < SHORTEST_REASON:
        raise Invalid("reason", N_("say why, in at least 10 characters: the person reads it"))
    one = work.appeals.take(appeal_id)
    done = work.appeals.keep(one.refused(_decision(work, work.quarantine.get(one.episode))), said)
    work.tell_area(work.people.get(done.person).grid, done.subject, done.id, AppealRefused(done.ground))
    return done


def _decision(work: "Work", episode: Episode) -> Decision:
    return Decision(work.by.id, work.by.role, work.at, barred_from(work, episode))


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if len(said) > LONGEST:
        raise Invalid("reason", N_("at most 500 characters"))
    return said


def _denied_by(work: "Work", one: Appeal, episode: Episode) -> set[int]:
    """The cases whose exposures the order rests on, where the ground says that there was none."""
    if episode.cause is not Cause.CONTACT or one.ground not in DENIES:
        return set()
    return {each.case for each in work.exposures.of_persons([one.person], work.at)}


def _let_go(work: "Work", episode: Episode, *, cleared: bool) -> None:
    """What is over by itself is not ended a second time. Where the contact stays on record, the order is first brought to
    the last day that is known by now: it excuses all that exposed the person until this moment."""
    today = local_day_start(work.at, work.zone).date()
    if not cleared and episode.follows(today):
        settle(work, [episode.person])
        episode = work.quarantine.get(episode.id)
    if not is_over(episode, today):
        end(work, episode, Lifted.CLEARED if cleared else Lifted.APPEAL)


def _deny(work: "Work", person: Person, cases: Collection[int], why: Denial) -> None:
    for case in sorted(cases):
        if work.exposures.deny(case, person.id, why, work.at):
            work.tell_area(person.community, "contact", case, ContactDenied(case, why))
    settle(work, [person.id])
