"""Secrets of the second step, sealed, and what was used of them; recovery codes as digests."""

import secrets
from datetime import datetime

import pyotp
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    LargeBinary,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection

from data_access.accounts import digest_of
from data_access.sealed import Sealer
from data_access.tables import id_column, metadata

AROUND = (0, -1, 1)  # phones' clocks are half a minute off
SECONDS = 30
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what reads alike

second_step = Table(
    "second_step",
    metadata,
    Column("account", BigInteger, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
    Column("last_step", BigInteger, nullable=False),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("account", "digest"),
)


def new_secret() -> str:
    """160 random bits, as a phone takes them."""
    return pyotp.random_base32()


def address(secret: str, account: str, district: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=district)


class SecondStepShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def has(self, account_id: int) -> bool:
        mine = select(second_step.c.account).where(second_step.c.account == account_id)
        return self.connection.execute(mine).scalar() is not None

    def fitting(self, secret: str, code: str, machine: datetime) -> int | None:
        """The number of the half minute whose code this is, if one around now."""
        words, now = "".join(code.split()), int(machine.timestamp()) // SECONDS
        totp = pyotp.TOTP(secret)
        fits = (
            now + off
            for off in AROUND
            if secrets.compare_digest(totp.at((now + off) * SECONDS).encode(), words.encode())
        )
        return next(fits, None)

    def add(self, account_id: int, secret: str, step: int, count: int) -> list[str]:
        """Keep the secret as used at `step`; returns fresh recovery codes."""
        self.forget(account_id)
        sealed = self.sealer.seal(secret, cell=f"second_step.secret/{account_id}")
        self.connection.execute(insert(second_step).values(account=account_id, secret=sealed, last_step=step))
        codes = ["-".join(self._four() for _ in range(3)) for _ in range(count)]
        rows = [{"account": account_id, "digest": digest_of(code)} for code in codes]
        self.connection.execute(insert(recovery_code), rows)
        return codes

    def use(self, account_id: int, code: str, machine: datetime) -> bool:
        """Whether the code fits and nobody used it: the conditional update is the lock."""
        mine = second_step.c.account == account_id
        row = self.connection.execute(select(second_step).where(mine)).one_or_none()
        if row is None:
            return False
        secret = self.sealer.open(row.secret, cell=f"second_step.secret/{account_id}")
        step = self.fitting(secret, code, machine)
        if step is None:
            return False
        later = update(second_step).where(mine, second_step.c.last_step < step).values(last_step=step)
        return bool(self.connection.execute(later).rowcount)

    def use_recovery(self, account_id: int, code: str) -> bool:
        words = digest_of("".join(code.lower().split()))
        mine = delete(recovery_code).where(recovery_code.c.account == account_id, recovery_code.c.digest == words)
        return bool(self.connection.execute(mine).rowcount)

    def recovery_left(self, account_id: int) -> int:
        mine = select(func.count()).select_from(recovery_code).where(recovery_code.c.account == account_id)
        return int(self.connection.execute(mine).scalar_one())

    def forget(self, account_id: int) -> None:
        self.connection.execute(delete(recovery_code).where(recovery_code.c.account == account_id))
        self.connection.execute(delete(second_step).where(second_step.c.account == account_id))

    def _four(self) -> str:
        return "".join(secrets.choice(ALPHABET) for _ in range(4))
