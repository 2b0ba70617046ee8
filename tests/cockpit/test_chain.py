"""A chain of escalation: which step is due when, what holds it up, and where it goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.areas import Spot
from cockpit.escalation import Chain, Stand, Step, Timer, Whom
from cockpit.escalation.chain import begun, missing, runs, unanswered
from cockpit.escalation.rule import misfit
from cockpit.incidents import Answer, Assignment, Incident, Kind, Source, State
from cockpit.policy import Policy, Rules, defaults
from cockpit.policy import misfit as misfit_of_kind

AT = datetime(2020, 2, 1, 7, 20, tzinfo=UTC)
SPOT = Spot("330103001", "330103001001", "330103001001001", 120.17, 30.26)
SECOND = timedelta(seconds=1)
FIRST = {"timer": "take_up", "after": 60, "to": "shift_lead"}


def incident(arrive: float = 900, close: float = 7200, **facts: Any) -> Incident:
    due = {"arrive_by": AT + timedelta(seconds=arrive), "close_by": AT + timedelta(seconds=close)}
    return Incident(Kind.CROWD, Source.WARNING, 1, SPOT, AT, due_policy=1, id=7, **due | facts)


def rule(*steps: dict[str, Any], **facts: Any) -> Policy:
    asked = {"kind": "escalation", "key": "any/1", "area": "330103", "source": "test"}
    return Policy(id=3, holds_from=AT, holds_to=None, published_at=AT, body={"steps": [*steps]}, **asked | facts)


def default(key: str = "any/1") -> Policy:
    body = next(one["body"] for one in defaults() if (one["kind"], one["key"]) == ("escalation", key))
    return rule(*body["steps"], key=key)


def job(role: str = "police", state: Answer = Answer.DISPATCHED, team: int = 1, **facts: Any) -> Assignment:
    return Assignment(team, role, state, AT, AT + timedelta(seconds=180), id=team, **facts)


def sent(*jobs: Assignment) -> Incident:
    return incident(said=State.CONFIRMED, assignments=jobs)


def fired(chain: Chain, one: Incident, at: datetime) -> list[int]:
    """The steps that are done by then, one after the other, whoever is there."""
    numbers = []
    while step := chain.due(one, at):
        numbers.append(step.number)
        chain = chain.stood(step, Stand.DONE, at)
    return numbers


def to(chain: Chain, number: int) -> Step:
    return chain.steps[number]


# When


@pytest.mark.parametrize(("seconds", "whom"), [(60, Whom.SECOND_DESK), (120, Whom.SHIFT_LEAD), (300, Whom.DUTY_LEADER)])
def test_a_red_item_that_nobody_touches_goes_to_the_second_desk_the_shift_lead_the_duty_leader(
    seconds: int, whom: Whom
) -> None:
    chain, one = begun(default(), incident()), incident()
    before = fired(chain, one, AT + timedelta(seconds=seconds) - SECOND)
    assert [chain.steps[n].to for n in fired(chain, one, AT + timedelta(seconds=seconds))][len(before) :] == [whom]


@given(
    arrive=st.integers(60, 90_000), more=st.integers(1, 500_000),
    percents=st.lists(st.integers(1, 1000), min_size=1, max_size=6, unique=True),
    timer=st.sampled_from([Timer.ARRIVE, Timer.CLOSE]),
)  # fmt: skip
def test_a_step_by_due_time_comes_at_its_per_cent_and_not_a_moment_before(
    arrive: int, more: int, percents: list[int], timer: Timer
) -> None:
    one = incident(arrive, arrive + more, said=State.CONFIRMED)
    whole = timedelta(seconds=arrive if timer is Timer.ARRIVE else arrive + more)
    chain = begun(rule(*({"timer": timer.value, "after": n, "to": "shift_lead"} for n in percents)), one)
    for number, percent in enumerate(percents):
        due = AT + whole * percent / 100
        assert number in fired(chain, one, due)
        assert number not in fired(chain, one, due - timedelta(microseconds=1))


@given(percent=st.sampled_from([80, 120, 200]), off=st.integers(-600, 600))
def test_eighty_a_hundred_and_twenty_two_hundred_per_cent_on_both_sides(percent: int, off: int) -> None:
    one = incident(said=State.CONFIRMED)
    chain, at = begun(default(), one), AT + timedelta(seconds=900 * percent / 100 + off)
    arrive = {step.number: step.after for step in chain.steps if step.timer is Timer.ARRIVE}
    came = {arrive[n] for n in fired(chain, one, at) if n in arrive}
    assert came == {of for of in (80, 120, 200) if timedelta(seconds=9 * of) <= at - AT}


@given(at=st.lists(st.integers(0, 20_000), min_size=1, max_size=12))
def test_whenever_it_is_looked_at_each_step_comes_once_and_in_its_order(at: list[int]) -> None:
    one, chain, came = incident(said=State.CONFIRMED), begun(default(), incident()), []
    for seconds in sorted(at):
        while step := chain.due(one, AT + timedelta(seconds=seconds)):
            came.append(step)
            chain = chain.stood(step, Stand.DONE, AT + timedelta(seconds=seconds))
    assert len({step.number for step in came}) == len(came)
    assert [step.due for step in came] == sorted(step.due for step in came if step.due)


# What holds it up


def test_what_somebody_confirmed_is_untouched_no_more_and_its_due_times_go_on() -> None:
    one = incident(said=State.CONFIRMED)
    assert {step.timer for step in begun(default(), one).waiting(one)} == {Timer.ARRIVE, Timer.CLOSE}


def test_the_wait_for_an_answer_begins_with_the_sending() -> None:
    one = sent(job())
    chain = begun(default(), one).sent(AT + timedelta(minutes=4))
    assert [step.to for step in chain.waiting(one)][:3] == [Whom.TEAM, Whom.NEXT_TEAM, Whom.SHIFT_LEAD]
    assert chain.waiting(one)[0].due == AT + timedelta(minutes=4, seconds=90)


def test_it_stops_when_each_role_has_acknowledged() -> None:
    assert unanswered(sent(job(), job("volunteer", Answer.ACKNOWLEDGED, 2))) == ["police"]
    assert not runs(Timer.ANSWER, sent(job(state=Answer.ACKNOWLEDGED), job("volunteer", Answer.EN_ROUTE, 2)))


def test_a_role_of_which_all_are_out_is_missing_and_one_that_was_recalled_is_not_wanted() -> None:
    assert missing(sent(job(state=Answer.TIMED_OUT), job("volunteer", Answer.ACKNOWLEDGED, 2))) == ["police"]
    assert missing(sent(job(state=Answer.DECLINED), job(team=2))) == []
    assert unanswered(sent(job(state=Answer.RECALLED))) == []


@pytest.mark.parametrize("said", [State.ON_HOLD, State.CLOSED, State.FALSE_ALARM, State.DUPLICATE, State.CANCELLED])
def test_on_hold_or_over_nothing_is_escalated(said: State) -> None:
    assert not any(runs(timer, incident(said=said)) for timer in Timer)


def test_who_is_there_needs_nobody_to_come_and_the_time_to_finish_goes_on() -> None:
    one = sent(job(state=Answer.ON_SCENE, on_scene_at=AT))
    assert [timer for timer in Timer if runs(timer, one)] == [Timer.CLOSE]


# Where it goes on


@given(held=st.integers(0, 100_000), since=st.integers(0, 700))
def test_a_hold_moves_what_is_to_come_by_its_length(held: int, since: int) -> None:
    start, length = AT + timedelta(seconds=since), timedelta(seconds=held)
    chain, one = begun(default(), incident()), incident(said=State.CONFIRMED)
    paused = chain.paused(start)
    assert paused.due(one, AT + timedelta(days=9)) is None
    resumed = paused.resumed(start + length)
    assert [step.due for step in resumed.waiting(one)] == [step.due + length for step in chain.waiting(one) if step.due]


@given(late=st.integers(0, 5000))
def test_after_silence_the_next_step_comes_at_once_and_the_others_keep_their_distance(late: int) -> None:
    one, at = incident(), AT + timedelta(seconds=late)
    chain = begun(default(), one)
    dues = [step.due for step in chain.gone_on(Timer.TAKE_UP, at).waiting(one) if step.timer is Timer.TAKE_UP]
    first = max(AT + timedelta(seconds=60), at)
    assert dues == [first, first + timedelta(seconds=60), first + timedelta(seconds=240)]


def test_where_nobody_is_there_the_next_step_of_the_same_timer_is_due_at_once() -> None:
    one, at = incident(), AT + timedelta(seconds=60)
    chain = begun(default(), one)
    after = chain.stood(chain.steps[0], Stand.NOBODY, at)
    assert after.due(one, at) == replace(chain.steps[1], due=at)
    assert [step.due for step in after.steps if step.timer is Timer.ARRIVE] == [
        step.due for step in chain.steps if step.timer is Timer.ARRIVE
    ]


def test_where_nobody_can_be_sent_the_chain_begins_with_the_shift_lead() -> None:
    one = incident()
    chain = begun(default(), one).begun_with(Whom.SHIFT_LEAD, AT)
    assert (found := chain.due(one, AT)) and found.to is Whom.SHIFT_LEAD
    assert chain.steps[0].stand is Stand.PASSED
    assert chain.steps[2].due == AT + timedelta(seconds=180)


def test_a_role_without_anybody_left_to_ask_brings_the_first_person_now_and_no_second_one() -> None:
    one, at = sent(job()), AT + timedelta(seconds=20)
    chain = begun(default(), one).sent(AT).without_teams(at)
    assert next(step.due for step in chain.steps if step.timer is Timer.ANSWER) == at
    for _ in range(3):
        step = chain.due(one, at)
        assert step
        chain = chain.stood(step, Stand.DONE if step.to is Whom.SHIFT_LEAD else Stand.NOBODY, at)
    assert chain.due(one, at) is None
    assert chain.without_teams(at + SECOND) == chain


def test_sent_again_their_answer_is_waited_for_anew() -> None:
    one, later = sent(job()), AT + timedelta(hours=1)
    chain = begun(default(), one).sent(AT)
    for _ in fired(chain, one, later):
        step = chain.due(one, later)
        assert step
        chain = chain.stood(step, Stand.DONE, later)
    assert chain.due(one, later) is None
    assert [step.to for step in chain.sent(later).waiting(one)][:1] == [Whom.TEAM]


# The rule


@pytest.mark.parametrize("one", [one for one in defaults() if one["kind"] == "escalation"], ids=lambda one: one["key"])
def test_a_district_starts_with_chains_that_are_ones(one: dict[str, Any]) -> None:
    rules = Rules((default(),), AT)
    assert misfit("escalation", one["body"]) is None
    assert misfit_of_kind(rules, "escalation", one["key"], one["body"]) is None


@pytest.mark.parametrize(
    "step",
    [
        FIRST | {"after": 0}, FIRST | {"after": -5}, FIRST | {"after": True}, FIRST | {"after": 1.5}, FIRST | {"after": "60"},
        FIRST | {"timer": "sometimes"}, FIRST | {"to": "the mayor"}, FIRST | {"to": "next_team"}, FIRST | {"more": 1},
        FIRST | {"timer": "arrive", "after": 1001}, {"timer": "take_up"}, "shift_lead", None, 7,
    ],
)  # fmt: skip
def test_a_rule_with_a_step_that_is_none_is_refused_by_its_number(step: Any) -> None:
    wrong = misfit("escalation", {"steps": [FIRST, step]})
    assert wrong is not None and wrong[1] == "2"


@pytest.mark.parametrize("steps", [[], None, "all", [FIRST] * 31])
def test_a_chain_has_some_steps_and_not_too_many(steps: Any) -> None:
    assert misfit("escalation", {"steps": steps}) is not None


def test_other_rules_are_no_chains() -> None:
    assert misfit("due", {"arrive": 900, "close": 7200}) is None
