"""The first words of what two people do; each waits for the second, is taken back, or runs out."""

from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Table, UniqueConstraint, and_, case, delete, insert, null, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Row

from cockpit.two_people import Word
from data_access.accounts import account
from data_access.tables import Code, Instant, id_column, metadata

word = Table(
    "word",
    metadata,
    id_column(),
    Column("kind", Code, nullable=False),
    Column("subject", Code, nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("asked_by", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    UniqueConstraint("kind", "subject_id"),
)

ASKER = case((account.c.disabled, null()), else_=account.c.role).label("asker")
WORDS = select(word, ASKER).join(account, account.c.id == word.c.asked_by)


class WordShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def all(self) -> list[Word]:
        return [_word_of(row) for row in self.connection.execute(WORDS.order_by(word.c.id))]

    def of(self, kind: str, subject_id: int) -> Word | None:
        """The word for this thing, held until the end of the transaction."""
        mine = WORDS.where(word.c.kind == kind, word.c.subject_id == subject_id)
        row = self.connection.execute(mine.with_for_update(of=word)).one_or_none()
        return _word_of(row) if row else None

    def keep(self, one: Word) -> Word:
        """In the place of one that waited for the same thing, under a number of its own: nobody confirms what they did
        not read."""
        values: dict[str, Any] = {"kind": one.kind, "subject": one.subject, "subject_id": one.subject_id}
        values |= {"facts": dict(one.facts), "asked_by": one.by, "asked_at": one.at, "until": one.until}
        same = and_(word.c.kind == one.kind, word.c.subject_id == one.subject_id)
        self.connection.execute(delete(word).where(same))
        new = insert(word).values(values).returning(word.c.id)
        return replace(one, id=self.connection.execute(new).scalar_one())

    def drop(self, word_id: int) -> None:
        self.connection.execute(delete(word).where(word.c.id == word_id))


def _word_of(row: Row[Any]) -> Word:
    return Word(
        row.kind, row.subject, row.subject_id, row.facts, row.asked_by, row.asked_at, row.until, row.asker, row.id
    )
