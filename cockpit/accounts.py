"""Accounts of the staff and how they prove who they are. Machine time: sign-in is a matter of machines."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TRIES = 5
REST = timedelta(minutes=15)
IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(hours=24)
SHORTEST_PASSWORD = 12


@dataclass(frozen=True)
class Account:
    """`area` is the scope's code; `wrong_tries` since the last success, the last of them at `wrong_at` (machine time)."""

    id: int
    account: str
    name: str
    role: str
    area: str
    team: int | None
    password_hash: str
    wrong_tries: int = 0
    wrong_at: datetime | None = None
    disabled: bool = False

    def resting_until(self) -> datetime | None:
        """When the lock-out ends, if one is on."""
        return self.wrong_at + REST if self.wrong_at and self.wrong_tries >= TRIES else None


@dataclass(frozen=True)
class Session:
    """One browser signed in; ends by idling, by age, by sign-out or when the account changes."""

    id: int
    account: int
    created_at: datetime
    seen_at: datetime

    def alive(self, machine: datetime) -> bool:
        return machine - self.seen_at < IDLE and machine - self.created_at < ABSOLUTE
