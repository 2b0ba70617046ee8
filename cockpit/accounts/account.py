"""What an account and its session are, and every way to say no about them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.access import matrix
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

TRIES = 5
REST = timedelta(minutes=15)
IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(hours=24)
SHORTEST_PASSWORD = 12
ADMIN = "admin"
BY_TWO = ("admin", "security", "auditor")  # who watches over everybody else: two people say what becomes of them
NOT_FOR_PEOPLE = ("public", "device", "system")
ACCOUNT_NAME = re.compile(r"[a-z][a-z0-9_.-]{1,39}")
LONGEST_NAME = 60
NO_PASSWORD = "none yet"  # no hash of anything: nobody signs in with it


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

    @property
    def has_password(self) -> bool:
        """Whether its owner has taken the link; until then nobody signs in."""
        return self.password_hash != NO_PASSWORD

    def resting_until(self) -> datetime | None:
        """When the lock-out ends, if one is on."""
        return self.wrong_at + REST if self.wrong_at and self.wrong_tries >= TRIES else None


@dataclass(frozen=True)
class Session:
    """One browser signed in; ends by idling, by age, by sign-out or when the account changes.

    That of a `terminal` neither idles nor ages: it ends when the terminal is revoked or its account changes.
    """

    id: int
    account: int
    created_at: datetime
    seen_at: datetime
    terminal: int | None = None

    def alive(self, machine: datetime) -> bool:
        young = machine - self.seen_at < IDLE and machine - self.created_at < ABSOLUTE
        return young or self.terminal is not None


@dataclass(frozen=True)
class Wanted:
    """Who an account is to be for: `team` for those who go out, the area is then the team's own."""

    account: str
    name: str
    role: str
    area: str = ""
    team: int | None = None


@dataclass(eq=False)
class AccountTaken(Refusal):
    status = 409
    says = N_("There is an account {account} already.")
    way_out = N_("Choose another name, or reset that account.")
    account: str


@dataclass(eq=False)
class OwnAccount(Refusal):
    status = 403
    says = N_("Nobody changes their own role or disables themselves.")
    way_out = N_("Another administrator does it.")


@dataclass(eq=False)
class LastAdmin(Refusal):
    status = 409
    says = N_("This is the last administrator who can sign in.")
    way_out = N_("Make another one first.")


@dataclass(eq=False)
class NotAtOnce(Refusal):
    status = 409
    says = N_("Nobody begins in this role ({role}): two people give it.")
    way_out = N_("Invite with another role, then change it.")
    role: str


@dataclass(eq=False)
class NoPasswordYet(Refusal):
    status = 409
    says = N_("{name} has no password yet: whoever holds the link could come in with that role.")
    way_out = N_("Let its owner take the link first.")
    name: str


@dataclass(eq=False)
class LinkOver(Refusal):
    status = 404
    says = N_("This link is not good: it was used, is too old, or never was.")
    way_out = N_("Ask the administrator for a new one.")


def staff_roles() -> list[str]:
    """The roles that a person can have, in the order of the matrix."""
    return [role for role in matrix()["roles"] if role not in NOT_FOR_PEOPLE]


def must_be_a_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("password", N_("at least 12 characters"))
