"""Knocking 敲门: an answer is entered at the door or typed in from paper, and taken back while its time lasts.

Of two at one door the one who was first counts: whoever comes later is told so and nothing of either is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.canvass.told import AnswerTakenBack, HomeAnswered
from cockpit.canvass.visit import (
    RESULTS,
    Answer,
    FasterAtTheDoor,
    Given,
    OrderStands,
    Result,
    TooLateToTakeBack,
    Visit,
    rule_of,
)
from cockpit.clock import local_day_start
from cockpit.refusals import Invalid, NotFound, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MOST_AT_ONCE = 500
AT_A_GLANCE = (Result.SEEN_OK, Result.NOT_HOME, Result.MOVED, Result.REFUSED)  # what paper says in one tick


@dataclass(frozen=True)
class Typed:
    """A row of a sheet: `seen` is the answer that counted when the sheet was drawn."""

    visit: int
    seen: int | None
    result: Result
    people: int | None = None


@dataclass(frozen=True)
class TypedResult:
    """Of one row: why it was not taken, or None."""

    visit: int
    refusal: Refusal | None = None


@allowed_to("knock")
def knock(work: "Work", visit_id: int, seen: int | None, answer: Answer) -> Visit:
    """What was found at this door; `seen` is the answer that counted when whoever asks came to it. The same twice changes
    nothing."""
    visit = work.visits.take(visit_id)
    one = work.canvass.round(visit.round)
    one.must_be_open()
    rule = rule_of(work.policy.version(one.policy))
    today = local_day_start(work.at, work.zone).date()
    asked = replace(answer, note=answer.note.strip(), found=tuple(sorted(set(answer.found))))
    asked.must_fit(work.visits.residents(visit.household), rule, today)
    given = work.visits.given(visit.answer) if visit.answer else None
    if given and given.answer == asked and given.account == work.by.id:
        return visit
    if given and visit.answer != seen:
        raise FasterAtTheDoor(who=_who(work, given), at=given.at, result=RESULTS[given.answer.result])
    if given:
        _must_not_free(work, visit, asked.found)
    kept = work.visits.answer(visit, asked, one, (asked.since or today, timedelta(days=rule.days)))
    told = HomeAnswered(kept.id, kept.result, kept.found)
    work.tell_area(kept.grid, "knock", kept.round, told)
    return kept


@allowed_to("knock")
def take_back(work: "Work", visit_id: int, answer_id: int) -> Visit:
    """One's own answer, while its time lasts: what counted before it counts again."""
    visit = work.visits.take(visit_id)
    work.canvass.round(visit.round).must_be_open()
    if visit.answer is None:
        raise NotFound()
    given = work.visits.given(visit.answer)
    if visit.answer != answer_id:
        raise FasterAtTheDoor(who=_who(work, given), at=given.at, result=RESULTS[given.answer.result])
    until = undo_until(work, visit, given)
    if until is None:
        raise NotFound()
    if work.at >= until:
        raise TooLateToTakeBack(until=until)
    before = work.visits.given(given.before).answer.found if given.before else ()
    _must_not_free(work, visit, before)
    kept = work.visits.back_to(visit, given.before)
    work.tell_area(kept.grid, "knock", kept.round, AnswerTakenBack(kept.id, kept.result))
    return kept


@allowed_to("knock")
def type_in(work: "Work", round_id: int, rows: Sequence[Typed]) -> list[TypedResult]:
    """From paper, row by row: what is refused of one leaves the others as they are. What needs more than a tick is entered
    in the form of its home."""
    one = work.canvass.round(round_id)
    one.must_be_open()
    if len(rows) > MOST_AT_ONCE:
        raise Invalid("rows", N_("at most 500 at once"))
    return [_typed(work, one.id, row) for row in rows]


def _typed(work: "Work", round_id: int, row: Typed) -> TypedResult:
    try:
        with work.by_itself():
            if row.result not in AT_A_GLANCE:
                raise Invalid("result", N_("choose one of the list"))
            if work.visits.get(row.visit).round != round_id:
                raise NotFound()
            knock(work, row.visit, row.seen, Answer(row.result, row.people))
    except Refusal as refusal:
        return TypedResult(row.visit, refusal)
    return TypedResult(row.visit)


def undo_until(work: "Work", visit: Visit, given: Given) -> datetime | None:
    """Until when whoever asks may take it back; None for who did not give it."""
    if given.account != work.by.id:
        return None
    one = work.canvass.round(visit.round)
    return given.undo_until(rule_of(work.policy.version(one.policy)))


def _must_not_free(work: "Work", visit: Visit, stay: Sequence[int]) -> None:
    """Who was ordered because of it goes free by the investigator's word alone."""
    ordered = [one for one in work.visits.findings(visit) if one.isolated and one.person not in stay]
    if ordered:
        raise OrderStands(count=len(ordered))


def _who(work: "Work", given: Given) -> str:
    return work.accounts.name_of(given.account)
