"""The picture of the counts shows what was counted, and a silence as a silence."""

from datetime import UTC, datetime, timedelta

from cockpit.warnings import Reading
from pages.charts import unbroken

START = datetime(2020, 2, 1, tzinfo=UTC)


def at(*seconds: int) -> list[Reading]:
    return [Reading(1, START + timedelta(seconds=one), one) for one in seconds]


def test_a_line_ends_where_the_sensor_fell_silent() -> None:
    runs = unbroken(at(0, 10, 130, 251, 261), timedelta(seconds=120))
    assert [[one.count for one in run] for run in runs] == [[0, 10, 130], [251, 261]]


def test_without_a_count_there_is_no_line() -> None:
    assert unbroken([], timedelta(seconds=120)) == []
