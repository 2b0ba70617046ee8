"""Bulk acts: what was asked for, by whom, and what became of each incident; behind the wall of the asker's area."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, UniqueConstraint, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.bulk import Bulk, Outcome, Row, as_told, refusal_of
from cockpit.incidents.step import Act
from cockpit.refusals import NotFound
from data_access.tables import Code, Instant, id_column, metadata, scope_columns, scope_values

bulk = Table(
    "bulk",
    metadata,
    id_column(),
    Column("act", Code),
    Column("account", BigInteger, nullable=False),
    Column("area", Code, nullable=False),
    *scope_columns(),
    Column("key", Code, nullable=False),
    Column("resolution", Code),
    Column("undoes", BigInteger, ForeignKey("bulk.id")),
    Column("at", Instant, nullable=False),
    Column("finished_at", Instant),
    UniqueConstraint("account", "key"),
)

# The numbers are those that were asked for, whether there are such incidents or not.
bulk_row = Table(
    "bulk_row",
    metadata,
    Column("bulk_id", BigInteger, ForeignKey("bulk.id"), primary_key=True),
    Column("incident_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, nullable=False),
    Column("outcome", Code),
    Column("step", BigInteger, ForeignKey("undo.id")),
    Column("refusal", JSONB),
)

B, R = bulk.c, bulk_row.c


class BulkShelf:
    def __init__(self, connection: Connection, by: Actor) -> None:
        self.connection = connection
        self.by = by

    def begin(self, new: Bulk) -> None:
        names = ("act", "account", "area", "key", "resolution", "undoes", "at")
        values = {name: getattr(new, name) for name in names} | scope_values(new.area)
        number = self.connection.execute(insert(bulk).values(values).returning(B.id)).scalar_one()
        rows = [
            {"bulk_id": number, "incident_id": row.incident, "place": place, "step": row.step}
            for place, row in enumerate(new.rows)
        ]
        self.connection.execute(insert(bulk_row), rows)

    def get(self, bulk_id: int) -> Bulk:
        """One of the own area."""
        return self._one(select(bulk).where(B.id == bulk_id))

    def take(self, key: str) -> Bulk:
        """One's own, by its key; nobody goes on with it until the commit."""
        return self._one(select(bulk).where(B.account == self.by.id, B.key == key).with_for_update())

    def keep(self, one: Bulk, row: Row) -> None:
        told = as_told(row.refusal) if row.refusal else None
        mine = (R.bulk_id == one.id, R.incident_id == row.incident)
        values = {"outcome": row.outcome, "step": row.step, "refusal": told}
        self.connection.execute(update(bulk_row).where(*mine).values(values))

    def finish(self, one: Bulk, at: datetime) -> Bulk:
        self.connection.execute(update(bulk).where(B.id == one.id).values(finished_at=at))
        return replace(one, finished_at=at)

    def _one(self, query: Any) -> Bulk:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        fields = {name: value for name, value in row._mapping.items() if name in Bulk.__dataclass_fields__}
        return Bulk(**fields | {"act": Act(row.act) if row.act else None, "rows": self._rows(row.id)})

    def _rows(self, bulk_id: int) -> tuple[Row, ...]:
        found = self.connection.execute(select(bulk_row).where(R.bulk_id == bulk_id).order_by(R.place))
        return tuple(_row_of(row) for row in found)


def _row_of(row: Any) -> Row:
    outcome = Outcome(row.outcome) if row.outcome else None
    return Row(row.incident_id, outcome, row.step, refusal_of(row.refusal) if row.refusal else None)
