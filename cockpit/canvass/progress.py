"""How far a round is: homes, done, left, found, isolated, by area; how fast it goes, and when it would be finished."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import inside
from cockpit.canvass.round import Round
from cockpit.canvass.visit import DONE, Result
from cockpit.clock import local_day_start
from cockpit.refusals import NotFound
from cockpit.sight import only_aggregates
from cockpit.small_cells import shown_cells

if TYPE_CHECKING:
    from data_access.work import Work

DISTRICT, STREET, COMMUNITY, GRID = 6, 9, 12, 15  # digits of a code
BELOW = {DISTRICT: STREET, STREET: COMMUNITY, COMMUNITY: GRID, GRID: GRID}
PACE = timedelta(hours=24)  # how fast it goes now: by what was done in that time
MOST = 100


@dataclass(frozen=True)
class Tally:
    """Counts of one area; `recent`: homes done within the time that the pace is told by; `unnamed` of those found are still
    to be entered in the inventory, for `over` of them the time ended before anybody ordered it."""

    results: Mapping[Result, int] = field(default_factory=dict)
    recent: int = 0
    found: int = 0
    isolated: int = 0
    unnamed: int = 0
    over: int = 0
    frozen: tuple[int, int] | None = None

    @property
    def homes(self) -> int:
        return self.frozen[0] if self.frozen else sum(self.results.values())

    @property
    def done(self) -> int:
        return self.frozen[1] if self.frozen else sum(self.results.get(one, 0) for one in DONE)

    @property
    def left(self) -> int:
        return self.homes - self.done

    @property
    def percent(self) -> int:
        """Rounded down: what is not done is never said to be."""
        return 100 * self.done // self.homes if self.homes else 100

    @property
    def waiting(self) -> int:
        return self.found - self.isolated - self.over

    def plus(self, other: "Tally") -> "Tally":
        results = {one: self.results.get(one, 0) + other.results.get(one, 0) for one in Result}
        mine, theirs = self.frozen or (0, 0), other.frozen or (0, 0)
        frozen = (mine[0] + theirs[0], mine[1] + theirs[1]) if self.frozen or other.frozen else None
        added = {
            name: getattr(self, name) + getattr(other, name)
            for name in ("recent", "found", "isolated", "unnamed", "over")
        }
        return Tally(results, **added, frozen=frozen)


@dataclass(frozen=True)
class Pace:
    """Homes a day, by the last 24 hours or since the round was opened; `ends_at`: when it would be finished so."""

    a_day: float
    ends_at: datetime | None


@dataclass(frozen=True)
class RoundRow:
    """A round in the list, with what is counted of it in the reader's own area."""

    round: Round
    tally: Tally
    overdue: bool


@dataclass(frozen=True)
class Part:
    """An area of a round: `found` and `isolated` as the reader may see them."""

    area: str
    tally: Tally
    found: str
    isolated: str


@dataclass(frozen=True)
class Progress:
    """A round in the area `area` and in each of the areas below it. `bare`: the reader sees people as numbers alone, small
    ones not at all; then nothing of it leads to a home."""

    round: Round
    first: Round | None
    whole: Part
    parts: tuple[Part, ...]
    pace: Pace
    overdue: bool
    at: datetime
    today: date
    bare: bool


@allowed_to("see_canvass")
def list_rounds(work: "Work") -> list[RoundRow]:
    """The newest first, of which homes lie in one's own area; closed ones after those that go on."""
    today = local_day_start(work.at, work.zone).date()
    found = []
    for one in work.canvass.rounds(MOST):
        tally = _sum(tallies(work, one, work.by.area, DISTRICT))
        found.append(RoundRow(one, _shown(work, tally), one.overdue(today, tally.left)))
    return sorted(found, key=lambda row: (not row.round.open, -row.round.id))


@allowed_to("see_canvass")
def progress(work: "Work", round_id: int, area: str = "") -> Progress:
    """Of the area that is asked for, and of those below it; refuses one that is none of the round's or of one's own."""
    one = work.canvass.round(round_id)
    bare = only_aggregates(work.by.role)
    where = area or _widest(one.area, work.by.area)
    if not (work.by.sees(where) and inside(where, one.area)) or (bare and len(where) > STREET):
        raise NotFound()
    work.areas.get(where)
    today = local_day_start(work.at, work.zone).date()
    below = tallies(work, one, where, BELOW[len(where)])
    whole = _sum(below)
    found, isolated = _people(work, one, where, below, bare)
    parts = tuple(Part(code, _shown(work, each), found[code], isolated[code]) for code, each in sorted(below.items()))
    first = work.canvass.round(one.out_of) if one.out_of else None
    total = Part(where, _shown(work, whole), found[where], isolated[where])
    return Progress(
        one, first, total, parts, pace_of(one, whole, work.at), one.overdue(today, whole.left), work.at, today, bare
    )  # fmt: skip


def pace_of(one: Round, tally: Tally, at: datetime) -> Pace:
    """Nothing was done: nobody can say when it ends."""
    span = min(PACE, max(at - one.opened_at, timedelta(hours=1)))
    a_day = tally.recent / (span / timedelta(days=1))
    if not one.open or not a_day or not tally.left:
        return Pace(a_day, None)
    return Pace(a_day, at + timedelta(days=tally.left / a_day))


def tallies(work: "Work", one: Round, area: str, digits: int) -> dict[str, Tally]:
    """Area of so many digits -> its counts; of a closed round whose visits are gone, those that were kept, by community."""
    today = local_day_start(work.at, work.zone).date()
    found: dict[str, Tally] = defaultdict(Tally)
    for grid, tally in work.canvass.tallies(one.id, area, work.at - PACE, today).items():
        found[grid[:digits]] = found[grid[:digits]].plus(tally)
    if not found and one.final:
        for community, homes, done, seen, isolated in one.final:
            if inside(community, area):
                kept = Tally(found=seen, isolated=isolated, frozen=(homes, done))
                found[community[:digits]] = found[community[:digits]].plus(kept)
    return dict(found)


def _people(
    work: "Work", one: Round, where: str, below: Mapping[str, Tally], bare: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """Found and isolated by area, as the reader may see them: for who sees numbers alone, no small one."""
    if not bare:
        whole = _sum(below)
        plain = {**below, where: whole}
        return {code: str(each.found) for code, each in plain.items()}, {
            code: str(each.isolated) for code, each in plain.items()
        }
    every = tallies(work, one, one.area, COMMUNITY)
    cells = [shown_cells({code: getattr(each, name) for code, each in every.items()}) for name in ("found", "isolated")]
    found, isolated = ({code: str(cell) for code, cell in each.items()} for each in cells)
    return found, isolated


def _shown(work: "Work", tally: Tally) -> Tally:
    """For who sees people as numbers alone: homes and how many are done, and nothing of what was found there."""
    if not only_aggregates(work.by.role):
        return tally
    return Tally(recent=tally.recent, frozen=(tally.homes, tally.done))


def _sum(parts: Mapping[str, Tally]) -> Tally:
    total = Tally()
    for one in parts.values():
        total = total.plus(one)
    return total


def _widest(round_area: str, own: str) -> str:
    """The part of the round that lies in one's own area."""
    return own if inside(own, round_area) else round_area
