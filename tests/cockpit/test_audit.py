"""The chain of the audit: whoever edits, deletes, reorders or inserts a line without the key is seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.audit import GENESIS, AuditLine, Break, chained, first_break

KEY = b"k" * 32
AT = datetime(2020, 2, 1, tzinfo=UTC)
Row = tuple[int, AuditLine, bytes]


def line(number: int) -> AuditLine:
    at = AT + timedelta(minutes=number)
    return AuditLine(at, at, 1, "officer", "officer", "330103", "9", "sent", "incident", str(number), {"team": number})


def chain(length: int = 5, key: bytes = KEY) -> list[Row]:
    rows: list[Row] = []
    digest = GENESIS
    for number in range(1, length + 1):
        digest = chained(key, digest, line(number))
        rows.append((number, line(number), digest))
    return rows


def test_an_untouched_chain_holds() -> None:
    assert first_break(KEY, chain()) is None
    assert first_break(KEY, []) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"facts": {"team": 99}},
        {"account": 2},
        {"actor": "hana"},
        {"session": None},
        {"subject_id": "4"},
        {"district_at": AT},
        {"machine_at": AT + timedelta(microseconds=1)},
    ],
)
def test_an_edited_line_is_seen(changed: dict[str, object]) -> None:
    rows = chain()
    number, one, digest = rows[2]
    rows[2] = (number, replace(one, **changed), digest)  # type: ignore[arg-type]

    assert first_break(KEY, rows) == Break(3)


def test_a_deleted_line_is_seen_at_the_next_one() -> None:
    rows = chain()
    del rows[2]

    assert first_break(KEY, rows) == Break(4)


def test_two_lines_that_changed_places_are_seen() -> None:
    rows = chain()
    rows[1], rows[2] = (2, *rows[2][1:]), (3, *rows[1][1:])

    assert first_break(KEY, rows) == Break(2)


def test_an_inserted_line_is_seen_even_with_a_digest_of_its_own() -> None:
    rows = chain()
    rows.insert(2, (99, line(7), chained(b"guessed" * 5, rows[1][2], line(7))))

    assert first_break(KEY, rows) == Break(99)


def test_a_line_put_in_with_the_digest_of_the_one_before_is_seen() -> None:
    rows = chain()
    rows.insert(2, (99, line(2), rows[1][2]))

    assert first_break(KEY, rows) == Break(99)


def test_a_whole_chain_written_anew_without_the_key_is_seen_at_its_first_line() -> None:
    assert first_break(KEY, chain(key=b"x" * 32)) == Break(1)


def test_a_long_chain_can_be_checked_piece_by_piece() -> None:
    rows = chain()

    assert first_break(KEY, rows[3:], start=rows[2][2]) is None
    assert first_break(KEY, rows[3:]) == Break(4)


@given(st.integers(0, 4), st.integers(0, 2**40 - 1))
def test_no_forged_digest_passes(place: int, forged: int) -> None:
    rows = chain()
    rows[place] = (*rows[place][:2], forged.to_bytes(32, "big"))

    assert first_break(KEY, rows) == Break(place + 1)


def test_the_zone_an_instant_is_written_in_does_not_matter() -> None:
    local = AT.astimezone(ZoneInfo("Asia/Shanghai"))

    assert replace(line(1), district_at=local).canonical() == replace(line(1), district_at=AT).canonical()
