"""A zip that is looked at before anything of it is unpacked: a bomb, a climbing path or a password ends it here.

Nothing is ever unpacked under a name of the archive's, and no member gives more than it says it has: what is counted
here is what can come.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from cockpit.importing.refused import (
    BROKEN,
    CLIMBS,
    INFLATES,
    OTHER_PACKING,
    PASSWORD,
    TOO_MANY_PARTS,
    Protected,
    TooBig,
    UnknownFormat,
    Unreadable,
)
from cockpit.refusals import Refusal

MOST_PARTS = 5_000
LONGEST_LIST = 4 << 20  # bytes of the list of members
END, LONGEST_END = b"PK\5\6", 22 + 65_535  # its record and a remark
MOST_INFLATED = 2 << 30  # bytes
STEEPEST = 300  # times smaller: a table of text packs 5 to 60 times
SMALL = 100 << 20  # bytes that nobody minds, however steep
CLIMBING = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0")
SEALED, UTF8_NAME = 0x1, 0x800
FAULTS = (BadZipFile, ZlibError, EOFError, OSError, ValueError, RuntimeError, KeyError)


@contextmanager
def archive(path: Path) -> Iterator[ZipFile]:
    """The zip, looked at; whatever is wrong with it while it is read is refused too."""
    with broken(*FAULTS), path.open("rb") as file:
        _look_at_end(file)
    with broken(*FAULTS), ZipFile(path) as found:
        _look_at(found.infolist(), path.stat().st_size)
        yield found


@contextmanager
def broken(*faults: type[Exception]) -> Iterator[None]:
    """What a library says of a broken file, in our words; its own could hold what stands in the file."""
    try:
        yield
    except Refusal:
        raise
    except faults:
        raise Unreadable(BROKEN) from None


def _look_at_end(file: IO[bytes]) -> None:
    """How long its list of members is, before that is read: a list of millions is a bomb itself."""
    file.seek(max(0, file.seek(0, 2) - LONGEST_END))
    end = file.read()
    at = end.rfind(END)
    if at < 0 or len(end) < at + 16:
        raise Unreadable(BROKEN)
    if int.from_bytes(end[at + 12 : at + 16], "little") > LONGEST_LIST:
        raise TooBig(TOO_MANY_PARTS)


def _look_at(parts: list[ZipInfo], size: int) -> None:
    if len(parts) > MOST_PARTS:
        raise TooBig(TOO_MANY_PARTS)
    if any(CLIMBING.search(one.orig_filename) or CLIMBING.search(one.filename) for one in parts):
        raise Unreadable(CLIMBS)
    if any(one.flag_bits & SEALED for one in parts):
        raise Protected(PASSWORD)
    if any(one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for one in parts):
        raise UnknownFormat(OTHER_PACKING)
    inflated = sum(one.file_size for one in parts)
    if inflated > MOST_INFLATED or (inflated > SMALL and inflated > STEEPEST * size):
        raise TooBig(INFLATES)


def whole(found: ZipFile, name: str, most: int) -> bytes:
    """A small part in one piece; refuses one that is larger than `most` bytes."""
    if found.getinfo(name).file_size > most:
        raise TooBig(INFLATES)
    return found.read(name)


def blocks(stream: IO[bytes], size: int = 1 << 16) -> Iterator[bytes]:
    return iter(lambda: stream.read(size), b"")


def name_of(part: ZipInfo) -> str:
    """Its name as whoever packed it saw it: Chinese Windows writes GBK, which zip takes for another alphabet."""
    if part.flag_bits & UTF8_NAME:
        return part.filename
    with_gbk = part.filename.encode("cp437", errors="replace")
    return with_gbk.decode("gb18030", errors="replace")
