"""Promises: whoever was called in says by when, a team when it sets out; silence takes both back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cockpit import dispatch, escalation, incidents
from cockpit.escalation.refused import NotCalledIn, SeenToAlready
from cockpit.incidents import Answer, Incident, State
from cockpit.refusals import AlreadyOver, Invalid, NotAllowed, NotFound
from cockpit.viewers import look_on
from tests.data_access.test_escalation import at, called, duty_leader, look, mine, told
from tests.morning import Morning
from tests.people import People


@pytest.fixture
def to_gu(morning: Morning) -> Incident:
    """A red item that went to Gu, two minutes after it came."""
    one = morning.report(priority=1)
    at(morning, 60, one)
    at(morning, 120, one)
    return one


def test_gu_sees_to_it_and_the_chain_waits(morning: Morning, people: People, to_gu: Incident) -> None:
    morning.do(people.gu, escalation.see_to, to_gu.id, 10)
    until = (to_gu.received_at + timedelta(seconds=720)).isoformat()
    assert datetime.fromisoformat(told(morning, to_gu, "sees_to_it")[0][1]["until"]) == datetime.fromisoformat(until)
    at(morning, 700, to_gu)
    assert duty_leader(morning).id not in called(morning, to_gu)


def test_silent_gu_is_reminded_then_his_promise_falls_away_and_the_chain_goes_on(
    morning: Morning, people: People, to_gu: Incident
) -> None:
    morning.do(people.gu, escalation.see_to, to_gu.id, 10)
    at(morning, 720, to_gu)
    look(morning, to_gu)
    assert [name for name, _ in told(morning, to_gu, "promise_due", "promise_lapsed")] == ["promise_due"]
    at(morning, 839, to_gu)
    assert duty_leader(morning).id not in called(morning, to_gu)
    at(morning, 840, to_gu)
    assert [name for name, _ in told(morning, to_gu, "promise_due", "promise_lapsed")] == [
        "promise_due",
        "promise_lapsed",
    ]
    assert duty_leader(morning).id in called(morning, to_gu)


def test_what_moved_meanwhile_keeps_the_promise(morning: Morning, people: People, to_gu: Incident) -> None:
    morning.do(people.gu, escalation.see_to, to_gu.id, 5)
    morning.do(people.gu, incidents.confirm, to_gu.id)
    at(morning, 420, to_gu)
    assert told(morning, to_gu, "promise_due", "promise_lapsed") == []
    with morning.work(people.cockpit) as work:
        assert [one.kept for one in work.chains.calls(to_gu.id) if one.account == people.gu.id] == [True]


def test_to_look_is_to_have_seen_and_moves_nothing(morning: Morning, people: People, to_gu: Incident) -> None:
    morning.do(people.gu, escalation.see_to, to_gu.id, 5)
    morning.do(duty_leader(morning), look_on, to_gu.id)
    morning.do(people.gu, look_on, to_gu.id)
    at(morning, 420, to_gu)
    assert [name for name, _ in told(morning, to_gu, "promise_due", "call_seen")] == ["promise_due"]


def test_who_was_told_and_opens_it_has_seen_it_once(morning: Morning, people: People, to_gu: Incident) -> None:
    for _ in range(3):
        morning.do(people.gu, look_on, to_gu.id)
    assert len(told(morning, to_gu, "call_seen")) == 1


def test_gu_may_renew_his_promise_and_it_counts_from_then(morning: Morning, people: People, to_gu: Incident) -> None:
    morning.do(people.gu, escalation.see_to, to_gu.id, 5)
    at(morning, 421, to_gu)
    morning.do(people.gu, escalation.see_to, to_gu.id, 10)
    at(morning, 1020, to_gu)
    assert told(morning, to_gu, "promise_lapsed") == []
    at(morning, 1141, to_gu)
    assert len(told(morning, to_gu, "promise_lapsed")) == 1


def test_refused_is_who_was_not_called_whom_somebody_forestalled_and_what_is_no_choice(
    morning: Morning, people: People, to_gu: Incident
) -> None:
    for minutes in (7, -5, True, None, "5", 10**9):
        with pytest.raises(Invalid):
            morning.do(people.gu, escalation.see_to, to_gu.id, minutes)
    with pytest.raises(NotCalledIn):
        morning.do(people.shen, escalation.see_to, to_gu.id, 5)
    with pytest.raises(NotFound):
        morning.do(people.xia, escalation.see_to, to_gu.id, 5)
    for who in (people.lin, people.wu, people.eve):
        with pytest.raises(NotAllowed):
            morning.do(who, escalation.see_to, to_gu.id, 5)
    morning.do(people.gu, escalation.see_to, to_gu.id, 5)
    at(morning, 130, to_gu)
    with pytest.raises(SeenToAlready, match="I-"):
        morning.do(people.rosa, escalation.see_to, to_gu.id, 5)
    morning.do(people.gu, incidents.cancel, to_gu.id)
    with pytest.raises(AlreadyOver):
        morning.do(people.gu, escalation.see_to, to_gu.id, 5)


def test_what_was_escalated_to_me_is_mine_until_it_is_wanted_no_more(
    morning: Morning, people: People, to_gu: Incident
) -> None:
    assert mine(morning, people.gu) == (to_gu.id,)
    assert mine(morning, people.shen) == ()
    morning.do(people.gu, incidents.confirm, to_gu.id)
    assert mine(morning, people.gu) == ()


# A team's promise


def test_a_team_that_does_not_set_out_as_it_promised_is_reminded_and_then_replaced(
    morning: Morning, people: People
) -> None:
    one = morning.sent_to_own()
    start = morning.at
    morning.answer(people.wu, one, Answer.ACKNOWLEDGED, depart=5)
    morning.at = start + timedelta(minutes=5)
    for _ in range(2):
        morning.do(people.cockpit, dispatch.departed, one.id, people.wu.team)
    assert [name for name, _ in told(morning, one, "departure_due", "departure_lapsed")] == ["departure_due"]
    morning.at = start + timedelta(minutes=8)
    after = morning.do(people.cockpit, dispatch.departed, one.id, people.wu.team)
    assert after.of_team(people.wu.team) is None
    assert told(morning, one, "departure_lapsed") == [("departure_lapsed", {"team": people.wu.team})]
    police = [job for job in after.counting if job.role == "police"]
    assert [job.state for job in police] == [Answer.DISPATCHED]


def test_a_team_that_sets_out_in_time_is_left_alone(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    morning.answer(people.wu, one, Answer.ACKNOWLEDGED, depart=2)
    morning.answer(people.wu, one, Answer.EN_ROUTE)
    morning.later(minutes=9).do(people.cockpit, dispatch.departed, one.id, people.wu.team)
    assert told(morning, one, "departure_due", "departure_lapsed") == []
    assert morning.now(one).state is State.EN_ROUTE


@pytest.mark.parametrize("minutes", [0, 3, True, "5", 10**9])
def test_a_departure_that_is_no_choice_is_refused(morning: Morning, people: People, minutes: Any) -> None:
    one = morning.sent_to_own()
    with pytest.raises(Invalid, match="depart"):
        morning.answer(people.wu, one, Answer.ACKNOWLEDGED, depart=minutes)
