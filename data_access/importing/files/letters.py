"""Which alphabet a text is written in: UTF-8 with and without its mark, UTF-16, or GBK and its successor GB18030."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cockpit.importing.refused import NO_LETTERS, NOT_TEXT, UnknownFormat, Unreadable

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
BLOCK = 1 << 20
SAMPLE = 1 << 18
MOST_UNREAD = 0.05  # of what is not ASCII
UNREAD = "\ufffd"


def letters_of(path: Path) -> str:
    """The name of a codec; refuses what is no text. A few bytes that do not fit are left to whoever reads the rows."""
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, name in MARKS:
            if head.startswith(mark):
                return name
        if b"\0" in head:
            return _utf_16(head)
        file.seek(0)
        return best_of(odd) if (odd := _not_utf_8(file)) else "utf-8"


def best_of(sample: bytes) -> str:
    """UTF-8 or GB18030, whichever leaves less of the bytes unread."""
    shares = {name: _unread(sample, name) for name in ("utf-8", "gb18030")}
    best = min(shares, key=lambda name: shares[name])
    if shares[best] > MOST_UNREAD:
        raise Unreadable(NO_LETTERS)
    return best


def _utf_16(head: bytes) -> str:
    """Without a mark: every second byte of what is ASCII is zero, and of a table that is no small part."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > max(10 * even, len(head) // 40):
        return "utf-16-le"
    if even > max(10 * odd, len(head) // 40):
        return "utf-16-be"
    raise UnknownFormat(NOT_TEXT)


def _not_utf_8(file: IO[bytes]) -> bytes:
    """A piece of the file from the first block on that is no UTF-8; empty where all of it is."""
    decode, before = codecs.getincrementaldecoder("utf-8")(), b""
    while block := file.read(BLOCK):
        if b"\0" in block:
            raise UnknownFormat(NOT_TEXT)
        try:
            decode.decode(block)
        except UnicodeDecodeError as fault:
            at = max(0, min(fault.start, len(block)) - SAMPLE // 2)
            return _from_letter(before[-8:] + block if at == 0 else block[at:])[:SAMPLE]
        before = block
    try:
        decode.decode(b"", final=True)
    except UnicodeDecodeError:
        return before[-SAMPLE:]
    return b""


def _from_letter(piece: bytes) -> bytes:
    """From a line's beginning on, so that no letter is cut in two."""
    at = piece.find(b"\n")
    return piece[at + 1 :] if 0 <= at < len(piece) - 1 and at < 4096 else piece


def _unread(sample: bytes, name: str) -> float:
    text = codecs.getincrementaldecoder(name)(errors="replace").decode(sample)
    foreign = sum(letter > "\x7f" for letter in text)
    return text.count(UNREAD) / foreign if foreign else 0.0


def read_text(path: Path, letters: str) -> io.TextIOWrapper:
    """Line ends are left as they are, as csv wants them; what cannot be read becomes U+FFFD."""
    return path.open(encoding=letters, errors="replace", newline="")


class InUtf8(io.RawIOBase):
    """A file of any alphabet, read as UTF-8 by libraries that know no other."""

    def __init__(self, stream: IO[bytes], letters: str) -> None:
        self.pieces = self._recoded(stream, letters)
        self.left = b""

    @staticmethod
    def _recoded(stream: IO[bytes], letters: str) -> Iterator[bytes]:
        decode = codecs.getincrementaldecoder(letters)(errors="replace")
        while block := stream.read(1 << 16):
            yield decode.decode(block).encode()
        yield decode.decode(b"", final=True).encode()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self.left:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.left = piece
        size = min(len(buffer), len(self.left))
        buffer[:size], self.left = self.left[:size], self.left[size:]
        return size
