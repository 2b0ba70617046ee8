"""What a sensor may send, item by item; and what is usual at a door."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cockpit.areas import Spot
from cockpit.places import Place, PlaceKind
from cockpit.warnings import slot_of, usual
from cockpit.warnings.readings import Unfit, read_item

SPOT = Spot("330103001", "330103001001", "330103001001001", 120.17, 30.26)
PHARMACY = Place(7, "P-00012", PlaceKind.PHARMACY, "安和药店", "", SPOT)
NOW = datetime(2020, 2, 1, 0, 0, tzinfo=UTC)


def read(**changed: Any) -> Any:
    item = {"place": "P-00012", "at": "2020-02-01T08:00:00+08:00", "count": 31} | changed
    return read_item(item, {PHARMACY.code: PHARMACY}, NOW)


def why_not(**changed: Any) -> str:
    with pytest.raises(Unfit) as unfit:
        read(**changed)
    return str(unfit.value)


def test_a_count_is_read_with_its_place_and_instant() -> None:
    reading = read()

    assert (reading.place_id, reading.at, reading.count) == (7, NOW, 31)


@pytest.mark.parametrize("zone", ["2020-02-01T00:00:00Z", "2020-02-01T00:00:00+00:00", "2020-01-31T19:00:00-05:00"])
def test_any_zone_names_the_same_instant(zone: str) -> None:
    assert read(at=zone).at == NOW


@pytest.mark.parametrize("place", ["P-99999", "", None, 12, ["P-00012"], {"code": "P-00012"}, "P-00012\x00"])
def test_a_place_that_nobody_knows_is_named_so(place: Any) -> None:
    assert why_not(place=place) == "unknown place"


@pytest.mark.parametrize("item", [None, 3, "P-00012", [], [["place", "P-00012"]]])
def test_what_is_no_object_is_refused_by_its_shape(item: Any) -> None:
    with pytest.raises(Unfit, match="not an object"):
        read_item(item, {PHARMACY.code: PHARMACY}, NOW)


@pytest.mark.parametrize(
    "at", [None, 1580515200, "", "now", "2020-02-30T08:00:00Z", "2020-02-01", "2020-02-01T08:00:00", [], True]
)
def test_a_time_without_date_or_zone_is_refused(at: Any) -> None:
    assert why_not(at=at) == "at is not an RFC 3339 time with zone"


def test_a_clock_may_run_five_minutes_ahead_and_no_more() -> None:
    assert read(at=(NOW + timedelta(minutes=5)).isoformat())
    assert "5 minutes ahead" in why_not(at=(NOW + timedelta(minutes=5, seconds=1)).isoformat())


def test_a_count_may_be_seven_days_late_and_no_more() -> None:
    assert read(at=(NOW - timedelta(days=7)).isoformat())
    assert "older than 7 days" in why_not(at=(NOW - timedelta(days=7, seconds=1)).isoformat())


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_the_ends_of_time_are_refused_like_any_other_wrong_time(at: str) -> None:
    assert why_not(at=at)


@pytest.mark.parametrize(
    "count",
    [None, "31", "many", True, False, float("nan"), float("inf"), -float("inf"), 1_000_001, 10**400, 1e300, [31]],
)
def test_what_is_no_number_of_people_is_refused(count: Any) -> None:
    assert why_not(count=count) == "count is not a number of people"


def test_nobody_counts_fewer_than_none() -> None:
    assert why_not(count=-1) == "count is negative"


def test_nobody_counts_half_a_person() -> None:
    assert why_not(count=3.5) == "count is not a whole number"


@pytest.mark.parametrize("count", [0, 1_000_000, 31.0])
def test_whole_numbers_of_people_are_taken(count: float) -> None:
    assert read(count=count).count == int(count)


# What is usual


def test_the_usual_band_is_that_of_the_same_quarter_hour_in_the_weeks_before() -> None:
    means = {NOW - timedelta(weeks=back): mean for back, mean in ((1, 6.0), (2, 4.0), (3, 9.0), (4, 5.0), (5, 99.0))}

    band = usual(means, NOW)

    assert band
    assert (band.low, band.middle, band.high) == (4.0, 5.5, 9.0)


def test_a_week_without_counts_is_left_out() -> None:
    band = usual({NOW - timedelta(weeks=3): 9.0}, NOW)

    assert band
    assert (band.low, band.middle, band.high) == (9.0, 9.0, 9.0)


def test_without_any_week_there_is_nothing_usual() -> None:
    assert usual({NOW: 3.0, NOW - timedelta(days=1): 3.0}, NOW) is None


@pytest.mark.parametrize(("minute", "second", "quarter"), [(0, 0, 0), (14, 59, 0), (15, 0, 15), (59, 59, 45)])
def test_a_slot_is_the_quarter_of_an_hour(minute: int, second: int, quarter: int) -> None:
    at = NOW.replace(minute=minute, second=second)

    assert slot_of(at) == NOW.replace(minute=quarter)
