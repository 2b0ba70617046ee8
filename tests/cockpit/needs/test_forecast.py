"""What is likely tomorrow, reckoned by hand, and beside the guess that tomorrow is as today."""

from math import exp
from random import Random

import pytest

from cockpit.needs import NeedKind
from cockpit.needs.forecast import expected, of_area, quantile

MILK = NeedKind.MILK


def test_fourteen_in_seventy_days_of_people_and_eight_at_home_tomorrow_are_one_point_six() -> None:
    found = expected(14, 70, 8)
    assert found.mean == pytest.approx(1.6)  # 14 / 70 = 0.2 a person and day, times 8
    assert (found.low, found.high) == (0, 3)


def test_the_range_holds_eight_of_ten_days_by_the_terms_added_up() -> None:
    """One asked in ten person-days, ten at home: size 1.5, p 1/2; terms 0.354, 0.265, 0.166, 0.097, 0.054 ..."""
    assert quantile(1, 10, 10, 0.1) == 0
    assert quantile(1, 10, 10, 0.6) == 1  # 0.354 + 0.265
    assert quantile(1, 10, 10, 0.9) == 4  # 0.354 + 0.265 + 0.166 + 0.097 = 0.882 is not enough


def test_who_is_released_by_tomorrow_asks_for_nothing() -> None:
    none = expected(14, 70, 0)
    assert (none.mean, none.low, none.high) == (0, 0, 0)


def test_nothing_is_said_where_too_little_is_known() -> None:
    assert of_area("330103001001", {MILK: 3}, 19, 5, 20).kinds == {}
    assert of_area("330103001001", {MILK: 3}, 20, 5, 20).kinds[MILK].mean == pytest.approx(0.75)
    assert of_area("330103001001", {}, 0, 0, 0).kinds == {}


def test_what_nobody_asked_for_so_far_may_still_come_once() -> None:
    assert expected(0, 70, 20).mean == 0 and expected(0, 10, 10).high >= 1


def drawn(random: Random, mean: float) -> int:
    """A Poisson count, by multiplying until it is small enough (Knuth)."""
    limit, count, product = exp(-mean), 0, random.random()
    while product > limit:
        count, product = count + 1, product * random.random()
    return count


def fortnight(seed: int) -> tuple[float, float, int, int]:
    """Absolute errors of ours and of `as today`, and how many days fell into the range, of how many. Forty people are at home and
    are released bit by bit, so that the last days have few."""
    random = Random(seed)
    home = [40, 42, 45, 44, 40, 38, 36, 30, 26, 22, 18, 14, 10, 6, 3]
    asked = [drawn(random, 0.2 * one) for one in home]
    ours = naive = 0.0
    inside = days = 0
    for today in range(7, 14):
        window = range(today - 7, today)
        found = expected(sum(asked[day] for day in window), sum(home[day] for day in window), home[today + 1])
        truth = asked[today + 1]
        ours, naive = ours + abs(found.mean - truth), naive + abs(asked[today] - truth)
        inside, days = inside + (found.low <= truth <= found.high), days + 1
    return ours, naive, inside, days


def test_over_two_hundred_fortnights_it_errs_less_than_that_tomorrow_is_as_today() -> None:
    runs = [fortnight(seed) for seed in range(200)]
    ours, naive, inside, days = (sum(one) for one in zip(*runs, strict=True))
    assert ours < 0.85 * naive
    assert 0.78 < inside / days < 0.95
