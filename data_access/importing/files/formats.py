"""Which kind of file something is, by what it holds: names lie, and browsers guess.

The name counts in one case only: text that begins with a bracket is a table, if that is what it is called.
"""

import mmap
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from cockpit.importing.refused import (
    BROKEN,
    EMPTY,
    LONE_SHAPE,
    NO_GEOJSON,
    OTHER_ARCHIVE,
    OTHER_PACKING,
    OTHER_WORKBOOK,
    PAPER,
    PASSWORD,
    WEB_PAGE,
    NothingInIt,
    Protected,
    UnknownFormat,
    Unreadable,
)
from data_access.importing.files.archive import archive


class Format(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    DELIMITED = "csv"
    GEOJSON = "geojson"
    KML = "kml"
    KMZ = "kmz"
    SHAPEFILE = "shapefile"
    PARQUET = "parquet"


STREAMED = (
    Format.DELIMITED,
    Format.PARQUET,
)  # however large they are, no more of them is in memory than some thousand rows


HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office's older files, and of what a password protects
LISTED, SECTOR = slice(48, 52), 512  # where it says in which sector the names of its streams are listed
OLD_SHEETS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
OTHERS = (
    (b"%PDF", PAPER),
    (b"\x89PNG", PAPER),
    (b"\xff\xd8\xff", PAPER),
    (b"GIF8", PAPER),
    (b"{\\rtf", PAPER),
    (b"Rar!", OTHER_PACKING),
    (b"7z\xbc\xaf", OTHER_PACKING),
    (b"\x1f\x8b", OTHER_PACKING),
    (b"\x00\x00\x27\x0a", LONE_SHAPE),
)
TABLES = (".csv", ".tsv", ".txt")


def format_of(path: Path, name: str) -> Format:
    """Refuses what is empty, protected, or of a kind that is not read, each by its own sentence."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for mark, why in OTHERS:
        if head.startswith(mark):
            raise UnknownFormat(why)
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _of_zip(path)
    if head.startswith(OLE):
        return _of_container(path)
    return Format.XLS if head.startswith(OLD_SHEETS) else _of_text(head, name)


def _of_zip(path: Path) -> Format:
    with archive(path) as found:
        names = {one.lower() for one in found.namelist()}
    holds: tuple[tuple[Callable[[str], bool], Format | None], ...] = (
        (lambda one: one.endswith("workbook.xml"), Format.XLSX),
        (lambda one: one.endswith("workbook.bin") or one == "content.xml", None),
        (lambda one: one.endswith(".shp"), Format.SHAPEFILE),
        (lambda one: one.endswith(".kml"), Format.KMZ),
    )
    for is_one, kind in holds:
        if any(map(is_one, names)):
            if kind is None:
                raise UnknownFormat(OTHER_WORKBOOK)
            return kind
    raise UnknownFormat(OTHER_ARCHIVE)


def _of_container(path: Path) -> Format:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if len(whole) <= SECTOR * (1 + int.from_bytes(whole[LISTED], "little")):
            raise Unreadable(BROKEN)
        if whole.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise Protected(PASSWORD)
        if any(whole.find(name.encode("utf-16-le")) >= 0 for name in ("Workbook", "Book")):
            return Format.XLS
    raise UnknownFormat(PAPER)


def _of_text(head: bytes, name: str) -> Format:
    words = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    begins = words.lstrip("\ufeff \t\r\n")
    if not begins and len(head) < HEAD:
        raise NothingInIt(EMPTY)
    if begins[:1] not in ("{", "[", "<") or name.lower().endswith(TABLES):
        return Format.DELIMITED
    return _of_markup(begins.lower()) if begins[0] == "<" else _of_json(begins)


def _of_json(begins: str) -> Format:
    if begins[0] == "[":
        raise Unreadable(NO_GEOJSON)
    return Format.GEOJSON


def _of_markup(begins: str) -> Format:
    if "<kml" in begins or ":kml" in begins:
        return Format.KML
    if "urn:schemas-microsoft-com:office:spreadsheet" in begins:
        raise UnknownFormat(OTHER_WORKBOOK)
    raise UnknownFormat(WEB_PAGE if "<html" in begins or "<table" in begins else PAPER)
