"""A round's homes on paper, in the order of doors with boxes to tick; and the same rows, to type the ticks in afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Area, Level, inside
from cockpit.canvass.homes import HomeRow, sight_of_doors, walk
from cockpit.canvass.round import NoHomes, Round
from cockpit.refusals import NotFound
from cockpit.sheets import Row, RowKind, Sheet, SheetOver

if TYPE_CHECKING:
    from data_access.work import Work

KIND = "canvass-"  # and the number of the round


@dataclass(frozen=True)
class PaperLine:
    """`number` counts from 1; the home as it stands now, None where it is not of the round any more."""

    number: int
    row: HomeRow | None


@dataclass(frozen=True)
class Paper:
    sheet: Sheet
    round: Round
    grid: Area
    path: tuple[Area, ...]
    lines: tuple[PaperLine, ...]
    made_by: str
    read_by: str
    read_at: datetime

    @property
    def days(self) -> int:
        """After so many days the paper is destroyed."""
        return (self.sheet.destroy_at - self.sheet.made_at).days


@allowed_to("knock")
def print_homes(work: "Work", round_id: int, grid: str) -> Sheet:
    """The homes of a grid that are left now."""
    one = work.canvass.round(round_id)
    one.must_be_open()
    if not (work.by.sees(grid) and inside(grid, one.area)) or work.areas.get(grid).level is not Level.GRID:
        raise NotFound()
    rows = [Row(RowKind.HOME, each.visit.household) for each in walk(work, one, grid) if each.visit.left]
    if not rows:
        raise NoHomes()
    days = work.policy.get("paper", "sheet", grid).body["days"]
    new = Sheet(0, grid, work.at, work.at + timedelta(days=days), work.by.id, tuple(rows), f"{KIND}{one.id}")
    kept = work.sheets.add(new)
    work.note_act("sheet_made", "paper_sheet", str(kept.id), {"rows": len(rows)})
    return kept


@allowed_to("knock")
def open_paper(work: "Work", number: int) -> Paper:
    """A sheet of one's own scope as it is drawn, or typed in: a look, which is written down before."""
    sheet = work.sheets.get(number)
    if not sheet.kind.startswith(KIND):
        raise NotFound()
    if work.at >= sheet.destroy_at:
        raise SheetOver(sheet.id)
    one = work.canvass.round(int(sheet.kind.removeprefix(KIND)))
    homes = {each.visit.household: each for each in walk(work, one, sheet.grid)}
    lines = tuple(PaperLine(at, homes.get(row.thing)) for at, row in enumerate(sheet.rows, start=1))
    work.looked("person", "list", ["address"] if sight_of_doors(work).form else [], "printed",
                filter={"grid": sheet.grid}, sheet=sheet.id, count=len(lines))  # fmt: skip
    grid = work.areas.get(sheet.grid)
    path = tuple(work.areas.get(sheet.grid[:length]) for length in (6, 9, 12))
    made_by = work.sheets.name_of(sheet.account)
    return Paper(sheet, one, grid, path, lines, made_by, work.by.name, work.at)
