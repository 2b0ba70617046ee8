"""The end of duty on the phone, and the hours that volunteers gave."""

from datetime import timedelta

import pytest

from cockpit import dispatch, hours
from cockpit.access import Actor
from cockpit.hours import JobUnderWay, Length, NotOnDuty, Period, Sheet
from cockpit.incidents import Answer
from cockpit.refusals import Invalid, NotAllowed, TeamOffDuty
from cockpit.scene.board import Board, status_board
from tests.morning import Morning


def on_duty(morning: Morning, who: Actor) -> bool:
    with morning.work(morning.people.rosa) as work:
        team = work.teams.get(who.team or 0)
        return next(one.on_duty for one in work.teams.candidates(team.spot.street, work.at) if one.team.id == team.id)


def end(morning: Morning, who: Actor) -> None:
    morning.do(who, hours.end_duty, key=morning.key())


def sheet(morning: Morning, by: Actor | None = None) -> Sheet:
    period = Period.around(Length.WEEK, morning.at.date())
    found: Sheet = morning.do(by or morning.people.rosa, hours.hours, period)
    return found


def board(morning: Morning, by: Actor | None = None) -> Board:
    found: Board = morning.do(by or morning.people.rosa, status_board)
    return found


def test_mei_ends_her_teams_duty_and_it_is_sent_nowhere(morning: Morning) -> None:
    mei = morning.people.mei
    assert on_duty(morning, mei)
    end(morning, mei)
    assert not on_duty(morning, mei)
    with pytest.raises(TeamOffDuty):
        morning.send(morning.crowd(), mei.team or 0)


def test_it_ends_with_the_next_shift_and_can_be_taken_up_before(morning: Morning) -> None:
    mei = morning.people.mei
    end(morning, mei)
    morning.later(hours=1)
    morning.do(mei, hours.take_up_duty, key=morning.key())
    assert on_duty(morning, mei)
    end(morning.later(minutes=1), mei)
    assert not on_duty(morning, mei)
    assert on_duty(morning.later(hours=23), mei)


def test_duty_does_not_end_while_a_job_is_under_way(morning: Morning) -> None:
    incident = morning.sent_to_own()
    morning.answer(morning.people.mei, incident, Answer.EN_ROUTE)
    with pytest.raises(JobUnderWay) as refused:
        end(morning, morning.people.mei)
    assert refused.value.code == incident.code
    assert on_duty(morning, morning.people.mei)


def test_what_only_waits_in_the_list_goes_to_another_team(morning: Morning) -> None:
    incident = morning.sent_to_own()
    end(morning, morning.people.mei)
    mine = next(one for one in morning.now(incident).assignments if one.team_id == morning.people.mei.team)
    assert (mine.state, mine.outcome) == (Answer.DECLINED, "off_duty")


def test_who_has_no_shift_has_none_to_end(morning: Morning) -> None:
    with pytest.raises(NotOnDuty):
        end(morning.later(hours=15), morning.people.mei)  # half past ten in the evening


def test_a_tap_sent_twice_ends_once(morning: Morning) -> None:
    key = morning.key()
    for _ in range(2):
        morning.do(morning.people.mei, hours.end_duty, key=key)
    end(morning.later(minutes=5), morning.people.mei)
    with morning.work(morning.people.rosa) as work:
        assert len(work.hours.ends(work.at - timedelta(hours=1), work.at + timedelta(hours=1))) == 1


def test_only_a_team_ends_its_duty(morning: Morning) -> None:
    for nobody in (morning.people.rosa, morning.people.lin, morning.people.eve):
        with pytest.raises(NotAllowed):
            end(morning, nobody)


def test_the_hours_of_the_week_are_those_of_the_shifts_until_the_tap(morning: Morning) -> None:
    before = next(one for one in sheet(morning).rows if one.team.id == morning.people.mei.team)
    end(morning.later(hours=1), morning.people.mei)
    after = next(one for one in sheet(morning.later(hours=5)).rows if one.team.id == morning.people.mei.team)
    assert after.duty - before.duty == timedelta(hours=1)
    assert after.given == after.duty * after.team.members > after.duty


def test_each_reads_the_hours_of_her_own_area(morning: Morning) -> None:
    assert {one.team.area[:9] for one in sheet(morning, morning.people.shen).rows} == {morning.people.shen.area}
    assert {one.team.area for one in sheet(morning, morning.people.lin).rows} == {morning.people.lin.area}
    assert all(one.team.role == "volunteer" for one in sheet(morning).rows)
    for nobody in (morning.people.wu, morning.people.eve):
        with pytest.raises(NotAllowed):
            sheet(morning, nobody)


@pytest.mark.parametrize(
    ("length", "day"), [("year", ""), ("week", "today"), ("week", "2020-13-01"), ("month", "9999-12-31")]
)
def test_a_period_that_cannot_be_is_refused(morning: Morning, length: str, day: str) -> None:
    with morning.work(morning.people.rosa) as work, pytest.raises(Invalid):
        hours.period_of(work, length, day)


# The status board


def test_the_board_has_every_team_of_ones_own_area_with_its_jobs_and_its_clock(morning: Morning) -> None:
    incident = morning.answer(morning.people.wu, morning.sent_to_own(), Answer.ON_SCENE)
    found = board(morning, morning.people.shen)
    assert {one.spot.street for one in found.teams} == {morning.people.shen.area}
    mine = next(one for one in found.jobs if one.team_id == morning.people.wu.team)
    assert (mine.incident_id, mine.state, mine.since) == (incident.id, Answer.ON_SCENE, morning.at)
    assert [one.team_id for one in found.alive.clocks] == [morning.people.wu.team]
    assert any(start <= morning.at < until for start, until in found.duty[morning.people.wu.team or 0])


def test_positions_are_on_the_desks_board_and_on_no_leaders(morning: Morning) -> None:
    morning.answer(morning.people.wu, morning.sent_to_own(), Answer.EN_ROUTE)
    assert morning.shows_his_phone(morning.people.wu)
    assert [one.team_id for one in board(morning).alive.positions] == [morning.people.wu.team]
    leader = Actor(9, "leader", "区领导", "leader", "330103")
    assert board(morning, leader).alive.positions == ()
    assert board(morning, morning.people.lin).alive.positions == ()


def test_a_team_that_has_left_is_on_the_board_without_clock_and_place(morning: Morning) -> None:
    incident = morning.answer(morning.people.wu, morning.sent_to_own(), Answer.ON_SCENE)
    morning.shows_his_phone(morning.people.wu)
    morning.do(morning.people.rosa, dispatch.recall, incident.id, morning.people.wu.team)
    alive = board(morning).alive
    assert (alive.clocks, alive.positions) == ((), ())


def test_who_may_not_see_duty_sees_no_board(morning: Morning) -> None:
    for nobody in (morning.people.wu, morning.people.eve):
        with pytest.raises(NotAllowed):
            board(morning, nobody)
