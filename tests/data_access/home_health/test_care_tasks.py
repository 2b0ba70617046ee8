"""What reports open, and what becomes of it: two desks, one open task each, done once, taken back in time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from cockpit import home_health as care
from cockpit.home_health import (
    ApprovedByAnother,
    Channel,
    Condition,
    Desk,
    NotApprovedYet,
    NothingToReport,
    NotOfThisDesk,
    Outcome,
    Reason,
    Said,
    SomebodyWasFaster,
    Swab,
    TaskKind,
    TaskResult,
    TaskState,
    TooLateToTakeBack,
    TransferOrdered,
    WhyNot,
)
from cockpit.needs import NeedKind
from cockpit.quarantine import Lifted
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import Symptom
from tests.data_access.home_health.conftest import AtHome


def test_each_outcome_opens_what_the_rule_says_at_the_desk_that_it_is_for(at_home: AtHome) -> None:
    at_home.says(Said(36.6, needs=(NeedKind.MILK,)))
    assert [(one.desk, one.kind) for one in at_home.open()] == [(Desk.COMMUNITY, TaskKind.SUPPLY)]
    at_home.later(hours=5).says(Said(38.1))
    opened = {one.desk: one for one in at_home.open()}
    assert opened[Desk.HEALTH].kind is TaskKind.CALL and opened[Desk.HEALTH].gravity is Outcome.BODY
    assert opened[Desk.HEALTH].due_at - opened[Desk.HEALTH].opened_at == timedelta(hours=2)


def test_what_is_urgent_goes_to_both_desks_at_once_and_is_due_in_a_quarter_of_an_hour(at_home: AtHome) -> None:
    at_home.says(Said(39.0))
    assert {(one.desk, one.kind) for one in at_home.open()} == {
        (Desk.HEALTH, TaskKind.CALL), (Desk.COMMUNITY, TaskKind.VISIT),
    }  # fmt: skip
    assert {one.due_at - one.opened_at for one in at_home.open()} == {timedelta(minutes=15)}


def test_a_second_report_of_the_same_joins_a_graver_one_raises_and_a_well_one_closes_nothing(at_home: AtHome) -> None:
    first = at_home.says(Said(37.8))
    [task] = at_home.open()
    second = at_home.later(hours=5).says(Said(37.9))
    [joined] = at_home.open()
    assert (task.report, joined.report, joined.id) == (first.id, second.id, task.id)
    assert joined.due_at == task.due_at
    at_home.later(minutes=10).says(Said(39.1))
    raised = next(one for one in at_home.open() if one.desk is Desk.HEALTH)
    assert raised.id == task.id and raised.gravity is Outcome.URGENT and raised.due_at <= task.due_at
    at_home.later(hours=16).says(Said(36.5))
    assert len(at_home.open()) == 2


def test_a_raised_task_is_due_as_early_as_what_is_urgent(at_home: AtHome) -> None:
    at_home.says(Said(37.8))
    at_home.later(minutes=5).says(Said(39.1))
    health = next(one for one in at_home.open() if one.desk is Desk.HEALTH)
    assert health.due_at == at_home.ground.morning.at + timedelta(minutes=15)


def test_a_symptom_of_somebody_vulnerable_is_urgent_and_says_why(at_home: AtHome) -> None:
    person, episode = at_home.episodes[0].person, at_home.episodes[0].id
    assert at_home.says(Said(36.5, (Symptom.COUGH,))).outcome is Outcome.BODY
    at_home.do("community", care.say_conditions, episode, (Condition.PREGNANT,))
    one = at_home.later(hours=5).says(Said(36.5, (Symptom.COUGH,)))
    assert one.outcome is Outcome.URGENT
    with at_home.ground.morning.work(at_home.ground.actors["clinician"]) as work:
        [(_, reasons)] = work.reports.opened(person, [one]).values()
        assert reasons == (Reason.SYMPTOM, Reason.PREGNANT)
    at_home.do("clinician", care.say_conditions, episode, ())
    assert at_home.later(hours=14).says(Said(36.5, (Symptom.COUGH,))).outcome is Outcome.BODY
    with at_home.ground.morning.database.engine.connect() as connection:
        kept = connection.execute(text("select told from care_fact")).scalars().all()
    assert len(kept) == 2 and not any(b"pregnant" in bytes(told) for told in kept)


def test_age_and_being_alone_weigh_in_by_what_the_inventory_knows(at_home: AtHome) -> None:
    person = at_home.episodes[0].person
    with at_home.ground.morning.database.connection() as connection:
        connection.execute(text("update person set born = '1940-01-01' where id = :id"), {"id": person})
    assert at_home.says(Said(37.5)).outcome is Outcome.URGENT
    with at_home.ground.morning.database.connection() as connection:
        connection.execute(text("update person set born = '1980-01-01' where id = :id"), {"id": person})
        connection.execute(
            text(
                "update residence set until = '2020-02-02' where person_id <> :id and until is null and household_id ="
                " (select household_id from residence where person_id = :id and until is null)"
            ),
            {"id": person},
        )
    assert at_home.later(hours=5).says(Said(37.5)).outcome is Outcome.URGENT


def health_task(at_home: AtHome) -> int:
    at_home.says(Said(38.1))
    return at_home.open()[0].id


def test_a_task_is_taken_and_done_with_a_result_and_a_sealed_note_that_the_detail_shows(at_home: AtHome) -> None:
    number = health_task(at_home)
    assert at_home.do("clinician", care.take, number).state is TaskState.IN_PROGRESS
    done = at_home.do("clinician", care.finish, number, TaskResult.UNWELL, "说话有些喘")
    assert done.state is TaskState.DONE and done.result is TaskResult.UNWELL
    opened = at_home.do("clinician", care.open_home, at_home.episodes[0].id)
    assert opened.notes[number] == "说话有些喘" and opened.greetings[0].how == "call"
    with at_home.ground.morning.database.engine.connect() as connection:
        kept = connection.execute(text("select note from care_task where id = :id"), {"id": number}).scalar_one()
    assert "喘".encode() not in bytes(kept)


def test_who_comes_second_is_told_who_was_faster(at_home: AtHome) -> None:
    number = health_task(at_home)
    at_home.do("clinician", care.take, number)
    with pytest.raises(SomebodyWasFaster) as refusal:
        at_home.do("clinician", care.take, number)
    assert refusal.value.who == at_home.ground.actors["clinician"].name
    at_home.do("clinician", care.give_back, number)
    at_home.do("clinician", care.finish, number, TaskResult.WELL)
    with pytest.raises(SomebodyWasFaster):
        at_home.do("clinician", care.finish, number, TaskResult.WELL)


def test_a_task_is_done_by_its_own_desk_and_by_nobody_who_may_not(at_home: AtHome) -> None:
    number = health_task(at_home)
    with pytest.raises(NotOfThisDesk):
        at_home.do("community", care.take, number)
    with pytest.raises(NotAllowed):
        at_home.do("officer", care.take, number)
    with pytest.raises(NotFound):
        at_home.do("clinician", care.take, 10**9)
    for wrong in (TaskResult.SEEN, TaskResult.ARRIVED):
        with pytest.raises(Invalid):
            at_home.do("clinician", care.finish, number, wrong)


def test_what_cannot_be_done_needs_a_reason_and_another_one_words(at_home: AtHome) -> None:
    number = health_task(at_home)
    for why, note in ((None, ""), (WhyNot.OTHER, " ")):
        with pytest.raises(Invalid):
            at_home.do("clinician", care.cannot, number, why, note)
    told = at_home.do("clinician", care.cannot, number, WhyNot.NO_PHONE)
    assert told.state is TaskState.NOT_EXECUTABLE and told.reason == "no_phone"


def test_an_answer_is_taken_back_within_the_rules_minutes_and_not_after(at_home: AtHome) -> None:
    number = health_task(at_home)
    at_home.do("clinician", care.finish, number, TaskResult.NOT_REACHED)
    assert at_home.later(minutes=9).do("clinician", care.take_back, number).state is TaskState.PENDING
    at_home.do("clinician", care.finish, number, TaskResult.NOT_REACHED)
    at_home.later(minutes=10)
    with pytest.raises(TooLateToTakeBack):
        at_home.do("clinician", care.take_back, number)


def test_an_answer_is_not_taken_back_where_a_new_task_stands_in_its_place(at_home: AtHome) -> None:
    number = health_task(at_home)
    at_home.do("clinician", care.finish, number, TaskResult.WELL)
    at_home.later(minutes=5).says(Said(38.2))
    with pytest.raises(TooLateToTakeBack):
        at_home.do("clinician", care.take_back, number)


# The way to hospital


def test_a_transfer_is_ordered_approved_by_another_and_ends_the_quarantine_when_the_person_has_arrived(
    at_home: AtHome,
) -> None:
    at_home.says(Said(39.2))
    episode = at_home.episodes[0].id
    one = at_home.do("clinician", care.order_transfer, episode)
    with pytest.raises(TransferOrdered):
        at_home.do("clinician", care.order_transfer, episode)
    with pytest.raises(ApprovedByAnother):
        at_home.do("clinician", care.approve_transfer, one.id)
    with pytest.raises(NotApprovedYet):
        at_home.do("clinician", care.confirm_arrival, one.id)
    at_home.do("investigator", care.approve_transfer, one.id)
    done = at_home.later(minutes=40).do("clinician", care.confirm_arrival, one.id)
    assert done.result is TaskResult.ARRIVED and at_home.open() == []
    with at_home.ground.morning.work(at_home.ground.actors["clinician"]) as work:
        assert work.quarantine.get(episode).lifted is Lifted.HOSPITAL
        assert work.greetings.of_person(done.person, 1)[0].how == "transfer"
    with pytest.raises(NothingToReport):
        at_home.do("clinician", care.order_transfer, episode)


def test_a_transfer_is_called_off_and_is_nobody_elses_to_order(at_home: AtHome) -> None:
    one = at_home.do("clinician", care.order_transfer, at_home.episodes[0].id)
    assert at_home.do("investigator", care.call_off_transfer, one.id).state is TaskState.REMOVED
    for somebody in ("community", "officer", "investigator"):
        with pytest.raises(NotAllowed):
            at_home.do(somebody, care.order_transfer, at_home.episodes[0].id)
    with pytest.raises(SomebodyWasFaster):
        at_home.do("clinician", care.approve_transfer, one.id)


def test_tests_are_kept_sealed_with_their_day_and_none_of_tomorrow(at_home: AtHome) -> None:
    episode = at_home.episodes[0].id
    at_home.do("clinician", care.say_swab, episode, Swab.ORDERED, date(2020, 2, 11))
    at_home.do("clinician", care.say_swab, episode, Swab.POSITIVE, date(2020, 2, 12))
    assert at_home.do("clinician", care.open_home, episode).swabs == (
        (date(2020, 2, 12), Swab.POSITIVE), (date(2020, 2, 11), Swab.ORDERED),
    )  # fmt: skip
    with pytest.raises(Invalid):
        at_home.do("clinician", care.say_swab, episode, Swab.NEGATIVE, date(2020, 2, 13))
    with pytest.raises(NotAllowed):
        at_home.do("community", care.say_swab, episode, Swab.NEGATIVE, date(2020, 2, 12))
    with at_home.ground.morning.database.engine.connect() as connection:
        kept = connection.execute(text("select told from care_fact")).scalars().all()
    assert not any(b"positive" in bytes(told) or b"2020" in bytes(told) for told in kept)


def test_a_report_that_lin_writes_down_is_a_greeting_and_one_by_the_page_is_none(at_home: AtHome) -> None:
    at_home.says(Said(36.6))
    assert at_home.do("community", care.open_home, at_home.episodes[0].id).greetings == ()
    at_home.later(hours=5).enters(Said(36.6), Channel.DOOR)
    assert [one.how for one in at_home.do("community", care.open_home, at_home.episodes[0].id).greetings] == ["report"]
