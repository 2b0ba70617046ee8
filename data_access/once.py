"""What is sent twice is done once: each request's key, and a digest of what it asked for."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection

from cockpit.refusals import KeyReused, Malformed
from data_access.feed import idempotency_key

LONGEST_KEY = 200


def must_be_a_key(key: str) -> None:
    if not isinstance(key, str) or not key.isprintable() or not 0 < len(key) <= LONGEST_KEY:
        raise Malformed(why="key")


def done_before(connection: Connection, row: dict[str, Any]) -> bool:
    """Keep the row, or say that this very request was there; refuses a key that came with another act or body."""
    new = upsert(idempotency_key).values(row).on_conflict_do_nothing().returning(idempotency_key.c.key)
    if connection.execute(new).scalar() is not None:
        return False
    known = select(idempotency_key.c.act, idempotency_key.c.body).where(idempotency_key.c.key == row["key"])
    if connection.execute(known).one() != (row["act"], row["body"]):
        raise KeyReused()
    return True
