"""Links between incidents: each stands once, and is found from both of its ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Table, insert, or_, select, text, update
from sqlalchemy import Column as C
from sqlalchemy.engine import Connection, Row

from cockpit.incidents.incident import State
from cockpit.incidents.links import Link, Tie
from data_access.tables import Code, Instant, id_column, metadata

incident_link = Table(
    "incident_link",
    metadata,
    id_column(),
    C("tie", Code, nullable=False),
    C("from_id", BigInteger, ForeignKey("incident.id"), nullable=False),
    C("to_id", BigInteger, ForeignKey("incident.id"), nullable=False),
    C("said_at", Instant, nullable=False),
    C("by_account", BigInteger),
    C("was", Code),
    C("ended_at", Instant),
    Index("ix_incident_link_to_id", "to_id"),
    Index("ix_incident_link_from_id", "from_id"),
    Index(
        "uq_incident_link_once", "from_id", "to_id", "tie", unique=True, postgresql_where=text("ended_at is null")
    ),
)  # fmt: skip
L = incident_link.c
FIELDS = [column.name for column in L if column.name != "id"]


class IncidentLinkShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, link: Link) -> None:
        self.connection.execute(insert(incident_link).values({name: getattr(link, name) for name in FIELDS}))

    def end(self, link_id: int, at: datetime) -> None:
        self.connection.execute(update(incident_link).where(L.id == link_id).values(ended_at=at))

    def of(self, incident_id: int) -> Sequence[Link]:
        """Those that hold, from whichever end, in the order they were said."""
        query = select(incident_link).where(or_(L.from_id == incident_id, L.to_id == incident_id), L.ended_at.is_(None))
        return [_link_of(row) for row in self.connection.execute(query.order_by(L.id))]

    def find(self, tie: Tie, from_id: int, to_id: int) -> Link | None:
        query = select(incident_link).where(
            L.tie == tie, L.from_id == from_id, L.to_id == to_id, L.ended_at.is_(None)
        )  # fmt: skip
        row = self.connection.execute(query).one_or_none()
        return _link_of(row) if row else None


def _link_of(row: Row[Any]) -> Link:
    values = dict(row._mapping)
    return Link(**values | {"tie": Tie(row.tie), "was": State(row.was) if row.was else None})
