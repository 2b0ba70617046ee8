"""Where a table begins: the line, or the two lines, that name its columns, below titles and remarks."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

from cockpit.importing.refused import LONGER, NO_HEADER, SHORTER, TOO_WIDE, NothingInIt, TooBig
from cockpit.people import half_width
from data_access.importing.files.merged import Merged
from data_access.importing.files.table import Row, SourceTable, not_blank
from data_access.importing.own import PASSED_OVER

WITHIN = 30  # lines that are not blank
ENOUGH = 0.7  # of the names that the line with the most names has
MOST_COLUMNS = 300
LONGEST_NAME = 60
FIGURES = re.compile(r"(?=.*\d)[\d\s.,:/年月日时分+-]+|\d{17}[Xx]")
SAYS = re.compile(r"[:：]\s*\S")  # 填报单位：长庆街道 is a remark and no name
BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")  # 姓 名

Cells = Sequence[str]
Draw = Callable[[], Iterator[Row]]


@dataclass(frozen=True)
class Header:
    """`names` stand at their positions in the file, `line` is the last line, `cells` how many cells it has."""

    names: tuple[str, ...]
    line: int
    cells: int

    @cached_property
    def kept(self) -> list[int]:
        """Positions that are handed on: up to the last name, without the columns that this product added."""
        last = max((at for at, name in enumerate(self.names) if name), default=-1)
        return [at for at in range(last + 1) if self.names[at] not in PASSED_OVER]

    @cached_property
    def labels(self) -> int:
        return len({name for name in self.names if is_label(name)})

    def pick(self, cells: Cells) -> list[str]:
        return [cells[at] if at < len(cells) else "" for at in self.kept]

    def misfit(self, cells: Cells) -> str:
        """Why a row of a file without fixed columns cannot be told apart; empty where it can."""
        if len(cells) > self.cells and any(map(str.strip, cells[self.cells :])):
            return LONGER
        return SHORTER if len(cells) <= max(self.kept, default=-1) else ""


def table_of(sheet: str, draw: Draw, merged: Merged | None = None, *, exact: bool = False) -> SourceTable | None:
    """The table whose lines `draw` gives; None where there is none. `exact`: each row must have the header's cells."""
    first = list(islice(not_blank(draw()), WITHIN))
    if not first:
        return None
    header = find([row for row in first if not row.why], merged)
    names = tuple(header.names[at] for at in header.kept)
    return SourceTable(sheet, names, header.line, "", partial(below, draw, header, exact))


def below(draw: Draw, header: Header, exact: bool) -> Iterator[Row]:
    for row in not_blank(draw()):
        if row.line > header.line:
            why = row.why or (header.misfit(row.cells) if exact else "")
            yield Row(row.line, header.pick(row.cells), why, row.cells[header.cells :] if why == LONGER else ())


def find(rows: Sequence[Row], merged: Merged | None = None) -> Header:
    """The first line, or pair of lines, with nearly as many names as any other has."""
    found = [one for at in range(len(rows)) for one in _candidates(rows, at, merged)]
    most = max((one.labels for one in found), default=0)
    if not most:
        raise NothingInIt(NO_HEADER)
    header = next(one for one in found if one.labels >= ENOUGH * most)
    if 2 * sum(map(is_label, header.names)) < sum(map(bool, header.names)):
        raise NothingInIt(NO_HEADER)
    if len(header.kept) > MOST_COLUMNS:
        raise TooBig(TOO_WIDE)
    return header


def _candidates(rows: Sequence[Row], at: int, merged: Merged | None) -> Iterator[Header]:
    upper = rows[at]
    lower = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].line == upper.line + 1 else None
    if lower and (groups := _groups(upper, lower, merged)):
        names = [_joined(*pair) for pair in zip(groups, _padded(lower.cells, len(groups)), strict=True)]
        yield Header(tuple(names), lower.line, max(len(upper.cells), len(lower.cells)))
    yield Header(tuple(map(tidy, upper.cells)), upper.line, len(upper.cells))


def _groups(upper: Row, lower: Row, merged: Merged | None) -> list[str]:
    """The upper line with each name over all its columns; empty where these are not two lines of one header."""
    words = [cell for cell in upper.cells if cell.strip()]
    if len(set(words)) < 2 or not all(is_label(cell) for cell in (*words, *filter(str.strip, lower.cells))):
        return []
    width = max(len(upper.cells), len(lower.cells))
    above, under = _padded(upper.cells, width), _padded(lower.cells, width)
    return _by_gaps(above, under) if merged is None else _by_merged(above, under, merged.across(upper.line))


def _by_merged(above: list[str], under: list[str], spans: Sequence[tuple[int, int]]) -> list[str]:
    if not any(sum(map(bool, under[first : last + 1])) > 1 for first, last in spans):
        return []
    for first, last in spans:
        above[first : last + 1] = [above[first]] * len(above[first : last + 1])
    return above


def _by_gaps(above: list[str], under: list[str]) -> list[str]:
    """Where nobody says what is merged: a gap above a name belongs to the name before, if some names have none below."""
    gaps = [at for at, cell in enumerate(above) if not cell and under[at]]
    alone = [at for at, cell in enumerate(above) if cell and not under[at]]
    if not gaps or not alone or gaps[0] == 0:
        return []
    for at in gaps:
        if not under[at - 1]:
            return []
        above[at] = above[at - 1]
    return above


def _padded(cells: Cells, width: int) -> list[str]:
    return [cell.strip() for cell in cells] + [""] * (width - len(cells))


def _joined(upper: str, lower: str) -> str:
    upper, lower = tidy(upper), tidy(lower)
    return upper if upper == lower else f"{upper} {lower}".strip()


def tidy(name: str) -> str:
    """In half width, and without blanks that only fill a cell."""
    return BETWEEN.sub("", " ".join(half_width(name).split()))


def is_label(cell: str) -> bool:
    """Whether it may name a column: no number, no date, no remark, no error of a formula."""
    text = cell.strip()
    return 0 < len(text) <= LONGEST_NAME and text[0] != "#" and not (FIGURES.fullmatch(text) or SAYS.search(text))
