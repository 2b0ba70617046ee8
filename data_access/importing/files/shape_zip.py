"""A Shapefile, whose parts come together in one zip: .shp (shapes), .dbf (names and numbers), .prj (coordinates)."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from zipfile import ZipFile, ZipInfo

from cockpit.importing.refused import (
    LETTERS,
    NO_SYSTEM,
    NO_TABLE_OF_SHAPE,
    OTHER_ARCHIVE,
    OTHER_PARTS,
    UnknownFormat,
    Unreadable,
)
from data_access.importing.files.archive import archive, broken, name_of, whole
from data_access.importing.files.cells import float_text
from data_access.importing.files.features import Feature, table_of
from data_access.importing.files.letters import SAMPLE, UNREAD, best_of
from data_access.importing.files.outline import Where, area_of, at_point, other_shape, within
from data_access.importing.files.systems import in_degrees, of_text
from data_access.importing.files.table import SourceTable, some

IN_MEMORY = 64 << 20  # bytes of a part; a larger one lies in a file without a name
SMALL = 1 << 16
UTF_8 = {"UTF8", "65001"}
POINTS, POLYGONS, NOTHING = (1, 11, 21), (5, 15, 25), 0


@dataclass(frozen=True)
class Parts:
    """Members of the zip that are one Shapefile; an index (.shx) is not needed."""

    name: str
    shp: str
    dbf: str
    letters: str
    crs: str


def open_shapefiles(path: Path) -> list[SourceTable]:
    """A table for each Shapefile of the zip."""
    with archive(path) as found:
        all_parts = [_parts(found, stem, members) for stem, members in _together(found).items()]
    if not all_parts:
        raise UnknownFormat(OTHER_ARCHIVE)
    return some([_table(path, parts) for parts in all_parts])


def _table(path: Path, parts: Parts) -> SourceTable | None:
    notes = () if parts.crs else (NO_SYSTEM,)
    return table_of(parts.name, parts.crs, partial(features, path, parts), notes)


def _together(found: ZipFile) -> dict[str, dict[str, ZipInfo]]:
    """Members by their ending, for each name that has a .shp."""
    named: dict[str, dict[str, ZipInfo]] = {}
    for one in found.infolist():
        at = PurePosixPath(name_of(one).replace("\\", "/"))
        if "__MACOSX" not in at.parts:
            named.setdefault(str(at.with_suffix("")), {})[at.suffix.lower()] = one
    return {stem: members for stem, members in named.items() if ".shp" in members}


def _parts(found: ZipFile, stem: str, members: dict[str, ZipInfo]) -> Parts:
    if ".dbf" not in members:
        raise Unreadable(NO_TABLE_OF_SHAPE)
    dbf = members[".dbf"].filename
    system = _small(found, members.get(".prj"))
    letters = _letters(found, dbf, _small(found, members.get(".cpg")))
    return Parts(PurePosixPath(stem).name, members[".shp"].filename, dbf, letters, of_text(system))


def _small(found: ZipFile, part: ZipInfo | None) -> str:
    return whole(found, part.filename, SMALL).decode("utf-8", errors="replace") if part else ""


def _letters(found: ZipFile, dbf: str, said: str) -> str:
    """What the .cpg says, UTF-8 or GBK; where it says nothing, what the table looks like."""
    word = "".join(letter for letter in said.upper() if letter.isalnum())
    if word in UTF_8:
        return "utf-8"
    if word in ("936", "CP936") or word.startswith("GB"):
        return "gb18030"
    with found.open(dbf) as stream:
        sample = stream.read(SAMPLE)
    return best_of(sample[32:])


@contextmanager
def _reader(path: Path, parts: Parts) -> Iterator[Any]:
    """pyshp's reader. Whatever it says of a broken file (it has many words) is refused."""
    import shapefile

    with ExitStack() as held, broken(Exception):
        found = held.enter_context(archive(path))
        shp, dbf = (held.enter_context(_laid_out(found, name)) for name in (parts.shp, parts.dbf))
        yield shapefile.Reader(shp=shp, dbf=dbf, encoding=parts.letters, encodingErrors="replace")


@contextmanager
def _laid_out(found: ZipFile, name: str) -> Iterator[IO[bytes]]:
    """Unpacked: pyshp goes back and forth in it."""
    with SpooledTemporaryFile(IN_MEMORY) as laid, found.open(name) as stream:
        copyfileobj(stream, laid)
        laid.seek(0)
        yield cast("IO[bytes]", laid)


def features(path: Path, parts: Parts) -> Iterator[Feature]:
    """Shapes and records are paired by their number: pyshp's own pairing goes wrong behind a deleted record."""
    degrees = in_degrees(parts.crs)
    with _reader(path, parts) as reader:
        names = [one[0].rstrip(UNREAD).strip() for one in reader.fields[1:]]
        count = -1
        for count, shape in enumerate(reader.iterShapes()):
            if count >= reader.numRecords:
                raise Unreadable(OTHER_PARTS)
            record = reader.record(count)
            if record is not None:
                texts = [text_of(value) for value in record]
                why = LETTERS if any(UNREAD in text for text in texts) else ""
                yield Feature(count + 2, dict(zip(names, texts, strict=True)), partial(where, shape, degrees), why)
        if count + 1 != reader.numRecords:
            raise Unreadable(OTHER_PARTS)


def text_of(value: Any) -> str:
    """A text that the width of its column cut in the middle of a letter loses that letter."""
    if isinstance(value, str):
        return value.rstrip(UNREAD)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return value.isoformat()
    return float_text(value) if isinstance(value, float) else str(value)


def where(shape: Any, degrees: bool) -> Where:
    if shape.shapeType == NOTHING:
        return Where()
    if shape.shapeType in POINTS:
        return at_point(shape.points[0], degrees)
    if shape.shapeType not in POLYGONS:
        return other_shape()
    starts = [*shape.parts, len(shape.points)]
    rings = [shape.points[first:end] for first, end in pairwise(starts)]
    outer = [
        ring for ring in rings if area_of([point[:2] for point in ring]) <= 0
    ] or rings  # ESRI: clockwise is outside
    holes = rings[: len(rings) - len(outer)]
    return within([[outer[0], *holes], *([ring] for ring in outer[1:])], degrees)
