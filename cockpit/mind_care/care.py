"""The counsellor's work 心理咨询师: what waits, one's own cases, the plan, the daily call, the second test, the end.

Texts are opened here alone, for the counsellor of the case; PostgreSQL shows their rows to that account and to nobody else.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.duty import is_on
from cockpit.greeting import How, greet
from cockpit.mind_care.alarm import COUNSELLOR, tell
from cockpit.mind_care.case import BETTER, MindCase, Outcome
from cockpit.mind_care.change import Compared, compared, shown_by
from cockpit.mind_care.refused import CrisisStillWaits, NotShownBetter, TakenAlready
from cockpit.mind_care.rules import care_rule
from cockpit.mind_care.said import Answered, Call, Plan, Reach
from cockpit.mind_care.told import (
    CrisisAnswered,
    MindCalled,
    MindClosed,
    MindHandedOver,
    MindPlanned,
    MindTaken,
)
from cockpit.people import ShownPerson
from cockpit.refusals import Invalid, NotFound
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

FURTHEST = timedelta(days=30)  # a next call
JUST_NOW = timedelta(minutes=5)  # so long a colleague who clicked too late is told why


@dataclass(frozen=True)
class CaseLoad:
    """`waiting`: for anybody, the crises first, then who waits longest; `mine` the crises first, then by the next call."""

    waiting: tuple[MindCase, ...]
    mine: tuple[MindCase, ...]
    at: datetime

    @property
    def overdue(self) -> int:
        return sum(one.call_due(self.at) for one in self.mine)


@dataclass(frozen=True)
class OpenCase:
    """All of one case, for its counsellor."""

    case: MindCase
    answered: tuple[Answered, ...]
    reach: Reach | None
    person: ShownPerson | None
    plans: tuple[Plan, ...]
    calls: tuple[Call, ...]
    compared: tuple[Compared, ...]
    colleagues: tuple[tuple[int, str], ...]


@allowed_to("see_mind")
def case_load(work: "Work") -> CaseLoad:
    """Of those that wait nothing is known but since when, and whether they are in danger."""
    found = [*work.minds.waiting(), *(one for one in work.minds.in_crisis() if _left_alone(work, one))]
    waiting = sorted(found, key=lambda one: (not one.in_crisis, one.crisis_at or one.asked_at or one.opened_at))
    mine = sorted(
        work.minds.of_counsellor(work.by.id or 0),
        key=lambda one: (not one.in_crisis, one.next_call_at or one.opened_at),
    )
    return CaseLoad(tuple(waiting), tuple(mine), work.at)


@allowed_to("keep_mind")
def take(work: "Work", case_id: int) -> MindCase:
    """One that waits; in a crisis also that of a colleague who is not there."""
    assert work.by.id is not None
    one = work.minds.take(case_id)
    one.must_be_open()
    if one.counsellor == work.by.id:
        return _answered(work, one)
    again = one.counsellor is not None
    if again and not _left_alone(work, one):
        raise TakenAlready() if one.taken_at and work.at - one.taken_at < JUST_NOW else NotFound()
    if not again and not one.waits:
        raise NotFound()
    kept = work.minds.keep(one.taken(work.by.id, work.at))
    tell(work, kept, MindTaken(again))
    _tell_answered(work, one)
    return kept


@allowed_to("keep_mind")
def answer_crisis(work: "Work", case_id: int) -> MindCase:
    """The counsellor of the case says that they call now."""
    one = mine(work, case_id)
    return _answered(work, one)


def _answered(work: "Work", one: MindCase) -> MindCase:
    if not one.in_crisis:
        return one
    kept = work.minds.keep(one.answered(work.at))
    _tell_answered(work, one)
    return kept


def _tell_answered(work: "Work", before: MindCase) -> None:
    if before.in_crisis and before.crisis_at:
        tell(work, before, CrisisAnswered(int((work.at - before.crisis_at).total_seconds())))


def mine(work: "Work", case_id: int) -> MindCase:
    """Held; refuses, as if there were none, whoever is not its counsellor."""
    one = work.minds.take(case_id)
    one.must_be_of(work.by.id)
    return one


@allowed_to("see_mind")
def look(work: "Work", case_id: int) -> MindCase:
    """Times and states alone, of one's own or of one that may be taken; any other looks like none at all."""
    one = work.minds.get(case_id)
    own = one.counsellor is not None and one.counsellor == work.by.id
    if not (own or one.waits or _left_alone(work, one)):
        raise NotFound()
    return one


