"""Which build this is, by what is in it: a phone or a wall that keeps files of another one fetches them anew."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from entrypoints.api.health import version_of_code

HOUSE = Path(__file__).parents[1]
ROOMS = ("assets", "callbacks", "cockpit", "data_access", "entrypoints", "pages")
COMPILED, CATALOG = "__pycache__", ".mo"  # made from the others as they are needed, by another process even now


@cache
def build_of_code() -> str:
    """The version, and a mark of every file of the rooms; read once, since they do not change while we run."""
    return f"{version_of_code()}-{mark_of(HOUSE)}"


def mark_of(house: Path) -> str:
    mark = hashlib.blake2b(digest_size=6)
    for path in files_in(house):
        mark.update(str(path.relative_to(house)).encode() + b"\0" + path.read_bytes() + b"\0")
    return mark.hexdigest()


def files_in(house: Path) -> Iterator[Path]:
    found = (path for room in ROOMS for path in (house / room).rglob("*"))
    given = (path for path in found if COMPILED not in path.parts and path.suffix != CATALOG)
    yield from sorted(path for path in given if path.is_file())
