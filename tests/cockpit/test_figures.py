"""Percentiles by nearest rank: a figure that somebody has really had to wait."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.figures import percentile


def test_of_ten_the_ninth_is_the_ninetieth_percentile() -> None:
    assert percentile([float(n) for n in range(10, 0, -1)], 0.9) == 9


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7.0], 0.9, 7.0),
        ([1.0, 2.0], 0.5, 1.0),
        ([1.0, 2.0, 3.0], 0.5, 2.0),
        ([1.0, 2.0], 0.9, 2.0),
        ([5.0, 1.0], 0.0, 1.0),
    ],
)
def test_small_samples_give_one_of_their_own_values(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_of_nothing_there_is_none() -> None:
    assert percentile([], 0.9) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200), st.integers(1, 100))
def test_it_is_the_smallest_value_that_the_share_does_not_exceed(values: list[float], hundredths: int) -> None:
    found = percentile(values, hundredths / 100)

    assert found in values
    assert sum(value <= found for value in values) >= math.ceil(len(values) * hundredths / 100)
    assert sum(value < found for value in values) < math.ceil(len(values) * hundredths / 100)
