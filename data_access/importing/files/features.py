"""Things of a map as a table: what is known of each in columns, and where it lies in three more.

The file is read once for the names of all columns, since each thing may have others, and again when rows are drawn.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from cockpit.importing.refused import TOO_WIDE, TooBig
from data_access.importing.files.header import MOST_COLUMNS, tidy
from data_access.importing.files.outline import HEADERS, Where
from data_access.importing.files.table import Row, SourceTable
from data_access.importing.own import PASSED_OVER, kept

HEADER_LINE = 1


@dataclass(frozen=True)
class Feature:
    """`where` is asked only when the row is drawn: to look at an outline takes its time."""

    line: int
    known: dict[str, str]
    where: Callable[[], Where]
    why: str = ""


Draw = Callable[[], Iterator[Feature]]


def table_of(sheet: str, crs: str, draw: Draw, notes: tuple[str, ...] = ()) -> SourceTable | None:
    """None where there is no thing. Columns stand in the order in which their names first come."""
    names: dict[str, None] = {}
    empty = True
    for feature in draw():
        names.update(dict.fromkeys(feature.known))
        empty = False
        if len(names) > MOST_COLUMNS:
            raise TooBig(TOO_WIDE)
    if empty:
        return None
    columns = [name for name in names if tidy(name) not in (*HEADERS, *PASSED_OVER)]
    headers = (*map(tidy, columns), *HEADERS)
    return SourceTable(sheet, headers, HEADER_LINE, crs, partial(_rows, draw, columns), notes)


def _rows(draw: Draw, names: list[str]) -> Iterator[Row]:
    for feature in draw():
        where = feature.where()
        drawn = [cell or kept(feature.known.get(name, "")) for name, cell in zip(HEADERS, where.cells, strict=True)]
        cells = [kept(feature.known.get(name, "")) for name in names]
        yield Row(feature.line, cells + drawn, feature.why or where.why, (), where.remark)
