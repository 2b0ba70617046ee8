"""A paper sheet 入户核对表 of one grid: its homes and firms, with blanks to tick and to write, one QR a row.

The paper says as little as will do: behind which door, how it is held, how many live there; no name, no phone, no
number. A QR holds sheet, row and kind alone. The order of the rows is kept, so that a row is known again when the
paper comes back, however the grid has changed meanwhile.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Area, Level
from cockpit.figures import must_see
from cockpit.importing.addresses import Address, door_parts
from cockpit.masks import written
from cockpit.people import Tenure
from cockpit.refusals import NotFound, Refusal
from cockpit.sight import Form, Sight, sight
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

BLANKS = 6  # empty rows after the homes, for who is not on the list
HIDDEN = "**"
INVENTORY = "inventory"  # the kind of sheet that this module draws
MARK = re.compile(r"SHEET/([1-9][0-9]{0,17})/([0-9]{1,5})/([HFNS])")


class RowKind(StrEnum):
    HOME = "H"
    FIRM = "F"
    NEW = "N"
    VISIT = "V"


@dataclass(frozen=True)
class Row:
    """`thing` is the number of a household, a firm or a visit, 0 on an empty row."""

    kind: RowKind
    thing: int


@dataclass(frozen=True)
class Sheet:
    """Rows count from 1. The paper is to be destroyed by `destroy_at`, and is drawn no more from then on. `grid` is the area: one of
    visits may be of a greater one."""

    id: int
    grid: str
    made_at: datetime
    destroy_at: datetime
    account: int | None
    rows: tuple[Row, ...]
    kind: str = field(default=INVENTORY)

    @property
    def mark(self) -> str:
        """What the sheet's own QR holds."""
        return f"SHEET/{self.id}/0/S"

    def mark_of(self, number: int) -> str:
        return f"SHEET/{self.id}/{number}/{self.row(number).kind}"

    def row(self, number: int) -> Row:
        """Refuses a number that the sheet has not."""
        if not 0 < number <= len(self.rows):
            raise NotFound()
        return self.rows[number - 1]


@dataclass(frozen=True)
class Mark:
    """What a QR of a sheet says; row 0 is the sheet itself."""

    sheet: int
    row: int
    kind: str


def read_mark(text: str) -> Mark | None:
    """None for what is no mark of ours."""
    found = MARK.fullmatch(text.strip())
    return Mark(int(found[1]), int(found[2]), found[3]) if found else None


@dataclass(frozen=True)
class Home:
    """`door` is empty for who may not read it; `people` live there as far as is known."""

    id: int
    place: str
    road: str
    door: str
    tenure: Tenure
    since: date | None
    people: int

    @property
    def parts(self) -> Address:
        return door_parts(self.door)

    @property
    def order(self) -> tuple[object, ...]:
        """By place, building, unit and room as one walks; a number counts as such. Who reads no door gets no order of them."""
        parts = self.parts
        named = (parts.building, parts.unit, parts.room) if parts.door else (self.door, "", "")
        return (self.place, *(as_walked(one) for one in named), self.id)


@dataclass(frozen=True)
class Firm:
    id: int
    name: str
    credit_code: str
    address: str
    staff: int


@dataclass(frozen=True)
class Line:
    """A row as it is drawn: its thing as it is now; None where that is gone, and on an empty row."""

    number: int
    row: Row
    home: Home | None = None
    firm: Firm | None = None


@dataclass(frozen=True)
class OpenSheet:
    sheet: Sheet
    grid: Area
    path: tuple[Area, ...]
    lines: tuple[Line, ...]
    made_by: str
    read_by: str
    read_at: datetime

    @property
    def days(self) -> int:
        """After so many days the paper is destroyed."""
        return (self.sheet.destroy_at - self.sheet.made_at).days

    def of(self, kind: RowKind) -> list[Line]:
        return [line for line in self.lines if line.row.kind is kind]


@dataclass(eq=False)
class SheetOver(Refusal):
    status = 410
    says = N_("The time of sheet {number} is over: its paper is to be destroyed.")
    way_out = N_("Make a new sheet of the grid.")
    number: int


