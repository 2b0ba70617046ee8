"""Desk figures: each rate says of how many it speaks, each span is one that really was, and what is due is not forgotten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.desk_figures import Course, Rate, Run, of_teams, rates, reckoned, spans
from cockpit.incidents import Answer, State

NOON = datetime(2020, 2, 1, 4, tzinfo=UTC)


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


REPORTED = Course("330103001", "crowd", State.REPORTED, 0, NOON, minutes(120))
SENT = replace(REPORTED, said=State.CONFIRMED, opened_at=minutes(1), dispatched_at=minutes(2))
HANDLED = replace(SENT, left_at=minutes(4), arrived_at=minutes(10), resolved_at=minutes(30))
CLOSED = replace(HANDLED, said=State.CLOSED, verified_at=minutes(35), closed_at=minutes(40))


def test_of_nothing_there_is_no_rate_and_no_span() -> None:
    found = reckoned([], NOON)
    assert found.received == 0
    assert {rate.share for rate in found.rates.values()} == {None}
    assert {(one.count, one.p50, one.p90) for one in found.intervals.values()} == {(0, None, None)}


def test_each_rate_says_of_how_many_it_speaks() -> None:
    assert rates([REPORTED, SENT, HANDLED, CLOSED], minutes(60)) == {
        "filed": Rate(3, 4),
        "dispatched": Rate(3, 3),
        "in_time": Rate(2, 2),
        "closed": Rate(1, 3),
        "redone": Rate(0, 2),
        "on_time": Rate(1, 1),
    }


def test_what_is_overdue_counts_against_the_rates_before_anybody_closes_it() -> None:
    after = rates([SENT, CLOSED], minutes(121))
    assert after["in_time"] == Rate(1, 2) and after["on_time"] == Rate(1, 2)
    assert rates([SENT, CLOSED], minutes(120))["on_time"] == Rate(1, 1), "at the instant itself it is not late"


def test_what_was_handled_or_closed_late_stays_late() -> None:
    late = replace(CLOSED, resolved_at=minutes(121), closed_at=minutes(130))
    assert rates([late], minutes(500))["in_time"] == Rate(0, 1)
    assert rates([late], minutes(500))["on_time"] == Rate(0, 1)


def test_a_duplicate_is_counted_where_it_was_merged_into() -> None:
    twice = replace(REPORTED, said=State.DUPLICATE, closed_at=minutes(3))
    assert reckoned([CLOSED, twice], minutes(60)) == reckoned([CLOSED], minutes(60))


@pytest.mark.parametrize("said", [State.FALSE_ALARM, State.CANCELLED])
def test_a_false_alarm_is_received_and_never_filed_however_far_it_went(said: State) -> None:
    found = reckoned([replace(HANDLED, said=said, closed_at=minutes(50))], minutes(60))
    assert found.received == 1 and found.rates["filed"] == Rate(0, 1) and found.rates["closed"] == Rate(0, 0)
    assert found.intervals["closure"].count == 0


def test_what_was_sent_back_is_redone_once_however_often() -> None:
    assert rates([replace(CLOSED, round=3), CLOSED], minutes(60))["redone"] == Rate(1, 2)


def test_spans_run_between_the_instants_of_the_trade() -> None:
    found = reckoned([CLOSED], minutes(60)).intervals
    assert {name: one.p50 for name, one in found.items()} == {
        "answering": 60, "processing": 60, "handling": 120, "turnout": 120, "travel": 360, "verification": 300, "closure": 2400,
    }  # fmt: skip


def test_half_and_nine_tenths_are_spans_that_really_were() -> None:
    found = spans([*range(10, 110, 10), None])
    assert (found.count, found.p50, found.p90) == (10, 50, 90)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_half_never_lasts_longer_than_nine_tenths(found: list[float]) -> None:
    told = spans(found)
    assert told.p50 in found and told.p90 in found and told.p50 <= told.p90  # type: ignore[operator]
    assert sum(one <= told.p90 for one in found) >= 0.9 * len(found)  # type: ignore[operator]


ORDER = st.permutations([REPORTED, SENT, HANDLED, CLOSED, replace(CLOSED, round=1)])


@given(ORDER)
def test_figures_do_not_ask_in_which_order_things_came(courses: list[Course]) -> None:
    assert reckoned(courses, minutes(200)) == reckoned(sorted(courses, key=repr), minutes(200))


def test_of_a_team_it_is_told_how_often_it_was_sent_and_how_it_answered() -> None:
    done = Run(7, "police", Answer.RESOLVED, NOON, minutes(1), minutes(2), minutes(8), minutes(20))
    out = Run(7, "police", Answer.DECLINED, NOON, ended_at=minutes(1))
    silent = Run(9, "volunteer", Answer.TIMED_OUT, NOON, ended_at=minutes(3))
    wu, mei = of_teams([silent, done, out])
    assert (wu.team_id, wu.sent, wu.declined, wu.timed_out) == (7, 2, 1, 0)
    assert (mei.team_id, mei.sent, mei.declined, mei.timed_out) == (9, 1, 0, 1)
    assert {name: (one.count, one.p90) for name, one in wu.steps.items()} == {
        "acknowledging": (1, 60), "turnout": (1, 120), "travel": (1, 360), "on_scene": (1, 720),
    }  # fmt: skip
