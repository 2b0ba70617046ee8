"""Reveals: who was given which field of whom, by what code; the reason's words are sealed."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, insert, select
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.reasons import Reason
from cockpit.reveal import RevealMade
from data_access.sealed import Sealer
from data_access.tables import Code, Instant, id_column, metadata, next_id, scope_columns, scope_values

MOST = 100  # of one day, for one screen

reveal = Table(
    "reveal",
    metadata,
    id_column(),
    Column("person_id", BigInteger, nullable=False),
    Column("account", BigInteger),
    Column("role", Code, nullable=False),
    Column("field", Code, nullable=False),
    Column("code", Code, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    *scope_columns(),
    Index("ix_reveal_person_id", "person_id"),
)


class RevealShelf:
    def __init__(self, connection: Connection, sealer: Sealer, by: Actor, at: datetime) -> None:
        self.connection = connection
        self.sealer = sealer
        self.by = by
        self.at = at

    def add(self, person_id: int, field: str, code: str, reason: str) -> int:
        reveal_id = next_id(self.connection, reveal)
        sealed = self.sealer.seal(reason, cell=f"reveal.reason/{reveal_id}")
        values = {"id": reveal_id, "person_id": person_id, "field": field, "code": code, "reason": sealed}
        who = {"account": self.by.id, "role": self.by.role, "at": self.at, **scope_values(self.by.area)}
        self.connection.execute(insert(reveal).values(values | who))
        return reveal_id

    def since(self, at: datetime) -> list[RevealMade]:
        """Those of one's area from that moment on, newest first, the reasons in the clear: reading them is a look."""
        rows = self.connection.execute(select(reveal).where(reveal.c.at >= at).order_by(reveal.c.id.desc()).limit(MOST))
        return [
            RevealMade(
                row.account, row.role, row.person_id, row.field, Reason(row.code), row.at,
                self.sealer.open(row.reason, cell=f"reveal.reason/{row.id}"),
            )
            for row in rows
        ]  # fmt: skip
