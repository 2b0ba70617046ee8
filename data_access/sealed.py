"""Fields that only the product may read: AES-256-GCM, a random nonce a value, bound to its own cell.

Layout of a sealed value: 1 byte format, 4 bytes key id, 12 bytes nonce, cipher text with tag.
"""

import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"


@dataclass(frozen=True)
class Sealer:
    """`keys` maps a key id of 4 bytes to 32 key bytes, newest first; the newest seals, all open."""

    keys: dict[bytes, bytes]

    def seal(self, text: str, *, cell: str) -> bytes:
        """`cell` names table and column (and row, where it is known before the insert)."""
        key_id = next(iter(self.keys))
        nonce = os.urandom(12)
        return FORMAT + key_id + nonce + AESGCM(self.keys[key_id]).encrypt(nonce, text.encode(), cell.encode())

    def open(self, sealed: bytes, *, cell: str) -> str:
        """Raises KeyError for an unknown key and cryptography's InvalidTag for a value that was moved or changed."""
        key_id, nonce, body = sealed[1:5], sealed[5:17], sealed[17:]
        return AESGCM(self.keys[key_id]).decrypt(nonce, body, cell.encode()).decode()


def read_keys(setting: str) -> dict[bytes, bytes]:
    """Parse `id:hex,id:hex` (newest first; an id is 4 letters or digits, a key 32 bytes); else ValueError."""
    pairs = [part.strip().split(":", 1) for part in setting.split(",")]
    keys = {key_id.encode(): bytes.fromhex(key) for key_id, key in pairs}
    if any(len(key_id) != 4 or len(key) != 32 for key_id, key in keys.items()):
        raise ValueError("a field key is an id of 4 characters and 64 hex digits")
    return keys
