"""GeoJSON (RFC 7946), streamed: a collection of things, or one. An old `crs` member is read and believed."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

import ijson

from cockpit.importing.refused import NO_GEOJSON, TOO_DEEP, TOO_LARGE_PART, TooBig, Unreadable
from data_access.importing.files.archive import broken
from data_access.importing.files.cells import number_text
from data_access.importing.files.features import Feature, table_of
from data_access.importing.files.letters import InUtf8, letters_of
from data_access.importing.files.outline import Where, at_point, other_shape, within
from data_access.importing.files.systems import WGS84, in_degrees, of_name
from data_access.importing.files.table import SourceTable, some

FAULTS = (ijson.JSONError, UnicodeError, ValueError, OverflowError)
LARGEST_PART = 32 << 20  # bytes of one thing
COLLECTION, THING = "FeatureCollection", "Feature"


class Metered:
    """A file that refuses to go on when too much is read for one thing."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.since += len(block)
        if self.since > LARGEST_PART:
            raise TooBig(TOO_LARGE_PART)
        return block


def open_geojson(path: Path) -> list[SourceTable]:
    letters = letters_of(path)
    crs, single = _about(path, letters)
    return some([table_of("", crs, partial(features, path, letters, single, in_degrees(crs)))])


def _about(path: Path, letters: str) -> tuple[str, bool]:
    """The coordinates, and whether the file is one thing alone."""
    kind = next(_items(path, letters, "type"), None)
    if kind not in (COLLECTION, THING):
        raise Unreadable(NO_GEOJSON)
    old = next(_items(path, letters, "crs.properties.name"), None)
    return of_name(old) if isinstance(old, str) else WGS84, kind == THING


def _items(path: Path, letters: str, prefix: str) -> Iterator[Any]:
    """What lies under the prefix, one after the other."""
    with path.open("rb") as raw, broken(*FAULTS):
        yield from ijson.items(_in_utf8(raw, letters), prefix)


def _things(path: Path, letters: str, prefix: str) -> Iterator[Any]:
    """As `_items`, where each may be large: too large a one is refused before it is whole in memory."""
    with path.open("rb") as raw, broken(*FAULTS):
        stream = Metered(_in_utf8(raw, letters))
        for item in ijson.items(stream, prefix):
            stream.since = 0
            yield item


def _in_utf8(raw: IO[bytes], letters: str) -> IO[bytes]:
    return raw if letters == "utf-8" else cast("IO[bytes]", InUtf8(raw, letters))


def features(path: Path, letters: str, single: bool, degrees: bool) -> Iterator[Feature]:
    found = _things(path, letters, "" if single else "features.item")
    for line, one in enumerate(found, start=2):
        known, why = _known(one)
        geometry = one.get("geometry") if isinstance(one, dict) else None
        yield Feature(line, known, partial(where, geometry, degrees), why)


def _known(one: Any) -> tuple[dict[str, str], str]:
    if not isinstance(one, dict) or not isinstance(one.get("properties") or {}, dict):
        raise Unreadable(NO_GEOJSON)
    given = {"id": one["id"]} if "id" in one else {}
    try:
        return {name: text_of(value) for name, value in {**given, **(one.get("properties") or {})}.items()}, ""
    except (RecursionError, ValueError):
        return {}, TOO_DEEP


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
