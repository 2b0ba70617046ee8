"""Small cells: numbers of people under five are shown as <5, and nothing is shown from which one could be reckoned.

1. A community with fewer than five is hidden, and with it the first of its neighbours that has nine or more: whoever
   knows the sum and all others knows only what both have together. The first by code, whatever its size, so that the
   choice itself tells nothing.
2. Where no neighbour is large enough, the whole street's communities are hidden and the street's own sum is too, which
   then hides another street by the same rule.
3. A hidden sum whose parts could be added up hides one of its parts as well.
4. A sum over anything hidden is rounded to fives.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LEAST = 5
COVERS = 2 * LEAST - 1  # so many can stand for any number that is hidden beside them
ROUNDED_TO = 5
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
    values: dict[str, int]
    parts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    hidden: set[str] = field(default_factory=set)

    def cover(self, parent: str) -> None:
        """Hide what is small among the parts of the sum, and what it would be reckoned from."""
        parts = self.parts[parent]
        small = [one for one in parts if self.values[one] < LEAST or one in self.hidden]
        if not small:
            return
        beside = self._large(one for one in parts if one not in small)
        self.hidden |= {*small, beside} if beside else {*parts, parent}

    def uncover(self, code: str) -> None:
        """A hidden sum must not be the sum of parts that are all shown."""
        parts = self.parts.get(code, [])
        if code in self.hidden and parts and not self.hidden & set(parts):
            beside = self._large(parts)
            self.hidden |= {beside} if beside else set(parts)
        for one in parts:
            self.uncover(one)

    def _large(self, codes: Iterable[str]) -> str | None:
        return next((one for one in sorted(codes) if self.values[one] >= COVERS), None)

    def cell(self, code: str) -> Cell:
        value = self.values[code]
        if code in self.hidden:
            return Cell(None, small=value < LEAST)
        if not self._holds_hidden(code):
            return Cell(value)
        return Cell(ROUNDED_TO * round(value / ROUNDED_TO), rounded=True)

    def _holds_hidden(self, code: str) -> bool:
        return any(one in self.hidden or self._holds_hidden(one) for one in self.parts.get(code, []))


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
            tree.hidden |= set(tree.values)
        tree.uncover(root)
    return {code: tree.cell(code) for code in tree.values}
