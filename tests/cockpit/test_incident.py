"""An incident's state: what a person said of it, and what its assignments say between those words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.areas import Spot
from cockpit.incidents import OVER, Answer, Assignment, Incident, Kind, Source, State, due_instants, intervals
from cockpit.policy import Policy
from cockpit.refusals import AlreadyOver, NotInThisState

SPOT = Spot("330103001", "330103001001", "330103001001001", 120.17, 30.26)
RECEIVED = datetime(2020, 1, 31, 23, 24, tzinfo=UTC)
RED = Policy(3, "due", "1", "330103", RECEIVED, None, RECEIVED, "test", {"arrive": 900, "close": 7200})

OPEN = (Answer.DISPATCHED, Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE)
SAID_LAST = (
    State.ON_HOLD,
    State.VERIFIED,
    State.CLOSED,
    State.DUPLICATE,
    State.FALSE_ALARM,
    State.CANCELLED,
)


def minutes(count: float) -> datetime:
    return RECEIVED + timedelta(minutes=count)


def assigned(*states: Answer, round: int = 0) -> tuple[Assignment, ...]:
    """One team a state, numbered from 1."""
    return tuple(
        Assignment(team, "police", state, minutes(1), minutes(4), by_account=1, round=round, id=team)
        for team, state in enumerate(states, 1)
    )


def crowd(said: State = State.CONFIRMED, *states: Answer) -> Incident:
    return Incident(
        Kind.CROWD, Source.WARNING, 1, SPOT, RECEIVED, said=said, assignments=assigned(*states), id=12,
        **due_instants(RED, RECEIVED),
    )  # fmt: skip


# What the assignments imply


@pytest.mark.parametrize(
    ("states", "implied"),
    [
        ([], State.CONFIRMED),
        ([Answer.DISPATCHED], State.DISPATCHED),
        ([Answer.DISPATCHED, Answer.ACKNOWLEDGED], State.ACKNOWLEDGED),
        ([Answer.EN_ROUTE, Answer.ACKNOWLEDGED, Answer.DISPATCHED], State.EN_ROUTE),
        ([Answer.DISPATCHED, Answer.ON_SCENE], State.ON_SCENE),
        ([Answer.RESOLVED, Answer.DISPATCHED], State.ON_SCENE),
        ([Answer.RESOLVED, Answer.EN_ROUTE], State.ON_SCENE),
        ([Answer.RESOLVED, Answer.RESOLVED], State.RESOLVED),
        ([Answer.RESOLVED, Answer.DECLINED], State.RESOLVED),
        ([Answer.RESOLVED, Answer.RECALLED, Answer.TIMED_OUT], State.RESOLVED),
        ([Answer.DECLINED], State.CONFIRMED),
        ([Answer.TIMED_OUT, Answer.RECALLED, Answer.DECLINED], State.CONFIRMED),
        ([Answer.DECLINED, Answer.ACKNOWLEDGED], State.ACKNOWLEDGED),
    ],
)
def test_between_words_the_assignments_that_count_speak(states: list[Answer], implied: State) -> None:
    assert crowd(State.CONFIRMED, *states).state is implied


@pytest.mark.parametrize("said", SAID_LAST)
@given(states=st.lists(st.sampled_from(list(Answer)), max_size=4))
def test_a_persons_word_wins_over_all_assignments(said: State, states: list[Answer]) -> None:
    assert crowd(said, *states).state is said


@given(states=st.lists(st.sampled_from(list(Answer)), min_size=1, max_size=4))
def test_the_order_of_the_assignments_does_not_matter(states: list[Answer]) -> None:
    assert crowd(State.CONFIRMED, *states).state is crowd(State.CONFIRMED, *reversed(states)).state


def test_what_was_reopened_waits_again_whatever_was_done_before() -> None:
    again = replace(crowd(State.REOPENED, Answer.RESOLVED, Answer.RESOLVED), round=1)

    assert again.state is State.REOPENED
    assert again.counting == ()


def test_a_team_sent_after_the_reopening_counts() -> None:
    again = replace(crowd(State.REOPENED, Answer.RESOLVED), round=1)
    sent = replace(again, assignments=(*again.assignments, *assigned(Answer.EN_ROUTE, round=1)))

    assert sent.state is State.EN_ROUTE


# Words


@pytest.mark.parametrize("over", sorted(OVER))
def test_what_is_over_takes_no_further_word(over: State) -> None:
    with pytest.raises(AlreadyOver) as refusal:
        crowd(over).say(State.CONFIRMED)

    assert str(refusal.value) == f"I-0012 is over: {over}."


def test_recalling_brings_back_what_is_open_and_leaves_the_rest() -> None:
    back = crowd(State.CANCELLED, *OPEN, Answer.RESOLVED, Answer.DECLINED).recalled(minutes(9))

    assert [one.state for one in back.assignments] == [Answer.RECALLED] * 4 + [Answer.RESOLVED, Answer.DECLINED]
    assert [one.ended_at for one in back.assignments] == [minutes(9)] * 4 + [None, None]


def test_a_step_that_does_not_follow_is_refused_by_the_state_it_is_in() -> None:
    with pytest.raises(NotInThisState) as refusal:
        crowd(State.CONFIRMED, Answer.EN_ROUTE).must_be(State.RESOLVED)

    assert refusal.value.facts == {"code": "I-0012", "state": "en_route"}


@pytest.mark.parametrize("state", [State.REPORTED, State.CONFIRMED, State.REOPENED])
def test_what_nobody_was_sent_to_is_waiting(state: State) -> None:
    assert crowd(state).tally() == {"incidents_open": 1, "incidents_waiting": 1}


def test_what_is_on_hold_is_open_and_does_not_wait() -> None:
    assert crowd(State.ON_HOLD).tally() == {"incidents_open": 1, "incidents_waiting": 0}


@pytest.mark.parametrize("over", sorted(OVER))
def test_what_is_over_is_neither(over: State) -> None:
    assert crowd(over).tally() == {"incidents_open": 0, "incidents_waiting": 0}


# Time


def test_the_first_clock_runs_until_somebody_stands_there() -> None:
    waiting = crowd()

    assert not waiting.overdue(minutes(15))
    assert waiting.overdue(minutes(15.1))


def test_from_the_arrival_on_the_second_clock_counts() -> None:
    here = assigned(Answer.DISPATCHED)[0].moved(Answer.ON_SCENE, minutes(10))
    arrived = replace(crowd(), assignments=(here,))

    assert not arrived.overdue(minutes(120))
    assert arrived.overdue(minutes(120.1))


@pytest.mark.parametrize("over", sorted(OVER))
def test_what_is_over_is_never_overdue(over: State) -> None:
    assert not crowd(over).overdue(minutes(10_000))


def test_a_clock_that_was_started_keeps_its_instant_and_its_rule() -> None:
    incident = crowd()

    assert (incident.arrive_by, incident.close_by, incident.due_policy) == (minutes(15), minutes(120), 3)


def test_intervals_run_from_the_first_one_who_did_a_thing() -> None:
    slow, quick = assigned(Answer.DISPATCHED, Answer.DISPATCHED)
    slow = replace(slow, en_route_at=minutes(5), on_scene_at=minutes(20))
    quick = replace(quick, dispatched_at=minutes(3), en_route_at=minutes(4), on_scene_at=minutes(12))
    done = replace(crowd(), opened_at=minutes(0.5), closed_at=minutes(60), assignments=(slow, quick))

    spans = intervals(done)

    assert (spans.answering, spans.processing, spans.handling) == (30, 30, 60)
    assert (spans.turnout, spans.travel, spans.closure) == (180, 480, 3600)


def test_an_interval_without_an_end_is_not_known() -> None:
    spans = intervals(crowd())

    assert set(vars(spans).values()) == {None}


def test_skipped_steps_leave_no_false_instants() -> None:
    here = assigned(Answer.DISPATCHED)[0].moved(Answer.ON_SCENE, minutes(10))
    spans = intervals(replace(crowd(), assignments=(here,)))

    assert (spans.turnout, spans.travel) == (None, None)


# What others see


def test_a_home_is_shown_without_its_place() -> None:
    shown = replace(crowd(), at_home=True, place_id=7, place_name="凤起花园 3 幢").shown()

    assert (shown["place"], shown["place_id"]) == ("", None)
    assert "凤起" not in str(shown)


def test_a_public_place_is_shown_by_its_name() -> None:
    assert replace(crowd(), place_id=7, place_name="安和药店").shown()["place"] == "安和药店"
