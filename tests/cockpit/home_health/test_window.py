"""Windows of a day: for which a word counts, when a report is missed, whom it is asked of."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cockpit.home_health import Slot, Standing, Windows, expected, standing
from cockpit.quarantine import Episode, QuarantineKind

HERE = ZoneInfo("Asia/Shanghai")
RULE = Windows(1, 43200, {Slot.MORNING: 36000, Slot.EVENING: 72000})
FIRST = date(2020, 2, 1)
AT_HOME = Episode(1, 1, QuarantineKind.HOME, FIRST, date(2020, 2, 15), ordered_at=datetime(2020, 2, 1, 15, tzinfo=HERE))


def on(day: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2020, 2, day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    ("clock", "slot"), [("00:00", "morning"), ("11:59", "morning"), ("12:00", "evening"), ("23:59", "evening")]
)
def test_a_word_counts_for_the_half_of_the_local_day_in_which_it_is_said(clock: str, slot: str) -> None:
    assert (RULE.at(on(2, clock), HERE).day, RULE.at(on(2, clock), HERE).slot) == (date(2020, 2, 2), slot)


@pytest.mark.parametrize(
    ("clock", "said", "how"),
    [
        ("10:00", False, Standing.EXPECTED), ("10:01", False, Standing.MISSED),
        ("10:01", True, Standing.REPORTED), ("00:00", False, Standing.EXPECTED),
    ],
)  # fmt: skip
def test_a_report_is_missed_from_the_minute_after_it_was_due(clock: str, said: bool, how: Standing) -> None:
    assert standing(RULE.of_day(date(2020, 2, 2), HERE)[0], said, on(2, clock)) is how


def test_nothing_is_asked_before_the_order_nor_after_the_last_day_nor_of_whom_a_hospital_cares_for() -> None:
    asked = [(one.day.day, one.slot) for day in range(13, 17) for one in of(day) if expected(AT_HOME, one)]
    assert [(one.slot) for one in of(1) if expected(AT_HOME, one)] == [Slot.EVENING]
    assert asked == [(day, slot) for day in (13, 14, 15) for slot in Slot]
    in_hospital = Episode(1, 1, QuarantineKind.HOSPITAL, FIRST)
    assert not [one for one in of(2) if expected(in_hospital, one)]


def of(day: int) -> tuple:  # type: ignore[type-arg]
    return RULE.of_day(FIRST + timedelta(days=day - 1), HERE)
