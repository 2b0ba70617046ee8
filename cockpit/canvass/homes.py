"""The homes of a round, in the order of their doors; and one of them, as it is seen at the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Level, inside
from cockpit.canvass.knock import undo_until
from cockpit.canvass.round import Round
from cockpit.canvass.visit import Given, KnockRule, Visit, rule_of
from cockpit.clock import local_day_start
from cockpit.people import ShownPerson
from cockpit.refusals import NotFound
from cockpit.sheets import Home, masked
from cockpit.sight import Sight, sight

if TYPE_CHECKING:
    from cockpit.returns import KeyRegion
    from data_access.work import Work


@dataclass(frozen=True)
class HomeRow:
    """`walker` is who goes there, empty while nobody was said to."""

    visit: Visit
    home: Home
    walker: str


@dataclass(frozen=True)
class Street:
    """The homes of one grid of a round, as one walks; `names` are of whoever answered; `regions` those for which homes are on it."""

    round: Round
    grid: str
    rows: tuple[HomeRow, ...]
    names: Mapping[int, str]
    left: int
    regions: "tuple[KeyRegion, ...]" = ()


@dataclass(frozen=True)
class AtTheDoor:
    """`given` is the answer that counts, with its note; it may be taken back until `undo_until`, where that is not None.
    `following`: the next home of the same grid at which somebody has to knock."""

    row: HomeRow
    round: Round
    rule: KnockRule
    residents: tuple[ShownPerson, ...]
    given: Given | None
    by: str
    undo_until: datetime | None
    following: int | None
    today: date
    regions: "tuple[KeyRegion, ...]" = ()


@allowed_to("see_screening")
def homes(work: "Work", round_id: int, grid: str, *, all_of_them: bool = False) -> Street:
    """Those that are left, or all; whoever may not read doors gets their places."""
    one = work.canvass.round(round_id)
    rows = _walked(work, one, grid)
    left = [row for row in rows if row.visit.left]
    names = work.accounts.names(sorted({row.visit.account for row in rows if row.visit.account}))
    return Street(one, grid, tuple(rows if all_of_them else left), names, len(left), _regions(work, rows))


@allowed_to("see_screening")
def open_home(work: "Work", visit_id: int) -> AtTheDoor:
    """A home of one's own scope with those who live there, as one's role may see them; that it was opened is a look."""
    visit = work.visits.get(visit_id)
    one = work.canvass.round(visit.round)
    rows = _walked(work, one, visit.grid)
    row = next(each for each in rows if each.visit.id == visit.id)
    people = work.people.of_ids(work.visits.residents(visit.household))
    given = work.visits.given(visit.answer) if visit.answer else None
    also = ["health"] if given and (given.answer.note or given.answer.symptoms is not None) else []
    shown = work.looks.listing(people, {"round": str(one.id), "visit": str(visit.id)}, also)
    until = undo_until(work, visit, given) if given and work.by.may("knock") and one.open else None
    by = work.accounts.name_of(given.account) if given else ""
    rule = rule_of(work.policy.version(one.policy))
    today = local_day_start(work.at, work.zone).date()
    return AtTheDoor(
        row, one, rule, tuple(shown), given, by, until if until and work.at < until else None,
        _following(rows, row), today, _regions(work, [row]),
    )  # fmt: skip


def _regions(work: "Work", rows: list[HomeRow]) -> "tuple[KeyRegion, ...]":
    """Those lines of the list that held on a day for which one of these homes is on the round."""
    days = {(row.visit.came_from, row.visit.came_on) for row in rows if row.visit.came_on}
    if not days:
        return ()
    return tuple(
        one for one in work.key_regions.all() if any(one.code == code and one.holds_on(day) for code, day in days)
    )


@allowed_to("see_screening")
def answered_meanwhile(work: "Work", visit_id: int, seen: int | None) -> tuple[Given, str] | None:
    """The answer that counts by now and whose it is, where it is not the one that somebody has before them."""
    visit = work.visits.get(visit_id)
    if visit.answer is None or visit.answer == seen:
        return None
    given = work.visits.given(visit.answer)
    return given, work.accounts.name_of(given.account)


def sight_of_doors(work: "Work") -> Sight:
    """How whoever works here sees a door."""
    return sight(work.by.role, "address")


def walk(work: "Work", one: Round, grid: str) -> list[HomeRow]:
    """All of the round's homes in the grid, by place, building, unit and door as far as one may read them."""
    seen = sight_of_doors(work)
    doors = {home.id: home for home in work.sheets.homes(grid, whole=seen.whole)}
    walkers = work.visits.walkers(one.id, grid)
    rows = [
        HomeRow(visit, masked(doors[visit.household], seen), walkers.get((visit.for_account, visit.for_team), ""))
        for visit in work.visits.of_grid(one.id, grid)
        if visit.household in doors
    ]
    return sorted(rows, key=lambda row: row.home.order)


def _walked(work: "Work", one: Round, grid: str) -> list[HomeRow]:
    """The same, with its look; refuses what is no grid of the round and of one's own."""
    if not (work.by.sees(grid) and inside(grid, one.area)) or work.areas.get(grid).level is not Level.GRID:
        raise NotFound()
    rows = walk(work, one, grid)
    seen = sight_of_doors(work)
    fields = ["address"] if seen.form else []
    work.looked("person", "list", fields, "listed", filter={"round": str(one.id), "grid": grid}, count=len(rows))
    return rows


def _following(rows: list[HomeRow], here: HomeRow) -> int | None:
    at = rows.index(here)
    return next((row.visit.id for row in [*rows[at + 1 :], *rows[:at]] if row.visit.left), None)
