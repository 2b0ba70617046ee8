"""Money as people write it, kept to the fen."""

import pytest

from cockpit.needs.money import fen_of, yuan_of
from cockpit.refusals import Invalid


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("23.5", 2350),
        ("23,50", 2350),
        ("¥23.5", 2350),
        ("23.5元", 2350),
        ("２３", 2300),
        (" 0 ", 0),
        ("99999.99", 9999999),
    ],
)
def test_it_is_read_as_it_is_written(written: str, fen: int) -> None:
    assert fen_of(written) == fen


@pytest.mark.parametrize("written", ["", "-3", "1.234", "二十", "1e3", "1 000", "100000", "3."])
def test_what_is_no_money_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        fen_of(written)


@pytest.mark.parametrize(("fen", "yuan"), [(0, "0.00"), (5, "0.05"), (2350, "23.50"), (100, "1.00")])
def test_it_is_shown_to_the_fen(fen: int, yuan: str) -> None:
    assert yuan_of(fen) == yuan
