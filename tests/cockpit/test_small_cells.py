"""Small cells: whoever adds and subtracts all that is shown still does not learn a number that is hidden."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.small_cells import COVERS, LEAST, ROUNDED_TO, Cell, shown_cells

DISTRICT = "330103"
MOST = 40  # no number of these tests is larger; a stranger may think of larger ones


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


def possible(cell: Cell, *, covers: bool = False) -> range:
    """The numbers that a stranger who knows these rules can think of for one cell."""
    if cell.value is None:
        return range(LEAST) if cell.small else range(COVERS if covers else LEAST, 3 * MOST)
    half = ROUNDED_TO // 2 if cell.rounded else 0
    return range(cell.value - half, cell.value + half + 1)


def sums(parts: Iterable[Iterable[int]]) -> set[int]:
    found = {0}
    for part in parts:
        found = {one + other for one in found for other in part}
    return found


def worlds(cells: dict[str, Cell], pinned: str, value: int) -> bool:
    """Whether all that is shown could be so if the pinned cell had that value."""
    of_streets = []
    for street in sorted(one for one in cells if len(one) == 9):
        inside = [one for one in cells if len(one) == 12 and one.startswith(street)]
        # Exactly one that is not small hides the small ones beside it, under a sum that is shown: it has nine or more.
        covering = (
            cells[street].value is not None
            and sum(cells[one].value is None and not cells[one].small for one in inside) == 1
        )
        parts = [[value] if one == pinned else possible(cells[one], covers=covering) for one in inside]
        fits = [value] if street == pinned else possible(cells[street])
        of_streets.append(sums(parts) & set(fits))
    fits = [value] if pinned == DISTRICT else possible(cells[DISTRICT])
    return bool(sums(of_streets) & set(fits))


few = st.lists(st.one_of(st.integers(0, 6), st.integers(0, MOST)), min_size=1, max_size=3)


@settings(max_examples=150, deadline=None)
@given(st.lists(few, min_size=1, max_size=3))
def test_no_hidden_number_can_be_reckoned_from_what_is_shown(streets: list[list[int]]) -> None:
    numbers = district(*streets)
    cells = shown_cells(numbers)
    for code, cell in cells.items():
        if cell.value is None:
            could = [value for value in possible(cell) if worlds(cells, code, value)]
            assert len(could) >= 2, (code, could, said(*streets))


@given(st.lists(few, min_size=1, max_size=3))
def test_what_is_shown_is_true_and_never_under_five(streets: list[list[int]]) -> None:
    numbers = district(*streets)
    for code, cell in shown_cells(numbers).items():
        real = sum(value for one, value in numbers.items() if one.startswith(code))
        assert real in possible(cell)
        assert cell.value is None or cell.value >= LEAST
