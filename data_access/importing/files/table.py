"""A table of text as a file holds it; its rows are drawn from the file each time anew, so that it is never whole in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cockpit.importing.refused import EMPTY, NothingInIt

if TYPE_CHECKING:
    from pandas import DataFrame

CHUNK = 20_000
MOST_CELLS = 2_000_000  # of one chunk, so that a wide table needs no more memory than a narrow one


class Row(NamedTuple):
    """A line of the file. `why` says why it is broken, as a marked sentence, and is empty where it is not.

    `left_over` are cells beyond the last header; `remark` says what was left out of a row that is read.
    """

    line: int
    cells: list[str]
    why: str = ""
    left_over: Sequence[str] = ()
    remark: str = ""


@dataclass
class SourceTable:
    """`sheet` is empty where the format has none; of a header in two lines, `header_line` is the second.

    A file without lines (GeoJSON, Shapefile, KML) is counted as if it were a sheet: its first thing is line 2.
    `crs`: wgs84, gcj02, bd09, other:..., or empty where the file does not say. `notes` are marked sentences about the
    whole table. `broken` and `remarks` hold (line, marked sentence), and are filled while chunks are drawn.
    """

    sheet: str
    headers: tuple[str, ...]
    header_line: int
    crs: str
    rows: Callable[[], Iterator[Row]]
    notes: tuple[str, ...] = ()
    broken: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)

    def chunks(self, size: int = CHUNK) -> Iterator["DataFrame"]:
        """All cells text, empty where there is nothing; columns are positions, the index is the line in the file.

        Broken rows are in none of them. Raises Unreadable where the file turns out to be broken further down.
        """
        import pandas  # by whoever reads a file, not by whoever serves a page

        size = max(1, min(size, MOST_CELLS // max(1, len(self.headers))))
        self.broken.clear()
        self.remarks.clear()
        rows = self._whole()
        while chunk := list(islice(rows, size)):
            lines, cells = zip(*((row.line, row.cells) for row in chunk), strict=True)
            yield pandas.DataFrame(list(cells), index=list(lines), columns=range(len(self.headers)), dtype=str)

    def _whole(self) -> Iterator[Row]:
        for row in self.rows():
            if row.why:
                self.broken.append((row.line, row.why))
                continue
            if row.remark:
                self.remarks.append((row.line, row.remark))
            yield row


def some(tables: Iterable[SourceTable | None]) -> list[SourceTable]:
    """Those that there are; a file with none is refused."""
    if there := [table for table in tables if table]:
        return there
    raise NothingInIt(EMPTY)


def not_blank(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if any(map(str.strip, row.cells)))
