"""The hours of a team: from the shift to the tap or the shift's end, and as long as a job goes on."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cockpit.areas import Spot
from cockpit.hours import DutyEnd, Hours, Job, Length, Period, on_duty_spans, reckoned
from cockpit.teams import Shift, Team, TeamRole

ZONE = ZoneInfo("Asia/Shanghai")
MEI = Team(33, "D33", "武林大妈", TeamRole.VOLUNTEER, "330103001001", Spot("", "", "", 120.0, 30.0), members=5)
WEEK = Period.around(Length.WEEK, date(2020, 2, 1))


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=ZONE)


SHIFT = Shift(33, at(6), at(22))
EVENING = at(23)


def given(*, ends: list[DutyEnd] | None = None, jobs: list[Job] | None = None, now: datetime = EVENING) -> Hours:
    return reckoned(MEI, [SHIFT], ends or [], jobs or [], WEEK.instants(ZONE), now)


def hours(length: timedelta) -> float:
    return length / timedelta(hours=1)


def test_a_tap_forgotten_ends_with_the_shift() -> None:
    assert hours(given().duty) == 16


def test_a_tap_ends_duty_there_and_then() -> None:
    assert hours(given(ends=[DutyEnd(33, at(12))]).duty) == 6


def test_who_comes_back_is_on_duty_again_until_the_shifts_end() -> None:
    assert hours(given(ends=[DutyEnd(33, at(12), at(14))]).duty) == 14


def test_several_breaks_of_a_day_are_taken_off_each() -> None:
    ends = [DutyEnd(33, at(18), at(19)), DutyEnd(33, at(12), at(14)), DutyEnd(33, at(21))]
    assert on_duty_spans(SHIFT, ends) == [(at(6), at(12)), (at(14), at(18)), (at(19), at(21))]


@pytest.mark.parametrize("tap", [at(5, 59), at(22), at(8, day=2)])
def test_a_tap_outside_the_shift_is_of_another_one(tap: datetime) -> None:
    assert hours(given(ends=[DutyEnd(33, tap)]).duty) == 16


def test_another_teams_tap_is_not_ours() -> None:
    assert hours(given(ends=[DutyEnd(7, at(12))]).duty) == 16


def test_a_job_that_goes_on_after_the_shift_counts_to_its_end_and_what_overlaps_counts_once() -> None:
    found = given(jobs=[Job(33, at(21), at(22, 30)), Job(33, at(9), at(10))])
    assert (hours(found.duty), hours(found.on_jobs), found.jobs) == (16.5, 2.5, 2)


def test_what_is_still_to_come_does_not_count_and_what_still_goes_on_does() -> None:
    found = given(jobs=[Job(33, at(7), None)], now=at(8))
    assert (hours(found.duty), hours(found.on_jobs)) == (2, 1)


def test_an_hour_of_a_team_is_given_by_each_of_its_members() -> None:
    assert hours(given().given) == 16 * 5


def test_two_shifts_at_the_same_time_are_one_time() -> None:
    twice = reckoned(MEI, [SHIFT, Shift(33, at(20), at(23))], [], [], WEEK.instants(ZONE), at(23, 30))
    assert hours(twice.duty) == 17


def test_a_week_begins_on_monday_at_local_midnight_and_a_month_on_its_first() -> None:
    assert (WEEK.first, WEEK.after) == (date(2020, 1, 27), date(2020, 2, 3))
    month = Period.around(Length.MONTH, date(2020, 2, 29))
    assert (month.first, month.after) == (date(2020, 2, 1), date(2020, 3, 1))
    assert (month.before.first, month.next.after) == (date(2020, 1, 1), date(2020, 4, 1))
    assert Period.around(Length.MONTH, date(2020, 12, 31)).after == date(2021, 1, 1)


def test_a_night_is_divided_at_local_midnight_between_two_weeks() -> None:
    night = Shift(33, datetime(2020, 2, 2, 22, tzinfo=ZONE), datetime(2020, 2, 3, 6, tzinfo=ZONE))
    before, after = (
        reckoned(MEI, [night], [], [], period.instants(ZONE), at(12, day=4)) for period in (WEEK, WEEK.next)
    )
    assert (hours(before.duty), hours(after.duty)) == (2, 6)
