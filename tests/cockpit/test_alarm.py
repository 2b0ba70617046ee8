"""The alarm of a watched place: what a series of counts means, judged by the counts' own times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.warnings import Alarm, AlarmState, Reading, WarningRule, judge, step

PHARMACY = 7
MORNING = datetime(2020, 1, 31, 23, 20, tzinfo=UTC)
RULE = WarningRule(
    policy_id=1,
    incident="crowd",
    priority=1,
    threshold=15,
    recover_below=10,
    hold=timedelta(minutes=3),
    recover_hold=timedelta(minutes=5),
    dedupe=timedelta(minutes=30),
    no_data_after=timedelta(minutes=5),
    gap=timedelta(minutes=2),
)


def counted(*counts: int, every: float = 30, start: datetime = MORNING) -> list[Reading]:
    """One count each `every` seconds."""
    return [Reading(PHARMACY, start + timedelta(seconds=every * n), people) for n, people in enumerate(counts)]


def after(*counts: int, every: float = 30) -> Alarm:
    return judge(counted(*counts, every=every), RULE, Alarm(PHARMACY))


def alerting() -> Alarm:
    """Seven counts of 20, three minutes of them, and already told as warning 5."""
    return replace(after(*[20] * 7), warning_id=5)


def goes_on(alarm: Alarm, *counts: int, every: float = 30, pause: float = 0) -> Alarm:
    assert alarm.last_at
    start = alarm.last_at + timedelta(seconds=every + pause)
    return judge(counted(*counts, every=every, start=start), RULE, alarm)


# Up


def test_fourteen_people_are_no_crowd() -> None:
    assert after(*[14] * 20).state is AlarmState.NORMAL


def test_fifteen_people_are_watched_at_once() -> None:
    alarm = after(15)

    assert (alarm.state, alarm.since, alarm.over_since) == (AlarmState.PENDING, MORNING, MORNING)


def test_a_crowd_alerts_when_it_has_lasted_three_minutes_and_not_before() -> None:
    assert after(*[15] * 6).state is AlarmState.PENDING
    assert after(*[15] * 7).state is AlarmState.ALERTING


def test_the_hold_is_counted_on_the_times_of_the_counts_not_on_their_number() -> None:
    assert after(*[20] * 100, every=1).state is AlarmState.PENDING
    assert after(20, 20, 20, every=90).state is AlarmState.ALERTING


def test_one_quiet_count_begins_the_hold_anew() -> None:
    alarm = after(20, 20, 20, 14, 20, 20, 20, 20)

    assert (alarm.state, alarm.over_since) == (AlarmState.PENDING, MORNING + timedelta(minutes=2))


def test_a_silence_breaks_the_hold() -> None:
    alarm = goes_on(after(20, 20), 20, pause=121)

    assert (alarm.state, alarm.since) == (AlarmState.PENDING, alarm.last_at)


def test_a_silence_of_just_the_gap_does_not() -> None:
    assert judge(counted(20, 20, 20, every=120), RULE, Alarm(PHARMACY)).state is AlarmState.ALERTING


def test_the_peak_is_the_most_counted_since_the_threshold_was_met() -> None:
    assert after(12, 15, 40, 20, 16, 16, 16, 16, 16).peak == 40


# Down


def test_between_ten_and_fifteen_a_crowd_stays_a_crowd() -> None:
    assert goes_on(alerting(), *[10, 14] * 20).state is AlarmState.ALERTING


def test_below_ten_it_recovers_for_five_minutes_before_it_is_over() -> None:
    assert goes_on(alerting(), *[9] * 10).state is AlarmState.RECOVERING
    assert goes_on(alerting(), *[9] * 11).state is AlarmState.NORMAL


def test_one_count_of_ten_ends_the_recovery() -> None:
    alarm = goes_on(alerting(), *[9] * 8, 10, *[9] * 8)

    assert alarm.state is AlarmState.RECOVERING
    assert goes_on(alerting(), *[9] * 8, 10).state is AlarmState.ALERTING


def test_a_silence_begins_the_recovery_anew() -> None:
    recovering = goes_on(alerting(), *[9] * 8)

    assert goes_on(recovering, *[9] * 4, pause=121).state is AlarmState.RECOVERING


def test_when_it_is_over_nothing_of_it_is_left_but_the_warning_to_recover() -> None:
    alarm = goes_on(alerting(), *[9] * 11)

    assert (alarm.over_since, alarm.peak, alarm.warning_id) == (None, 0, 5)


# Silence


def test_a_place_that_never_spoke_has_no_data() -> None:
    assert Alarm(PHARMACY).state_at(MORNING, RULE) is AlarmState.NO_DATA


def test_silence_is_reckoned_from_the_clock_and_never_stored() -> None:
    alarm = after(20)

    assert alarm.state_at(MORNING + timedelta(minutes=5), RULE) is AlarmState.PENDING
    assert alarm.state_at(MORNING + timedelta(minutes=5, seconds=1), RULE) is AlarmState.NO_DATA
    assert alarm.state is AlarmState.PENDING


def test_a_warning_that_was_told_outlasts_a_silence() -> None:
    assert goes_on(alerting(), 12, pause=600).state is AlarmState.ALERTING


def test_an_alarm_that_came_too_late_to_be_told_has_to_hold_anew_after_a_silence() -> None:
    untold = after(*[20] * 7)

    assert goes_on(untold, 12, pause=600).state is AlarmState.NORMAL
    assert goes_on(untold, 20, pause=600).state is AlarmState.PENDING


# Late ones


def test_the_same_counts_lead_to_the_same_alarm_in_any_order() -> None:
    series = counted(5, 20, 20, 20, 20, 20, 20, 20, 12)

    assert judge(series[::-1], RULE, Alarm(PHARMACY)) == judge(series, RULE, Alarm(PHARMACY))


def test_what_lasts_longer_than_the_series_that_is_judged_again_is_still_a_crowd() -> None:
    alarm = goes_on(alerting(), *[12] * 200)
    start = MORNING + timedelta(minutes=40)

    assert judge(counted(*[12] * 60, start=start), RULE, alarm.as_it_stood(start)).state is AlarmState.ALERTING


def test_what_began_within_the_series_is_judged_from_nothing() -> None:
    assert alerting().as_it_stood(MORNING - timedelta(hours=1)) == Alarm(PHARMACY, warning_id=5)


def test_a_reading_follows_only_when_it_is_later_than_all_before() -> None:
    alarm = after(5, 5)
    assert alarm.last_at

    assert not alarm.follows(Reading(PHARMACY, alarm.last_at, 5))
    assert alarm.follows(Reading(PHARMACY, alarm.last_at + timedelta(seconds=1), 5))


COUNTS = st.lists(st.integers(0, 40), max_size=60)


@given(COUNTS)
def test_one_by_one_or_all_at_once_is_the_same(counts: list[int]) -> None:
    alarm = Alarm(PHARMACY)
    for reading in counted(*counts):
        alarm = step(alarm, reading, RULE)

    assert alarm == after(*counts)


@given(COUNTS)
def test_it_alerts_only_after_seven_counts_over_the_threshold_in_a_row(counts: list[int]) -> None:
    alarm = Alarm(PHARMACY)
    for n, reading in enumerate(counted(*counts)):
        before, alarm = alarm, step(alarm, reading, RULE)
        if alarm.state is AlarmState.ALERTING and before.state in (AlarmState.NORMAL, AlarmState.PENDING):
            assert min(counts[n - 6 : n + 1]) >= RULE.threshold


@pytest.mark.parametrize("state", [AlarmState.NORMAL, AlarmState.PENDING])
def test_a_quiet_count_calms(state: AlarmState) -> None:
    alarm = Alarm(PHARMACY, state, since=MORNING, last_at=MORNING)

    assert step(alarm, counted(3)[0], RULE).state is AlarmState.NORMAL
