"""Fields that only the product may read: sealed with a random nonce a value, and bound to their own cell.

Layout of a sealed value: 1 byte format (which cipher), 4 bytes key id, 12 bytes nonce, cipher text with tag. A cell is
written `table.column/row id`, so that a value put into another row, column or table does not open.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE, TAG = 12, 16
Ready = Callable[[bytes, bytes, bytes], bytes]


@dataclass(frozen=True)
class Keys:
    """`field` seals personal fields (key id -> key), `audit` chains the audit, `index` finds people by tokens."""

    field: dict[bytes, bytes]
    audit: bytes
    index: bytes


@dataclass(frozen=True)
class Way:
    """A cipher: the length of a key says which one it is for.

    A key is made ready once and seals many values: what comes of it takes nonce, words (or what they became) and cell.
    """

    format: bytes
    key_bytes: int
    sealing: Callable[[bytes], Ready]
    opening: Callable[[bytes], Ready]

    def seal(self, key: bytes, nonce: bytes, words: bytes, cell: bytes) -> bytes:
        return self.sealing(key)(nonce, words, cell)


def _sm4_seal(key: bytes, nonce: bytes, words: bytes, cell: bytes) -> bytes:
    sealing = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(cell)
    return sealing.update(words) + sealing.finalize() + sealing.tag


def _sm4_open(key: bytes, nonce: bytes, body: bytes, cell: bytes) -> bytes:
    if len(body) < TAG:
        raise InvalidTag
    opening = Cipher(algorithms.SM4(key), modes.GCM(nonce, body[-TAG:])).decryptor()
    opening.authenticate_additional_data(cell)
    return opening.update(body[:-TAG]) + opening.finalize()


# AES-256-GCM; SM4-GCM (GB/T 32907), where OpenSSL has it.
AES = Way(b"\x01", 32, lambda key: AESGCM(key).encrypt, lambda key: AESGCM(key).decrypt)
SM4 = Way(b"\x02", 16, lambda key: partial(_sm4_seal, key), lambda key: partial(_sm4_open, key))
BY_FORMAT = {way.format: way for way in (AES, SM4)}
BY_LENGTH = {way.key_bytes: way for way in (AES, SM4)}


@dataclass(frozen=True)
class Sealer:
    """`keys` maps a key id of 4 bytes to a key, newest first; the newest seals, all open."""

    keys: dict[bytes, bytes]

    def __getstate__(self) -> dict[str, object]:
        """Another process gets the keys, and makes them ready itself."""
        return {"keys": self.keys}

    @property
    def newest(self) -> bytes:
        return next(iter(self.keys))

    def seal(self, text: str, *, cell: str) -> bytes:
        return self.wrap(text.encode(), cell=cell)

    def open(self, sealed: bytes, *, cell: str) -> str:
        """Raises KeyError for an unknown key and cryptography's InvalidTag for a value that was moved or changed."""
        return self.unwrap(sealed, cell=cell).decode()

    def wrap(self, words: bytes, *, cell: str) -> bytes:
        """Seal bytes, as another key is."""
        (begins, seal), nonce = self._sealing, os.urandom(NONCE)
        return begins + nonce + seal(nonce, words, cell.encode())

    def unwrap(self, sealed: bytes, *, cell: str) -> bytes:
        begins = sealed[:5]
        open_ = self._opening.get(begins) or self._ready(begins)
        return open_(sealed[5 : 5 + NONCE], sealed[5 + NONCE :], cell.encode())

    @cached_property
    def _sealing(self) -> tuple[bytes, Ready]:
        """With what a sealed value begins, and the newest key."""
        key = self.keys[self.newest]
        way = BY_LENGTH[len(key)]
        return way.format + self.newest, way.sealing(key)

    @cached_property
    def _opening(self) -> dict[bytes, Ready]:
        """The keys that were needed so far, by that beginning."""
        return {}

    def _ready(self, begins: bytes) -> Ready:
        self._opening[begins] = ready = BY_FORMAT[begins[:1]].opening(self.keys[key_id_of(begins)])
        return ready

    def reseal(self, sealed: bytes, *, cell: str) -> bytes:
        """The same words under the newest key."""
        return self.wrap(self.unwrap(sealed, cell=cell), cell=cell)

    def new_key(self) -> bytes:
        """A random key for the cipher that now seals."""
        return os.urandom(len(self.keys[self.newest]))


def key_id_of(sealed: bytes) -> bytes:
    return sealed[1:5]


def read_keys(setting: str) -> dict[bytes, bytes]:
    """Parse `id:hex,id:hex` (newest first; an id is 4 letters or digits); else ValueError.

    A key of 32 bytes seals by AES-256-GCM, one of 16 bytes by SM4-GCM.
    """
    pairs = [part.strip().split(":", 1) for part in setting.split(",")]
    keys = {key_id.encode(): bytes.fromhex(key) for key_id, key in pairs}
    if len(keys) < len(pairs) or any(len(key_id) != 4 or len(key) not in BY_LENGTH for key_id, key in keys.items()):
        raise ValueError("a field key is an id of 4 characters and 64 hex digits, or 32 for SM4; each id once")
    if any(len(key) == SM4.key_bytes for key in keys.values()) and not has_sm4():
        raise ValueError("a field key has 32 hex digits, which is for SM4, and the OpenSSL of this machine has no SM4")
    return keys


def has_sm4() -> bool:
    try:
        _sm4_seal(bytes(SM4.key_bytes), bytes(NONCE), b"", b"")
    except UnsupportedAlgorithm:
        return False
    return True
