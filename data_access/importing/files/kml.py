"""KML, and KMZ, which is KML in a zip: each Placemark is a thing. Nothing that it links to is fetched."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from cockpit.importing.refused import OTHER_ARCHIVE, TOO_LARGE_PART, TooBig, UnknownFormat
from data_access.importing.files.archive import archive, blocks
from data_access.importing.files.elements import Attributes, Listener, listen, local
from data_access.importing.files.features import Feature, table_of
from data_access.importing.files.letters import InUtf8
from data_access.importing.files.outline import Where, at_point, other_shape, within
from data_access.importing.files.systems import WGS84
from data_access.importing.files.table import SourceTable, some

GBK = re.compile(rb"""<\?xml[^>]*encoding=["'](gb[\w-]*|cp936)["']""", re.I)
SIMPLE = ("name", "address", "phoneNumber", "description")
LARGEST_PART = 32 << 20  # characters of one thing

Open = Callable[[], AbstractContextManager[IO[bytes]]]


def open_kml(path: Path) -> list[SourceTable]:
    return _tables(lambda: path.open("rb"))


def open_kmz(path: Path) -> list[SourceTable]:
    return _tables(partial(_in_zip, path))


def _tables(opened: Open) -> list[SourceTable]:
    return some([table_of("", WGS84, partial(features, opened))])


@contextmanager
def _in_zip(path: Path) -> Iterator[IO[bytes]]:
    with archive(path) as found:
        names = sorted(
            (name for name in found.namelist() if name.lower().endswith(".kml")), key=lambda one: one.count("/")
        )
        if not names:
            raise UnknownFormat(OTHER_ARCHIVE)
        with found.open(names[0]) as stream:
            yield stream


def features(opened: Open) -> Iterator[Feature]:
    with opened() as raw:
        head = raw.read(200)
        raw.seek(0)
        gbk = GBK.match(head.lstrip())  # which the parser does not know by itself
        stream = cast("IO[bytes]", InUtf8(raw, "gb18030")) if gbk else raw
        for line, (known, shape) in enumerate(_read(blocks(stream), "utf-8" if gbk else None), start=2):
            yield Feature(line, known, shape.where)


def _read(stream: Iterable[bytes], letters: str | None) -> Iterator[tuple[dict[str, str], "Shape"]]:
    marks = Placemarks()
    for _ in listen(marks, stream, letters):
        yield from marks.done
        marks.done.clear()


class Shape:
    """The geometry of a Placemark as it was written; looked at when it is asked for."""

    def __init__(self) -> None:
        self.points: list[str] = []
        self.polygons: list[list[str]] = []
        self.other = False

    def where(self) -> Where:
        """An outline may have a point beside it, which many programs draw its name at."""
        if self.other or len(self.points) > 1:
            return other_shape()
        point = at_point(next(iter(positions(self.points[0])), None), degrees=True) if self.points else Where()
        if not self.polygons or point.why:
            return point
        around = within([[positions(ring) for ring in polygon] for polygon in self.polygons], degrees=True)
        return replace(around, lon=point.lon, lat=point.lat)


def positions(text: str) -> list[list[str]]:
    """`lon,lat,height` divided by blanks; some programs put blanks behind the commas as well."""
    return [one.split(",") for one in re.sub(r"\s*,\s*", ",", text).split()]


class Placemarks(Listener):
    """Gathers what is known of each Placemark: its own few elements, and the extended data of its maker."""

    def __init__(self) -> None:
        self.done: list[tuple[dict[str, str], Shape]] = []
        self.path: list[str] = []
        self.known: dict[str, str] | None = None
        self.shape = Shape()
        self.name = ""
        self.said: list[str] = []
        self.length = 0

    def begins(self, name: str, facts: Attributes) -> None:
        self.depth += 1
        tag = local(name)
        self.path.append(tag)
        self.said = []
        if tag == "Placemark":
            self.known, self.shape, self.length = {}, Shape(), 0
        elif tag in ("Data", "SimpleData"):
            self.name = facts.get("name", "")
        elif tag == "Polygon":
            self.shape.polygons.append([])
        elif tag in ("LineString", "Track", "Model"):
            self.shape.other = True

    def says(self, text: str) -> None:
        if self.known is not None:
            self.said.append(text)
            self.length += len(text)
            if self.length > LARGEST_PART:
                raise TooBig(TOO_LARGE_PART)

    def ends(self, name: str) -> None:
        self.depth -= 1
        tag = self.path.pop()
        if self.known is None:
            return
        text = "".join(self.said).strip()
        self.said = []
        if tag == "Placemark":
            self.done.append((self.known, self.shape))
            self.known = None
        elif tag == "coordinates":
            self._drawn(text)
        elif tag == "SimpleData" or (tag == "value" and "Data" in self.path):
            self.known[self.name or tag] = text
        elif tag in SIMPLE and self.path[-1:] == ["Placemark"] and text:
            self.known[tag] = text

    def _drawn(self, text: str) -> None:
        if "Polygon" not in self.path:
            if "Point" in self.path:
                self.shape.points.append(text)
        elif self.shape.polygons:
            polygon: list[Any] = self.shape.polygons[-1]
            polygon.insert(0 if "outerBoundaryIs" in self.path else len(polygon), text)
