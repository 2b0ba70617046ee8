"""The first administrator's word for a role that two of them give; one an account."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection

from cockpit.role_words import RoleWord
from cockpit.two_people import Asked
from data_access.tables import Code, Instant, metadata

role_word = Table(
    "role_word",
    metadata,
    Column("account", BigInteger, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    Column("role", Code, nullable=False),
    Column("area", Code, nullable=False),
    Column("asked_by", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
)


class RoleWordShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def of(self, account_id: int) -> RoleWord | None:
        row = self.connection.execute(select(role_word).where(role_word.c.account == account_id)).one_or_none()
        return RoleWord(row.account, row.role, row.area, Asked(row.asked_by, row.asked_at)) if row else None

    def keep(self, word: RoleWord) -> None:
        """In the place of one that waited before."""
        values = {"account": word.account, "role": word.role, "area": word.area}
        values |= {"asked_by": word.asked.by, "asked_at": word.asked.at}
        new = upsert(role_word).values(values)
        self.connection.execute(new.on_conflict_do_update(index_elements=["account"], set_=values))

    def drop(self, account_id: int) -> None:
        self.connection.execute(delete(role_word).where(role_word.c.account == account_id))
