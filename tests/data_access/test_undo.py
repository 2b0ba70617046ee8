"""Undo: within its time all stands as before, the clocks go on, and whoever was faster is named."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import dispatch, incidents
from cockpit.access import Actor
from cockpit.bulk import act_on_many, undo_many
from cockpit.incidents import Answer, Incident, State
from cockpit.incidents.step import Act, standing
from cockpit.incidents.story import story_of
from cockpit.refusals import NotAllowed, NotFound
from cockpit.undo import Overtaken, TooLateToUndo, UndoneBefore, last_step, undo
from tests.morning import Morning

# How each act finds its incident, and how it is done.
ACTS: dict[Act, Any] = {
    Act.CONFIRM: (lambda m: m.report(), incidents.confirm, ()),
    Act.HOLD: (lambda m: m.sent_to_own(), incidents.hold, ()),
    Act.RESUME: (lambda m: m.do(m.people.rosa, incidents.hold, m.report().id), incidents.resume, ()),
    Act.FALSE_ALARM: (lambda m: m.sent_to_own(), incidents.call_false, ()),
    Act.CANCEL: (lambda m: m.sent_to_own(), incidents.cancel, ()),
    Act.VERIFY: (lambda m: m.resolved(), incidents.verify, ()),
    Act.CLOSE: (lambda m: m.do(m.people.hana, incidents.verify, m.resolved().id), incidents.close, ("dispersed",)),
}


def step_of(morning: Morning, incident: Incident, by: Actor | None = None) -> int:
    found = morning.do(by or morning.people.rosa, last_step, incident.id)
    assert found
    return int(found.id)


def undone(morning: Morning, incident: Incident, by: Actor | None = None) -> Incident:
    who = by or morning.people.rosa
    found: Incident = morning.do(who, undo, incident.id, step_of(morning, incident))
    return found


def told_of(morning: Morning, incident: Incident) -> list[str]:
    with morning.work(morning.people.rosa) as work:
        return [one.event for one in work.timeline("incident", incident.id)]


@pytest.mark.parametrize("act", ACTS)
def test_after_an_undo_it_stands_as_before_and_both_stay_told(morning: Morning, act: Act) -> None:
    prepare, use_case, more = ACTS[act]
    before = morning.now(prepare(morning))
    done = morning.later(seconds=20).do(morning.people.rosa, use_case, before.id, *more)
    back = undone(morning.later(seconds=20), done)
    assert standing(back) == standing(before) == standing(morning.now(before))
    assert (back.state, back.due, back.arrive_by, back.close_by) == (
        before.state, before.due, before.arrive_by, before.close_by
    )  # fmt: skip
    told = told_of(morning, before)
    assert told[-1] == "undone" and len(told) >= 3


def test_a_send_undone_recalls_who_has_not_answered_and_takes_the_confirmation_back(morning: Morning) -> None:
    before = morning.crowd()
    sent = morning.send(before, *(one.team for one in morning.field_people() if one.team))
    back = undone(morning.later(seconds=30), sent)
    assert back.state is State.REPORTED and back.opened_at is None
    assert {one.state for one in back.assignments} == {Answer.RECALLED}
    assert told_of(morning, back)[-4:] == ["recalled", "recalled", "recalled", "undone"]
    assert morning.send(morning.now(back)).state is State.DISPATCHED


def test_of_a_send_whoever_acknowledged_stays(morning: Morning) -> None:
    sent = morning.sent_to_own()
    morning.answer(morning.people.wu, sent, Answer.ACKNOWLEDGED)
    back = undone(morning.later(seconds=10), sent)
    states = {one.team_id: one.state for one in back.assignments}
    assert states.pop(morning.people.wu.team or 0) is Answer.ACKNOWLEDGED
    assert set(states.values()) == {Answer.RECALLED}
    assert back.state is State.ACKNOWLEDGED


def test_a_send_that_all_acknowledged_is_not_undone_and_says_who_was_last(morning: Morning) -> None:
    sent = morning.sent_to_own()
    for person in morning.field_people():
        morning.later(seconds=5).answer(person, sent, Answer.ACKNOWLEDGED)
    with pytest.raises(Overtaken) as refusal:
        undone(morning.later(seconds=5), sent)
    with morning.work(morning.people.rosa) as work:
        assert refusal.value.who == work.teams.name_of(morning.people.mei.team or 0)
    assert refusal.value.at == morning.at - timedelta(seconds=5)


def test_who_declined_is_replaced_and_the_replacement_comes_back_too(morning: Morning) -> None:
    sent = morning.sent_to_own()
    morning.later(seconds=5).answer(morning.people.mei, sent, Answer.DECLINED, reason="busy")
    back = undone(morning.later(seconds=5), sent)
    assert back.state is State.REPORTED
    assert {one.state for one in back.assignments} == {Answer.RECALLED, Answer.DECLINED}


def test_somebody_who_was_faster_is_named(morning: Morning) -> None:
    one = morning.do(morning.people.rosa, incidents.confirm, morning.report().id)
    step = step_of(morning, one)
    morning.later(seconds=15).do(morning.people.hana, incidents.hold, one.id)
    with pytest.raises(Overtaken) as refusal:
        morning.later(seconds=5).do(morning.people.rosa, undo, one.id, step)
    assert refusal.value.who == morning.people.hana.name


def test_a_note_or_another_report_of_the_same_does_not_stand_in_the_way(morning: Morning) -> None:
    one = morning.do(morning.people.rosa, incidents.confirm, morning.report().id)
    morning.do(morning.people.hana, incidents.add_note, one.id, "店主来电")
    morning.report()
    assert undone(morning, one).state is State.REPORTED


def test_what_a_team_did_after_a_hold_stands_in_the_way(morning: Morning) -> None:
    sent = morning.sent_to_own()
    held = morning.do(morning.people.rosa, incidents.hold, sent.id)
    morning.later(seconds=5).answer(morning.people.wu, sent, Answer.ACKNOWLEDGED)
    with pytest.raises(Overtaken):
        undone(morning, held)


def test_steps_are_undone_from_the_last_to_the_first(morning: Morning) -> None:
    first = morning.do(morning.people.rosa, incidents.confirm, morning.report().id)
    early = step_of(morning, first)
    morning.do(morning.people.rosa, incidents.cancel, first.id)
    with pytest.raises(Overtaken):
        morning.do(morning.people.rosa, undo, first.id, early)
    undone(morning, first)
    assert undone(morning, first).state is State.REPORTED


def test_its_time_is_the_one_that_held_when_it_was_done(morning: Morning) -> None:
    one = morning.do(morning.people.rosa, incidents.confirm, morning.report().id)
    step = step_of(morning, one)
    with pytest.raises(TooLateToUndo):
        morning.later(seconds=120).do(morning.people.rosa, undo, one.id, step)
    assert morning.do(morning.people.rosa, last_step, one.id) is None
    assert morning.now(one).state is State.CONFIRMED


def test_nothing_is_undone_twice(morning: Morning) -> None:
    one = morning.do(morning.people.rosa, incidents.confirm, morning.report().id)
    step = step_of(morning, one)
    morning.do(morning.people.rosa, undo, one.id, step)
    with pytest.raises(UndoneBefore):
        morning.do(morning.people.rosa, undo, one.id, step)


def test_who_may_not_do_it_may_not_undo_it(morning: Morning) -> None:
    one = morning.do(morning.people.rosa, incidents.confirm, morning.report().id)
    step = step_of(morning, one)
    for person in (morning.people.eve, morning.people.lin, morning.people.wu):
        with pytest.raises(NotAllowed):
            morning.do(person, undo, one.id, step)
    with pytest.raises(NotFound):
        morning.do(morning.people.xia, undo, one.id, step)
    with pytest.raises(NotFound):
        morning.do(morning.people.rosa, undo, morning.report(1).id, step)


def test_a_clock_that_ran_out_meanwhile_is_asked_once_more(morning: Morning) -> None:
    """Sent at 07:20, called a false alarm before anybody answered, taken back after the time to answer was over."""
    sent = morning.sent_to_own()
    called = morning.later(seconds=170).do(morning.people.rosa, incidents.call_false, sent.id)
    mine = called.assignments[0]
    morning.later(seconds=20).do(morning.people.cockpit, dispatch.time_out, sent.id, mine.team_id)
    assert morning.now(sent).state is State.FALSE_ALARM
    jobs = text("select count(*) from procrastinate_jobs where task_name = 'time_out' and args->>'team' = :team")
    with morning.database.connection() as connection:
        before = connection.execute(jobs, {"team": str(mine.team_id)}).scalar_one()
    back = undone(morning, called)
    with morning.database.connection() as connection:
        assert connection.execute(jobs, {"team": str(mine.team_id)}).scalar_one() == before + 1
    out = morning.do(morning.people.cockpit, dispatch.time_out, sent.id, mine.team_id)
    assert back.assignments[0].answer_by == mine.answer_by
    assert [one.state for one in out.assignments if one.team_id == mine.team_id] == [Answer.TIMED_OUT]


def test_the_figures_are_as_before(morning: Morning) -> None:
    one = morning.report()
    figures = text("select figure, sum(value) from figure_now group by figure order by figure")
    with morning.database.connection() as connection:
        before = connection.execute(figures).all()
    morning.do(morning.people.rosa, incidents.call_false, one.id)
    undone(morning, one)
    with morning.database.connection() as connection:
        assert connection.execute(figures).all() == before


def test_the_detail_knows_what_could_be_undone(morning: Morning) -> None:
    one = morning.do(morning.people.rosa, incidents.confirm, morning.report().id)
    step = morning.do(morning.people.rosa, story_of, one.id).step
    assert step and step.act is Act.CONFIRM and step.until == morning.at + timedelta(seconds=120)
    assert morning.later(seconds=120).do(morning.people.rosa, story_of, one.id).step is None


def test_what_nobody_can_undo_any_more_is_forgotten_after_a_month(morning: Morning) -> None:
    with morning.database.connection() as connection:
        lived = connection.execute(text("select count(*) from undo")).scalar_one()
    ids = [morning.report(place).id for place in range(2)]
    done = morning.do(morning.people.rosa, act_on_many, Act.CONFIRM, ids, key="a click")
    with morning.work(morning.people.cockpit) as work:
        assert work.undo.forget(morning.at, 5_000) == lived, "those of the days before; the new ones are still open"
    morning.later(days=31)
    with morning.work(morning.people.cockpit) as work:
        assert work.undo.forget(morning.at - timedelta(days=30), 1) == 1
        assert work.undo.forget(morning.at - timedelta(days=30), 5_000) == 1
    with pytest.raises(NotFound):
        morning.do(morning.people.rosa, undo_many, done.id, key="later")
