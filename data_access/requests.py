"""Requests of people about their own data: what they asked and why, and what they were told, lie under their own key."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, Select, Table, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection, Row

from cockpit.people import Erased
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.requests import AlreadyAsked, Field, Ground, Kind, Request, State
from cockpit.texts import N_
from data_access.people import PeopleShelf, person
from data_access.tables import Code, Instant, id_column, metadata, next_id

request = Table(
    "request",
    metadata,
    id_column(),
    Column("person_id", BigInteger, nullable=False),
    Column("kind", Code, nullable=False),
    Column("field", Code, nullable=False),  # empty for a deletion
    Column("asked", LargeBinary),
    Column("why", LargeBinary),
    Column("said", LargeBinary),
    Column("asked_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("notice", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("entered_role", Code, nullable=False),
    Column("entered_by", BigInteger),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Column("state", Code, nullable=False),
    Column("closed_at", Instant),
    Column("decided_by", BigInteger),
    Column("decided_role", Code),
    Column("ground", Code),
    Column("rule", BigInteger, ForeignKey("policy.id")),
    Index("ix_request_person_id", "person_id"),
    Index("ix_request_waiting", "due_at", postgresql_where=text("closed_at is null")),
    Index("uq_request_waiting", "person_id", "kind", "field", unique=True, postgresql_where=text("closed_at is null")),
)

WORDS = ("asked", "why", "said")
PLAIN = [column for column in request.c if column.name not in WORDS]


class RequestShelf:
    """Whoever sees the person sees what the person asked."""

    def __init__(self, connection: Connection, people: PeopleShelf) -> None:
        self.connection = connection
        self.people = people

    def get(self, request_id: int) -> Request:
        return self._one(self._visible().where(request.c.id == request_id))

    def take(self, request_id: int) -> Request:
        """The same, held until the commit."""
        return self._one(self._visible().where(request.c.id == request_id).with_for_update(of=request))

    def of_person(self, person_id: int) -> list[Request]:
        """All that the person asked, newest first."""
        query = self._visible().where(request.c.person_id == person_id).order_by(request.c.id.desc())
        return [_request_of(row) for row in self.connection.execute(query)]

    def open_of(self, person_id: int) -> list[Request]:
        return [one for one in self.of_person(person_id) if one.open]

    def waiting(self, kind: Kind | None, state: State | None, limit: int) -> list[tuple[Request, str]]:
        """(request, code of the grid), the first due first; what is closed comes by its answer, the last one first."""
        query = self._visible().add_columns(person.c.grid)
        if kind:
            query = query.where(request.c.kind == kind)
        if state:
            query = query.where(request.c.state == state)
        ordered = query.order_by(
            request.c.closed_at.desc().nulls_first(), request.c.due_at, request.c.id
        )  # fmt: skip
        return [(_request_of(row), row.grid) for row in self.connection.execute(ordered.limit(limit))]

    def count_since(self, person_id: int, at: datetime) -> int:
        own = (request.c.person_id == person_id, request.c.asked_at > at)
        return int(self.connection.execute(select(func.count()).select_from(request).where(*own)).scalar_one())

    def words(self, one: Request) -> dict[str, str]:
        """What was asked, why, and what was said to it, in the clear; empty for who is erased. Reading it is a look."""
        row = self.connection.execute(select(*(request.c[name] for name in WORDS)).where(request.c.id == one.id)).one()
        own = self.people.own_seal(one.person)
        found = {name: value for name, value in row._mapping.items() if value}
        return {name: own.open(value, cell=_cell(name, one)) for name, value in found.items()} if own else {}

    def add(self, new: Request, asked: str, why: str) -> Request:
        """Refuses where the same was asked and waits."""
        one = replace(new, id=next_id(self.connection, request))
        values = _values(one) | {"id": one.id} | self._sealed(one, asked=asked, why=why)
        query = insert(request).values(values).on_conflict_do_nothing().returning(request.c.id)
        if self.connection.execute(query).scalar_one_or_none() is None:
            raise AlreadyAsked()
        return one

    def keep(self, one: Request, said: str = "") -> Request:
        """Only while it waits, and nobody else was faster."""
        values = _values(one) | self._sealed(one, said=said)
        query = update(request).where(request.c.id == one.id, request.c.closed_at.is_(None)).values(values)
        if not self.connection.execute(query).rowcount:
            raise ChangedMeanwhile(what=N_("This request"))
        return one

    def _sealed(self, one: Request, **words: str) -> dict[str, bytes]:
        said = {name: text for name, text in words.items() if text}
        own = self.people.own_seal(one.person) if said else None
        if said and own is None:
            raise Erased()
        return {name: own.seal(text, cell=_cell(name, one)) for name, text in said.items()} if own else {}

    def _visible(self) -> Select[Any]:
        return select(*PLAIN).join(person, person.c.id == request.c.person_id).where(self.people.within())

    def _one(self, query: Select[Any]) -> Request:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _request_of(row)


def _cell(name: str, one: Request) -> str:
    return f"request.{name}/{one.id}"


def _values(one: Request) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in Request.__dataclass_fields__ if name in request.c and name != "id"}
    return named | {"person_id": one.person, "field": one.field or ""}


def _request_of(row: Row[Any]) -> Request:
    values = {name: row._mapping[name] for name in Request.__dataclass_fields__ if name in row._mapping}
    return Request(
        **values | {
            "person": row.person_id, "kind": Kind(row.kind), "field": Field(row.field) if row.field else None,
            "state": State(row.state), "ground": Ground(row.ground) if row.ground else None,
        }
    )  # fmt: skip
