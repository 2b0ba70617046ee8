"""What is near is proposed, tasks are done before a close, teams call for support and are urged, work goes back with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from cockpit import dispatch, incidents
from cockpit.dispatch.support import UrgedLately
from cockpit.incidents import Answer, Incident, Kind, Source, State
from cockpit.incidents.alike import Near
from cockpit.incidents.by_hand import Typed, alike_to, take_report
from cockpit.incidents.links import Tie
from cockpit.incidents.story import Story, story_of
from cockpit.incidents.tasks import OpenTasks
from cockpit.refusals import AlreadyOver, Invalid, NotAllowed, NotFound, NotInThisState
from data_access import feed
from data_access.incidents import incident_task
from data_access.paging import paging
from tests.morning import Morning
from tests.people import WULIN, People


def story(morning: Morning, one: Incident) -> Story:
    found: Story = morning.do(morning.people.rosa, story_of, one.id)
    return found


def events(morning: Morning, one: Incident) -> list[Any]:
    with morning.database.connection() as connection:
        rows = feed.changes_after(connection, 0)
    return [row for row in rows if row.subject == "incident" and row.subject_id == str(one.id)]


def near(morning: Morning, metres: float, kind: Kind = Kind.HAZARD) -> Incident:
    """So many metres north of the first pharmacy."""
    spot = morning.watched[0].spot
    with morning.work(morning.people.rosa) as work:
        where = work.areas.spot(spot.lon, spot.lat + metres / 111_320)
    return morning.do(morning.people.rosa, incidents.report, kind, Source.PHONE, where)  # type: ignore[no-any-return]


def hazard(morning: Morning) -> Incident:
    return morning.do(  # type: ignore[no-any-return]
        morning.people.rosa, incidents.report, Kind.HAZARD, Source.PHONE, morning.watched[0]
    )


def alike(morning: Morning, one: Incident) -> list[int]:
    return [other.incident.id for other in story(morning, one).alike]


def verified(morning: Morning) -> Incident:
    one = morning.resolved()
    return morning.do(morning.people.hana, incidents.verify, one.id)  # type: ignore[no-any-return]


# Related ones proposed


def test_an_open_one_of_the_same_kind_close_by_is_proposed_from_both_ends(morning: Morning) -> None:
    one, close, kind = hazard(morning), near(morning, 60), near(morning, 60, Kind.DISPUTE)

    assert alike(morning, one) == [close.id] and alike(morning, close) == [one.id] and alike(morning, kind) == []
    found = story(morning, one).alike[0]
    assert found.near is Near.METRES and 55 <= found.metres <= 65 and found.minutes == 0


def test_what_came_hours_before_or_is_over_is_not_proposed(morning: Morning, people: People) -> None:
    old = hazard(morning)
    close = near(morning.later(minutes=121), 60)
    gone = near(morning, 70)
    morning.do(people.rosa, incidents.call_false, gone.id)

    assert alike(morning, close) == [] and alike(morning, old) == [] and alike(morning, gone) == []


@pytest.mark.parametrize("say", [incidents.relate, incidents.keep_apart])
def test_what_was_answered_once_is_never_asked_again(morning: Morning, people: People, say: Any) -> None:
    one, close = hazard(morning), near(morning, 60)
    morning.do(people.rosa, say, close.id, one.id)

    assert alike(morning, one) == alike(morning, close) == []


def test_what_was_wrongly_merged_is_not_proposed_again(morning: Morning, people: People) -> None:
    one, close = hazard(morning), near(morning, 60)
    merged = morning.do(people.rosa, incidents.same_thing, one.id, close.id)
    assert (merged.id, merged.merged_into) == (close.id, one.id)
    morning.do(people.rosa, incidents.split, close.id)

    assert alike(morning, one) == []


def test_a_part_that_is_another_thing_goes_on_by_itself_and_leads_back(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    part: Incident = morning.later(minutes=5).do(
        people.rosa, incidents.split_off, one.id, Kind.HAZARD, 2, "后门电线裸露", key="once"
    )
    again = morning.do(people.rosa, incidents.split_off, one.id, Kind.HAZARD, 2, "后门电线裸露", key="once")

    assert (part.kind, part.state, part.place_id, part.received_at) == (
        Kind.HAZARD, State.REPORTED, one.place_id, morning.at
    )  # fmt: skip
    assert again.id == one.id and len(story(morning, one).links) == 1
    assert [(link.tie, link.first, link.other.id) for link in story(morning, part).links] == [(Tie.PART, False, one.id)]
    assert "后门电线裸露" in story(morning, part).notes.values()
    assert morning.now(one).state is State.DISPATCHED


def typed(morning: Morning, **facts: Any) -> Typed:
    return Typed("hazard", 2, "phone", **{"place": morning.watched[0].id} | facts)


def test_while_it_is_typed_what_is_open_there_is_shown(morning: Morning, people: People) -> None:
    close = near(morning, 60)

    found = morning.do(people.rosa, alike_to, typed(morning))
    assert [one.incident.id for one in found] == [close.id]
    assert morning.do(people.rosa, alike_to, typed(morning, place=None)) == ()
    with pytest.raises(NotFound):
        morning.do(people.xia, alike_to, typed(morning))


def test_a_typed_report_of_the_same_thing_joins_it_and_one_that_belongs_with_it_is_linked(
    morning: Morning, people: People
) -> None:
    close = near(morning, 60)
    same = morning.do(people.rosa, take_report, typed(morning, alike=f"same/{close.id}", note="又来电"), key="a")
    assert (same.incident.id, same.joined) == (close.id, False)
    assert [row.event for row in events(morning, close)][-2:] == ["joined", "noted"]

    beside = morning.do(people.rosa, take_report, typed(morning, alike=f"with/{close.id}"), key="b").incident
    assert beside.id != close.id
    assert [link.other.id for link in story(morning, close).links] == [beside.id]


@pytest.mark.parametrize("word", ["same/x", "other/1", "same/", 7, ["same/1"]])
def test_a_word_that_names_no_incident_is_refused(morning: Morning, word: Any) -> None:
    with pytest.raises(Invalid):
        morning.do(morning.people.rosa, take_report, typed(morning, alike=word), key="a")


def test_nobody_joins_what_lies_in_another_street(morning: Morning, people: People) -> None:
    with morning.work(people.rosa) as work:
        place = work.places.of_kinds(["pharmacy"], WULIN)[0]
    there = morning.do(people.rosa, incidents.report, Kind.HAZARD, Source.PHONE, place)
    with pytest.raises(NotFound):
        morning.do(people.shen, take_report, typed(morning, alike=f"same/{there.id}"), key="a")


# Tasks


def add(morning: Morning, one: Incident, act: str = "photos", minutes: Any = 30, **facts: Any) -> int:
    morning.do(morning.people.rosa, incidents.add_task, one.id, act, minutes, **{"key": morning.key()} | facts)
    return story(morning, one).tasks[-1].id


def test_a_task_has_who_and_until_when_and_is_ticked_off_and_opened_again(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    task = add(morning, one, team=people.wu.team)
    (found,) = story(morning, one).tasks
    assert (found.team, found.due_at, found.open) == (people.wu.team, morning.at + timedelta(minutes=30), True)

    morning.do(people.rosa, incidents.tick, one.id, task)
    assert story(morning, one).tasks[0].done_by == people.rosa.id
    with pytest.raises(NotInThisState):
        morning.do(people.hana, incidents.tick, one.id, task)
    morning.do(people.hana, incidents.untick, one.id, task)
    assert story(morning, one).tasks[0].open
    assert [row.event for row in events(morning, one)][-3:] == ["task_set", "task_done", "task_undone"]


def test_a_team_ticks_off_its_own_tasks_alone(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    task, desks = add(morning, one, team=people.wu.team), add(morning, one)

    with pytest.raises(NotFound):
        morning.do(people.mei, incidents.tick_own, one.id, task, key="m")
    with pytest.raises(NotFound):
        morning.do(people.wu, incidents.tick_own, one.id, desks, key="w")
    for _ in range(2):  # a tap whose answer was lost is sent again
        morning.do(people.wu, incidents.tick_own, one.id, task, key="once")
    assert [one.open for one in story(morning, one).tasks] == [False, True]


def test_own_words_are_sealed_and_stay_at_the_desk(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    with pytest.raises(Invalid):
        add(morning, one, "own", words="给王阿姨回电话", team=people.wu.team)
    with pytest.raises(Invalid):
        add(morning, one, "own", words=" ")
    task = add(morning, one, "own", words="给王阿姨回电话")

    assert "给王阿姨回电话" in story(morning, one).notes.values()
    with morning.database.connection() as connection:
        row = connection.execute(select(incident_task).where(incident_task.c.id == task)).one()
        sealed = connection.execute(text("select text from note where id = :id"), {"id": row.note}).scalar_one()
    assert "王阿姨".encode() not in sealed
    assert all("王阿姨" not in str(event.facts) for event in events(morning, one))


@pytest.mark.parametrize(
    ("act", "minutes", "team"),
    [("dance", 30, None), ("photos", 0, None), ("photos", 1441, None), ("photos", "30", None), ("photos", 30, 10**6)],
)
def test_a_task_that_makes_no_sense_is_refused(morning: Morning, act: str, minutes: Any, team: int | None) -> None:
    with pytest.raises(Invalid):
        add(morning, morning.crowd(), act, minutes, team=team)


def test_a_close_waits_for_open_tasks_and_names_them(morning: Morning, people: People) -> None:
    one = verified(morning)
    add(morning, one, "photos"), add(morning, one, "call_back")
    morning.do(people.rosa, incidents.tick, one.id, add(morning, one, "cordon"))
    with pytest.raises(OpenTasks) as refused:
        morning.do(people.hana, incidents.close, one.id, "dispersed")
    assert refused.value.tasks == ("Take photos of the spot", "Call back whoever reported it")
    assert morning.now(one).state is State.VERIFIED

    with pytest.raises(Invalid):
        morning.do(people.hana, incidents.close, one.id, "dispersed", drop="because")
    closed = morning.do(people.hana, incidents.close, one.id, "dispersed", drop="not_needed")
    assert closed.state is State.CLOSED
    assert [task.dropped for task in story(morning, one).tasks] == ["not_needed", "not_needed", None]


def test_tasks_are_none_of_another_incidents_or_another_streets_business(morning: Morning, people: People) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    task = add(morning, one)
    for act in (incidents.tick, incidents.untick):
        with pytest.raises(NotFound):
            morning.do(people.rosa, act, other.id, task)
        with pytest.raises(NotFound):
            morning.do(people.xia, act, one.id, task)
        with pytest.raises(NotAllowed):
            morning.do(people.wu, act, one.id, task)
    with morning.work(people.xia) as work:
        assert work.connection.execute(select(incident_task)).all() == []


def test_the_text_of_a_task_may_expire_before_the_task(morning: Morning) -> None:
    one = morning.crowd()
    add(morning, one, "own", words="给王阿姨回电话")
    with morning.database.connection() as connection:
        connection.execute(text("delete from note"))
    assert [task.note for task in story(morning, one).tasks] == [None]


# Support


def on_scene(morning: Morning) -> Incident:
    one = morning.send(morning.crowd(), morning.people.wu.team or 0)
    return morning.answer(morning.people.wu, one, Answer.ON_SCENE)


def call(morning: Morning, one: Incident, role: str = "volunteer", why: str = "too_many", **facts: Any) -> Incident:
    asked = {"key": morning.key()} | facts
    return morning.do(  # type: ignore[no-any-return]
        morning.people.wu, dispatch.call_support, one.id, role, why, **asked
    )


def test_a_call_from_the_spot_marks_the_incident_and_the_plan_has_one_more(morning: Morning, people: People) -> None:
    one = on_scene(morning)
    called = call(morning.later(minutes=1), one)

    assert called.support_wanted == ("volunteer",) and called.shown()["support"]
    assert events(morning, one)[-1].facts == {"team": people.wu.team, "role": "volunteer", "why": "too_many"}
    plan = story(morning, one).plan
    assert plan and [proposal.team.role for proposal in plan.proposals] == ["volunteer"]

    sent = morning.later(seconds=5).send(one, plan.proposals[0].team.id, more=True)
    assert sent.support_wanted == () and story(morning, one).plan is None


def test_a_second_call_keeps_what_the_first_has_not_got(morning: Morning) -> None:
    one = on_scene(morning)
    call(morning.later(minutes=1), one)

    assert call(morning.later(minutes=1), one, "enforcement").support_wanted == ("enforcement", "volunteer")


def test_a_call_sent_twice_is_told_once(morning: Morning) -> None:
    one = on_scene(morning)
    for _ in range(2):
        call(morning, one, key="once")
    assert [row.event for row in events(morning, one)].count("support_called") == 1


def test_who_is_not_there_or_not_on_it_calls_for_nobody(morning: Morning, people: People) -> None:
    one = morning.send(morning.crowd(), people.wu.team or 0)
    with pytest.raises(NotInThisState):
        call(morning, one)
    morning.answer(people.wu, one, Answer.ON_SCENE)
    with pytest.raises(NotFound):
        morning.do(people.mei, dispatch.call_support, one.id, "police", "too_many", key="m")
    with pytest.raises(NotAllowed):
        morning.do(people.rosa, dispatch.call_support, one.id, "police", "too_many", key="r")
    for role, why in (("army", "too_many"), ("police", "bored"), (None, None)):
        with pytest.raises(Invalid):
            call(morning, one, role, why)  # type: ignore[arg-type]


# Urging


def test_the_desk_urges_with_a_counter_and_the_teams_people_are_paged(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    assert morning.do(people.rosa, dispatch.urge, one.id).urges == 1
    with pytest.raises(UrgedLately) as refused:
        morning.later(minutes=4).do(people.hana, dispatch.urge, one.id)
    assert refused.value.until - refused.value.at == timedelta(minutes=5)
    assert morning.later(minutes=1).do(people.hana, dispatch.urge, one.id).urges == 2

    with morning.work(people.rosa) as work:
        told = work.connection.execute(select(paging.c.account, paging.c.facts).order_by(paging.c.id)).all()
    assert {row.account for row in told} == {people.wu.id, people.zheng.id, people.mei.id}
    assert told[-1].facts == {"times": 2, "code": one.code}


def test_there_is_nobody_to_urge_before_a_team_is_sent_and_after_all_are_done(morning: Morning, people: People) -> None:
    for one in (morning.crowd(1), morning.resolved(0)):
        with pytest.raises(NotInThisState):
            morning.do(people.rosa, dispatch.urge, one.id)
    with pytest.raises(NotAllowed):
        morning.do(people.lin, dispatch.urge, morning.crowd(2).id)


# Sent back, rated


def test_work_goes_back_with_a_reason_and_what_was_reported_counts_no_more(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    morning.do(people.rosa, dispatch.urge, one.id)
    for person in morning.field_people():
        morning.resolve(person, one)
    again: Incident = morning.do(people.hana, incidents.reopen, one.id, "not_solved", "又有三十人")

    assert (again.redo, again.round, again.urges, again.urged_at) == ("not_solved", 1, 0, None)
    assert again.counting == () and len(again.assignments) == 3
    assert [row.facts for row in events(morning, one) if row.event == "reopened"] == [
        {"round": 1, "redo": "not_solved"}
    ]
    assert "又有三十人" in story(morning, one).notes.values()


@pytest.mark.parametrize(("reason", "words"), [("", ""), ("because", "x"), (None, ""), ("other", " ")])
def test_nothing_goes_back_without_a_reason(morning: Morning, reason: Any, words: str) -> None:
    with pytest.raises(Invalid):
        morning.do(morning.people.hana, incidents.reopen, morning.resolved().id, reason, words)


def test_a_close_may_say_how_well_it_was_done_and_who_says_so(morning: Morning, people: People) -> None:
    one = verified(morning)
    closed = morning.do(people.hana, incidents.close, one.id, "dispersed", rating=4, rater="reporter")

    assert (closed.rating, closed.rater, morning.now(one).rating) == (4, "reporter", 4)
    assert events(morning, one)[-1].facts == {"resolution": "dispersed", "rating": 4, "rater": "reporter"}
    assert events(morning, one)[-1].account == people.hana.id
    again = morning.do(people.hana, incidents.reopen, one.id, "came_back")
    assert again.rating is None


@pytest.mark.parametrize(("rating", "rater"), [(0, "desk"), (6, "desk"), ("5", "desk"), (True, "desk"), (3, "me")])
def test_a_rating_is_from_one_to_five_by_somebody_of_the_list(morning: Morning, rating: Any, rater: str) -> None:
    one = verified(morning)
    with pytest.raises(Invalid):
        morning.do(morning.people.hana, incidents.close, one.id, "dispersed", rating=rating, rater=rater)


def test_what_is_over_takes_no_task_no_part_and_no_further_report(morning: Morning, people: People) -> None:
    one = morning.do(people.rosa, incidents.call_false, morning.crowd().id)
    with pytest.raises(AlreadyOver):
        add(morning, one)
    with pytest.raises(AlreadyOver):
        morning.do(people.rosa, incidents.split_off, one.id, Kind.OTHER, 2, "", key="p")
    with pytest.raises(AlreadyOver):
        morning.do(people.rosa, incidents.join, one.id, Source.PHONE)
