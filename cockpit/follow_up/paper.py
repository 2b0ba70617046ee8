"""Visits on paper 随访纸单: printed in the order of doors under a number, and typed in afterwards row by row, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import normalize

from cockpit.access import allowed_to
from cockpit.areas import Area
from cockpit.figures import must_see
from cockpit.follow_up.day import FollowUp, Result, VisitFacts, facts_of
from cockpit.follow_up.listing import Due, due_of
from cockpit.follow_up.told import SheetTyped
from cockpit.follow_up.visit import enter, today_of, visited_by
from cockpit.refusals import Invalid, NotFound, Refusal
from cockpit.sheets import Row, RowKind, Sheet, SheetOver
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

KIND = "visits"  # and whose they are, where they are of one worker or team: `visits-team/12`
MOST_ON_PAPER = 300
TICKS = tuple(Result)  # in the order in which they are printed, and of the keys 1 to 5


@dataclass(eq=False)
class NoVisits(Refusal):
    status = 409
    says = N_("No visit is left here: there is nothing to print.")
    way_out = N_("Choose a larger area, or somebody else's visits.")


@dataclass(frozen=True)
class VisitLine:
    """`number` counts from 1; `due` is None where the visit is none any more. `by` is who entered what was found."""

    number: int
    due: Due | None
    by: str = ""


@dataclass(frozen=True)
class VisitSheet:
    """`whose` is the worker or team whose visits they are, empty for a whole area."""

    sheet: Sheet
    day: date
    area: Area
    whose: str
    lines: tuple[VisitLine, ...]
    made_by: str
    read_by: str
    read_at: datetime

    @property
    def days(self) -> int:
        """After so many days the paper is destroyed."""
        return (self.sheet.destroy_at - self.sheet.made_at).days


@dataclass(frozen=True)
class TypedVisit:
    """A row as it was written on paper; `over`: when the answer was given that it is typed over, which was on the screen."""

    row: int
    result: Result
    temperature: str = ""
    note: str = ""
    over: str = ""

    @property
    def facts(self) -> VisitFacts:
        return facts_of(self.result, degrees(self.temperature), self.note)


@dataclass(frozen=True)
class TypedVisitResult:
    """Of one row: why it was not taken, or None."""

    row: int
    refusal: Refusal | None = None


def degrees(text: str) -> float | None:
    """As people write it: 36.5, 36,5, 36.5°C; None where nothing is."""
    words = normalize("NFKC", text).replace(",", ".").upper().removesuffix("C").rstrip(" °℃")
    if not words.strip():
        return None
    try:
        return float(words)
    except ValueError:
        raise Invalid("temperature", N_("write it as a number, such as 36.5")) from None


def stamp(row: FollowUp) -> str:
    """Which answer it is that a visit has; empty while it has none."""
    return row.at.isoformat() if row.result and row.at else ""


@allowed_to("follow_up")
def print_visits(work: "Work", area: str, whose: str = "") -> Sheet:
    """What is left today in an area of one's own scope, of one worker or team or of all, in the order of doors."""
    must_see(work, area)
    work.areas.get(area)
    facts = [one for one in work.follow_ups.due(today_of(work), area, None) if one.row.result is None]
    theirs = [one for one in facts if not whose or one.row.had == whose]
    rows = sorted(due_of(work, theirs[:MOST_ON_PAPER], today_of(work)), key=doorstep)
    if not rows:
        raise NoVisits()
    days = work.policy.get("paper", "sheet", area).body["days"]
    kind = f"{KIND}-{whose}" if whose else KIND
    lines = tuple(Row(RowKind.VISIT, one.row.id) for one in rows)
    kept = work.sheets.add(Sheet(0, area, work.at, work.at + timedelta(days=days), work.by.id, lines, kind))
    work.note_act("sheet_made", "paper_sheet", str(kept.id), {"rows": len(lines)})
    return kept


@allowed_to("follow_up")
def who_goes(work: "Work", area: str = "") -> dict[str, str]:
    """Of today's visits that are left in an area of one's own scope: who has some, as a page says it -> their name."""
    must_see(work, area or work.by.area)
    rows = [
        one.row for one in work.follow_ups.due(today_of(work), area or work.by.area, None) if one.row.result is None
    ]
    return dict(sorted(work.follow_ups.goer_names(rows).items(), key=lambda pair: pair[1]))


@allowed_to("follow_up")
def open_visit_sheet(work: "Work", number: int) -> VisitSheet:
    """A sheet of one's own scope as it is drawn, or typed in: a look, which is written down before."""
    sheet = _sheet(work, number)
    facts = work.follow_ups.facts_of([row.thing for row in sheet.rows])
    day = facts[0].row.day if facts else today_of(work)
    due = {one.row.id: one for one in due_of(work, facts, day)}
    names = work.accounts.names([one.row.by for one in due.values() if one.row.by])
    lines = tuple(_line(at, due.get(row.thing), names) for at, row in enumerate(sheet.rows, start=1))
    whose = work.follow_ups.name_of(sheet.kind.removeprefix(KIND).removeprefix("-"))
    made_by = work.sheets.name_of(sheet.account)
    return VisitSheet(sheet, day, work.areas.get(sheet.grid), whose, lines, made_by, work.by.name, work.at)


@allowed_to("follow_up")
def type_visits(work: "Work", number: int, rows: Sequence[TypedVisit]) -> list[TypedVisitResult]:
    """All that was typed of a sheet: what is refused of one row leaves the others as they are. It is kept with each that it
    came from this paper; who typed it stands beside it as who entered it."""
    sheet = _sheet(work, number)
    if len(rows) > len(sheet.rows):
        raise Invalid("rows", N_("more rows than the sheet has"))
    results = [_typed(work, sheet, row) for row in rows]
    refused = sum(one.refusal is not None for one in results)
    work.tell_area(sheet.grid, FollowUp.subject, 0, SheetTyped(sheet.id, len(rows) - refused, refused))
    return results


def doorstep(one: Due) -> tuple[str, str, int]:
    """As one walks: by grid and door."""
    address = one.person.fields.get("address")
    return one.person.grid, (address.text or "") if address else "", one.row.id


def _sheet(work: "Work", number: int) -> Sheet:
    sheet = work.sheets.get(number)
    if sheet.kind.split("-")[0] != KIND:
        raise NotFound()
    if work.at >= sheet.destroy_at:
        raise SheetOver(sheet.id)
    return sheet


def _line(number: int, due: Due | None, names: dict[int, str]) -> VisitLine:
    return VisitLine(number, due, names.get(due.row.by or 0, "") if due else "")


def _typed(work: "Work", sheet: Sheet, row: TypedVisit) -> TypedVisitResult:
    try:
        with work.by_itself():
            was = work.follow_ups.take(sheet.row(row.row).thing)
            if was.result and row.over != stamp(was):
                raise visited_by(work, was)
            enter(work, was, row.facts, sheet.id)
    except Refusal as refusal:
        return TypedVisitResult(row.row, refusal)
    return TypedVisitResult(row.row)
