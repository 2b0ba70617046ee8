"""What goes out: refused rows as a workbook to be mended and brought again, and tables as xlsx, csv or GeoJSON.

Workbooks are written by XlsxWriter in its constant-memory mode: each row leaves memory when the next begins, and every
cell is written as a text, so that none becomes a formula, a link or a number with fewer figures. Its scratch files are
private and gone when the book is closed.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from data_access.importing.files.outline import HEADERS
from data_access.importing.files.table import Row, SourceTable
from data_access.importing.own import EXTRA_HEADERS, escaped

LONGEST_CELL = 32_767  # characters that a spreadsheet takes
MOST_ROWS = 1_048_576  # of a sheet
REFUSED = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
HEADING = {"bold": True}
BETWEEN, BECOMES, BESIDE = "; ", " → ", " | "
FIRST_LANGUAGE = "zh_CN"

Target = Path | IO[bytes]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a cell: `column` is its position, None where the whole row is wrong.

    `reason` is in the reader's language; `proposal` is what could stand there, empty where nobody knows.
    """

    line: int
    column: int | None
    value: str
    reason: str
    proposal: str = ""


def error_workbook(target: Target, table: SourceTable, wrong: Iterable[Wrong], language: str = FIRST_LANGUAGE) -> int:
    """Write the refused rows as they came, each with its line in the file before it and the reasons behind it.

    Rows stand as in the file, wrong cells are coloured. Both extra columns are known and passed over when the workbook
    is brought again (`own.EXTRA_HEADERS`). The file is drawn once more for it. Returns how many rows were written.
    """
    by_line: dict[int, list[Wrong]] = defaultdict(list)
    for one in wrong:
        by_line[one.line].append(one)
    first, last = EXTRA_HEADERS[language]
    with _book(target) as (sheet, styles):
        _write(sheet, 0, [first, *table.headers, last], dict.fromkeys(range(len(table.headers) + 2), styles["heading"]))
        count = 0
        for count, row in enumerate(_refused(table, by_line), start=1):
            faults = by_line[row.line]
            cells = [str(row.line), *map(escaped, row.cells), escaped(_reasons(table, row, faults))]
            _write(sheet, count, cells, {one.column + 1: styles["refused"] for one in faults if one.column is not None})
    return count


def _refused(table: SourceTable, by_line: dict[int, list[Wrong]]) -> Iterator[Row]:
    """At most as many as a sheet has lines: who has more is helped by none of them."""
    found = (row for row in table.rows() if row.line in by_line)
    return (row for _, row in zip(range(MOST_ROWS - 1), found, strict=False))


def _reasons(table: SourceTable, row: Row, faults: Sequence[Wrong]) -> str:
    told = [_reason(table, one) for one in faults]
    return BETWEEN.join([*told, BESIDE.join(row.left_over)] if row.left_over else told)


def _reason(table: SourceTable, one: Wrong) -> str:
    named = one.reason if one.column is None else f"{table.headers[one.column]}: {one.reason}"
    return named + (BECOMES + one.proposal if one.proposal else "")


def export_table(stream: IO[bytes], form: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the rows as `xlsx`, `csv` (UTF-8 with its mark, by which Excel knows it) or `geojson`, one after the other.

    What is written so is read back unchanged. GeoJSON takes the shape from columns named lon and lat, or outline.
    """
    WRITERS[form](stream, headers, rows)


def _xlsx(stream: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with _book(stream) as (sheet, styles):
        _write(sheet, 0, headers, dict.fromkeys(range(len(headers)), styles["heading"]))
        for at, row in enumerate(rows, start=1):
            _write(sheet, at, [escaped(cell) for cell in row], {})


def _csv(stream: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(map(escaped, headers))
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    text.detach()


def _geojson(stream: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    stream.write(b'{"type":"FeatureCollection","features":[')
    for at, row in enumerate(rows):
        words = json.dumps(_feature(dict(zip(headers, row, strict=True))), ensure_ascii=False, separators=(",", ":"))
        stream.write((b",\n" if at else b"\n") + words.encode())
    stream.write(b"\n]}\n")


def _feature(known: dict[str, str]) -> dict[str, Any]:
    """Of a thing with an outline, a point stays among what is known of it."""
    lon, lat, outline = (known.get(name, "") for name in HEADERS)
    geometry: dict[str, Any] | None = None
    if outline:
        geometry = {"type": "Polygon", "coordinates": [json.loads(outline)]}
    elif lon and lat:
        geometry = {"type": "Point", "coordinates": [float(lon), float(lat)]}
    drawn = {"outline"} if outline else set(HEADERS)
    return {"type": "Feature", "geometry": geometry, "properties": {k: v for k, v in known.items() if k not in drawn}}


WRITERS = {"xlsx": _xlsx, "csv": _csv, "geojson": _geojson}


@contextmanager
def _book(target: Target) -> Iterator[tuple[Any, dict[str, Any]]]:
    """A workbook of one sheet, and its styles."""
    import xlsxwriter  # by whoever writes one, not by whoever serves a page

    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, {"constant_memory": True})
    styles = {"refused": book.add_format(REFUSED), "heading": book.add_format(HEADING)}
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    yield sheet, styles
    book.close()


def _write(sheet: Any, at: int, cells: Sequence[str], styles: dict[int, Any]) -> None:
    """A text that no cell takes (an outline of a thousand corners) is left out: cut, it would be another."""
    for column, cell in enumerate(cells):
        style = styles.get(column)
        if cell and len(cell) <= LONGEST_CELL:
            sheet.write_string(at, column, cell, style)
        elif style:
            sheet.write_blank(at, column, None, style)
