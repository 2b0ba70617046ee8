"""Two clocks, and the district's own days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.clock import Clock, local_day_start, real
from cockpit.refusals import Invalid

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MORNING = datetime(2020, 2, 1, 7, 20, tzinfo=SHANGHAI)
DRILL = Clock(TODAY, MORNING, speed=60)


def test_in_production_both_clocks_show_the_same() -> None:
    later = TODAY + timedelta(hours=5)

    assert real(TODAY).district(later) == later


def test_a_minute_of_a_fast_drill_is_an_hour_of_the_district() -> None:
    assert DRILL.district(TODAY + timedelta(minutes=1)) == MORNING + timedelta(hours=1)


@given(st.timedeltas(timedelta(days=-30), timedelta(days=30)), st.sampled_from([0.5, 1, 2, 60]))
def test_a_due_time_comes_when_the_districts_clock_shows_it(span: timedelta, speed: float) -> None:
    clock = Clock(TODAY, MORNING, speed)

    assert abs(clock.district(clock.machine(MORNING + span)) - (MORNING + span)) < timedelta(milliseconds=1)


def test_the_clock_is_set_forward_from_where_it_stands() -> None:
    now = TODAY + timedelta(minutes=1)
    moved = DRILL.moved(timedelta(minutes=15), now)

    assert moved.district(now) == MORNING + timedelta(hours=1, minutes=15)
    assert moved.speed == 60


def test_the_clock_is_never_set_back() -> None:
    with pytest.raises(Invalid):
        DRILL.moved(timedelta(seconds=-1), TODAY)


@pytest.mark.parametrize("clock", ["00:00:00", "07:20:00", "23:59:59"])
def test_the_districts_day_begins_at_its_own_midnight(clock: str) -> None:
    at = datetime.fromisoformat(f"2020-02-01T{clock}+08:00").astimezone(UTC)

    assert local_day_start(at, SHANGHAI).isoformat() == "2020-02-01T00:00:00+08:00"


def test_a_second_before_midnight_is_still_yesterday() -> None:
    at = datetime(2020, 1, 31, 15, 59, 59, tzinfo=UTC)

    assert local_day_start(at, SHANGHAI).date().isoformat() == "2020-01-31"
    assert local_day_start(at + timedelta(seconds=1), SHANGHAI).date().isoformat() == "2020-02-01"
