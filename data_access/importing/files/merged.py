"""Cells of a sheet that were made one: the value stands in the first of them, and holds for all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from data_access.importing.files.table import Row

MOST = 200_000  # merged cells of a sheet; beyond them none is looked at, rather than too many kept

Range = tuple[int, int, int, int]  # first line, first column, last line, last column; lines from 1, columns from 0


@dataclass
class Merged:
    ranges: dict[int, list[Range]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[Range]) -> "Merged":
        merged = cls()
        for one in islice(found, MOST):
            merged.ranges.setdefault(one[0], []).append(one)
        return merged

    def across(self, line: int) -> list[tuple[int, int]]:
        """First and last column of what is merged sideways in the line."""
        return [(first, last) for _, first, _, last in self.ranges.get(line, ()) if last > first]

    def filled(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, where a cell merged downwards (one building over ten flats) says in each line what it says once."""
        if not any(low > top for ranges in self.ranges.values() for top, _, low, _ in ranges):
            yield from rows
            return
        held: list[tuple[int, int, str]] = []
        for row in rows:
            held = [one for one in held if one[0] >= row.line]
            if any(row.cells):
                _fill(row.cells, held)
            held += [
                (low, column, row.cells[column])
                for _, column, low, _ in self.ranges.get(row.line, ())
                if low > row.line and column < len(row.cells) and row.cells[column]
            ]
            yield row


def _fill(cells: list[str], held: Iterable[tuple[int, int, str]]) -> None:
    for _, column, text in held:
        cells += [""] * (column + 1 - len(cells))
        cells[column] = cells[column] or text
