"""Finding in the inventory: places and enterprises by words and facets, so many at a time, with a count for each facet.

A facet counts what would be found if it were chosen: all other filters hold, its own does not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from cockpit.access import allowed_to
from cockpit.areas import inside
from cockpit.figures import must_see
from cockpit.people import half_width
from cockpit.places import Enterprise, FirmSize, Place, PlaceKind
from cockpit.trades import SECTIONS

if TYPE_CHECKING:
    from data_access.work import Work

PAGE = 50
LONGEST, MOST_WORDS = 60, 6
CODE_LENGTHS = (6, 9, 12, 15)


class What(StrEnum):
    PLACES = "places"
    ENTERPRISES = "enterprises"


KINDS = {
    What.PLACES: tuple(kind.value for kind in PlaceKind),
    What.ENTERPRISES: tuple(one.letter for one in SECTIONS),
}
SIZES = tuple(size.value for size in FirmSize)


class Key(TypedDict):
    """Where a page of the list ended: how well it fits, its pinyin, its number."""

    rank: int
    name: str
    id: int


class Cell(NamedTuple):
    """So many things of one part of the area, kind and size; with a flag or none, with somebody responsible or nobody."""

    part: str
    kind: str
    size: str
    flagged: bool
    nobody: bool
    number: int


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: `words` all fit, `kind` of an enterprise is its trade; empty filters let everything pass.

    `closed`: what is no more, and that alone; else what is there.
    """

    what: What
    area: str
    words: tuple[str, ...] = ()
    kind: str = ""
    size: str = ""
    flagged: bool = False
    nobody: bool = False
    closed: bool = False

    def passes(self, cell: Cell, but: str = "") -> bool:
        """Whether the cell is among what is wanted; without the filter called `but`."""
        holds = {
            "kind": not self.kind or cell.kind == self.kind,
            "size": not self.size or cell.size == self.size,
            "flagged": cell.flagged or not self.flagged,
            "nobody": cell.nobody or not self.nobody,
        }
        return all(one for name, one in holds.items() if name != but)

    def of(self, what: What) -> "Wanted":
        """The same words and area, of the other sort."""
        return Wanted(what, self.area, self.words, closed=self.closed)


@dataclass(frozen=True)
class Facets:
    """Counts by what could be chosen; `parts` are the areas one level below the one that is looked at."""

    all: int
    whats: dict[What, int]
    parts: dict[str, int]
    kinds: dict[str, int]
    sizes: dict[str, int]
    flagged: int
    nobody: int
    closed: int


@dataclass(frozen=True)
class Found:
    """A page of a list in the order of the names; `last` is where the next begins, None at the end.

    `seen` is the newest line of the histories when it was read: who corrects what is listed has seen it so.
    """

    wanted: Wanted
    things: list[Place] | list[Enterprise]
    last: Key | None
    facets: Facets | None = None
    seen: int = 0


@allowed_to("see_places")
def find(work: "Work", asked: Mapping[str, str], after: Key | None = None) -> Found:
    """What the address bar asks for; the facets come with the first page."""
    wanted = wanted_of(work, asked)
    seen = work.inventory.newest() if work.by.may("edit_inventory") and not after else 0
    things, last = work.inventory.listed(wanted, after, PAGE)
    return Found(wanted, things, last, None if after else facets_of(work, wanted), seen)


def wanted_of(work: "Work", asked: Mapping[str, str]) -> Wanted:
    """Read what nobody has checked: what makes no sense is left out, an area that is none of one's own is not there."""
    what = What(asked["what"]) if asked.get("what") in set(What) else What.PLACES
    area = asked.get("area") or work.by.area
    must_see(work, area)
    kind, size = asked.get("kind", ""), asked.get("size", "")
    return Wanted(
        what,
        area,
        words_of(asked.get("q", "")),
        kind if kind in KINDS[what] else "",
        size if what is What.ENTERPRISES and size in SIZES else "",
        flagged=asked.get("flagged") == "1",
        nobody=asked.get("nobody") == "1",
        closed=asked.get("closed") == "1",
    )


def words_of(typed: str) -> tuple[str, ...]:
    """The words of what was typed, as they are compared: small letters, half-width."""
    return tuple(half_width(typed[:LONGEST]).lower().split()[:MOST_WORDS]) if typed.isprintable() else ()


def facets_of(work: "Work", wanted: Wanted) -> Facets:
    cells = work.inventory.cells(wanted)
    other = next(what for what in What if what is not wanted.what)
    return Facets(
        _sum(cells, wanted),
        {wanted.what: sum(one.number for one in cells), other: work.inventory.count(wanted.of(other))},
        _by(cells, wanted, "part"),
        _by(cells, wanted, "kind"),
        _by(cells, wanted, "size"),
        sum(one.number for one in cells if one.flagged and wanted.passes(one, "flagged")),
        sum(one.number for one in cells if one.nobody and wanted.passes(one, "nobody")),
        work.inventory.count(Wanted(wanted.what, wanted.area, wanted.words, closed=True)),
    )


def _sum(cells: Iterable[Cell], wanted: Wanted) -> int:
    return sum(one.number for one in cells if wanted.passes(one))


def _by(cells: Iterable[Cell], wanted: Wanted, name: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in cells:
        if wanted.passes(one, name):
            counts[getattr(one, name)] += one.number
    return {value: count for value, count in sorted(counts.items()) if value}


def path_of(area: str, within: str) -> list[str]:
    """The areas from the reader's own down to the one that is looked at."""
    return [area[:length] for length in CODE_LENGTHS if len(within) <= length <= len(area) and inside(area, within)]
