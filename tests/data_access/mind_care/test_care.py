"""From the first answer to the end: what waits, who takes it, the daily call, the second test, the outcome; and who may not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from cockpit.mind_care import care, own, remind
from cockpit.mind_care.case import Kind, Outcome
from cockpit.mind_care.refused import NotShownBetter, NowIsOver, TakenAlready
from cockpit.mind_care.said import Answered, Call, Plan, Reach, Risk, Sleep
from cockpit.mind_care.scale import Change, ScaleName
from cockpit.refusals import Invalid, NotAllowed, NotFound
from tests.data_access.mind_care.conftest import HIGH, LOW, REACH, SPOKE, Care

WELL = Answered({ScaleName.PHQ9: (1, 0, 1, 1, 0, 0, 0, 0, 0), ScaleName.GAD7: (1, 0, 1, 0, 0, 0, 0)})


def key() -> str:
    return uuid4().hex


def test_who_asks_for_a_talk_waits_for_a_counsellor_who_is_told_and_reads_what_was_said(care_of: Care) -> None:
    one, _ = care_of.answers()
    load = care_of.do(care_of.bai, care.case_load)
    assert [each.id for each in load.waiting] == [one.id] and load.mine == ()
    assert care_of.told("mind_asked") == [("counsellor", 1), ("counsellor2", 1)]
    care_of.do(care_of.bai, care.take, one.id)
    seen = care_of.do(care_of.bai, care.open_case, one.id)
    assert seen.reach == REACH and seen.answered[0].words == HIGH.words
    assert seen.answered[0].scored[ScaleName.PHQ9].total == 16
    assert [each.id for each in care_of.do(care_of.bai, care.case_load).mine] == [one.id]


def test_who_only_answers_is_on_nobodys_list(care_of: Care) -> None:
    one, code = care_of.answers(LOW, Reach())
    assert care_of.do(care_of.bai, care.case_load).waiting == () and care_of.told("mind_asked") == []
    with pytest.raises(NotFound):
        care_of.do(care_of.bai, care.take, one.id)
    mine = care_of.by_code(code, own.own_answers)
    assert mine.answered[0].answers == LOW.answers and not mine.helped


def test_the_same_form_once_more_is_the_same_case_with_the_same_code(care_of: Care) -> None:
    same = key()
    first, code = care_of.answers(key=same)
    second, again = care_of.answers(replace(HIGH, words="另一句话"), key=same)
    assert (first.id, code) == (second.id, again)
    assert len(care_of.by_code(code, own.own_answers).answered) == 1
    with pytest.raises(Invalid):
        care_of.answers(key="short")


def test_a_code_opens_ones_own_and_no_code_opens_nothing(care_of: Care) -> None:
    _, code = care_of.answers()
    _, other = care_of.answers(LOW, Reach())
    assert code != other and care_of.by_code(other, own.own_answers).answered[0].answers == LOW.answers
    with pytest.raises(NotFound):
        care_of.by_code("0" * 28, own.own_answers)


def test_a_case_that_was_taken_is_nobody_elses(care_of: Care) -> None:
    one, _ = care_of.taken()
    with pytest.raises(TakenAlready):
        care_of.do(care_of.qin, care.take, one.id)
    for ask in (care.open_case, care.answer_crisis):
        with pytest.raises(NotFound):
            care_of.do(care_of.qin, ask, one.id)
    with pytest.raises(NotFound):
        care_of.do(care_of.qin, care.called, one.id, SPOKE, None, key())
    for role in ("rosa", "gu", "lin", "eve"):
        with pytest.raises(NotAllowed):
            care_of.do(getattr(care_of.morning.people, role), care.open_case, one.id)


def test_each_call_says_how_it_went_and_when_the_next_one_is(care_of: Care) -> None:
    one, _ = care_of.taken()
    care_of.later(minutes=20)
    missed = care_of.do(care_of.bai, care.called, one.id, Call(False), care_of.morning.at + timedelta(hours=2), key())
    assert missed.first_contact_at is None and missed.next_call_at == care_of.morning.at + timedelta(hours=2)
    care_of.later(hours=3)
    assert care_of.do(care_of.bai, care.case_load).overdue == 1
    said = Call(True, 3, Sleep.BAD, Risk.NONE, (Kind.LISTENING, Kind.SLEEP), "夜里醒三次")
    reached = care_of.do(care_of.bai, care.called, one.id, said, None, key())
    assert reached.first_contact_at == care_of.morning.at
    assert reached.next_call_at == care_of.morning.at + timedelta(hours=24)
    assert care_of.do(care_of.bai, care.case_load).overdue == 0
    calls = care_of.do(care_of.bai, care.open_case, one.id).calls
    assert [(each.reached, each.note) for each in calls] == [(True, "夜里醒三次"), (False, "")]


@pytest.mark.parametrize(
    "said", [replace(SPOKE, risk=Risk.NOT_ASKED), replace(SPOKE, mood=11), replace(SPOKE, note="字" * 4001)]
)
def test_a_call_without_the_question_of_risk_or_with_rubbish_is_not_written_down(care_of: Care, said: Call) -> None:
    one, _ = care_of.taken()
    with pytest.raises(Invalid):
        care_of.do(care_of.bai, care.called, one.id, said, None, key())
    with pytest.raises(Invalid):
        care_of.do(care_of.bai, care.called, one.id, SPOKE, care_of.morning.at - timedelta(minutes=1), key())


def test_a_plan_is_kept_and_a_form_that_comes_twice_counts_once(care_of: Care) -> None:
    one, _ = care_of.taken()
    same = key()
    for _ in range(2):
        care_of.do(care_of.bai, care.plan, one.id, Plan("每天和母亲视频一次", (Kind.FAMILY,)), same)
        care_of.do(care_of.bai, care.called, one.id, SPOKE, None, same + "c")
    seen = care_of.do(care_of.bai, care.open_case, one.id)
    assert len(seen.plans) == len(seen.calls) == 1 and seen.plans[0].goals == "每天和母亲视频一次"


def test_after_fourteen_days_the_counsellor_is_reminded_once_and_the_second_test_shows_the_change(
    care_of: Care,
) -> None:
    one, code = care_of.taken()
    remind_all = (care_of.morning.people.cockpit, remind.retests)
    care_of.later(days=13, hours=23)
    assert care_of.do(*remind_all) == 0
    care_of.later(hours=1)
    assert [care_of.do(*remind_all) for _ in range(2)] == [1, 0] and care_of.told("mind_retest") == [("counsellor", 1)]
    care_of.by_code(code, own.answer_again, WELL, key())
    assert care_of.now(one).retested_at == care_of.morning.at
    found = {each.scale: each for each in care_of.do(care_of.bai, care.open_case, one.id).compared}
    assert (found[ScaleName.PHQ9].first, found[ScaleName.PHQ9].last) == (16, 3)
    assert {each.change for each in found.values()} == {Change.BETTER}
    closed = care_of.do(care_of.bai, care.close, one.id, Outcome.RECOVERED)
    assert closed.outcome is Outcome.RECOVERED and care_of.do(care_of.bai, care.case_load).mine == ()
    with pytest.raises(NowIsOver):
        care_of.do(care_of.bai, care.called, one.id, SPOKE, None, key())
    with pytest.raises(NowIsOver):
        care_of.by_code(code, own.answer_again, WELL, key())


@pytest.mark.parametrize("outcome", [Outcome.RECOVERED, Outcome.IMPROVED])
def test_nobody_is_said_to_be_better_whom_the_tests_do_not_show_so(care_of: Care, outcome: Outcome) -> None:
    one, code = care_of.taken()
    with pytest.raises(NotShownBetter):
        care_of.do(care_of.bai, care.close, one.id, outcome)
    care_of.by_code(code, own.answer_again, HIGH, key())
    with pytest.raises(NotShownBetter):
        care_of.do(care_of.bai, care.close, one.id, outcome)
    assert care_of.do(care_of.bai, care.close, one.id, Outcome.UNCHANGED).outcome is Outcome.UNCHANGED


def test_better_but_still_above_the_line_is_improved_and_not_recovered(care_of: Care) -> None:
    one, code = care_of.taken(Answered({ScaleName.PHQ9: (3,) * 8 + (0,)}))
    care_of.by_code(code, own.answer_again, Answered({ScaleName.PHQ9: (2,) * 6 + (0,) * 3}), key())
    with pytest.raises(NotShownBetter):
        care_of.do(care_of.bai, care.close, one.id, Outcome.RECOVERED)
    assert care_of.do(care_of.bai, care.close, one.id, Outcome.IMPROVED).outcome is Outcome.IMPROVED


def test_with_the_clients_yes_a_case_goes_to_a_colleague_under_a_new_key(care_of: Care, rows: Any) -> None:
    one, _ = care_of.taken()
    care_of.do(care_of.bai, care.called, one.id, SPOKE, None, key())
    before = rows("select wrapped from mind_key"), rows("select told from mind_text order by id")
    with pytest.raises(Invalid):
        care_of.do(care_of.bai, care.hand_over, one.id, care_of.qin.id, False)
    with pytest.raises(Invalid):
        care_of.do(care_of.bai, care.hand_over, one.id, care_of.gu.id, True)
    care_of.do(care_of.bai, care.hand_over, one.id, care_of.qin.id, True)
    after = rows("select wrapped from mind_key"), rows("select told from mind_text order by id")
    assert before[0] != after[0] and not set(before[1]) & set(after[1])
    with pytest.raises(NotFound):
        care_of.do(care_of.bai, care.open_case, one.id)
    seen = care_of.do(care_of.qin, care.open_case, one.id)
    assert seen.calls[0].note == SPOKE.note and seen.answered[0].words == HIGH.words


def test_who_takes_it_back_is_called_no_more(care_of: Care) -> None:
    one, code = care_of.answers()
    assert care_of.by_code(code, own.withdraw).outcome is Outcome.WITHDRAWN
    assert care_of.do(care_of.bai, care.case_load).waiting == ()
    with pytest.raises(NowIsOver):
        care_of.do(care_of.bai, care.take, one.id)


def test_the_public_reads_its_own_answers_and_no_note_of_the_counsellors(care_of: Care) -> None:
    one, code = care_of.taken()
    care_of.do(care_of.bai, care.called, one.id, SPOKE, None, key())

    def all_of_it(work: Any, door: Any) -> Any:
        case = work.minds.get(door.case)
        return len(work.minds.answers(case)), work.minds.calls(case), work.minds.plans(case)

    assert care_of.by_code(code, all_of_it) == (1, (), ())
