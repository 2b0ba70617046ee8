"""A batch as the worker or a command runs it: checked, or written, with a word now and then how far it is."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.access import Actor
from cockpit.clock import local_day_start
from cockpit.importing.batch import Batch, Counts, Imported, NotAtThisPoint, State
from cockpit.importing.columns import Columns, kind_of, propose
from cockpit.importing.kinds import Kind
from cockpit.importing.refused import Unreadable
from cockpit.importing.rows import Context, Rows
from cockpit.texts import N_
from data_access.database import Database
from data_access.importing.batches import FoundRow
from data_access.importing.counted import count_anew
from data_access.importing.files import SourceTable, open_file
from data_access.importing.run import Found, once_through
from data_access.importing.target import Verdict, Wrong
from data_access.importing.targets import TARGETS

if TYPE_CHECKING:
    from data_access.work import Work


NO_KIND = N_("its headers fit no kind of import; say which it is")


class Stopped(Exception):
    """Somebody asked the run to stop: nothing of it stays."""


class Otherwise(Exception):
    """What would be written is not what was confirmed."""

    def __init__(self, found: Found) -> None:
        super().__init__("found otherwise")
        self.found = found


@dataclass(frozen=True)
class Read:
    """A file with its rows' meaning: which table of it, of what kind, which column is which."""

    table: SourceTable
    kind: Kind
    columns: Columns


def read(path: Path, batch: Batch) -> Read:
    """Raises Unreadable for what is no table, or of no kind that is known."""
    if batch.columns:
        columns, table = Columns.from_json(batch.columns), table_of(path, batch)
        return Read(table, columns.kind, columns.over(table.headers))
    found = [(table, kind) for table in open_file(path, batch.file) for kind in _kinds(table, batch)]
    if not found:
        raise Unreadable(NO_KIND)
    table, kind = found[0]
    return Read(table, kind, propose(table.headers, kind, {}))


def table_of(path: Path, batch: Batch) -> SourceTable:
    """The table that was looked at, of a file that has several."""
    tables = open_file(path, batch.file)
    return next((one for one in tables if one.sheet == batch.sheet), tables[0])


def _kinds(table: SourceTable, batch: Batch) -> list[Kind]:
    return [Kind(batch.kind)] if batch.kind else kind_of(table.headers, table.sheet or batch.file)[:1]


class Runner:
    """Runs for `by`, who brought the file; each step in a unit of work of its own."""

    def __init__(self, database: Database, by: Actor, number: int, path: Path) -> None:
        self.database = database
        self.by = by
        self.number = number
        self.path = path

    def check(self) -> Batch:
        """Look through the file; what was found is kept, nothing else is."""
        batch = self._batch()
        try:
            found, known = self._found(batch, keep=False)
        except Unreadable as refusal:
            return self._keep(batch, batch.unreadable(refusal.why))
        except Stopped:
            return self._keep(batch, batch.stopped())
        columns = known.columns.as_json()
        looked_at = replace(batch, kind=known.kind.value, columns=columns, sheet=known.table.sheet)
        checked = looked_at.checked(found.counts, found.seal)
        return self._keep(batch, checked, told(found))

    def apply(self) -> Batch:
        """Write what was confirmed in one transaction; where it would be something else now, nothing is written."""
        batch = self._batch()
        if batch.state is not State.CONFIRMED:
            raise NotAtThisPoint(batch.id, batch.state)
        try:
            return self._apply(batch)
        except Otherwise as otherwise:
            found = otherwise.found
            return self._keep(batch, batch.found_changed(found.counts, found.seal), told(found))
        except Stopped:
            return self._keep(batch, batch.stopped())

    def _apply(self, batch: Batch) -> Batch:
        known = read(self.path, batch)
        with self.database.work(self.by) as work:
            found = self._through(work, known, keep=True)
            if found.seal != batch.seal:
                raise Otherwise(found)
            after = work.imports.keep(batch.applied(work.at), batch)
            count_anew(work)
            for community, counts in found.by_community.items():
                work.tell_area(community, after.subject, after.id, imported(after, counts), line=False)
            work.tell_area(work.by.area, after.subject, after.id, imported(after, found.counts))
        return after

    def _found(self, batch: Batch, *, keep: bool) -> tuple[Found, Read]:
        known = read(self.path, batch)
        with self.database.work(self.by) as work:
            return self._through(work, known, keep=keep), known

    def _through(self, work: "Work", known: Read, *, keep: bool) -> Found:
        today = local_day_start(work.at, work.zone).date()
        reader = Rows(known.kind, known.columns, Context(today, known.table.crs, work.zone, work.people.is_demo()))
        target = TARGETS[known.kind](work, self.number, hold=keep)
        return once_through(known.table, reader, target, self._told, keep=keep)

    def _told(self, done: int) -> None:
        """Beside the long transaction, so that others see it; and whoever asked to stop is heard."""
        with self.database.work(self.by) as work:
            if not work.imports.progress(self.number, done, done):
                raise Stopped

    def _batch(self) -> Batch:
        with self.database.work(self.by) as work:
            return work.imports.get(self.number)

    def _keep(self, before: Batch, after: Batch, rows: list[FoundRow] | None = None) -> Batch:
        with self.database.work(self.by) as work:
            if rows is not None:
                work.imports.put_rows(self.number, rows)
            return work.imports.keep(after, before)


def imported(batch: Batch, counts: Counts) -> Imported:
    return Imported(Kind(batch.kind), counts.added, counts.changed, counts.refused)


def told(found: Found) -> list[FoundRow]:
    """What the page and the error workbook show of a check."""
    return [*map(_wrong, found.refused), *map(_shown, found.shown)]


def _wrong(one: Wrong) -> FoundRow:
    problems = [{"field": p.field, "value": p.value, "why": p.why, "proposal": p.proposal} for p in one.problems]
    return FoundRow(one.line, "refused", {"problems": problems})


def _shown(one: Verdict) -> FoundRow:
    plain = {name: value for name, value in one.row.items() if isinstance(value, str | int | float)}
    return FoundRow(one.line, "added" if one.id is None else "changed", {"row": plain, "was": one.was, "id": one.id})
