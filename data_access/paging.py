"""Who was told of what, and when they saw it. A row is its person's, and of whoever may see the area it is about."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Row

from cockpit.paging import Paging
from cockpit.refusals import NotFound
from data_access.accounts import account
from data_access.tables import Code, Instant, id_column, metadata, next_id, scope_columns, scope_values

paging = Table(
    "paging",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("event", Code, nullable=False),
    Column("subject", Code, nullable=False),
    Column("subject_id", Code, nullable=False),
    Column("area", Code, nullable=False),
    *scope_columns(),
    Column("priority", Integer, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("district_at", Instant, nullable=False),
    Column("by_account", BigInteger),
    Column("seen_at", Instant),
    Index("ix_paging_account", "account", "id"),
    Index("ix_paging_subject", "subject", "subject_id"),
    Index("ix_paging_unseen", "account", postgresql_where=text("seen_at is null")),
)


class PagingShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def reachable(self, account_id: int) -> bool:
        """Whether that account is there and not disabled."""
        mine = select(account.c.id).where(account.c.id == account_id, account.c.disabled.is_(False))
        return self.connection.execute(mine).scalar() is not None

    def add(self, one: Paging) -> Paging:
        """The number comes first: who writes it may be nobody who sees it afterwards."""
        number = next_id(self.connection, paging)
        values = {name: getattr(one, name) for name in Paging.__dataclass_fields__} | {"id": number}
        self.connection.execute(insert(paging).values(values | {"facts": dict(one.facts)} | scope_values(one.area)))
        return Paging(**values)

    def get(self, paging_id: int) -> Paging:
        row = self.connection.execute(select(paging).where(paging.c.id == paging_id)).one_or_none()
        if row is None:
            raise NotFound()
        return _paging_of(row)

    def of_account(self, account_id: int, limit: int) -> list[Paging]:
        """Unseen first, then the newest."""
        mine = select(paging).where(paging.c.account == account_id)
        first = mine.order_by(paging.c.seen_at.is_not(None), paging.c.id.desc())
        return [_paging_of(row) for row in self.connection.execute(first.limit(limit))]

    def unseen(self, account_id: int) -> int:
        mine = select(func.count()).where(paging.c.account == account_id, paging.c.seen_at.is_(None))
        return self.connection.execute(mine).scalar_one()

    def of_incident(self, incident_id: int) -> list[Paging]:
        about = select(paging).where(paging.c.subject == "incident", paging.c.subject_id == str(incident_id))
        return [_paging_of(row) for row in self.connection.execute(about.order_by(paging.c.id))]

    def seen(self, one: Paging, at: datetime) -> bool:
        """Whether this is the first time."""
        first = update(paging).where(paging.c.id == one.id, paging.c.seen_at.is_(None))
        return bool(self.connection.execute(first.values(seen_at=at)).rowcount)


def _paging_of(row: Row[Any]) -> Paging:
    return Paging(**{name: getattr(row, name) for name in Paging.__dataclass_fields__})
