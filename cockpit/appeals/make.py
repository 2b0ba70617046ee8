"""Appealing, and taking it back: by the person with the code of the paper, or by somebody who writes it down for them."""

from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.appeals.appeal import LONGEST, Appeal, AppealRule, Ground, is_over, rule_of
from cockpit.appeals.code import Code
from cockpit.appeals.refused import NothingOrdered, TooManyAppeals
from cockpit.appeals.remind import watch
from cockpit.appeals.told import AppealMade, AppealWithdrawn
from cockpit.clock import local_day_start
from cockpit.people import Person
from cockpit.policy import Policy
from cockpit.quarantine import Episode
from cockpit.refusals import Invalid, NotFound
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

DAY = timedelta(days=1)


@allowed_to("appeal")
def appeal(work: "Work", code: Code, ground: Ground, words: str) -> Appeal:
    """By the person, with the paper in the hand."""
    work.people.admit(code.person, tie=Tie.SELF)
    return _keep(work, work.quarantine.get(code.episode), ground, words, limited=True)


@allowed_to("enter_appeal")
def enter(work: "Work", episode_id: int, ground: Ground, words: str) -> Appeal:
    """Written down for somebody by their own word, at the door or on the telephone; marked as such."""
    return _keep(work, work.quarantine.get(episode_id), ground, words)


@allowed_to("appeal")
def withdraw(work: "Work", code: Code) -> Appeal:
    """The person takes back what waits against this order."""
    work.people.admit(code.person, tie=Tie.SELF)
    waits = next((one for one in work.appeals.of_episode(code.episode) if one.open), None)
    if waits is None:
        raise NotFound()
    return _take_back(work, work.appeals.take(waits.id))


@allowed_to("enter_appeal")
def withdraw_for(work: "Work", appeal_id: int) -> Appeal:
    """By the person's own word, given at the door or on the telephone."""
    return _take_back(work, work.appeals.take(appeal_id))


def _keep(work: "Work", episode: Episode, ground: Ground, words: str, *, limited: bool = False) -> Appeal:
    """The order is found before the person is: whoever may not see either hears the same."""
    person, said = work.people.take(episode.person), _own_words(words)
    if is_over(episode, local_day_start(work.at, work.zone).date()):
        raise NothingOrdered()
    policy = work.policy.get("appeal", "any", person.community)
    rule = rule_of(policy)
    if limited and work.appeals.count_since(episode.id, work.at - DAY) >= rule.a_day:
        raise TooManyAppeals(limit=rule.a_day)
    kept = work.appeals.add(_new(work, episode, person, ground, (policy, rule)), said)
    work.tell_area(person.grid, kept.subject, kept.id, AppealMade(ground, kept.due_at, kept.on_paper))
    watch(work, kept)
    return kept


def _new(
    work: "Work", episode: Episode, person: Person, ground: Ground, by: tuple[Policy, AppealRule]
) -> Appeal:  # fmt: skip
    policy, rule = by
    notice = work.policy.get("notice", "appeal", person.community).id
    return Appeal(
        episode.id, person.id, ground, work.at, rule.due(work.at), policy.id, notice, work.by.role, work.by.id,
        work.emergencies.at(person.grid),
    )  # fmt: skip


def _own_words(words: str) -> str:
    said = " ".join(words.split())
    if len(said) > LONGEST:
        raise Invalid("words", N_("at most 500 characters"))
    if not said:
        raise Invalid("words", N_("write how it was"))
    return said


def _take_back(work: "Work", one: Appeal) -> Appeal:
    kept = work.appeals.keep(one.withdrawn(work.at))
    work.tell_area(work.people.get(kept.person).grid, kept.subject, kept.id, AppealWithdrawn(kept.ground))
    return kept
