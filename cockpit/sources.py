"""Sources: how much of the inventory each area has, how whole it is, and how long ago it was brought in.

What is stale is so by a rule (`review`): after how many days a kind is to be reviewed, and how many per cent of its
things should have what is needed to work with them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Area, Level
from cockpit.events import Event
from cockpit.figures import Figure, cells_of, must_see
from cockpit.importing.kinds import Kind
from cockpit.refusals import NotFound
from cockpit.sight import only_aggregates
from cockpit.small_cells import Cell

if TYPE_CHECKING:
    from data_access.work import Work

# What each kind needs to be worked with; of what is sealed it is counted whether it is there, and never what it says.
NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.PLACES: ("contact", "point"),
    Kind.ENTERPRISES: ("contact", "point"),
    Kind.HOUSEHOLDS: ("tenure",),
    Kind.PERSONS: ("number", "phone", "born"),
}
PEOPLE = {Kind.HOUSEHOLDS: Figure.HOUSEHOLDS, Kind.PERSONS: Figure.RESIDENTS}
SHARE_FROM, SHARE_STEP = 100, 5  # who sees aggregates only: per cent in steps that stand for five people or more
SOON = 10  # the last tenth of the time


class Freshness(StrEnum):
    """From what is seen first to what needs nobody."""

    NEVER = "never"
    STALE = "stale"
    DUE = "due"
    FRESH = "fresh"

    @property
    def weight(self) -> int:
        return len(Freshness) - list(Freshness).index(self)


@dataclass(frozen=True)
class Touch:
    """When, by whom as a role; `file` is the kind of the file that brought it, empty for an edit by hand."""

    at: datetime
    role: str
    file: str = ""


@dataclass(frozen=True)
class Rule:
    days: int
    share: int

    def freshness(self, brought: Touch | None, at: datetime) -> Freshness:
        """Of one community: a review is due some days after its last import."""
        if brought is None:
            return Freshness.NEVER
        left = brought.at + timedelta(days=self.days) - at
        if left <= timedelta(0):
            return Freshness.STALE
        return Freshness.DUE if left <= timedelta(days=self.days) / SOON else Freshness.FRESH


@dataclass(frozen=True)
class Source:
    """One kind in one area: `filled` says of each field it needs how many of its things have it."""

    area: str
    kind: Kind
    count: int
    filled: Mapping[str, int] = field(default_factory=dict)
    brought: Touch | None = None
    edited: Touch | None = None

    def plus(self, other: "Source") -> "Source":
        """Both together, touched when the later of them was."""
        filled = {name: self.filled.get(name, 0) + other.filled.get(name, 0) for name in NEEDED[self.kind]}
        brought, edited = later(self.brought, other.brought), later(self.edited, other.edited)
        return replace(self, count=self.count + other.count, filled=filled, brought=brought, edited=edited)

    def share(self, name: str) -> int | None:
        """Per cent, rounded down, so that a hundred means all; None where there is nothing to have it."""
        return 100 * self.filled.get(name, 0) // self.count if self.count else None


@dataclass(frozen=True)
class Standing:
    """One kind in one area as somebody may see it. `waiting`: communities of which it was never brought, or is overdue."""

    kind: Kind
    count: Cell
    shares: dict[str, int | None]
    brought: Touch | None
    edited: Touch | None
    freshness: Freshness
    waiting: int
    due: datetime | None
    rule: Rule

    @property
    def gaps(self) -> list[str]:
        """What too few have."""
        return [name for name, share in self.shares.items() if share is not None and share < self.rule.share]


@dataclass(frozen=True)
class Line:
    """An area with its kinds; `never`: its communities that are in no import at all; `empty`: grids without a household."""

    area: Area
    standings: dict[Kind, Standing]
    never: tuple[Area, ...]
    empty: tuple[Area, ...]

    def weight(self, kind: Kind | None = None) -> tuple[int, ...]:
        """Heaviest first: how many communities wait for somebody, what is due soon, what has gaps, how thin it is."""
        chosen = [self.standings[kind]] if kind else list(self.standings.values())
        due = sum(one.freshness is Freshness.DUE for one in chosen)
        shares = [share for one in chosen for share in one.shares.values() if share is not None]
        return sum(one.waiting for one in chosen), due, sum(len(one.gaps) for one in chosen), -min(shares, default=100)


@dataclass(frozen=True)
class Board:
    """`counted_at`: what is shown was reckoned then; None before the first time. `grids`: whether grids are told of."""

    area: Area
    lines: tuple[Line, ...]
    counted_at: datetime | None
    grids: bool


@dataclass(frozen=True)
class SourcesReckoned(Event):
    """Whoever looks at them sees them anew."""


def later(one: Touch | None, other: Touch | None) -> Touch | None:
    return max((touch for touch in (one, other) if touch), key=lambda touch: touch.at, default=None)


@allowed_to("see_sources")
def board(work: "Work", area: str, kind: Kind | None = None) -> Board:
    """The streets of the district, or the communities of a street; of one kind or all, heaviest first."""
    must_see(work, area)
    whole = work.areas.get(area)
    if whole.level is Level.GRID:
        raise NotFound()
    below = [whole] if whole.level is Level.COMMUNITY else work.areas.children(area)
    found = together(work.sources.of_area(area))
    cells = _hidden(work) if only_aggregates(work.by.role) else {}
    lines = [_line_of(work, one, found, cells) for one in below]
    ordered = sorted(lines, key=lambda line: line.weight(kind), reverse=True)
    return Board(whole, tuple(ordered), work.sources.counted_at(), not cells)


def _hidden(work: "Work") -> dict[Kind, dict[str, Cell]]:
    """Numbers of people and homes, for who sees aggregates only."""
    return {kind: cells_of(work, figure) for kind, figure in PEOPLE.items()}


Found = Mapping[tuple[str, Kind], Source]


def together(grids: Iterable[Source]) -> dict[tuple[str, Kind], Source]:
    """Sources of grids, of the communities around them, and of their streets."""
    found: dict[tuple[str, Kind], Source] = {}
    for one in grids:
        for length in (15, 12, 9):
            code = one.area[:length]
            known = found.get((code, one.kind))
            found[code, one.kind] = known.plus(one) if known else replace(one, area=code)
    return found


def _line_of(work: "Work", area: Area, found: Found, cells: Mapping[Kind, Mapping[str, Cell]]) -> Line:
    communities = work.areas.of_level(Level.COMMUNITY, area.code)
    grids = [] if cells else work.areas.of_level(Level.GRID, area.code)
    standings = {kind: _standing(work, area, kind, communities, found, cells.get(kind)) for kind in NEEDED}
    never = [one for one in communities if not any(brought(found, one, kind) for kind in NEEDED)]
    empty = [one for one in grids if not count_of(found, one, Kind.HOUSEHOLDS)]
    return Line(area, standings, tuple(never), tuple(empty))


def brought(found: Found, area: Area, kind: Kind) -> Touch | None:
    one = found.get((area.code, kind))
    return one.brought if one else None


def count_of(found: Found, area: Area, kind: Kind) -> int:
    one = found.get((area.code, kind))
    return one.count if one else 0


def _standing(
    work: "Work", area: Area, kind: Kind, communities: Sequence[Area], found: Found, cells: Mapping[str, Cell] | None
) -> Standing:
    """As fresh as its stalest community."""
    body = work.policy.get("review", kind, area.code).body
    rule = Rule(body["days"], body["share"])
    source = found.get((area.code, kind)) or Source(area.code, kind, 0)
    touched = [brought(found, one, kind) for one in communities]
    each = [rule.freshness(one, work.at) for one in touched]
    oldest = min((one.at for one in touched if one), default=None)
    cell = cells[area.code] if cells is not None else Cell(source.count)
    return Standing(
        kind, cell, shares_of(source, cell, exact=cells is None), source.brought, source.edited,
        max(each, key=lambda one: one.weight, default=Freshness.NEVER),
        sum(one in (Freshness.NEVER, Freshness.STALE) for one in each),
        oldest + timedelta(days=rule.days) if oldest else None, rule,
    )  # fmt: skip


def shares_of(source: Source, cell: Cell, *, exact: bool) -> dict[str, int | None]:
    """Who sees cells gets steps, and of few people nothing: what is missing of them could be reckoned from it."""
    shares = {name: source.share(name) for name in NEEDED[source.kind]}
    if exact:
        return shares
    if not cell.exact or source.count < SHARE_FROM:
        return dict.fromkeys(shares)
    return {name: share if share is None else SHARE_STEP * round(share / SHARE_STEP) for name, share in shares.items()}
