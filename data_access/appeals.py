"""Appeals: what was said and decided lies under the person's own key; of the codes on papers the digest alone is kept."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    Table,
    and_,
    func,
    insert,
    select,
    text,
    update,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.appeals import AlreadyAppealed, Appeal, Code, Ground, State
from cockpit.people import Erased
from cockpit.receipts import LENGTH, LETTERS
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.texts import N_
from data_access.people import PeopleShelf, person
from data_access.receipts import digest_of
from data_access.tables import Code as Word
from data_access.tables import Instant, id_column, metadata, next_id

appeal = Table(
    "appeal",
    metadata,
    id_column(),
    Column("episode_id", BigInteger, ForeignKey("quarantine.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigInteger, nullable=False),
    Column("ground", Word, nullable=False),
    Column("words", LargeBinary),
    Column("reason", LargeBinary),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("notice", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("entered_role", Word, nullable=False),
    Column("entered_by", BigInteger),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Column("state", Word, nullable=False),
    Column("closed_at", Instant),
    Column("decided_by", BigInteger),
    Column("decided_role", Word),
    Column("half_told", Instant),
    Column("late_told", Instant),
    Index("ix_appeal_episode_id", "episode_id"),
    Index("ix_appeal_person_id", "person_id"),
    Index("uq_appeal_open", "episode_id", unique=True, postgresql_where=text("closed_at is null")),
)

appeal_code = Table(
    "appeal_code",
    metadata,
    id_column(),
    Column("episode_id", BigInteger, ForeignKey("quarantine.id", ondelete="CASCADE"), nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("given_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_appeal_code_episode_id", "episode_id"),
)

WORDS = ("words", "reason")
PLAIN = [column for column in appeal.c if column.name not in WORDS]
THAT_OPENS = text("select id, episode_id, person_id, given_at from appeal_code_that_opens(:digest, :since)")
# Those of the latest prints go on holding.
END_OLDER = text(
    "update appeal_code set ended_at = :at where ended_at is null and id in"
    " (select id from appeal_code where episode_id = :episode and ended_at is null order by id desc offset :most)"
)


class AppealShelf:
    """Whoever sees the person sees that they appealed."""

    def __init__(self, connection: Connection, people: PeopleShelf) -> None:
        self.connection = connection
        self.people = people

    # Codes

    def give_code(self, episode: int, at: datetime, most: int) -> str:
        """A fresh one, which stands nowhere else; of those given before, so many hold that there are `most`."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        self.connection.execute(
            insert(appeal_code).values(episode_id=episode, digest=digest_of(code), given_at=at)
        )  # fmt: skip
        self.connection.execute(END_OLDER, {"episode": episode, "at": at, "most": most})
        return code

    def that_opens(self, code: str, since: date) -> Code | None:
        """By the code alone, of an episode that did not end before `since`; None for all else, and for who is erased."""
        row = self.connection.execute(THAT_OPENS, {"digest": digest_of(code), "since": since}).one_or_none()
        return Code(row.episode_id, row.person_id, row.given_at, row.id) if row else None

    # Appeals

    def get(self, appeal_id: int) -> Appeal:
        return self._one(self._visible().where(appeal.c.id == appeal_id))

    def take(self, appeal_id: int) -> Appeal:
        """The same, held until the commit."""
        return self._one(self._visible().where(appeal.c.id == appeal_id).with_for_update(of=appeal))

    def of_episode(self, episode: int) -> list[Appeal]:
        """Newest first."""
        query = self._visible().where(appeal.c.episode_id == episode).order_by(appeal.c.id.desc())
        return [_appeal_of(row) for row in self.connection.execute(query)]

    def waiting(self, state: State | None, limit: int) -> list[tuple[Appeal, str]]:
        """(appeal, code of the grid), the first due first; what is closed comes by its decision, the last one first."""
        query = self._visible().add_columns(person.c.grid)
        if state:
            query = query.where(appeal.c.state == state)
        ordered = query.order_by(
            appeal.c.closed_at.desc().nulls_first(), appeal.c.due_at, appeal.c.id
        )  # fmt: skip
        return [(_appeal_of(row), row.grid) for row in self.connection.execute(ordered.limit(limit))]

    def counts(self, at: datetime) -> tuple[Mapping[State, int], int]:
        """State -> how many, and how many of those that wait are overdue."""
        late = func.count().filter(and_(appeal.c.closed_at.is_(None), appeal.c.due_at < at))
        query = select(appeal.c.state, func.count(), late).join(person, person.c.id == appeal.c.person_id)
        rows = self.connection.execute(query.where(self.people.within()).group_by(appeal.c.state)).tuples().all()
        return {State(state): count for state, count, _ in rows}, sum(late for _, _, late in rows)

    def count_since(self, episode: int, at: datetime) -> int:
        own = (appeal.c.episode_id == episode, appeal.c.made_at > at)
        return int(self.connection.execute(select(func.count()).select_from(appeal).where(*own)).scalar_one())

    def words(self, one: Appeal) -> dict[str, str]:
        """What was said, and the reason of the decision, in the clear; empty for who is erased. Reading it is a look."""
        row = self.connection.execute(select(*(appeal.c[name] for name in WORDS)).where(appeal.c.id == one.id)).one()
        own = self.people.own_seal(one.person)
        found = {name: value for name, value in row._mapping.items() if value}
        return {name: own.open(value, cell=_cell(name, one)) for name, value in found.items()} if own else {}

    def add(self, new: Appeal, words: str) -> Appeal:
        """Refuses where one waits against the same episode."""
        one = replace(new, id=next_id(self.connection, appeal))
        values = _values(one) | {"id": one.id} | self._sealed(one, words=words)
        query = upsert(appeal).values(values).on_conflict_do_nothing().returning(appeal.c.id)
        if self.connection.execute(query).scalar_one_or_none() is None:
            raise AlreadyAppealed()
        return one

    def keep(self, one: Appeal, reason: str = "") -> Appeal:
        """Only while it waits, and nobody else was faster."""
        values = _values(one) | self._sealed(one, reason=reason)
        query = update(appeal).where(appeal.c.id == one.id, appeal.c.closed_at.is_(None)).values(values)
        if not self.connection.execute(query).rowcount:
            raise ChangedMeanwhile(what=N_("This appeal"))
        return one

    def _sealed(self, one: Appeal, **words: str) -> dict[str, bytes]:
        said = {name: text for name, text in words.items() if text}
        own = self.people.own_seal(one.person) if said else None
        if said and own is None:
            raise Erased()
        return {name: own.seal(text, cell=_cell(name, one)) for name, text in said.items()} if own else {}

    def _visible(self) -> Select[Any]:
        return select(*PLAIN).join(person, person.c.id == appeal.c.person_id).where(self.people.within())

    def _one(self, query: Select[Any]) -> Appeal:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _appeal_of(row)


def _cell(name: str, one: Appeal) -> str:
    return f"appeal.{name}/{one.id}"


def _values(one: Appeal) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in Appeal.__dataclass_fields__ if name in appeal.c and name != "id"}
    return named | {"person_id": one.person, "episode_id": one.episode}


def _appeal_of(row: Row[Any]) -> Appeal:
    values = {name: row._mapping[name] for name in Appeal.__dataclass_fields__ if name in row._mapping}
    words = {"ground": Ground(row.ground), "state": State(row.state)}
    return Appeal(**values | words | {"person": row.person_id, "episode": row.episode_id})
