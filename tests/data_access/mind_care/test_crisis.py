"""A crisis: a human is called at once, the next when nobody answers; with nobody on duty, with a worker that died or is late."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from cockpit import duty
from cockpit.mind_care import alarm, care, own
from cockpit.mind_care.case import MindCase, Outcome
from cockpit.mind_care.refused import CrisisStillWaits
from cockpit.mind_care.said import Call, Reach
from cockpit.paging.paging import URGENT
from tests.data_access.mind_care.conftest import DANGER, LOW, SPOKE, Care, Rows

BOTH = [("counsellor", 1), ("counsellor2", 1)]


def steps(rows: Rows, one: MindCase) -> list[tuple[int, str, int]]:
    found = rows(
        f"select facts from change where subject = 'mind_case' and subject_id = '{one.id}' and event = 'crisis_told' order by id"
    )
    return [(row.facts["step"], row.facts["to"], row.facts["told"]) for row in found]


def test_the_last_question_alone_calls_whoever_is_on_duty_at_once_however_low_the_total(
    care_of: Care, rows: Rows
) -> None:
    one, _ = care_of.answers(DANGER, Reach())
    assert one.in_crisis and steps(rows, one) == [(0, "on_duty", 2)] and care_of.told("mind_crisis") == BOTH
    assert {row.priority for row in rows("select priority from paging where event = 'mind_crisis'")} == {URGENT}
    assert [each.id for each in care_of.do(care_of.bai, care.case_load).waiting] == [one.id]


def test_where_counsellors_have_a_roster_the_one_whose_shift_it_is_is_called(care_of: Care, rows: Rows) -> None:
    span = (care_of.morning.at - timedelta(hours=1), care_of.morning.at + timedelta(hours=7))
    care_of.do(care_of.gu, duty.add_shift, ("account", care_of.qin.id), *span)
    one, _ = care_of.answers(DANGER, Reach())
    assert steps(rows, one) == [(0, "on_duty", 1)] and care_of.told("mind_crisis") == [("counsellor2", 1)]


@pytest.mark.parametrize("words", ["我真的不想活了", "I keep thinking of suicide", "活着没意思"])
def test_a_word_of_the_rule_in_force_does_the_same(care_of: Care, words: str) -> None:
    one, _ = care_of.answers(replace(LOW, words=words), Reach())
    assert one.in_crisis and care_of.told("mind_crisis") == BOTH


def test_other_words_call_nobody(care_of: Care) -> None:
    one, _ = care_of.answers(replace(LOW, words="邻居家装修太吵"), Reach())
    assert not one.in_crisis and care_of.told("mind_crisis") == []


def test_nobody_answers_it_goes_to_all_counsellors_and_then_to_the_shift_lead(care_of: Care, rows: Rows) -> None:
    one, _ = care_of.answers(DANGER, Reach())
    care_of.later(minutes=4, seconds=59)
    assert len(steps(rows, one)) == 1
    care_of.later(seconds=1)
    assert steps(rows, one)[-1] == (1, "counsellors", 2)
    care_of.later(minutes=5)
    assert steps(rows, one)[-1] == (2, "lead", 1)
    assert care_of.told("mind_crisis_lead") == [("shift_lead", 1)], "the one who is on shift"


def test_whoever_takes_it_ends_the_calling_and_how_long_it_took_is_told(care_of: Care, rows: Rows) -> None:
    one, _ = care_of.answers(DANGER, Reach())
    care_of.later(minutes=2)
    taken = care_of.do(care_of.qin, care.take, one.id)
    assert not taken.in_crisis and taken.crisis_answered_at == care_of.morning.at
    care_of.later(minutes=30)
    assert len(steps(rows, one)) == 1 and care_of.told("mind_crisis_lead") == []
    told = rows("select facts from change where event = 'crisis_answered'")
    assert [row.facts for row in told] == [{"seconds": 120}]


def test_with_no_counsellor_on_duty_it_goes_at_once_to_the_shift_lead(care_of: Care, rows: Rows) -> None:
    care_of.on_leave(care_of.bai, care_of.qin)
    one, _ = care_of.answers(DANGER, Reach())
    assert steps(rows, one) == [(0, "on_duty", 0), (1, "counsellors", 0), (2, "lead", 1)]
    assert care_of.told("mind_crisis") == [] and one.crisis_step == 2


def test_with_nobody_at_all_it_is_tried_again_until_somebody_is_there(care_of: Care, rows: Rows) -> None:
    with care_of.morning.database.connection() as connection:
        leads = connection.exec_driver_sql("select id from account where role = 'shift_lead'").scalars().all()
        connection.exec_driver_sql(f"update account set disabled = true where id in ({','.join(map(str, leads))})")
        connection.exec_driver_sql("update account set disabled = true where role = 'counsellor'")
    one, _ = care_of.answers(DANGER, Reach())
    assert one.crisis_step == -1 and steps(rows, one)[-1] == (2, "lead", 0)
    with care_of.morning.database.connection() as connection:
        connection.exec_driver_sql("update account set disabled = false where role = 'counsellor'")
    care_of.later(minutes=5)
    assert {name for name, _ in care_of.told("mind_crisis")} == {"counsellor", "counsellor2"}
    assert care_of.now(one).crisis_step == 1


def test_a_worker_that_died_is_replaced_and_what_it_did_is_not_done_twice(care_of: Care, rows: Rows) -> None:
    """The jobs lie with the case from the first moment; a job that comes a second time finds its step taken."""
    one, _ = care_of.answers(DANGER, Reach())
    for _ in range(3):
        care_of.looks_around()
    assert care_of.told("mind_crisis") == BOTH and len(steps(rows, one)) == 1


def test_a_worker_that_is_an_hour_late_takes_every_step_in_order_and_each_once(care_of: Care, rows: Rows) -> None:
    with care_of.morning.work(own_actor()) as work:
        one, _ = own.begin(work, DANGER, Reach(), uuid4().hex)
    assert steps(rows, one) == []
    care_of.later(hours=1)
    care_of.looks_around()
    assert [step for step, _, _ in steps(rows, one)] == [0, 1, 2]


def test_an_older_crisis_clock_rings_for_nobody_in_a_new_one(care_of: Care, rows: Rows) -> None:
    one, code = care_of.answers(DANGER, Reach())
    first = care_of.now(one).crisis_at
    care_of.do(care_of.bai, care.take, one.id)
    care_of.later(minutes=1)
    care_of.by_code(code, own.answer_again, DANGER, uuid4().hex)
    assert first
    care_of.do(care_of.morning.people.cockpit, alarm.escalate, one.id, 2, first.isoformat())
    assert care_of.told("mind_crisis_lead") == []
    care_of.looks_around()
    assert dict(care_of.told("mind_crisis"))["counsellor"] == 2, "her own client: she alone is called again"
    assert dict(care_of.told("mind_crisis"))["counsellor2"] == 1


def test_a_client_in_crisis_whose_counsellor_is_away_is_taken_by_a_colleague(care_of: Care) -> None:
    one, code = care_of.taken()
    care_of.on_leave(care_of.bai)
    care_of.by_code(code, own.answer_again, DANGER, uuid4().hex)
    care_of.looks_around()
    assert ("counsellor2", 1) in care_of.told("mind_crisis")
    assert care_of.do(care_of.qin, care.take, one.id).counsellor == care_of.qin.id


def test_a_crisis_that_nobody_reached_is_not_closed_and_a_reached_call_ends_it(care_of: Care) -> None:
    one, code = care_of.taken()
    care_of.by_code(code, own.answer_again, DANGER, uuid4().hex)
    with pytest.raises(CrisisStillWaits):
        care_of.do(care_of.bai, care.close, one.id, Outcome.LOST)
    care_of.do(care_of.bai, care.called, one.id, Call(False), None, uuid4().hex)
    assert care_of.now(one).in_crisis
    care_of.do(care_of.bai, care.called, one.id, SPOKE, None, uuid4().hex)
    assert not care_of.now(one).in_crisis


def test_what_goes_out_says_that_a_crisis_waits_and_not_a_word_of_it(care_of: Care, rows: Rows) -> None:
    care_of.answers(replace(LOW, words="我想自杀，因为店关了"), Reach("于女士", "13900000009"))
    told = str(rows("select facts, subject, subject_id from paging")) + str(rows("select facts, state from change"))
    assert not [word for word in ("自杀", "店", "于女士", "13900000009") if word in told]


def own_actor() -> Any:
    from tests.data_access.mind_care.conftest import NOBODY

    return NOBODY
