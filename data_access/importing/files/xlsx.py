"""An xlsx, read as it comes: its sheets are streams of XML in a zip.

It is read here and by no library for four reasons: calamine gives an error of a formula as an empty cell, and lays a
sheet out as one block (two cells in its far corners ask for 550 GB and end the process); openpyxl, when it reads as it
comes, knows no merged cells, and refuses workbooks for styles that nobody asked about. The written form of a number is
seen here only, so that an identity number rounded to E+17 is refused as such.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

from cockpit.importing.refused import BROKEN, TOO_LARGE_PART, TooBig, Unreadable
from data_access.importing.files.archive import archive, blocks
from data_access.importing.files.cells import date_text, number_text
from data_access.importing.files.elements import Attributes, Listener, listen, local
from data_access.importing.files.header import table_of
from data_access.importing.files.merged import Merged, Range
from data_access.importing.files.table import Row, SourceTable, some
from data_access.importing.files.xlsx_parts import MOST_RUNS, Parts, parts_of, unwritten
from data_access.importing.own import plain

LAST_LINE, LAST_COLUMN = 1_048_576, 16_384
MERGED = re.compile(rb'mergeCell\s[^>]*?ref=["\']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["\']')
OVERLAP = 200  # bytes of a block that are looked at again with the next
TRUTH = {"1": "TRUE", "0": "FALSE"}


def open_xlsx(path: Path) -> list[SourceTable]:
    """A table for each sheet that is shown and holds anything."""
    with archive(path) as found:
        parts = parts_of(found)
        merged = {sheet.part: Merged.of(_merged(found, sheet.part)) for sheet in parts.sheets}
    tables = [
        table_of(sheet.name, partial(rows, path, parts, sheet.part, merged[sheet.part]), merged[sheet.part])
        for sheet in parts.sheets
    ]
    return some(tables)


def rows(path: Path, parts: Parts, part: str, merged: Merged) -> Iterator[Row]:
    with archive(path) as found, found.open(part) as stream:
        yield from merged.filled(_read(Cells(parts), blocks(stream)))


def _read(cells: "Cells", stream: Iterable[bytes]) -> Iterator[Row]:
    for _ in listen(cells, stream):
        yield from cells.done
        cells.done.clear()


class Cells(Listener):
    """Gathers the rows of a sheet. Empty cells and rows need not stand in it; those that do say where they belong."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.done: list[Row] = []
        self.line = 0
        self.row: list[str] = []
        self.column = -1
        self.kind = self.style = ""
        self.said: list[str] = []
        self.reads = self.aside = False
        self.columns: dict[str, int] = {}

    def begins(self, name: str, facts: Attributes) -> None:
        self.depth += 1
        tag = local(name)
        if tag == "c":
            self._cell(facts)
        elif tag in ("v", "t"):
            self.reads = not self.aside
        elif tag == "row":
            self.line = _number(facts["r"]) if "r" in facts else self.line + 1
            if not 0 < self.line <= LAST_LINE:
                raise Unreadable(BROKEN)
            self.row, self.column = [], -1
        elif tag == "rPh":
            self.aside = True

    def says(self, text: str) -> None:
        if self.reads:
            self.said.append(text)
            if len(self.said) > MOST_RUNS:
                raise TooBig(TOO_LARGE_PART)

    def ends(self, name: str) -> None:
        self.depth -= 1
        tag = local(name)
        if tag in ("v", "t"):
            self.reads = False
        elif tag == "c":
            if self.said:
                self._keep(self._text("".join(self.said)))
        elif tag == "row":
            self.done.append(Row(self.line, self.row))
        elif tag == "rPh":
            self.aside = False

    def _cell(self, facts: Attributes) -> None:
        at = facts.get("r", "")
        self.column = self._column(at.rstrip("0123456789")) if at else self.column + 1
        self.kind, self.style = facts.get("t", "n"), facts.get("s", "")
        self.said = []

    def _column(self, letters: str) -> int:
        """A is 0."""
        found = self.columns.get(letters)
        if found is None:
            found = self.columns[letters] = column_of(letters)
        return found

    def _keep(self, text: str) -> None:
        if self.column >= LAST_COLUMN:
            raise Unreadable(BROKEN)
        if missing := self.column - len(self.row):
            if missing < 0:
                self.row[self.column] = text
                return
            self.row += [""] * missing
        self.row.append(text)

    def _text(self, said: str) -> str:
        if self.kind == "s":
            return self._named(said)
        if self.kind == "n":
            if self.style in self.parts.dates:
                return date_text(said, self.parts.since_1904)
            return number_text(said)
        if self.kind == "b":
            return TRUTH.get(said, said)
        return plain(unwritten(said))

    def _named(self, number: str) -> str:
        at = _number(number) if number != "0" else 0
        if not (number == "0" or 0 < at < len(self.parts.texts)):
            raise Unreadable(BROKEN)
        return self.parts.texts[at]


def column_of(letters: str) -> int:
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise Unreadable(BROKEN)
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number - 1


def _number(text: str) -> int:
    return int(text) if len(text) <= 7 and text.isascii() and text.isdecimal() else 0


def _merged(found: ZipFile, part: str) -> Iterator[Range]:
    """They stand behind all rows: the sheet is unpacked once for them, and found broken, if it is, before a row is read."""
    before = b""
    with found.open(part) as stream:
        for block in chain(blocks(stream, 1 << 20), [b""]):
            piece = before + block
            end = len(piece) - OVERLAP if block else len(piece)
            for one in MERGED.finditer(piece):
                if one.start() < end:
                    yield int(one[2]), column_of(one[1].decode()), int(one[4]), column_of(one[3].decode())
            before = piece[max(0, end) :] if block else b""
