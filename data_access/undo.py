"""Steps that can be taken back: how an incident stood before each, and after; behind the wall of the incident."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Row

from cockpit.incidents.step import Act, Step
from cockpit.refusals import NotFound
from data_access.bulk import bulk_row
from data_access.tables import Code, Instant, id_column, metadata

undo = Table(
    "undo",
    metadata,
    id_column(),
    Column("incident_id", BigInteger, ForeignKey("incident.id"), nullable=False),
    Column("act", Code, nullable=False),
    Column("account", BigInteger),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("before", JSONB, nullable=False),
    Column("after", JSONB, nullable=False),
    Column("undone_at", Instant),
    Column("undone_by", BigInteger),
    Index("ix_undo_incident_id", "incident_id", postgresql_where=text("undone_at is null")),
)

U = undo.c


# Bulk acts and steps that nobody can take back any more; each part looks at the tables as they were before it.
FORGET_BULK = text(
    "with old as (select id from bulk where at < :before order by id desc limit :batch),"
    " rows as (delete from bulk_row where bulk_id in (select id from old))"
    " delete from bulk where id in (select id from old)"
)
FORGET_STEPS = text(
    "with old as (select id from undo where until < :before order by id limit :batch),"
    " rows as (update bulk_row set step = null where step in (select id from old))"
    " delete from undo where id in (select id from old)"
)


class UndoShelf:
    """Of one connection; `added` are the numbers of the steps of this unit of work, by incident."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.added: dict[int, int] = {}

    def add(self, step: Step) -> None:
        names = ("act", "account", "at", "until", "policy", "before", "after")
        values = {name: getattr(step, name) for name in names} | {"incident_id": step.incident}
        new = insert(undo).values(values).returning(U.id)
        self.added[step.incident] = self.connection.execute(new).scalar_one()

    def take(self, incident_id: int, step: int) -> Step:
        """Nobody else undoes it until the commit."""
        query = select(undo).where(U.id == step, U.incident_id == incident_id).with_for_update()
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _step_of(row)

    def newest(self, incident_id: int) -> Step | None:
        """The last that was not undone yet."""
        of_bulk = select(bulk_row.c.bulk_id).where(bulk_row.c.step == U.id, bulk_row.c.outcome == "done").limit(1)
        query = select(undo, of_bulk.scalar_subquery().label("bulk")).where(
            U.incident_id == incident_id, U.undone_at.is_(None)
        )
        row = self.connection.execute(query.order_by(U.id.desc()).limit(1)).one_or_none()
        return _step_of(row) if row else None

    def was_undone(self, incident_id: int, act: Act, at: datetime) -> bool:
        """Whether a step of that kind was undone at this very moment."""
        query = select(U.id).where(U.incident_id == incident_id, U.act == act, U.undone_at == at)
        return self.connection.execute(query.limit(1)).scalar() is not None

    def open_until(self, steps: Sequence[int], at: datetime) -> datetime | None:
        """The last moment of those of them whose time is not over."""
        query = select(func.max(U.until)).where(U.id.in_(steps), U.undone_at.is_(None), U.until > at)
        found: datetime | None = self.connection.execute(query).scalar()
        return found

    def forget(self, before: datetime, batch: int) -> int:
        """How many steps are forgotten, of those that were over by then; with bulk acts as old."""
        asked = {"before": before, "batch": batch}
        self.connection.execute(FORGET_BULK, asked)
        return int(self.connection.execute(FORGET_STEPS, asked).rowcount)

    def close(self, step: Step, account: int | None, at: datetime) -> None:
        done = {"undone_at": at, "undone_by": account}
        self.connection.execute(update(undo).where(U.id == step.id).values(done))


def _step_of(row: Row[Any]) -> Step:
    fields = {name: value for name, value in row._mapping.items() if name in Step.__dataclass_fields__}
    return Step(**fields | {"act": Act(row.act), "incident": row.incident_id})
