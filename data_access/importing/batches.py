"""Batches of imports: where each stands, what its check found, and how far a run is."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.importing.batch import Batch, Counts, State
from cockpit.importing.columns import Columns
from cockpit.importing.found import FoundRow
from cockpit.importing.kinds import Kind
from cockpit.refusals import ChangedMeanwhile, NotFound
from data_access.importing.staged import move_new, new_ids, stage
from data_access.importing.tables import import_batch, import_grid, import_row, import_run
from data_access.sealed import Sealer
from data_access.tables import next_id

TOLD = ("file", "columns", "sheet", "sheets", "source")
ROW_TYPES = {"id": "int8", "batch": "int8", "line": "int4", "verdict": "text", "told": "bytea"}


@dataclass(frozen=True)
class Run:
    done: int
    of: int
    stop: bool


class BatchShelf:
    def __init__(self, connection: Connection, sealer: Sealer, area: str) -> None:
        self.connection = connection
        self.sealer = sealer
        self.area = area

    def add(self, batch: Batch, machine: datetime) -> int:
        """Returns its number."""
        number = next_id(self.connection, import_batch)
        values = self._values(replace(batch, id=number)) | {"id": number, "account": batch.account}
        self.connection.execute(
            insert(import_batch).values(values | {"area": self.area, "made_at": batch.made_at, "machine_at": machine})
        )
        return number

    def get(self, number: int) -> Batch:
        mine = select(import_batch).where(import_batch.c.id == number, import_batch.c.area == self.area)
        row = self.connection.execute(mine).one_or_none()
        if row is None:
            raise NotFound()
        return self._batch_of(row)

    def latest(self, limit: int = 30) -> list[Batch]:
        mine = select(import_batch).where(import_batch.c.area == self.area).order_by(import_batch.c.id.desc())
        return [self._batch_of(row) for row in self.connection.execute(mine.limit(limit))]

    def keep(self, batch: Batch, before: Batch) -> Batch:
        """Where it still stands as it was; refuses when somebody else was faster."""
        still = (import_batch.c.id == batch.id, import_batch.c.state == before.state)
        if not self.connection.execute(update(import_batch).where(*still).values(self._values(batch))).rowcount:
            raise ChangedMeanwhile(what=str(batch.id))
        return batch

    def template(self, kind: Kind, headers: Sequence[str], limit: int = 20) -> Columns | None:
        """Of the last file of the kind with the same headers in which somebody said what a column is."""
        mine = (import_batch.c.area == self.area, import_batch.c.kind == kind, import_batch.c.state == State.APPLIED)
        newest = select(import_batch).where(*mine).order_by(import_batch.c.id.desc()).limit(limit)
        past = (Columns.from_json(self._batch_of(row).columns) for row in self.connection.execute(newest))
        same = (one for one in past if one.headers == tuple(headers) and one.by_hand)
        return next((one.as_template() for one in same), None)

    def said_of(self, number: int, grids: Collection[str]) -> None:
        """The import was written; these grids are in its file, also those where it changed nothing."""
        if grids:
            self.connection.execute(insert(import_grid), [{"batch": number, "grid": one} for one in sorted(grids)])

    # What a check found

    def put_rows(self, number: int, rows: Sequence[FoundRow]) -> None:
        """In the place of what an earlier check found."""
        self.connection.execute(delete(import_row).where(import_row.c.batch == number))
        self.add_rows(number, rows)

    def add_rows(self, number: int, rows: Sequence[FoundRow]) -> None:
        ids = new_ids(self.connection, import_row, len(rows))
        stage(self.connection, "staged_rows", ROW_TYPES, self._sealed(number, ids, rows))
        move_new(self.connection, "staged_rows", import_row, ROW_TYPES)

    def rows(self, number: int, verdict: str, after: int = -1, limit: int = 50) -> list[FoundRow]:
        """Of one verdict, in the order of their lines; reading them is a look."""
        mine = (import_row.c.batch == number, import_row.c.verdict == verdict, import_row.c.line > after)
        found = self.connection.execute(select(import_row).where(*mine).order_by(import_row.c.line).limit(limit))
        return [FoundRow(row.line, row.verdict, self._told(row)) for row in found]

    def _told(self, row: Row[Any]) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.sealer.open(row.told, cell=f"import_row.told/{row.id}"))
        return told

    def _sealed(self, number: int, ids: Iterable[int], rows: Iterable[FoundRow]) -> Iterable[list[Any]]:
        for one, row in zip(ids, rows, strict=True):
            words = json.dumps(row.told, ensure_ascii=False, default=str)
            yield [one, number, row.line, row.verdict, self.sealer.seal(words, cell=f"import_row.told/{one}")]

    def forget_before(self, at: datetime) -> set[int]:
        """Take away the rows of batches that were made before; the numbers of those that are younger."""
        old = select(import_batch.c.id).where(import_batch.c.made_at <= at)
        self.connection.execute(delete(import_row).where(import_row.c.batch.in_(old)))
        return set(self.connection.execute(select(import_batch.c.id).where(import_batch.c.made_at > at)).scalars())

    # How far a run is

    def progress(self, number: int, done: int, of: int) -> bool:
        """Keep how many of the rows are behind; whether the run may go on."""
        new = upsert(import_run).values(batch=number, done=done, of=of)
        kept = new.on_conflict_do_update(index_elements=["batch"], set_={"done": done, "of": of})
        return not self.connection.execute(kept.returning(import_run.c.stop)).scalar_one()

    def run_of(self, number: int) -> Run:
        row = self.connection.execute(select(import_run).where(import_run.c.batch == number)).one_or_none()
        return Run(row.done, row.of, row.stop) if row else Run(0, 0, False)

    def ask_to_stop(self, number: int, stop: bool = True) -> None:
        new = upsert(import_run).values(batch=number, done=0, of=0, stop=stop)
        self.connection.execute(new.on_conflict_do_update(index_elements=["batch"], set_={"stop": stop}))

    def _batch_of(self, row: Row[Any]) -> Batch:
        plain = {name: getattr(row, name) for name in Batch.__dataclass_fields__ if name not in TOLD}
        told = json.loads(self.sealer.open(row.told, cell=f"import_batch.told/{row.id}"))
        told["sheets"] = tuple(told["sheets"])
        return Batch(**plain | told | {"state": State(row.state), "counts": Counts(**row.counts)})

    def _values(self, batch: Batch) -> dict[str, Any]:
        """What changes on its way."""
        plain = {name: getattr(batch, name) for name in ("kind", "state", "seal", "why", "applied_at")}
        words = json.dumps({name: getattr(batch, name) for name in TOLD}, ensure_ascii=False)
        told = self.sealer.seal(words, cell=f"import_batch.told/{batch.id}")
        return plain | {"told": told, "counts": asdict(batch.counts)}
