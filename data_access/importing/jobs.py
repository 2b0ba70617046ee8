"""A batch as the worker or a command runs it: checked, written, taken back, with a word now and then how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.access import Actor
from cockpit.clock import local_day_start
from cockpit.importing.batch import (
    Batch,
    Counts,
    Imported,
    ImportUndone,
    NoKind,
    NotAtThisPoint,
    NotTakenYet,
    SeveralTables,
    State,
)
from cockpit.importing.columns import NoColumn, NoSystem, TwoColumns
from cockpit.importing.found import FoundRow
from cockpit.importing.kinds import SAYS, Kind
from cockpit.importing.learning import taught
from cockpit.importing.refused import Unreadable
from cockpit.importing.rights import NotYours, bring
from cockpit.importing.rows import Context, Rows
from cockpit.refusals import Invalid
from data_access.database import Database
from data_access.importing.backfill import fill
from data_access.importing.cases import Cases
from data_access.importing.counted import count_anew, know_the_size
from data_access.importing.files import SourceTable
from data_access.importing.reading import Read, read, tables_of
from data_access.importing.recorded import Recorded
from data_access.importing.run import SHOWN, Found, Shown, once_through
from data_access.importing.staged import only_one_writes
from data_access.importing.target import Target, Wrong
from data_access.importing.targets import TARGETS
from data_access.importing.undo import TakenBack, take_back
from data_access.lake import Lake

if TYPE_CHECKING:
    from data_access.work import Work

WITHHELD = (
    Kind.QUARANTINE,
    Kind.CASES,
    Kind.RETURNS,
)  # how many of them one community has is few enough to be somebody


class Stopped(Exception):
    """Somebody asked the run to stop: nothing of it stays."""


class Otherwise(Exception):
    """What would be written is not what was confirmed."""

    def __init__(self, found: Found, rows: list[FoundRow]) -> None:
        super().__init__("found otherwise")
        self.found, self.rows = found, rows


@dataclass
class Runner:
    """Runs for `by`, who brought the file; each step in a unit of work of its own.

    `certain`: nobody looks at the columns, so that what is only guessed is left out. `data`: the folder with the lake.
    """

    database: Database
    by: Actor
    number: int
    path: Path
    certain: bool = False
    data: Path | None = None
    left_out: tuple[str, ...] = ()

    def check(self) -> Batch:
        """Look through the file; what was found is kept, nothing else is."""
        fill(self.database, self.by)  # else what was there before imports came would be taken for new
        batch = self._batch()
        try:
            known = self._read(batch)
        except (SeveralTables, NoKind) as refusal:
            sheets = tables_of(self.path, batch).sheets
            return self._keep(batch, replace(batch, sheets=sheets).asked(refusal))
        except Unreadable as refusal:
            return self._keep(batch, batch.unreadable(refusal))
        return self._checked(batch, known)

    def _checked(self, batch: Batch, known: Read) -> Batch:
        looked_at = known.into(batch)
        try:
            with self.database.work(self.by) as work, self._target(work, known.kind, hold=False) as target:
                found = self._through(work, known, target, self._telling(0))
                counts = target.counted(found.counts)
        except (NoColumn, NoSystem, TwoColumns) as refusal:
            return self._keep(batch, looked_at.asked(refusal))
        except (Unreadable, NotTakenYet, NotYours, Invalid) as refusal:
            return self._keep(batch, looked_at.unreadable(refusal))
        except Stopped:
            return self._keep(batch, batch.stopped())
        return self._keep(batch, looked_at.checked(counts, found.seal), told(found, known.table))

    def _read(self, batch: Batch) -> Read:
        with self.database.work(self.by) as work:
            known = read(self.path, batch, work.headers.meanings, work.imports.template)
        if self.certain and known.guesses:
            self.left_out = tuple(one.header for one in known.guesses)
            return known.only_certain()
        return known

    def apply(self) -> Batch:
        """Write what was confirmed in one transaction; where it would be something else now, nothing is written."""
        batch = self._batch()
        if batch.state is not State.CONFIRMED:
            raise NotAtThisPoint(batch.id, batch.state)
        try:
            return self._apply(batch)
        except Otherwise as otherwise:
            found = otherwise.found
            return self._keep(batch, batch.found_changed(found.counts, found.seal), otherwise.rows)
        except Stopped:
            return self._keep(batch, batch.stopped())

    def _apply(self, batch: Batch) -> Batch:
        known = read(self.path, batch)
        with self.database.work(self.by) as work:
            only_one_writes(work.connection)
            with self._target(work, known.kind, hold=True) as target:
                tell = self._telling(batch.counts.rows)
                found = self._through(work, known, target, tell)
                if found.seal != batch.seal:
                    raise Otherwise(found, told(found, known.table))
                target.move(lambda: tell(batch.counts.rows))
                counts = target.counted(found.counts)
            know_the_size(work, counts.added + counts.changed)
            after = work.imports.keep(replace(batch, counts=counts).applied(work.at), batch)
            work.headers.learn(known.kind, taught(known.columns, self._context(work, known)), work.by.id, work.at)
            count_anew(work)
            work.imports.said_of(batch.id, found.grids)
            for area, counts in found.by_community.items() if known.kind not in WITHHELD else ():
                work.tell_area(area or work.by.area, after.subject, after.id, imported(after, counts), line=False)
            work.tell_area(work.by.area, after.subject, after.id, imported(after, counts))
        return after

    def undo(self) -> Batch:
        """Take back what was written, thing by thing, in one transaction."""
        batch = self._batch()
        if batch.state is not State.UNDOING:
            raise NotAtThisPoint(batch.id, batch.state)
        with self.database.work(self.by) as work:
            only_one_writes(work.connection)
            with self._target(work, Kind(batch.kind), hold=True) as target:
                done = target.taken_back() if isinstance(target, Recorded | Cases) else take_back(work, target)
                work.imports.add_rows(batch.id, kept(target, done))
            after = work.imports.keep(batch.undone(), batch)
            event = ImportUndone(Kind(batch.kind), done.count, len(done.kept))
            work.tell_area(work.by.area, after.subject, after.id, event)
        return after

    def _through(self, work: "Work", known: Read, target: Target, tell: Callable[[int], None]) -> Found:
        reader = Rows(known.kind, known.columns, self._context(work, known))
        return once_through(known.table, reader, target, tell, keep=target.keeps)

    def _context(self, work: "Work", known: Read) -> Context:
        today = local_day_start(work.at, work.zone).date()
        return Context(today, known.system, work.zone, work.people.is_demo())

    @contextmanager
    def _target(self, work: "Work", kind: Kind, *, hold: bool) -> Iterator[Target]:
        bring(work, kind)
        if kind not in TARGETS:
            raise NotTakenYet(SAYS[kind])
        target = TARGETS[kind](work, self.number, hold=hold)
        if not isinstance(target, Recorded):
            yield target
            return
        assert self.data is not None, "records go into a lake, and nobody said where it is"
        with target.into(Lake.of(self.data, work.zone), self._source(work, kind)):
            yield target

    def _source(self, work: "Work", kind: Kind) -> str:
        """Who has the records, as whoever brought them says it."""
        return work.imports.get(self.number).source or kind.value

    def _telling(self, of: int) -> Callable[[int], None]:
        """Beside the long transaction, so that others see it; and whoever asked to stop is heard."""

        def tell(done: int) -> None:
            with self.database.work(self.by) as work:
                if not work.imports.progress(self.number, done, of):
                    raise Stopped

        return tell

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


def told(found: Found, table: SourceTable) -> list[FoundRow]:
    """What the page and the error workbook show of a check; `noted` is what was left out of a row that is read."""
    noted = [FoundRow(line, "noted", {"why": why}) for line, why in table.remarks[:SHOWN]]
    areas = {code: asdict(counts) for code, counts in found.by_community.items()}
    return [*map(_wrong, found.refused), *map(_shown, found.shown), *noted, FoundRow(0, "areas", {"areas": areas})]


def kept(target: Target, done: TakenBack) -> list[FoundRow]:
    """What an undo left as it is, with the reason."""
    names = target.titles(sorted(done.kept))
    return [FoundRow(0, "kept", {"name": names.get(thing, str(thing)), "why": why}) for thing, why in done.kept.items()]


def _wrong(one: Wrong) -> FoundRow:
    problems = [{"field": p.field, "value": p.value, "why": p.why, "proposal": p.proposal} for p in one.problems]
    return FoundRow(one.line, "refused", {"problems": problems})


def _shown(one: Shown) -> FoundRow:
    return FoundRow(one.line, one.verdict, one.told)
