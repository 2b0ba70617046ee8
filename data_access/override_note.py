"""Notes on overrides: each lies under the own key of the person whom it is about, and goes with what it is about."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, Table, insert, or_, select
from sqlalchemy.engine import Connection, Row

from cockpit.override_note import Note, Override
from cockpit.people import Erased
from data_access.people import PeopleShelf
from data_access.tables import Code, Instant, id_column, metadata, next_id

override_note = Table(
    "override_note",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("case_id", BigInteger, ForeignKey("case_record.id", ondelete="CASCADE")),
    Column("episode_id", BigInteger, ForeignKey("quarantine.id", ondelete="CASCADE")),
    Column("override", Code, nullable=False),
    Column("why", Code, nullable=False),
    Column("told", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("account", BigInteger),
    Column("role", Code, nullable=False),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Index("ix_override_note_person_id", "person_id"),
    Index("ix_override_note_case_id", "case_id"),
    Index("ix_override_note_episode_id", "episode_id"),
)
WORDS = ("told",)


class OverrideNoteShelf:
    def __init__(self, connection: Connection, people: PeopleShelf) -> None:
        self.connection = connection
        self.people = people

    def add(self, new: Note, emergency: int | None) -> None:
        own = self.people.own_seal(new.person)
        if own is None:
            raise Erased()
        number = next_id(self.connection, override_note)
        named = ("override", "why", "at", "account", "role")
        values = {name: getattr(new, name) for name in named} | {"id": number, "emergency": emergency}
        values |= {"person_id": new.person, "case_id": new.case, "episode_id": new.episode}
        sealed = own.seal(new.words, cell=_cell(number))
        self.connection.execute(insert(override_note).values(values | {"told": sealed}))

    def of_persons(self, persons: Collection[int], case: int) -> list[Note]:
        """On what was said of this case, and on orders; the oldest first. Of who is erased nothing is left."""
        about = or_(override_note.c.case_id == case, override_note.c.episode_id.is_not(None))
        query = select(override_note).where(override_note.c.person_id.in_(persons), about).order_by(override_note.c.id)
        rows = self.connection.execute(query).all()
        seals = {person: self.people.own_seal(person) for person in {row.person_id for row in rows}}
        return [_note_of(row, own.open(row.told, cell=_cell(row.id))) for row in rows if (own := seals[row.person_id])]


def _cell(number: int) -> str:
    return f"override_note.told/{number}"


def _note_of(row: Row[Any], words: str) -> Note:
    return Note(
        row.person_id, Override(row.override), row.why, row.at, row.account, row.role, row.case_id, row.episode_id, words,
        row.id,
    )  # fmt: skip
