"""A batch on its way into the lake: checked piece by piece into a file beside, then day by day set against what is there.

Memory: one piece of PIECE rows while it is checked (some megabytes), then what DuckDB may take; a day that is larger than
that is put on disk meanwhile.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.lake import Brought, Kind, RefusedRow
from data_access.lake.checks import checked, days_of
from data_access.lake.columns import BEGAN, ENDED, ORDER, fitted, names_of, schema_of
from data_access.lake.engines import listed
from data_access.lake.ledger import File, Ledger, sync

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

PIECE = 65_536  # rows
GROUP = 122_880  # rows of a row group, as DuckDB likes them
Tell = Callable[[RefusedRow], None]
# Of where somebody belongs from a day on, the batch that spoke of it last is right about how long.
SAME = "person, setting, site, room, since"
HOLDING = f"select * from {{rows}} qualify batch = max(batch) over (partition by {SAME})"


@dataclass
class Bringing:
    """One batch, and the folder `beside` in which its files are made."""

    lake: Path
    beside: Path
    zone: tzinfo
    batch: Brought
    refused: Counter[str] = field(default_factory=Counter)
    same_as: Counter[int] = field(default_factory=Counter)
    fitting: int = 0

    @property
    def staged(self) -> Path:
        return self.beside / "staged.parquet"

    def files(
        self, stream: "Iterable[pa.RecordBatch]", tell: Tell, connection: "duckdb.DuckDBPyConnection", ledger: Ledger
    ) -> list[File]:
        """The new rows, a file a day."""
        self.stage(stream, tell)
        return [one for day in self.days(connection) for one in self.write(connection, day, ledger)]

    def stage(self, stream: "Iterable[pa.RecordBatch]", tell: Tell) -> None:
        """All rows that fit, with their day."""
        import pyarrow.parquet as pq

        with pq.ParquetWriter(self.staged, schema_of(self.batch.kind, ("day", "date32"))) as writer:
            for rows in self._fitting(stream, tell):
                self.fitting += rows.num_rows
                writer.write_batch(rows.append_column("day", self._days(rows)))

    def _days(self, rows: "pa.RecordBatch") -> "pa.Array":
        """Where somebody works may have begun on any day of twenty years: it lies with the day on which it was brought."""
        import pyarrow as pa

        if self.batch.kind is Kind.BOND:
            return pa.array([self.batch.at.astimezone(self.zone).date()] * rows.num_rows, pa.date32())
        return days_of(rows.column(BEGAN[self.batch.kind]), self.zone)

    def _fitting(self, stream: "Iterable[pa.RecordBatch]", tell: Tell) -> "Iterator[pa.RecordBatch]":
        seen = 0
        for piece in pieces(stream):
            rows, refused = checked(self.batch.kind, fitted(self.batch.kind, piece), self.batch.at, seen + 1)
            seen += piece.num_rows
            for one in refused:
                self.refused[one.reason] += 1
                tell(one)
            if rows.num_rows:
                yield rows

    def days(self, connection: "duckdb.DuckDBPyConnection") -> list[date]:
        found = connection.execute(f"select distinct day from {listed([self.staged])} order by day").fetchall()
        return [day for (day,) in found]

    def write(self, connection: "duckdb.DuckDBPyConnection", day: date, ledger: Ledger) -> Iterator[File]:
        """The day's new rows as one file, beside; those that are there already are counted by the batch that has them."""
        bonds = self.batch.kind is Kind.BOND
        there = [self.lake / one.path for one in ledger.kind(self.batch.kind) if bonds or one.day == day]
        names = ", ".join(f'"{name}"' for name in names_of(self.batch.kind))
        new = f"select distinct {names} from {listed([self.staged])} where day = date '{day}'"
        if there:
            connection.execute(f"create or replace temp table fresh as {new}")
            alike = " and ".join(f'f."{name}" is not distinct from t."{name}"' for name in names_of(self.batch.kind))
            known = f"({HOLDING.format(rows=listed(there))})" if bonds else listed(there)
            same = f"select t.batch, count(*) from fresh f join {known} t on {alike} group by 1"
            self.same_as.update(dict(connection.execute(same).fetchall()))
            new = f"select * from fresh f anti join {known} t on {alike}"
        file = File(path_of(self.batch.kind, day, f"{self.batch.number}"), self.batch.kind, day, {}, 0, 0)
        yield from written(
            connection, f"select *, {self.batch.number}::bigint as batch from ({new})", file, self.beside
        )

    def told(self, files: list[File]) -> Brought:
        added = sum(one.rows for one in files)
        return replace(
            self.batch,
            added=added,
            unchanged=self.fitting - added,
            refused=dict(self.refused),
            same_as=dict(self.same_as),
        )


def pieces(stream: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """However large they come, no piece is larger than PIECE rows."""
    for one in stream:
        for start in range(0, one.num_rows, PIECE):
            yield one.slice(start, PIECE)
        if not one.num_rows:
            yield one  # its columns are looked at all the same


def path_of(kind: Kind, day: date, name: str) -> str:
    return f"{kind}/day={day}/{name}.parquet"


def written(connection: "duckdb.DuckDBPyConnection", rows: str, file: File, beside: Path) -> Iterator[File]:
    """Write what the query gives, sorted, to where the file's path lies under `beside`; no file where it gives nothing."""
    target = beside / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    order = ", ".join(ORDER[file.kind])
    connection.execute(
        f"copy (select * from ({rows}) order by {order}) to '{quoted(target)}' (format parquet, row_group_size {GROUP})"
    )
    question = f'select batch, count(*), min({BEGAN[file.kind]}), max("{ENDED[file.kind]}") from {listed([target])} group by batch'
    told = connection.execute(question).fetchall()
    if not told:
        target.unlink()
        return
    keep(target)
    batches, began, ended = {row[0]: row[1] for row in told}, min(row[2] for row in told), max(row[3] for row in told)
    yield replace(file, batches=batches, began=began, ended=ended)


def quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def keep(path: Path) -> None:
    """Onto the disk before anybody is told that it is there."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def put(lake: Path, beside: Path, files: Iterable[File]) -> None:
    """Where they belong; until the ledger names them nobody reads them."""
    targets = []
    for one in files:
        targets.append(lake / one.path)
        targets[-1].parent.mkdir(parents=True, exist_ok=True)
        os.replace(beside / one.path, targets[-1])
    for folder in {one.parent for one in targets}:
        sync(folder)


def started(number: int, kind: Kind, source: str, at: datetime) -> Brought:
    return Brought(number, kind, source, at)
