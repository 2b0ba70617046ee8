"""What anybody may do at /p/mind: answer, read what it says, ask for a talk, answer again after two weeks, take it back.

No name is needed. A code opens what one answered oneself, and nothing of anybody else.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.mind_care.alarm import alarm, tell
from cockpit.mind_care.case import MindCase, Outcome, retest_of
from cockpit.mind_care.rules import calls_for_help, care_rule
from cockpit.mind_care.said import Answered, Reach
from cockpit.mind_care.told import MindAnswered, MindClosed, MindOpened
from cockpit.receipts import Receipt, let_in
from cockpit.receipts import knock as knock_with_receipt
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

SHORTEST_KEY = 32  # characters: a code is made of it
ASKED = "mind_asked"


@dataclass(frozen=True)
class Door:
    """What a code opens; the code itself stands with its owner alone."""

    case: int
    id: int = 0


@dataclass(frozen=True)
class Own:
    """`answered` the newest first."""

    case: MindCase
    answered: tuple[Answered, ...]
    reach: Reach | None

    @property
    def helped(self) -> bool:
        return self.case.counsellor is not None


@allowed_to("use_mind")
def begin(work: "Work", said: Answered, reach: Reach, key: str, person: int | None = None) -> tuple[MindCase, str]:
    """A case with its code, which is shown this once. Of a phone without a network the same key may come again: it is the same case.

    `person` is whom a receipt opened, who wants it so.
    """
    if len(key) < SHORTEST_KEY:
        raise Invalid("key", N_("open the page once more"))
    known = work.minds.of_key(key)
    if known:
        return known
    checked, how = said.checked(), reach.checked()
    one, code = work.minds.add(_new(work, how, person), key)
    work.minds.write_answers(one, checked, key, work.at)
    if how.given:
        work.minds.write_reach(one, how, key, work.at)
    tell(work, one, MindOpened(bool(one.asked_at)))
    return _followed(work, one, checked), code


def _new(work: "Work", reach: Reach, person: int | None) -> MindCase:
    rule, district = care_rule(work), work.areas.district().code
    asks = work.at if reach.given or person else None
    notice = work.policy.get("notice", "mind", district).id
    return MindCase(
        work.at, notice, rule.policy, retest_of(work.at, rule.retest_days), person, asks,
        emergency=work.emergencies.at(district),
    )  # fmt: skip


def _followed(work: "Work", one: MindCase, said: Answered) -> MindCase:
    """A crisis comes before all else; whoever asks for a talk is told of to the counsellor on duty."""
    if said.alarms or calls_for_help(work, said.words):
        return alarm(work, one)
    if one.waits:
        work.later(ASKED, work.at, case=one.id)
    return one


@allowed_to("use_mind")
def knock(work: "Work", written: str, origin: str) -> Door | Refusal:
    """What the code opens; guesses count with those at receipts, by the same limit."""
    return let_in(work, written, origin, work.minds.that_opens)


@allowed_to("use_receipt")
def linked(work: "Work", written: str, origin: str) -> int | Refusal:
    """The person of a receipt, who asks by its code that a counsellor may know whom they call."""
    found = knock_with_receipt(work, written, origin)
    return found.person if isinstance(found, Receipt) else found


@allowed_to("use_mind")
def own_answers(work: "Work", door: Door) -> Own:
    """All that one said oneself, and nothing that a counsellor noted."""
    one = work.minds.get(door.case)
    return Own(one, work.minds.answers(one), work.minds.reach(one))


@allowed_to("use_mind")
def answer_again(work: "Work", door: Door, said: Answered, key: str) -> MindCase:
    """From the day of the second test on it is that test; before, one more word that counts as well."""
    one = work.minds.take(door.case)
    one.must_be_open()
    if work.minds.has(one, key):
        return one
    checked = said.checked()
    work.minds.write_answers(one, checked, key, work.at)
    if one.retest_due(work.at):
        one = work.minds.keep(one.tested_again(work.at))
    tell(work, one, MindAnswered())
    return _followed(work, one, checked)


@allowed_to("use_mind")
def ask_for_call(work: "Work", door: Door, reach: Reach, key: str) -> MindCase:
    """How to be reached; the latest counts. It may come after a crisis was seen, when somebody is looking for them already."""
    one = work.minds.take(door.case)
    one.must_be_open()
    if not reach.given:
        raise Invalid("phone", N_("without a number nobody can call you"))
    if work.minds.has(one, key):
        return one
    work.minds.write_reach(one, reach.checked(), key, work.at)
    first = one.asked_at is None
    one = work.minds.keep(replace(one, asked_at=one.asked_at or work.at))
    tell(work, one, MindOpened(True))
    if first and one.waits and not one.in_crisis:
        work.later(ASKED, work.at, case=one.id)
    return one


@allowed_to("use_mind")
def withdraw(work: "Work", door: Door) -> MindCase:
    """Nobody calls any more, and all that was said is destroyed when the time of a closed case is over."""
    one = work.minds.take(door.case)
    one.must_be_open()
    closed = work.minds.keep(one.closed(work.at, Outcome.WITHDRAWN))
    tell(work, closed, MindClosed(Outcome.WITHDRAWN))
    return closed
