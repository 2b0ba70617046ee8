"""Small cells: whoever adds and subtracts all that is shown still does not learn a number that is hidden."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.small_cells import LEAST, ROUNDED_TO, shown_cells

DISTRICT = "330103"
MOST = 40
OFF = ROUNDED_TO // 2 + ROUNDED_TO  # a rounded number is off by no more than this for each street


def district(*streets: list[int]) -> dict[str, int]:
    """Communities by code, a list of numbers for each street."""
    return {
        f"{DISTRICT}{street:03d}{place:03d}": value
        for street, values in enumerate(streets, 1)
        for place, value in enumerate(values, 1)
    }


def said(*streets: list[int]) -> list[list[str]]:
    """What is shown, street by street: the sum first, then the communities; the district's at the end."""
    cells = shown_cells(district(*streets))
    rows = [
        [str(cells[code]), *(str(cell) for one, cell in cells.items() if len(one) == 12 and one.startswith(code))]
        for code in sorted(one for one in cells if len(one) == 9)
    ]
    return [*rows, [str(cells[DISTRICT])]]


def test_where_nothing_is_small_everything_is_shown_as_it_is() -> None:
    assert said([5, 60], [1200, 9]) == [["65", "5", "60"], ["1,209", "1,200", "9"], ["1,274"]]


def test_a_small_one_hides_a_neighbour_and_sums_are_rounded() -> None:
    assert said([3, 60, 70], [80, 90]) == [["≈135", "<5", "–", "70"], ["170", "80", "90"], ["≈305"]]


def test_zero_is_as_small_as_four() -> None:
    assert said([0, 60, 70], [80, 90])[0] == [*said([4, 58, 70], [80, 90])[0][:1], "<5", "–", "70"]


def test_where_no_neighbour_is_large_enough_the_street_is_hidden_and_hides_a_second_one() -> None:
    rows = said([3, 6], [80, 90], [70, 71])
    assert rows[0] == ["–", "<5", "–"]
    assert rows[1] == ["–", "–", "90"], "a hidden sum is not the sum of parts that are all shown"
    assert rows[2] == ["141", "70", "71"]


def test_a_small_street_is_hidden_with_all_that_is_in_it() -> None:
    assert said([1, 2], [80, 90])[0] == ["<5", "<5", "<5"]


def test_a_small_district_shows_nothing_at_all() -> None:
    assert said([1], [2]) == [["<5", "<5"], ["<5", "<5"], ["<5"]]


@pytest.mark.parametrize("numbers", [{}, {f"{DISTRICT}001001": 7}])
def test_a_district_with_one_community_or_none(numbers: dict[str, int]) -> None:
    assert {str(cell) for cell in shown_cells(numbers).values()} == ({"7"} if numbers else set())


# Whoever reckons

EDGE = 6  # so near the largest number that was tried there is none above to take it for


def everything_shown(streets: tuple[int, ...], most: int) -> dict[tuple[str, ...], list[tuple[int, ...]]]:
    """What is shown of every district with so many communities in each street and no number above `most`: by what is
    shown, the numbers of every cell in each district that looks so. Nobody can know more than which of these it is."""
    found: dict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for values in product(range(most + 1), repeat=sum(streets)):
        rest = iter(values)
        numbers = district(*[[next(rest) for _ in range(communities)] for communities in streets])
        cells = shown_cells(numbers)
        found[tuple(map(str, cells.values()))].append(tuple(summed(numbers, code) for code in cells))
    return found


def summed(numbers: dict[str, int], code: str) -> int:
    return sum(value for one, value in numbers.items() if one.startswith(code))


@pytest.mark.parametrize(
    ("streets", "most"),
    [((1,), 40), ((2,), 40), ((1, 1), 40), ((3,), 20), ((2, 1), 20), ((1, 1, 1), 20), ((2, 2), 15)],
    ids=str,
)
def test_no_hidden_number_can_be_reckoned_from_what_is_shown_whoever_knows_the_rules(
    streets: tuple[int, ...], most: int
) -> None:
    for shown, districts in everything_shown(streets, most).items():
        if max(max(one[: sum(streets)]) for one in districts) > most - EDGE:
            continue
        for place, cell in enumerate(shown):
            could = {one[place] for one in districts}
            assert len(could) >= 2 or cell not in (f"<{LEAST}", "–"), (shown, could)


few = st.lists(st.one_of(st.integers(0, 6), st.integers(0, MOST)), min_size=1, max_size=3)


@given(st.lists(few, min_size=1, max_size=3))
def test_what_is_shown_is_true_and_never_under_five(streets: list[list[int]]) -> None:
    numbers = district(*streets)
    for code, cell in shown_cells(numbers).items():
        real = summed(numbers, code)
        if cell.value is None:
            assert cell.small == (real < LEAST)
        else:
            assert cell.value >= LEAST
            assert abs(cell.value - real) <= (OFF * len(streets) if cell.rounded else 0)
