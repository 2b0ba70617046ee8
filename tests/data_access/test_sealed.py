"""Sealed fields: only with the key, only in their own cell, and under an old key still readable; by either cipher."""

import pickle

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from data_access.sealed import AES, SM4, Sealer, has_sm4, key_id_of, read_keys

OLD, NEW = b"k001", b"k002"
SEALER = Sealer({OLD: b"o" * 32})
ROTATED = Sealer({NEW: b"n" * 32, OLD: b"o" * 32})
CHINESE = Sealer({b"s001": b"s" * 16})
CELL = "person.name/12"

by_either = pytest.mark.parametrize("sealer", [SEALER, CHINESE], ids=["AES", "SM4"])


@by_either
@given(words=st.text(st.characters(codec="utf-8")))
def test_what_is_sealed_is_opened_unchanged(sealer: Sealer, words: str) -> None:
    assert sealer.open(sealer.seal(words, cell=CELL), cell=CELL) == words


@by_either
def test_the_same_words_never_look_the_same(sealer: Sealer) -> None:
    assert sealer.seal("张三", cell=CELL) != sealer.seal("张三", cell=CELL)


@by_either
def test_no_word_shows_through(sealer: Sealer) -> None:
    assert "张三".encode() not in sealer.seal("张三" * 50, cell=CELL)


@by_either
@pytest.mark.parametrize(
    "other", ["person.name/13", "person.phone/12", "household.name/12", "person.name", "person.name/1"]
)
def test_a_value_moved_to_another_row_column_or_table_does_not_open(sealer: Sealer, other: str) -> None:
    with pytest.raises(InvalidTag):
        sealer.open(sealer.seal("张三", cell=CELL), cell=other)


@by_either
@pytest.mark.parametrize("place", [5, 16, 17, -1])
def test_a_changed_value_does_not_open(sealer: Sealer, place: int) -> None:
    sealed = bytearray(sealer.seal("张三", cell=CELL))
    sealed[place] ^= 1

    with pytest.raises(InvalidTag):
        sealer.open(bytes(sealed), cell=CELL)


@by_either
@pytest.mark.parametrize("length", [17, 18, 32])
def test_a_value_that_was_cut_does_not_open(sealer: Sealer, length: int) -> None:
    with pytest.raises(InvalidTag):
        sealer.open(sealer.seal("张三", cell=CELL)[:length], cell=CELL)


def test_the_newest_key_seals_and_every_key_opens() -> None:
    old, new = SEALER.seal("张三", cell="c"), ROTATED.seal("李四", cell="c")

    assert (ROTATED.open(old, cell="c"), ROTATED.open(new, cell="c")) == ("张三", "李四")
    assert (key_id_of(old), key_id_of(new)) == (OLD, NEW)
    with pytest.raises(KeyError):
        SEALER.open(new, cell="c")


def test_sealed_anew_it_is_under_the_newest_key_and_says_the_same() -> None:
    fresh = ROTATED.reseal(SEALER.seal("张三", cell="c"), cell="c")

    assert key_id_of(fresh) == NEW
    assert ROTATED.open(fresh, cell="c") == "张三"


# Ciphers


def test_the_first_byte_tells_the_cipher() -> None:
    assert (SEALER.seal("", cell="c")[:1], CHINESE.seal("", cell="c")[:1]) == (AES.format, SM4.format)


def test_a_value_told_to_be_of_the_other_cipher_does_not_open() -> None:
    sealed = SEALER.seal("张三", cell="c")

    with pytest.raises((InvalidTag, ValueError)):
        SEALER.open(SM4.format + sealed[1:], cell="c")


def test_sm4_is_the_cipher_of_the_standard() -> None:
    """The one block that GB/T 32907 gives as its example."""
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    sealing = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()

    assert has_sm4()
    assert (sealing.update(block) + sealing.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_in_galois_counter_mode_is_that_of_its_rfc() -> None:
    """RFC 8998, appendix A.1."""
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce, cell = bytes.fromhex("00001234567800000000abcd"), bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    words = bytes.fromhex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                          "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa")  # fmt: skip

    sealed = SM4.seal(key, nonce, words, cell).hex()
    assert sealed[:32] == "17f399f08c67d5ee19d0dc9969c4bb7d"
    assert sealed[-32:] == "83de3541e4c2b58177e065a9bf7b62ec"


def test_a_persons_key_is_one_of_the_cipher_that_now_seals() -> None:
    assert (len(SEALER.new_key()), len(CHINESE.new_key())) == (AES.key_bytes, SM4.key_bytes)
    assert SEALER.new_key() != SEALER.new_key()


# Settings


def test_keys_are_read_newest_first() -> None:
    assert list(read_keys(f"k002:{'ab' * 32}, k001:{'cd' * 32}")) == [NEW, OLD]


def test_a_key_of_half_the_length_is_one_for_sm4() -> None:
    assert read_keys(f"s001:{'ab' * 16},k001:{'cd' * 32}") == {b"s001": b"\xab" * 16, OLD: b"\xcd" * 32}


@pytest.mark.parametrize(
    "setting",
    ["", "k001", "k1:" + "ab" * 32, "k001:abcd", "k001:" + "zz" * 32, "k001:", f"k001:{'ab' * 32},k001:{'cd' * 32}"],
)
def test_a_key_that_is_none_is_refused_before_anything_is_sealed_with_it(setting: str) -> None:
    with pytest.raises(ValueError):
        read_keys(setting)


def test_a_machine_whose_openssl_has_no_sm4_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_access.sealed.has_sm4", lambda: False)

    assert read_keys(f"k001:{'ab' * 32}")
    with pytest.raises(ValueError, match="has no SM4"):
        read_keys(f"s001:{'ab' * 16}")


def test_another_process_gets_the_keys_and_seals_with_them() -> None:
    sealed = SEALER.seal("张三", cell="c")
    assert SEALER.open(sealed, cell="c") == "张三"
    assert pickle.loads(pickle.dumps(SEALER)).open(sealed, cell="c") == "张三"
