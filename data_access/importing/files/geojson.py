"""GeoJSON (RFC 7946), streamed: a collection of things, or one. An old `crs` member is read and believed."""

import json
import re
from codecs import BOM_UTF16_BE
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

import ijson

from cockpit.importing.refused import NO_GEOJSON, TOO_LARGE_PART, TooBig, Unreadable
from data_access.importing.files.archive import broken
from data_access.importing.files.cells import number_text
from data_access.importing.files.features import Feature, table_of
from data_access.importing.files.letters import InUtf8, letters_of
from data_access.importing.files.outline import Where, at_point, other_shape, within
from data_access.importing.files.systems import WGS84, in_degrees, of_name
from data_access.importing.files.table import SourceTable, some

FAULTS = (ijson.JSONError, UnicodeError, ValueError, OverflowError)
LARGEST_PART = 32 << 20  # bytes of one thing
DEEPEST = 200  # brackets in brackets
AROUND = 1 << 16  # bytes at the beginning and at the end, where a collection says what it is
OLD_SYSTEM = re.compile(r'"crs"\s*:\s*\{[^{}]*"properties"\s*:\s*\{[^{}]*"name"\s*:\s*"([^"\\]{1,200})"')
COLLECTION, THING, MEMBERS = (re.compile(rf'"{word}"') for word in ("FeatureCollection", "Feature", "features"))


class Metered:
    """A file that refuses to go on when one thing is too large or too deep: ijson would need all memory, or all time.

    Brackets are counted as they come; when they are too many, which those within texts may be, `look` counts exactly.
    """

    def __init__(self, stream: IO[bytes], look: Callable[[], object]) -> None:
        self.stream = stream
        self.look: Callable[[], object] | None = look
        self.begin()

    def begin(self) -> None:
        """A thing is whole; what is read from here on belongs to the next."""
        self.since = self.depth = 0

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.since += len(block)
        if self.since > LARGEST_PART:
            raise TooBig(TOO_LARGE_PART)
        if block and self.look:
            deepest, end = _depths(block)
            deepest, self.depth = self.depth + deepest, max(0, self.depth + end)
            if deepest > DEEPEST:
                self.look()
                self.look = None
        return block


def _depths(block: bytes) -> tuple[int, int]:
    """How deep the brackets of the block go from where it begins, and how deep it ends."""
    import numpy  # by whoever reads a map, not by whoever serves a page

    letters = numpy.frombuffer(block, numpy.uint8)
    opens, closes = ((letters == ord(one)) | (letters == ord(other)) for one, other in ("[{", "]}"))
    depths = numpy.cumsum(opens.astype(numpy.int32) - closes)
    return int(depths.max()), int(depths[-1])


def open_geojson(path: Path) -> list[SourceTable]:
    letters = letters_of(path)
    crs, single = _about(path, letters)
    return some([table_of("", crs, partial(features, path, letters, single, in_degrees(crs)))])


def _about(path: Path, letters: str) -> tuple[str, bool]:
    """The coordinates, and whether the file is one thing alone."""
    head, tail = _ends(path, letters)
    said = f"{MEMBERS.split(head, maxsplit=1)[0]} {tail[tail.rfind(']') :]}"
    collection = COLLECTION.search(said) or COLLECTION.search(head)
    if not collection and not THING.search(head):
        raise Unreadable(NO_GEOJSON)
    old = OLD_SYSTEM.search(said)
    return of_name(old[1]) if old else WGS84, not collection


def _ends(path: Path, letters: str) -> tuple[str, str]:
    with path.open("rb") as raw:
        head = raw.read(AROUND)
        raw.seek(max(0, raw.seek(0, 2) // 2 * 2 - AROUND))
        tail = raw.read()
    endless = "utf-16-be" if head.startswith(BOM_UTF16_BE) else "utf-16-le" if letters == "utf-16" else letters
    return head.decode(letters, errors="replace"), tail.decode(endless, errors="replace")


def _things(path: Path, letters: str, prefix: str) -> Iterator[Any]:
    with path.open("rb") as raw, broken(*FAULTS):
        stream = Metered(_in_utf8(raw, letters), partial(_must_be_flat, path, letters))
        for item in ijson.items(stream, prefix):
            stream.begin()
            yield item


def _must_be_flat(path: Path, letters: str) -> None:
    depth = 0
    with path.open("rb") as raw:
        for event, _ in ijson.basic_parse(_in_utf8(raw, letters)):
            depth += event.startswith("start_") - event.startswith("end_")
            if depth > DEEPEST:
                raise TooBig(TOO_LARGE_PART)


def _in_utf8(raw: IO[bytes], letters: str) -> IO[bytes]:
    return raw if letters == "utf-8" else cast("IO[bytes]", InUtf8(raw, letters))


def features(path: Path, letters: str, single: bool, degrees: bool) -> Iterator[Feature]:
    found = _things(path, letters, "" if single else "features.item")
    for line, one in enumerate(found, start=2):
        if not isinstance(one, dict) or not isinstance(one.get("properties") or {}, dict):
            raise Unreadable(NO_GEOJSON)
        given = {"id": one["id"]} if "id" in one else {}
        known = {name: text_of(value) for name, value in {**given, **(one.get("properties") or {})}.items()}
        yield Feature(line, known, partial(where, one.get("geometry"), degrees))


def text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return number_text(str(value))


def where(geometry: Any, degrees: bool) -> Where:
    """The place of a geometry; a thing without one has none, and is no error."""
    if geometry is None:
        return Where()
    kind, coordinates = (
        (geometry.get("type"), geometry.get("coordinates")) if isinstance(geometry, dict) else ("", None)
    )
    if kind == "Point":
        return at_point(coordinates, degrees)
    if kind == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        return at_point(coordinates[0], degrees)
    if kind == "Polygon" and isinstance(coordinates, list):
        return within([coordinates], degrees)
    if kind == "MultiPolygon" and isinstance(coordinates, list) and all(isinstance(one, list) for one in coordinates):
        return within(coordinates, degrees)
    return other_shape()
