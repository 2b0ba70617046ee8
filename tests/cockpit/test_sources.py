"""How fresh and how whole: what a rule says of a community, and what may be told of few people."""

from datetime import UTC, datetime, timedelta

import pytest

from cockpit.importing.kinds import Kind
from cockpit.small_cells import Cell
from cockpit.sources import Freshness, Rule, Source, Touch, shares_of, together

NOW = datetime(2020, 2, 1, 8, tzinfo=UTC)
YEARLY = Rule(365, 90)


def touch(days: float, file: str = "persons") -> Touch:
    return Touch(NOW - timedelta(days=days), "data_officer", file)


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (0, Freshness.FRESH),
        (328, Freshness.FRESH),
        (329, Freshness.DUE),
        (364.9, Freshness.DUE),
        (365, Freshness.STALE),
    ],
)
def test_a_kind_is_due_in_the_last_tenth_of_its_time_and_stale_after_it(days: float, says: Freshness) -> None:
    assert YEARLY.freshness(touch(days), NOW) is says


def test_what_was_never_brought_in_is_seen_before_what_is_stale() -> None:
    assert YEARLY.freshness(None, NOW) is Freshness.NEVER
    assert Freshness.NEVER.weight > Freshness.STALE.weight > Freshness.DUE.weight > Freshness.FRESH.weight


def test_a_street_has_what_its_grids_have_and_the_latest_word_of_them() -> None:
    old, new = touch(100), touch(3)
    grids = [
        Source("330103001001001", Kind.PERSONS, 40, {"phone": 30, "number": 40, "born": 40}, old),
        Source("330103001001002", Kind.PERSONS, 10, {"phone": 10, "number": 10, "born": 10}, new, touch(1, "")),
        Source("330103001002001", Kind.PERSONS, 5, {"phone": 0, "number": 5, "born": 5}),
    ]
    found = together(grids)
    street, community = found["330103001", Kind.PERSONS], found["330103001001", Kind.PERSONS]
    assert (street.count, street.filled["phone"], community.count) == (55, 40, 50)
    assert community.brought == new and found["330103001002", Kind.PERSONS].brought is None
    assert street.edited == touch(1, "")


def test_a_hundred_per_cent_means_all() -> None:
    one = Source("330103001", Kind.HOUSEHOLDS, 1000, {"tenure": 999})
    assert one.share("tenure") == 99
    assert Source("330103001", Kind.HOUSEHOLDS, 0).share("tenure") is None


def persons(count: int, phones: int) -> Source:
    return Source("330103001001", Kind.PERSONS, count, {"phone": phones, "number": count, "born": count})


def test_whoever_sees_cells_gets_shares_in_steps_of_five_people_or_more_and_none_of_few() -> None:
    assert shares_of(persons(200, 197), Cell(200), exact=True)["phone"] == 98
    assert shares_of(persons(200, 197), Cell(200), exact=False)["phone"] == 100
    assert shares_of(persons(99, 97), Cell(99), exact=False)["phone"] is None
    assert shares_of(persons(200, 197), Cell(200, rounded=True), exact=False)["phone"] is None
    assert shares_of(persons(3, 3), Cell(None, small=True), exact=False)["phone"] is None
