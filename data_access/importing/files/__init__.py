"""Every file that a district brings, as tables of text, or refused by one clear sentence (Unreadable)."""

from pathlib import Path

from cockpit.importing.refused import EMPTY, TOO_LARGE, NothingInIt, TooBig, Unreadable
from data_access.importing.files.delimited import open_delimited
from data_access.importing.files.formats import STREAMED, Format, format_of
from data_access.importing.files.geojson import open_geojson
from data_access.importing.files.kml import open_kml, open_kmz
from data_access.importing.files.parquet import open_parquet
from data_access.importing.files.shape_zip import open_shapefiles
from data_access.importing.files.table import Row, SourceTable
from data_access.importing.files.xls import open_xls
from data_access.importing.files.xlsx import open_xlsx

__all__ = ["LARGEST", "Row", "SourceTable", "open_file"]

LARGEST = 200 << 20  # bytes
OPENERS = {
    Format.XLSX: open_xlsx,
    Format.XLS: open_xls,
    Format.DELIMITED: open_delimited,
    Format.GEOJSON: open_geojson,
    Format.KML: open_kml,
    Format.KMZ: open_kmz,
    Format.SHAPEFILE: open_shapefiles,
    Format.PARQUET: open_parquet,
}


def open_file(path: Path, name: str) -> list[SourceTable]:
    """The tables of the file, at least one; `name` is what its owner calls it.

    The file must stay where it is while chunks are drawn. Raises Unreadable, as drawing may where it is broken further down.
    """
    size = path.stat().st_size
    if not size:
        raise NothingInIt(EMPTY)
    if size > LARGEST and not _is_streamed(path, name):
        raise TooBig(TOO_LARGE)
    return OPENERS[format_of(path, name)](path)


def _is_streamed(path: Path, name: str) -> bool:
    try:
        return format_of(path, name) in STREAMED
    except Unreadable:
        return False
