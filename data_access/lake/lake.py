"""The lake as a whole: what may be done with it, one after the other."""

import shutil
import tempfile
import time as clock
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.lake import BatchIsAnother, Brought, Kind, NoSuchBatch, RefusedRow, Stand, TakenBack
from data_access.lake.bringing import HOLDING, SAME, Bringing, path_of, put, started, written
from data_access.lake.checks import microseconds
from data_access.lake.engines import SPILL, Bounds, connected, listed
from data_access.lake.ledger import File, Ledger, Ledgers
from data_access.lake.notes import Noting, Spots
from data_access.lake.stand import stand_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

NAME = "lake"
MANY = 24  # files of a day, from which on they are made one
BESIDE = ".beside-"
WAITS = ".waits-"  # what is about to be brought, and is taken away by whoever put it there
LEFT_OVER = 86_400  # seconds; no import takes a day
LEFT = ("*/day=*/*.parquet", f"{BESIDE}*", f"{SPILL}*")


@dataclass(frozen=True)
class Lake:
    """`zone` is the district's: by it a record belongs to a day. `threads` and `memory` bound what DuckDB takes."""

    folder: Path
    zone: tzinfo
    threads: int = 2
    memory: str = "1GB"

    @classmethod
    def of(cls, data: Path, zone: tzinfo) -> "Lake":
        """That of a data folder."""
        return cls(data / NAME, zone)

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.folder, self.threads, self.memory)

    @property
    def ledgers(self) -> Ledgers:
        return Ledgers(self.folder)

    def stand(self) -> Stand:
        """Reads no Parquet: a page may ask for it."""
        return stand_of(self.ledgers.read())

    def bring(
        self,
        number: int,
        kind: Kind,
        source: str,
        at: datetime,
        stream: "Iterable[pa.RecordBatch]",
        tell: Callable[[RefusedRow], None] = lambda _: None,
        spots: Spots | None = None,
    ) -> Brought:
        """Keep a batch: all of it, or after a crash nothing. `tell` hears of each refused row.

        Raises OtherColumns, and BatchIsAnother for a number that was given to something else.
        """
        with self._writing() as ledger:
            if known := ledger.of(number):
                if (known.kind, known.source) != (kind, source):
                    raise BatchIsAnother(number)
                return replace(known, again=True)
            with self._beside() as (beside, connection):
                bringing = Bringing(self.folder, beside, self.zone, started(number, kind, source, at))
                files = bringing.files(stream, tell, connection, ledger)
                notes = Noting(connection, self.folder, beside, spots).noted(files, ledger)
                brought = replace(bringing.told(files), notes=notes)
                put(self.folder, beside, files)
                self.ledgers.replace(ledger.with_batch(brought, files))
                return brought

    def weigh(self, kind: Kind, at: datetime, stream: "Iterable[pa.RecordBatch]") -> Brought:
        """What would become of a batch that came now; nothing of it is kept."""
        with self._writing() as ledger, self._beside() as (beside, connection):
            bringing = Bringing(self.folder, beside, self.zone, started(0, kind, "", at))
            return bringing.told(bringing.files(stream, lambda _: None, connection, ledger))

    def take_back(self, number: int) -> TakenBack:
        """All rows of a batch. Raises NoSuchBatch."""
        with self._writing() as ledger:
            if ledger.of(number) is None:
                raise NoSuchBatch(number)
            again = tuple(one.brought.number for one in ledger.landed if number in one.brought.same_as)
            old = [one for one in ledger.files if number in one.batches]
            self._rewrite(ledger, old, f"batch <> {number}", number)
            return TakenBack(sum(one.batches[number] for one in old), again)

    def persons(self) -> set[int]:
        """All pseudonyms that any record has."""
        with self.ledgers.reading() as ledger, connected(self.bounds) as connection:
            found: set[int] = set()
            for one in ledger.files:
                rows = connection.execute(f"select distinct person from {listed([self.folder / one.path])}")
                found.update(person for (person,) in rows.fetchall())
            return found

    def forget(self, persons: Collection[int]) -> int:
        """Erase pseudonyms: the files that hold them are written anew without them. Returns how many rows are gone."""
        with self._writing() as ledger:
            those = f"({', '.join(str(int(one)) for one in persons)})"
            old = self._holding(ledger, those) if persons else []
            return self._rewrite(ledger, old, f"person not in {those}") if old else 0

    def sweep_waiting(self) -> None:
        """What somebody put there who was killed before it was brought."""
        for one in self.folder.glob(f"{WAITS}*"):
            if one.stat().st_mtime < clock.time() - LEFT_OVER:
                shutil.rmtree(one, ignore_errors=True)

    def drop_before(self, day: date, brought: date | None = None) -> int:
        """Drop all records that began before this local day; returns how many rows those were.

        Of where people belong, what ended before it: the rest goes on, unless it came before the day `brought`.
        """
        with self._writing() as ledger:
            old = [one for one in ledger.files if one.day < (brought or date.min if one.kind is Kind.BOND else day)]
            if old:
                self._replace(ledger.without(old, []))
        first = microseconds(datetime.combine(day, time(), self.zone))
        return sum(one.rows for one in old) + self._drop_ended(first)

    def _drop_ended(self, first: int) -> int:
        """With all that earlier batches said of the same: it would stand again."""
        with self._writing() as ledger:
            files = ledger.kind(Kind.BOND)
            if not files:
                return 0
            known = HOLDING.format(rows=listed(self.folder / one.path for one in files))
            ended = f"select {SAME} from ({known}) where until <= {first}"
            with connected(self.bounds) as connection:
                gone = connection.execute(f"{ended} limit 1").fetchall()
            return self._rewrite(ledger, files, f"({SAME}) not in ({ended})") if gone else 0

    def tidy(self, most: int = MANY) -> int:
        """Make one file of a day that has more than `most`; the rows stay as they are. Returns how many days that were."""
        with self._writing() as ledger:
            many = [files for files in _by_day(ledger) if len(files) > most]
            for files in many:
                with self._beside() as (beside, connection):
                    rows = f"select * from {listed(self.folder / one.path for one in files)}"
                    new = list(written(connection, rows, self._anew(files[0], ledger), beside))
                    put(self.folder, beside, new)
                    ledger = ledger.with_files(files, new)
                    self._replace(ledger)
            return len(many)

    def _rewrite(self, ledger: Ledger, old: list[File], keeps: str, number: int | None = None) -> int:
        """These files without the rows that the condition does not keep."""
        with self._beside() as (beside, connection):
            new: list[File] = []
            for at, file in enumerate(old):
                rows = f"select * from {listed([self.folder / file.path])} where {keeps}"
                new += written(connection, rows, self._anew(file, ledger, at), beside)
            put(self.folder, beside, new)
            self._replace(ledger.without(old, new, number))
            return sum(one.rows for one in old) - sum(one.rows for one in new)

    def _anew(self, file: File, ledger: Ledger, at: int = 0) -> File:
        """Under a name that no file has had: old and new lie side by side until the ledger is replaced."""
        return replace(
            file, path=path_of(file.kind, file.day, f"{ledger.order}-{ledger.removals}-{at}-{len(ledger.files)}")
        )

    def _holding(self, ledger: Ledger, persons: str) -> list[File]:
        with connected(self.bounds) as connection:
            held = f"select 1 from {{}} where person in {persons} limit 1"
            return [
                one for one in ledger.files
                if connection.execute(held.format(listed([self.folder / one.path]))).fetchall()
            ]  # fmt: skip

    def _replace(self, ledger: Ledger) -> None:
        """The files that are no longer named go at once, when nobody reads them any more: they may hold somebody erased."""
        self.ledgers.replace(ledger)
        self._sweep(ledger)

    def _sweep(self, ledger: Ledger) -> None:
        named = {self.folder / one.path for one in ledger.files}
        left = [one for pattern in LEFT for one in self.folder.glob(pattern) if one not in named]
        if left:
            with self.ledgers.sweeping():
                for one in left:
                    shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[Ledger]:
        """One at a time; what a killed one left is swept away first."""
        with self.ledgers.writing() as ledger:
            self._sweep(ledger)
            yield ledger

    @contextmanager
    def _beside(self) -> "Iterator[tuple[Path, duckdb.DuckDBPyConnection]]":
        """A folder on the lake's own disk, and what reckons."""
        with tempfile.TemporaryDirectory(prefix=BESIDE, dir=self.folder) as made, connected(self.bounds) as connection:
            yield Path(made), connection


def _by_day(ledger: Ledger) -> list[list[File]]:
    days = sorted({(one.kind, one.day) for one in ledger.files})
    return [[one for one in ledger.files if (one.kind, one.day) == day] for day in days]
