"""Receipts: a code that is read off paper, and how long it opens a door."""

from datetime import UTC, datetime, timedelta

import pytest

from cockpit.receipts import LENGTH, LETTERS, NoReceipt, Receipt, in_groups, same_code

AT = datetime(2020, 2, 1, tzinfo=UTC)
CODE = "0123456789ABCDEFGHJKMNPQRSTV"
RECEIPT = Receipt(1, AT, AT + timedelta(days=90))


def test_a_code_has_at_least_128_bits_and_no_letter_that_is_read_as_another() -> None:
    assert len(LETTERS) ** LENGTH >= 2**128
    assert not set("ILOU") & set(LETTERS) and len(set(LETTERS)) == 32


def test_it_is_printed_in_groups_and_read_however_it_is_typed() -> None:
    printed = in_groups(CODE)
    assert printed == "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV"
    for typed in (
        CODE,
        printed,
        printed.lower(),
        f" {printed} ",
        "O1Z3 4567".replace("Z", "2") + CODE[8:],
        "oL" + CODE[2:],
    ):
        assert same_code(typed) == CODE
    assert same_code("".join(chr(ord(one) + 0xFEE0) for one in CODE)) == CODE  # of a Chinese keyboard


@pytest.mark.parametrize("typed", ["", "0123", CODE + "0", CODE[:-1] + "U", CODE[:-1] + "*", "王" * 28, "\0" * 28])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert same_code(typed) == ""


def test_it_holds_until_its_day_or_until_it_is_taken_back() -> None:
    assert RECEIPT.holds(AT) and RECEIPT.holds(RECEIPT.until - timedelta(seconds=1))
    assert not RECEIPT.holds(RECEIPT.until)
    gone = RECEIPT.revoked(AT)
    assert not gone.holds(AT)
    with pytest.raises(NoReceipt):
        gone.revoked(AT)
