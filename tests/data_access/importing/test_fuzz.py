"""Files that were cut, or in which bits have turned: always tables, or one sentence; never another fault, never for long."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.importing.refused import Unreadable
from data_access.importing.files import open_file
from tests.data_access.importing.brought import (
    HEADERS,
    LIN,
    MEI,
    SQUARE,
    feature,
    geojson,
    kml,
    lines,
    point,
    polygon,
    shapes,
    text,
    xls,
    xlsx,
    zipped,
)

ROWS = [("登记表",), HEADERS, LIN, MEI, ("吴二", 13812345678.0, "=A1")]
PLACE = "<name>银泰</name><Point><coordinates>120.16,30.26,7</coordinates></Point>"
MADE: dict[str, Callable[[Path], Path]] = {
    "xlsx": lambda path: xlsx(path, 甲=ROWS, 乙=ROWS),
    "xls": lambda path: xls(
        path, [[str(cell).replace("=", "") for cell in row] for row in ROWS], merged=[(8, 9, 0, 1, "合")]
    ),
    "csv": lambda path: text(path, lines([HEADERS, LIN, MEI] * 5)),
    "gbk.csv": lambda path: text(path, lines([HEADERS, LIN, ('"梅', "一", '"')] * 5), "gbk"),
    "utf16.csv": lambda path: text(path, lines([HEADERS, LIN, MEI] * 5, "\t"), "utf-16"),
    "geojson": lambda path: geojson(
        path, feature(point(120, 30), a="一"), feature(polygon(SQUARE), b=[1.5]), crs={"properties": {"name": "x"}}
    ),
    "kml": lambda path: kml(path, PLACE, PLACE.replace("Point", "LineString")),
    "kmz": lambda path: zipped(path, **{"doc.kml": kml(path.with_suffix(".x"), PLACE).read_bytes()}),
    "points.zip": lambda path: shapes(path, [((120, 30), "长庆"), ((121, 31), "武林")]),
    "areas.zip": lambda path: shapes(path, [([SQUARE[::-1]], "长庆"), ([SQUARE[::-1], SQUARE], "武林")]),
}


@cache
def made(kind: str) -> bytes:
    with TemporaryDirectory() as folder:
        return MADE[kind](Path(folder) / f"a.{kind}").read_bytes()


def read_through(content: bytes, kind: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        path.write_bytes(content)
        with suppress(Unreadable):
            for table in open_file(path, path.name):
                for chunk in table.chunks():
                    "".join(chunk.to_numpy().ravel()).encode()


@pytest.mark.parametrize("kind", MADE)
def test_as_it_was_made_it_is_read(kind: str) -> None:
    read_through(made(kind), kind)


@pytest.mark.parametrize("kind", MADE)
@given(share=st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_cut_anywhere(kind: str, share: float) -> None:
    read_through(made(kind)[: int(share * len(made(kind)))], kind)


@pytest.mark.parametrize("kind", MADE)
@given(turned=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_bits_turned_anywhere(kind: str, turned: list[tuple[float, int]]) -> None:
    content = bytearray(made(kind))
    for share, bits in turned:
        content[int(share * len(content))] ^= bits
    read_through(bytes(content), kind)


ZIPPED = [kind for kind in MADE if made(kind).startswith(b"PK")]


@pytest.mark.parametrize("kind", ZIPPED)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_a_part_of_an_archive_that_was_changed_before_it_was_packed(kind: str, data: st.DataObject) -> None:
    """Bits that turn later are found by the archive itself."""
    with zipfile.ZipFile(io.BytesIO(made(kind))) as found:
        members = {name: bytearray(found.read(name)) for name in found.namelist()}
    part = members[data.draw(st.sampled_from(sorted(name for name in members if members[name])))]
    at, piece = data.draw(st.integers(0, len(part) - 1)), data.draw(st.binary(max_size=8))
    part[at : at + data.draw(st.integers(0, 60))] = piece
    with TemporaryDirectory() as folder:
        content = zipped(Path(folder) / "a", **{name: bytes(one) for name, one in members.items()}).read_bytes()
    read_through(content, kind)


@pytest.mark.parametrize("kind", MADE)
@given(at=st.floats(0, 1, exclude_max=True), piece=st.binary(min_size=1, max_size=64))
@settings(max_examples=40, deadline=None)
def test_a_piece_of_something_else_put_in(kind: str, at: float, piece: bytes) -> None:
    place = int(at * len(made(kind)))
    read_through(made(kind)[:place] + piece + made(kind)[place + len(piece) // 2 :], kind)