def _left_alone(work: "Work", one: MindCase) -> bool:
    """In a crisis, and its counsellor is not there."""
    return one.in_crisis and one.counsellor is not None and not is_on(work, one.counsellor)


@allowed_to("see_mind")
def open_case(work: "Work", case_id: int) -> OpenCase:
    """A look of its own, told to the audit before anything is shown. A closed one stays readable until its texts go."""
    one = work.minds.get(case_id)
    if one.counsellor is None or one.counsellor != work.by.id:
        raise NotFound()
    work.looked("mind_case", one.id, ["mind_text"])
    answered = work.minds.answers(one)
    return OpenCase(
        one, answered, work.minds.reach(one), _person(work, one), work.minds.plans(one), work.minds.calls(one),
        compared(answered), _colleagues(work),
    )  # fmt: skip


def _person(work: "Work", one: MindCase) -> ShownPerson | None:
    if one.person is None:
        return None
    work.people.admit(one.person, tie=Tie.CLIENT)
    return work.looks.person(work.people.get(one.person))


def _colleagues(work: "Work") -> tuple[tuple[int, str], ...]:
    return tuple(
        (one.id, one.name)
        for one in work.accounts.all()
        if one.role == COUNSELLOR and not one.disabled and one.id != work.by.id
    )


@allowed_to("keep_mind")
def plan(work: "Work", case_id: int, said: Plan, key: str) -> MindCase:
    """The latest counts; those before stay readable."""
    one = mine(work, case_id)
    if not work.minds.has(one, key):
        work.minds.write_plan(one, said.checked(), key, work.at)
        tell(work, one, MindPlanned())
    return one


@allowed_to("keep_mind")
def called(work: "Work", case_id: int, said: Call, next_at: datetime | None, key: str) -> MindCase:
    """One call is written down with the time of the next. The one place where a counsellor has spoken with somebody: a reached call
    is a human contact of whoever is linked."""
    one = mine(work, case_id)
    if work.minds.has(one, key):
        return one
    checked = said.checked()
    when = _next(work, next_at)
    work.minds.write_call(one, checked, key, work.at)
    kept = work.minds.keep(one.called(work.at, when, reached=checked.reached))
    tell(work, kept, MindCalled(checked.reached))
    if checked.reached:
        if one.person:
            greet(work, one.person, How.CALL, unnamed=True)
        _tell_answered(work, one)
    return kept


def _next(work: "Work", said: datetime | None) -> datetime:
    when = said or work.at + timedelta(hours=care_rule(work).call_hours)
    if not work.at <= when <= work.at + FURTHEST:
        raise Invalid("next", N_("the next call lies between now and thirty days from now"))
    return when


@allowed_to("keep_mind")
def hand_over(work: "Work", case_id: int, to: int, client_agrees: bool) -> MindCase:
    """To a colleague, with the client's yes: all of it is sealed anew under a new key, and whoever gives it away opens it no more."""
    one = mine(work, case_id)
    if not client_agrees:
        raise Invalid("agrees", N_("ask the client first; a case goes to nobody against their will"))
    if to not in {number for number, _ in _colleagues(work)}:
        raise Invalid("to", N_("choose one of the list"))
    work.minds.seal_anew(one)
    kept = work.minds.keep(replace(one, counsellor=to, taken_at=work.at))
    tell(work, kept, MindHandedOver(to))
    return kept


@allowed_to("keep_mind")
def close(work: "Work", case_id: int, outcome: Outcome) -> MindCase:
    """`Recovered` and `better` only where the tests show it; a crisis that nobody reached is not closed."""
    one = mine(work, case_id)
    if one.in_crisis:
        raise CrisisStillWaits()
    if outcome in BETTER and outcome not in shown_by(work.minds.answers(one)):
        raise NotShownBetter()
    closed = work.minds.keep(one.closed(work.at, outcome))
    tell(work, closed, MindClosed(outcome))
    return closed
