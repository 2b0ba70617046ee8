"""Policy versions: rows are only ever added."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Table, Text, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection

from cockpit.policy import Policy, defaults
from data_access.tables import Code, Instant, id_column, metadata

policy = Table(
    "policy",
    metadata,
    id_column(),
    Column("kind", Code, nullable=False),
    Column("key", Code, nullable=False),
    Column("area", Code, nullable=False),
    Column("holds_from", Instant, nullable=False),
    Column("holds_to", Instant),
    Column("published_at", Instant, nullable=False),
    Column("source", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Index("ix_policy_kind_key", "kind", "key"),
)


def all_versions(connection: Connection) -> tuple[Policy, ...]:
    return tuple(Policy(**row._mapping) for row in connection.execute(select(policy).order_by(policy.c.id)))


def publish(connection: Connection, values: dict[str, Any]) -> int:
    return int(connection.execute(insert(policy).values(values).returning(policy.c.id)).scalar_one())


class RuleShelf:
    """New versions; what is in force, a unit of work reads when it begins."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def publish(self, version: Policy) -> Policy:
        """The next one, under the number that it gets."""
        values = {name: value for name, value in vars(version).items() if name != "id"}
        return replace(version, id=publish(self.connection, values))


def publish_defaults(connection: Connection, area: str, at: datetime) -> None:
    """The versions a new district starts with, in force from `at`; but for those of the nation, which say themselves since
    when they hold: who looks back finds them."""
    for version in defaults():
        holds_from = version.get("holds_from", at)
        publish(connection, {**version, "area": area, "holds_from": holds_from, "published_at": min(at, holds_from)})
