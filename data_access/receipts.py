"""Receipts: of their codes the digest alone is kept. And guesses at codes, counted by a digest of the network they came from."""

import hashlib
import hmac
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, delete, func, insert, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.receipts import LENGTH, LETTERS, Receipt
from data_access.tables import Code, Instant, id_column, metadata

receipt = Table(
    "receipt",
    metadata,
    id_column(),
    Column("person_id", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("given_by", BigInteger),
    Column("given_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("revoked_at", Instant),
    Index("uq_receipt_held", "person_id", unique=True, postgresql_where=text("revoked_at is null")),
)

guess = Table(
    "guess",
    metadata,
    id_column(),
    Column("kind", Code, nullable=False),
    Column("origin", Code, nullable=False),
    Column("machine_at", Instant, nullable=False),
    Index("ix_guess_kind_origin_machine_at", "kind", "origin", "machine_at"),
)

THAT_OPENS = text("select id, person_id, given_by, given_at, until, revoked_at from receipt_that_opens(:digest, :at)")


class ReceiptShelf:
    def __init__(self, connection: Connection, index_key: bytes) -> None:
        self.connection = connection
        self.index_key = index_key

    def add(self, new: Receipt) -> tuple[Receipt, str]:
        """Keep it under a fresh code, which is given back and stands nowhere else."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        query = insert(receipt).values(_values(new) | {"digest": digest_of(code)}).returning(receipt.c.id)
        return replace(new, id=self.connection.execute(query).scalar_one()), code

    def keep(self, one: Receipt) -> Receipt:
        self.connection.execute(update(receipt).where(receipt.c.id == one.id).values(_values(one)))
        return one

    def of_person(self, person_id: int) -> Receipt | None:
        """The one that was not revoked, whether its time is over or not."""
        query = select(receipt).where(receipt.c.person_id == person_id, receipt.c.revoked_at.is_(None))
        return _receipt_of(self.connection.execute(query).one_or_none())

    def that_opens(self, code: str, at: datetime) -> Receipt | None:
        """By its code alone; None for a code that was never given, for one that holds no more, and of whom is erased."""
        return _receipt_of(
            self.connection.execute(THAT_OPENS, {"digest": digest_of(code), "at": at}).one_or_none()
        )  # fmt: skip

    def misses(self, door: str, origin: str, since: datetime) -> int:
        """How often something that did not fit came from there; machine time."""
        own = (guess.c.kind == door, guess.c.origin == self._origin(origin), guess.c.machine_at > since)
        return int(self.connection.execute(select(func.count()).select_from(guess).where(*own)).scalar_one())

    def miss(self, door: str, origin: str, machine: datetime, *, forget: datetime) -> None:
        self.connection.execute(delete(guess).where(guess.c.machine_at < forget))
        self.connection.execute(
            insert(guess).values(kind=door, origin=self._origin(origin), machine_at=machine)
        )  # fmt: skip

    def _origin(self, address: str) -> str:
        """No address is kept, only what is equal for equal ones."""
        return hmac.digest(self.index_key, b"origin\0" + address.encode(), "sha256").hex()


def digest_of(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def _values(one: Receipt) -> dict[str, Any]:
    names = ("given_by", "given_at", "until", "revoked_at")
    return {"person_id": one.person, **{name: getattr(one, name) for name in names}}


def _receipt_of(row: Row[Any] | None) -> Receipt | None:
    if row is None:
        return None
    return Receipt(row.person_id, row.given_at, row.until, row.given_by, row.revoked_at, row.id)
