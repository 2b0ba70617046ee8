"""Sealed fields: only with the key, only in their own cell, and under an old key still readable."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from data_access.sealed import Sealer, read_keys

OLD, NEW = b"k001", b"k002"
SEALER = Sealer({OLD: b"o" * 32})
ROTATED = Sealer({NEW: b"n" * 32, OLD: b"o" * 32})


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_sealed_is_opened_unchanged(words: str) -> None:
    assert SEALER.open(SEALER.seal(words, cell="person.name"), cell="person.name") == words


def test_the_same_words_never_look_the_same() -> None:
    assert SEALER.seal("张三", cell="person.name") != SEALER.seal("张三", cell="person.name")


def test_no_word_shows_through() -> None:
    assert "张三".encode() not in SEALER.seal("张三" * 50, cell="person.name")


def test_a_value_moved_to_another_cell_does_not_open() -> None:
    with pytest.raises(InvalidTag):
        SEALER.open(SEALER.seal("张三", cell="person.name"), cell="household.door")


@pytest.mark.parametrize("place", [5, 16, 17, -1])
def test_a_changed_value_does_not_open(place: int) -> None:
    sealed = bytearray(SEALER.seal("张三", cell="person.name"))
    sealed[place] ^= 1

    with pytest.raises(InvalidTag):
        SEALER.open(bytes(sealed), cell="person.name")


def test_the_newest_key_seals_and_every_key_opens() -> None:
    old, new = SEALER.seal("张三", cell="c"), ROTATED.seal("李四", cell="c")

    assert (ROTATED.open(old, cell="c"), ROTATED.open(new, cell="c")) == ("张三", "李四")
    assert new[1:5] == NEW
    with pytest.raises(KeyError):
        SEALER.open(new, cell="c")


def test_keys_are_read_newest_first() -> None:
    assert list(read_keys(f"k002:{'ab' * 32}, k001:{'cd' * 32}")) == [NEW, OLD]


@pytest.mark.parametrize("setting", ["", "k001", "k1:" + "ab" * 32, "k001:abcd", "k001:" + "zz" * 32, "k001:"])
def test_a_key_that_is_none_is_refused_before_anything_is_sealed_with_it(setting: str) -> None:
    with pytest.raises(ValueError):
        read_keys(setting)