def as_walked(part: str) -> tuple[int, int, str]:
    """What is not said comes first, then numbers by their size, then words."""
    digits = re.match(r"[0-9]+", part)
    return (1, int(digits[0]), part) if digits else (2 if part else 0, 0, part)


@allowed_to("print_sheet")
def make(work: "Work", grid: str) -> Sheet:
    """A sheet of a grid of one's own scope, with the rows that it has now in the order in which one walks."""
    must_see(work, grid)
    if work.areas.get(grid).level is not Level.GRID:
        raise NotFound()
    homes = sorted(work.sheets.homes(grid, whole=_may_read(work).whole), key=lambda one: one.order)
    rows = [Row(RowKind.HOME, one.id) for one in homes]
    rows += [Row(RowKind.NEW, 0)] * BLANKS
    rows += [Row(RowKind.FIRM, one.id) for one in work.sheets.firms(grid)]
    days = work.policy.get("paper", "sheet", grid).body["days"]
    new = Sheet(0, grid, work.at, work.at + timedelta(days=days), work.by.id, tuple(rows))
    kept = work.sheets.add(new)
    work.note_act("sheet_made", "paper_sheet", str(kept.id), {"rows": len(rows)})
    return kept


@allowed_to("print_sheet")
def open_sheet(work: "Work", number: int) -> OpenSheet:
    """A sheet of one's own scope as it is drawn for who reads it; a look, which is written down before it is drawn."""
    return _opened(work, number, _may_read(work))


@allowed_to("print_sheet")
def sheet_as_file(work: "Work", number: int) -> OpenSheet:
    """The same to type the answers into: a file shows no door, since what leaves the house in full needs two people."""
    return _opened(work, number, Sight(Form.MASKED))


@allowed_to("print_sheet")
def grids(work: "Work") -> list[Area]:
    """Those of which one may make a sheet."""
    return work.areas.of_level(Level.GRID, work.by.area)


@allowed_to("print_sheet")
def latest(work: "Work", limit: int = 20) -> list[Sheet]:
    """One's own sheets whose time is not over, newest first."""
    return work.sheets.of_account(work.by.id, work.at, limit)


def _may_read(work: "Work") -> Sight:
    """How whoever works here sees a door."""
    return sight(work.by.role, "address")


def _opened(work: "Work", number: int, seen: Sight) -> OpenSheet:
    sheet = work.sheets.get(number)
    if sheet.kind != INVENTORY:
        raise NotFound()
    if work.at >= sheet.destroy_at:
        raise SheetOver(sheet.id)
    lines = lines_of(
        sheet,
        [masked(one, seen) for one in work.sheets.homes(sheet.grid, whole=seen.whole)],
        work.sheets.firms(sheet.grid),
    )
    homes = sum(line.home is not None for line in lines)
    work.looked("person", "list", ["address"] if seen.form else [], "printed",
                filter={"grid": sheet.grid}, sheet=sheet.id, count=homes)  # fmt: skip
    grid = work.areas.get(sheet.grid)
    path = tuple(work.areas.get(sheet.grid[:length]) for length in (6, 9, 12))
    return OpenSheet(sheet, grid, path, tuple(lines), work.sheets.name_of(sheet.account), work.by.name, work.at)


def masked(home: Home, seen: Sight) -> Home:
    """The door as the role sees it: all of it, or that there is one."""
    door = written("address", home.door or HIDDEN, seen.form, HIDDEN) if seen.form else ""
    return Home(home.id, home.place, home.road, door, home.tenure, home.since, home.people)


def lines_of(sheet: Sheet, homes: Sequence[Home], firms: Sequence[Firm]) -> list[Line]:
    """Each row of the sheet with its thing, in the order that was kept."""
    home_of, firm_of = {one.id: one for one in homes}, {one.id: one for one in firms}
    return [
        Line(
            number,
            row,
            home_of.get(row.thing) if row.kind is RowKind.HOME else None,
            firm_of.get(row.thing) if row.kind is RowKind.FIRM else None,
        )
        for number, row in enumerate(sheet.rows, start=1)
    ]
