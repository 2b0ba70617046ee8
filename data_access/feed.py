"""The feed: audit lines in one chain and change rows in order of commit, written together under one late lock."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.sql import Literal
from sqlalchemy import BigInteger, Column, ColumnElement, Index, LargeBinary, Table, Text, and_, or_, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Row

from cockpit.audit import GENESIS, AuditLine, Break, Chain, LogEntry, chained, first_break
from data_access.scope import reading
from data_access.tables import Code, Instant, id_column, metadata


def _audit_table(name: str) -> Table:
    return Table(
        name,
        metadata,
        id_column(),
        Column("machine_at", Instant, nullable=False),
        Column("district_at", Instant, nullable=False),
        Column("account", BigInteger),
        Column("actor", Code, nullable=False),
        Column("role", Code, nullable=False),
        Column("area", Code, nullable=False),
        Column("session", Code),
        Column("action", Code, nullable=False),
        Column("subject", Code, nullable=False),
        Column("subject_id", Code, nullable=False),
        Column("facts", JSONB, nullable=False),
        Column("digest", LargeBinary, nullable=False),
        Index(f"ix_{name}_subject_subject_id", "subject", "subject_id"),
    )


audit_entry = _audit_table("audit_entry")
look_entry = _audit_table("look_entry")
CHAINS = {Chain.ACTS: audit_entry, Chain.LOOKS: look_entry}

change = Table(
    "change",
    metadata,
    id_column(),
    Column("machine_at", Instant, nullable=False),
    Column("district_at", Instant, nullable=False),
    Column("account", BigInteger),
    Column("role", Code, nullable=False),
    Column("subject", Code, nullable=False),
    Column("subject_id", Code, nullable=False),
    Column("street", Code),
    Column("community", Code),
    Column("grid", Code),
    Column("event", Code, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("state", JSONB, nullable=False),
    Column("figures", JSONB, nullable=False),
    Index("ix_change_subject_subject_id_id", "subject", "subject_id", "id"),
    Index("ix_change_district_at", "district_at"),
)

idempotency_key = Table(
    "idempotency_key",
    metadata,
    Column("key", Code, primary_key=True),
    Column("account", BigInteger),
    Column("act", Code, nullable=False),
    Column("body", Text, nullable=False),
    Column("machine_at", Instant, nullable=False),
)

CHANNEL = "feed"


def append(
    connection: Connection, key: bytes, lines: list[AuditLine], changes: list[dict[str, Any]], *, commit: bool = False
) -> None:
    """Write the lines and rows as the last statements of the transaction: the lock is held until its commit."""
    head = connection.execute(text("select feed_head()")).scalar()
    _write(connection, "feed_append", [_chain(key, head, lines), _json(_numbered(changes))], commit)


def append_looks(connection: Connection, key: bytes, lines: list[AuditLine], *, commit: bool = False) -> None:
    """The chain of looks at personal data has a lock of its own and raises no change."""
    head = connection.execute(text("select look_head()")).scalar()
    _write(connection, "look_append", [_chain(key, head, lines)], commit)


def _write(connection: Connection, function: str, values: list[str], commit: bool) -> None:
    """With `commit` both go to the server at once: everybody's lock does not wait until a busy process reads an answer.

    Two statements in one message take no parameters, so the values stand in it as literals.
    """
    if not commit:
        parts = [f"cast(:v{n} as jsonb)" for n in range(len(values))]
        connection.execute(
            text(f"select {function}({', '.join(parts)})"), {f"v{n}": value for n, value in enumerate(values)}
        )
        return
    driver: Any = connection.connection.driver_connection
    parts = [f"{Literal(value).as_string(driver)}::jsonb" for value in values]
    order = f"select {function}({', '.join(parts)}); commit"
    connection.exec_driver_sql(order, execution_options={"no_parameters": True}).close()


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"n": n, **row} for n, row in enumerate(rows)]


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False)


def _chain(key: bytes, head: bytes | None, lines: list[AuditLine]) -> str:
    digest = bytes(head) if head else GENESIS
    rows = []
    for line in lines:
        digest = chained(key, digest, line)
        row = {name: getattr(line, name) for name in line.__dataclass_fields__}
        rows.append(row | {"digest": digest.hex(), **_instants(row)})
    return _json(_numbered(rows))


def _instants(row: dict[str, Any]) -> dict[str, str]:
    return {name: value.isoformat() for name, value in row.items() if isinstance(value, datetime)}


def changes_after(connection: Connection, change_id: int, limit: int = 1000) -> list[Row[Any]]:
    """Change rows with a higher id, in the order of their commits."""
    return list(connection.execute(select(change).where(change.c.id > change_id).order_by(change.c.id).limit(limit)))


def changes_of(connection: Connection, subject: str, subject_id: str) -> list[Row[Any]]:
    """All that was told of one thing."""
    query = select(change).where(change.c.subject == subject, change.c.subject_id == subject_id)
    return list(connection.execute(query.order_by(change.c.id)))


def last_change(connection: Connection) -> int:
    return int(connection.execute(text("select coalesce(max(id), 0) from change")).scalar_one())


def oldest_change(connection: Connection) -> int:
    """The id of the oldest row that is kept; 0 where there is none."""
    return int(connection.execute(text("select coalesce(min(id), 0) from change")).scalar_one())


def check_chain(connection: Connection, key: bytes, table: Table) -> tuple[int, Break | None]:
    """How many lines the chain has, and where it breaks first."""
    previous, count, last_id = GENESIS, 0, 0
    while rows := _lines_after(connection, table, last_id):
        broken = first_break(key, rows, previous)
        if broken:
            return count, broken
        count, last_id, previous = count + len(rows), rows[-1][0], rows[-1][2]
    return count, None


class LogShelf:
    """The audit to read."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def lines(
        self, before: int | None, action: str, subject: str, subject_id: str, limit: int, chain: Chain = Chain.ACTS
    ) -> list[LogEntry]:
        table = CHAINS[chain]
        asked = {"action": action, "subject": subject, "subject_id": subject_id}
        conditions = [table.c[name] == word for name, word in asked.items() if word]
        if before is not None:
            conditions.append(table.c.id < before)
        return self._newest(table, conditions, limit)

    def looks_at(self, person_id: int, grid: str, alone: str, limit: int) -> list[LogEntry]:
        """Looks at one person, and lists: of the grid or its community, or with the digest `alone` of nobody else's."""
        kind, facts = look_entry.c.subject == "person", look_entry.c.facts
        around = or_(facts["filter"]["community"].astext == grid[:12], facts["filter"]["grid"].astext == grid)
        listed = or_(around, facts["digest"].astext == alone)
        of_person = look_entry.c.subject_id == str(person_id)
        return self._newest(look_entry, [kind, or_(of_person, and_(look_entry.c.subject_id == "list", listed))], limit)

    def _newest(self, table: Table, conditions: Sequence[ColumnElement[bool]], limit: int) -> list[LogEntry]:
        query = select(table).where(*conditions).order_by(table.c.id.desc()).limit(limit)
        with reading(self.connection):
            rows = self.connection.execute(query).all()
        return [LogEntry(row.id, _line_of(row), bytes(row.digest)) for row in rows]


def _line_of(row: Row[Any]) -> AuditLine:
    return AuditLine(**{name: getattr(row, name) for name in AuditLine.__dataclass_fields__})


def _lines_after(connection: Connection, table: Table, last_id: int) -> list[tuple[int, AuditLine, bytes]]:
    rows = connection.execute(select(table).where(table.c.id > last_id).order_by(table.c.id).limit(5000))
    return [(row.id, _line_of(row), bytes(row.digest)) for row in rows]
