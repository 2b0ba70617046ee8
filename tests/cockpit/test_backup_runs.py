"""When a backup is due, and when it is late: the hour is the district's own, the clock the machine's."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cockpit.backup_runs import Schedule, Standing

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHTLY = Schedule(hour=3, keep=7, late=93_600, again=3_600)
AT_MIDNIGHT = Schedule(hour=0, keep=7, late=93_600, again=3_600)
LAST_HOUR = Schedule(hour=23, keep=7, late=93_600, again=3_600)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=SHANGHAI)


def due(schedule: Schedule, standing: Standing, at: datetime) -> bool:
    return schedule.is_due(standing, at, SHANGHAI)


def test_it_is_due_from_its_local_hour_on_until_it_was_made() -> None:
    yesterdays = Standing(on(1, 12), on(4, 3), on(4, 3))
    assert [due(NIGHTLY, yesterdays, on(5, *at)) for at in ((0, 0), (2, 59), (3, 0), (23, 59))] == [
        False, False, True, True,
    ]  # fmt: skip
    assert not due(NIGHTLY, Standing(on(1, 12), on(5, 3, 1), on(5, 3, 1)), on(5, 23, 59))


@pytest.mark.parametrize(
    ("schedule", "before", "then"), [(AT_MIDNIGHT, on(4, 23, 59), on(5, 0)), (LAST_HOUR, on(5, 22, 59), on(5, 23))]
)
def test_the_first_and_the_last_hour_of_a_day_are_hours_like_others(
    schedule: Schedule, before: datetime, then: datetime
) -> None:
    standing = Standing(on(1, 12), before - timedelta(hours=20), before - timedelta(hours=20))
    assert (due(schedule, standing, before), due(schedule, standing, then)) == (False, True)


def test_the_hour_is_the_districts_and_not_greenwichs() -> None:
    assert NIGHTLY.last_due(on(5, 3).astimezone(ZoneInfo("UTC")), SHANGHAI) == on(5, 3)


def test_a_new_installation_waits_for_its_first_night() -> None:
    new = Standing(on(4, 12))
    assert [due(NIGHTLY, new, at) for at in (on(4, 12), on(5, 2, 59), on(5, 3))] == [False, False, True]


def test_one_that_was_missed_is_made_up_for_at_once() -> None:
    assert due(NIGHTLY, Standing(on(1, 12), on(4, 3), on(4, 3)), on(9, 16))


def test_a_failed_one_is_tried_again_after_a_while() -> None:
    failed = Standing(on(1, 12), on(5, 3), on(4, 3))
    assert [due(NIGHTLY, failed, at) for at in (on(5, 3, 1), on(5, 3, 59), on(5, 4))] == [False, False, True]


def test_it_is_late_26_hours_after_the_last_good_one_whatever_was_tried_since() -> None:
    standing = Standing(on(1, 12), on(5, 4), on(4, 3))
    assert [NIGHTLY.is_late(standing, at) for at in (on(5, 5), on(5, 5, 1))] == [False, True]


def test_without_any_good_one_it_is_late_26_hours_after_the_schedule_began() -> None:
    assert [NIGHTLY.is_late(Standing(on(4, 12)), at) for at in (on(5, 14), on(5, 14, 1))] == [False, True]
