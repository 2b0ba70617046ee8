"""Small cells: numbers of people under five are shown as <5, and nothing is shown from which one could be reckoned.

1. A community with fewer than five is hidden, and with it the first of its neighbours that has nine or more: whoever
   knows the sum and all others knows only what both have together. The first by code, whatever its size, so that the
   choice itself tells nothing.
2. Where no neighbour is large enough, the whole street's communities are hidden and the street's own sum is too, which
   then hides another street by the same rule.
3. A hidden sum whose parts could be added up hides one of its parts as well.
4. A sum over anything hidden is rounded to fives; where all that stands beside it would leave one number alone for what
   is hidden, to the next five that leaves another. A sum of sums adds up what they show, so that it says no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

LEAST = 5
COVERS = 2 * LEAST - 1  # so many can stand for any number that is hidden beside them
ROUNDED_TO = 5
SMALL, COVERING, BETWEEN = (0, LEAST - 1), (COVERS, inf), (LEAST, COVERS - 1)  # what a hidden one can be, by why it is
PARENT = {12: 9, 9: 6}  # digits of a code: community > street > district


@dataclass(frozen=True)
class Cell:
    """What is shown of a number: itself or rounded; `value` is None where it is hidden, `small` where it is under five."""

    value: int | None
    small: bool = False
    rounded: bool = False

    @property
    def exact(self) -> bool:
        return self.value is not None and not self.rounded

    def __str__(self) -> str:
        if self.value is None:
            return f"<{LEAST}" if self.small else "–"
        return f"≈{self.value:,}" if self.rounded else f"{self.value:,}"


@dataclass
class _Tree:
    """`hidden`: what is not shown, each with the least and the most that whoever knows these rules must think of."""

    values: dict[str, int]
    parts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    hidden: dict[str, tuple[float, float]] = field(default_factory=dict)

    def cover(self, parent: str) -> None:
        """Hide what is small among the parts of the sum, and what it would be reckoned from."""
        parts = self.parts[parent]
        small = [one for one in parts if self.values[one] < LEAST or one in self.hidden]
        if not small:
            return
        beside = self._large(one for one in parts if one not in small)
        self._hide(small, SMALL)
        if beside:
            self._hide([beside], COVERING)
        else:
            self._hide(parts, BETWEEN)
            self._hide([parent], SMALL if self.values[parent] < LEAST else (LEAST, inf))

    def uncover(self, code: str) -> None:
        """A hidden sum must not be the sum of parts that are all shown."""
        parts = self.parts.get(code, [])
        if code in self.hidden and parts and not self.hidden.keys() & set(parts):
            beside = self._large(parts)
            self._hide(*(([beside], COVERING) if beside else (parts, BETWEEN)))
        for one in parts:
            self.uncover(one)

    def _hide(self, codes: Iterable[str], bounds: tuple[float, float]) -> None:
        for one in codes:
            self.hidden.setdefault(one, bounds)

    def _large(self, codes: Iterable[str]) -> str | None:
        return next((one for one in sorted(codes) if self.values[one] >= COVERS), None)

    def cell(self, code: str) -> Cell:
        value = self.values[code]
        if code in self.hidden:
            return Cell(None, small=value < LEAST)
        if not self._holds_hidden(code):
            return Cell(value)
        return Cell(self._near(code), rounded=True)

    def _holds_hidden(self, code: str) -> bool:
        return any(one in self.hidden or self._holds_hidden(one) for one in self.parts.get(code, []))

    def _near(self, code: str) -> int:
        """Close to the sum; at least two numbers are left for what is hidden in it."""
        shown, least, most = self._of_parts(code)
        unseen = [one for one in self.parts[code] if one in self.hidden]
        if not unseen:
            return shown
        half = ROUNDED_TO // 2
        near = ROUNDED_TO * round((shown + sum(self.values[one] for one in unseen)) / ROUNDED_TO)
        if near + half <= shown + least:
            return near + ROUNDED_TO
        return near - ROUNDED_TO if near - half >= shown + most else near

    def _of_parts(self, code: str) -> tuple[int, float, float]:
        """What the parts show together, and the least and the most that the hidden ones among them can be."""
        cells = {one: self.cell(one).value for one in self.parts[code]}
        bounds = [self._bounds(one) for one, value in cells.items() if value is None]
        shown = sum(value for value in cells.values() if value is not None)
        return shown, sum(least for least, _ in bounds), sum(most for _, most in bounds)

    def _bounds(self, code: str) -> tuple[float, float]:
        least, most = self.hidden[code]
        if not self.parts.get(code):
            return least, most
        shown, least_inside, most_inside = self._of_parts(code)
        return max(least, shown + least_inside), min(most, shown + most_inside)


def shown_cells(by_community: Mapping[str, int]) -> dict[str, Cell]:
    """Numbers of people by community (12 digits) as cells of every area: communities, streets and the district."""
    tree = _Tree(dict(by_community))
    for length, above in PARENT.items():
        for code in [one for one in tree.values if len(one) == length]:
            tree.parts[code[:above]].append(code)
        for parent in [one for one in tree.parts if len(one) == above]:
            tree.values[parent] = sum(tree.values[one] for one in tree.parts[parent])
            tree.cover(parent)
    for root in [one for one in tree.values if len(one) == min(PARENT.values())]:
        if tree.values[root] < LEAST:
            tree._hide(tree.values, SMALL)
        tree.uncover(root)
    return {code: tree.cell(code) for code in tree.values}
