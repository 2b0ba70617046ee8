"""An xls of Excel 97 to 2003, by xlrd: it tells an error of a formula from an empty cell, and cannot end the process.

A file of this format is never larger than 65,536 lines a sheet; each sheet is in memory whole while it is read.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cockpit.importing.refused import PASSWORD, Protected
from data_access.importing.files.archive import broken
from data_access.importing.files.cells import date_text, float_text
from data_access.importing.files.header import table_of
from data_access.importing.files.merged import Merged
from data_access.importing.files.table import Row, SourceTable, some
from data_access.importing.own import plain

TEXT, NUMBER, DATE, TRUTH, ERROR = 1, 2, 3, 4, 5
ENCRYPTED = "encrypted"


@dataclass(frozen=True)
class Sheet:
    at: int
    name: str
    hidden: bool
    merged: Merged


def open_xls(path: Path) -> list[SourceTable]:
    """A table for each sheet that is shown and holds anything."""
    with _book(path) as book:
        sheets = [_sheet(book, at) for at in range(book.nsheets)]
    seen = [one for one in sheets if not one.hidden] or sheets
    tables = [table_of(one.name, partial(rows, path, one.at, one.merged), one.merged) for one in seen]
    return some(tables)


def rows(path: Path, at: int, merged: Merged) -> Iterator[Row]:
    with _book(path) as book:
        sheet = book.sheet_by_index(at)
        yield from merged.filled(Row(line + 1, _cells(book, sheet, line)) for line in range(sheet.nrows))


def _cells(book: Any, sheet: Any, line: int) -> list[str]:
    since_1904 = book.datemode == 1
    values = zip(sheet.row_types(line), sheet.row_values(line), strict=True)
    return [_text(kind, value, since_1904) for kind, value in values]


def _text(kind: int, value: Any, since_1904: bool) -> str:
    from xlrd import error_text_from_code

    if kind == TEXT:
        return plain(value)
    if kind == NUMBER:
        return float_text(value)
    if kind == DATE:
        return date_text(repr(value), since_1904)
    if kind == TRUTH:
        return "TRUE" if value else "FALSE"
    return str(error_text_from_code.get(value, "#N/A")) if kind == ERROR else ""


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    """Sheets are read when they are asked for. Whatever xlrd says of a broken file (it has many words) is refused."""
    import xlrd

    with broken(Exception), open(os.devnull, "w", encoding="utf-8") as nowhere:
        try:
            book = xlrd.open_workbook(
                str(path), logfile=nowhere, formatting_info=True, on_demand=True, ragged_rows=True
            )
        except xlrd.XLRDError as fault:
            if ENCRYPTED in str(fault).lower():
                raise Protected(PASSWORD) from None
            raise
        with book:
            yield book


def _sheet(book: Any, at: int) -> Sheet:
    sheet = book.sheet_by_index(at)
    merged = Merged.of((top + 1, left, low, right - 1) for top, low, left, right in sheet.merged_cells)
    found = Sheet(at, sheet.name, bool(sheet.visibility), merged)
    book.unload_sheet(at)
    return found
