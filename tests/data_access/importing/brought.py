"""Files as offices bring them, built small in the tests that need them."""

import io
import json
import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import shapefile
import xlsxwriter
import xlwt

from data_access.importing.files import SourceTable, open_file

HEADERS = ("姓名", "电话", "地址")
LIN = ("林小明", "10012345678", "体育场路 9 号")
MEI = ("梅一", "10087654321", "朝晖路 3 号")
SQUARE = [[120.16, 30.26], [120.17, 30.26], [120.17, 30.27], [120.16, 30.27], [120.16, 30.26]]
BOW = [[120.16, 30.26], [120.17, 30.27], [120.17, 30.26], [120.16, 30.27], [120.16, 30.26]]
WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'
CGCS2000 = (
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.25]]]'
)
ZONE_40 = f'PROJCS["CGCS2000_3_Degree_GK_Zone_40",{CGCS2000},PROJECTION["Gauss_Kruger"]]'


def drawn(table: SourceTable, size: int = 20_000) -> dict[int, list[str]]:
    """All rows by their line."""
    return {
        line: cells
        for chunk in table.chunks(size)
        for line, cells in zip(chunk.index, chunk.values.tolist(), strict=True)
    }


def only(path: Path, name: str = "") -> SourceTable:
    (table,) = open_file(path, name or path.name)
    return table


def text(path: Path, words: str, letters: str = "utf-8") -> Path:
    path.write_bytes(words.encode(letters))
    return path


def lines(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    return "".join(delimiter.join(row) + "\n" for row in rows)


def xlsx(path: Path, **sheets: Iterable[Sequence[Any]]) -> Path:
    """A workbook with a sheet for each name; None is no cell, a text with = a formula that could not be reckoned."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        write(sheet, at, column, cell)
    return path


def write(sheet: Any, at: int, column: int, cell: Any) -> None:
    if isinstance(cell, str) and cell.startswith("="):
        sheet.write_formula(at, column, cell, value="#REF!")
    elif isinstance(cell, str):
        sheet.write_string(at, column, cell)
    else:
        sheet.write(at, column, cell)


def xls(path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int, str]] = ()) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("人口")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("#"):
                sheet.row(at).set_cell_error(column, 0x2A)
            elif cell is not None:
                sheet.write(
                    at,
                    column,
                    cell,
                    xlwt.easyxf(num_format_str="yyyy-mm-dd") if hasattr(cell, "year") else xlwt.Style.default_style,
                )
    for one in merged:
        sheet.write_merge(*one)
    book.save(str(path))
    return path


def repacked(path: Path, part: str, change: Any) -> Path:
    """The zip with one of its parts changed."""
    with zipfile.ZipFile(path) as found:
        members = {one.filename: found.read(one) for one in found.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, change(content) if name == part else content)
    return path


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def feature(geometry: Any, **known: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": known}


def point(lon: Any, lat: Any, *height: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat, *height]}


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def geojson(path: Path, *features: Any, **more: Any) -> Path:
    path.write_text(
        json.dumps({"type": "FeatureCollection", **more, "features": list(features)}, ensure_ascii=False), "utf-8"
    )
    return path


def shapes(
    path: Path,
    things: Sequence[tuple[Any, str]],
    *,
    prj: str = WGS84,
    letters: str = "gbk",
    without: str = "",
    cpg: str = "",
) -> Path:
    """A zipped Shapefile of points (a pair) or of polygons (rings), each with a name."""
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    kind = shapefile.POLYGON if isinstance(things[0][0], list) else shapefile.POINT
    with shapefile.Writer(**parts, shapeType=kind, encoding=letters) as writer:
        writer.field("名称", "C", 40)
        writer.field("户数", "N", 10, 0)
        for count, (shape, name) in enumerate(things):
            if kind == shapefile.POLYGON:
                writer.poly(shape)
            else:
                writer.point(*shape)
            writer.record(name, count)
    members = {f"社区.{ending}": part.getvalue() for ending, part in parts.items()}
    members |= {"社区.prj": prj.encode()} if prj else {}
    members |= {"社区.cpg": cpg.encode()} if cpg else {}
    return zipped(
        path, **{name: content for name, content in members.items() if not without or not name.endswith(without)}
    )


def kml(path: Path, *placemarks: str, letters: str = "UTF-8") -> Path:
    body = "".join(f"<Placemark>{one}</Placemark>" for one in placemarks)
    words = f'<?xml version="1.0" encoding="{letters}"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'
    path.write_bytes(words.encode(letters))
    return path


def container(path: Path, stream: str) -> Path:
    """What a workbook with a password looks like from outside: an OLE container that names its streams."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16xHHHH", 0x3E, 3, 0xFFFE, 9)
    path.write_bytes(header.ljust(512, b"\0") + stream.encode("utf-16-le").ljust(512, b"\0"))
    return path
