"""A file that only the field key opens: AES-256-GCM in chunks, each bound to its place, so that none is cut, moved or lost.

Layout: one line of JSON (format, key id, salt, what it holds), then chunks of a 4-byte length and cipher text; the
last one is marked in its additional data. The key of a file is derived from the field key and the file's own salt.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = "cockpit-sealed-1"
CHUNK = 1 << 20
LONGEST_HEADER = 10_000


class BrokenFile(ValueError):
    """The file is none of ours, was cut or changed, or its key is not among the field keys; the text says which."""


def seal(source: Path, target: Path, keys: dict[bytes, bytes], holds: dict[str, Any]) -> None:
    """Write `source` sealed to `target` (0600, flushed to the disk)."""
    with source.open("rb") as plain:
        seal_stream(plain, target, keys, holds)


def seal_stream(plain: BinaryIO, target: Path, keys: dict[bytes, bytes], holds: dict[str, Any]) -> None:
    """The same from where the stream stands to its end."""
    key_id = next(iter(keys))
    salt = os.urandom(16)
    header = {"format": FORMAT, "key": key_id.decode(), "salt": salt.hex(), "holds": holds}
    line = json.dumps(header, ensure_ascii=False).encode() + b"\n"
    cipher, bound = _cipher(keys[key_id], salt), hashlib.sha256(line).digest()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(line)
        for number, last, chunk in _chunks(plain):
            body = cipher.encrypt(_nonce(number), chunk, bound + (b"last" if last else b"more"))
            out.write(len(body).to_bytes(4, "big") + body)
        out.flush()
        os.fsync(out.fileno())


def header_of(path: Path) -> dict[str, Any]:
    """What the file says of itself; raises BrokenFile when it is none of ours."""
    with path.open("rb") as file:
        return _header(file)[0]


def open_sealed(path: Path, target: Path, keys: dict[bytes, bytes]) -> dict[str, Any]:
    """Write the plain content to `target` (0600) and return the header; raises BrokenFile and then leaves no target."""
    with path.open("rb") as file:
        header, line = _header(file)
        cipher, bound = _cipher(_key_of(header, keys), bytes.fromhex(header["salt"])), hashlib.sha256(line).digest()
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as out:
                for chunk in _opened(file, cipher, bound):
                    out.write(chunk)
        except BrokenFile:
            target.unlink()
            raise
    return header


def plain_pieces(path: Path, keys: dict[bytes, bytes]) -> Iterator[bytes]:
    """The plain content piece by piece, for who hands it on and leaves it nowhere; BrokenFile where one is none of ours."""
    with path.open("rb") as file:
        header, line = _header(file)
        cipher = _cipher(_key_of(header, keys), bytes.fromhex(header["salt"]))
        yield from _opened(file, cipher, hashlib.sha256(line).digest())


def _key_of(header: dict[str, Any], keys: dict[bytes, bytes]) -> bytes:
    key = keys.get(header["key"].encode())
    if key is None:
        raise BrokenFile(f"it was sealed with the field key {header['key']}, which is not among the keys")
    return key


def _header(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    line = file.readline(LONGEST_HEADER)
    try:
        header = json.loads(line)
    except ValueError:
        header = None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise BrokenFile("it is not a backup of this product")
    return header, line


def _opened(file: BinaryIO, cipher: AESGCM, bound: bytes) -> Iterator[bytes]:
    number, ended = 0, False
    while size := file.read(4):
        body = file.read(int.from_bytes(size, "big"))
        if ended or len(size) < 4 or len(body) < int.from_bytes(size, "big"):
            raise BrokenFile("it was cut short or added to")
        for mark in (b"more", b"last"):
            try:
                yield cipher.decrypt(_nonce(number), body, bound + mark)
            except InvalidTag:
                continue
            ended = mark == b"last"
            break
        else:
            raise BrokenFile("a part of it was changed")
        number += 1
    if not ended:
        raise BrokenFile("it was cut short")


def _chunks(plain: BinaryIO) -> Iterator[tuple[int, bool, bytes]]:
    number, chunk = 0, plain.read(CHUNK)
    while True:
        following = plain.read(CHUNK)
        yield number, not following, chunk
        if not following:
            return
        number, chunk = number + 1, following


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt, b"cockpit backup").derive(key))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
