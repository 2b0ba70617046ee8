"""Text whose cells are divided by commas, tabs, semicolons or strokes.

Rows are divided by the csv module and not by pandas.read_csv, which fills up short rows without a word, drops long
ones without their line, and counts no lines within quotation marks: here each row says where it stands.
"""

import csv
from collections import Counter, deque
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from cockpit.importing.refused import LETTERS, QUOTES, TOO_LONG_LINE, Unreadable
from data_access.importing.files.header import table_of
from data_access.importing.files.letters import UNREAD, letters_of, read_text
from data_access.importing.files.table import Row, SourceTable, some
from data_access.importing.own import plain

DELIMITERS = "\t,;|"
LONGEST_LINE = 1_000_000  # characters
MOST_LINES = 100  # of one row, whose cells hold line ends
SAMPLE = 60  # lines
SAYS = "sep="  # with which a spreadsheet says its own delimiter, in the first line


class OpenQuote(Exception):
    """A row goes on for more lines than any does."""


class Lines:
    """Lines with their number; those that a row took by mistake can be given back."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.number = 0
        self.taken: list[str] = []
        self.waiting: deque[str] = deque()

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) == MOST_LINES:
            raise OpenQuote
        line = self.waiting.popleft() if self.waiting else self.stream.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        if len(line) > LONGEST_LINE:
            raise Unreadable(TOO_LONG_LINE)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """All that were taken but the first."""
        self.waiting.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1


def open_delimited(path: Path) -> list[SourceTable]:
    letters = letters_of(path)
    with read_text(path, letters) as stream:
        sample = [line[:LONGEST_LINE] for line in islice(iter(lambda: stream.readline(LONGEST_LINE), ""), SAMPLE)]
    return some([table_of("", partial(rows, path, letters, delimiter_of(sample)), exact=True)])


def delimiter_of(sample: list[str]) -> str:
    """What divides most lines into the same number of cells."""
    if sample and sample[0].lower().startswith(SAYS) and len(sample[0].strip()) == len(SAYS) + 1:
        return sample[0].strip()[-1]
    return max(DELIMITERS, key=lambda one: _agreement(sample, one))


def _agreement(sample: list[str], delimiter: str) -> tuple[int, int]:
    try:
        counts = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter) if len(cells) > 1)
    except csv.Error:
        return 0, 0
    return max(((lines, cells) for cells, lines in counts.items()), default=(0, 0))


def rows(path: Path, letters: str, delimiter: str) -> Iterator[Row]:
    with read_text(path, letters) as stream:
        lines = Lines(stream)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            lines.taken.clear()
            first = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, OpenQuote):
                lines.give_back()
                yield Row(first, lines.taken[0].rstrip("\r\n").split(delimiter), QUOTES)
                continue
            if not (first == 1 and lines.taken[0].lower().startswith(SAYS) and len(cells) <= 2):
                yield Row(first, [plain(cell) for cell in cells], LETTERS if _unread(lines.taken) else "")


def _unread(lines: list[str]) -> bool:
    return any(UNREAD in line for line in lines)
