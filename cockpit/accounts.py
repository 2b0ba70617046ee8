"""Accounts of the staff, how they prove who they are, and how they begin, change and end.

Machine time: sign-in is a matter of machines. Nobody but the person ever knows a password: an administrator hands out
a link that is good once. What changes an account counts from its next request.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to, matrix
from cockpit.areas import CODE_LENGTHS
from cockpit.refusals import Invalid, NotFound, Refusal
from cockpit.role_words import BY_TWO, NotAtOnce, agreed
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

TRIES = 5
REST = timedelta(minutes=15)
IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(hours=24)
SHORTEST_PASSWORD = 12
ADMIN = "admin"
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


@allowed_to("manage_accounts")
def accounts(work: "Work") -> Sequence[Account]:
    """All accounts of the district, by name."""
    return work.accounts.all()


@allowed_to("manage_accounts")
def invite(work: "Work", wanted: Wanted) -> tuple[int, str]:
    """Make an account without a password: its number, and the token of the link by which its owner sets one."""
    if not ACCOUNT_NAME.fullmatch(wanted.account):
        raise Invalid("account", N_("2 to 40 small letters, digits, points or dashes, a letter first"))
    if not 0 < len(wanted.name.strip()) <= LONGEST_NAME or not wanted.name.isprintable():
        raise Invalid("name", N_("1 to 60 characters"))
    area = _area_of(work, wanted.role, wanted.area, wanted.team)
    if wanted.role in BY_TWO:
        raise NotAtOnce(role=wanted.role)
    number = work.accounts.add_invited(wanted.role, area, wanted.account, wanted.name.strip(), wanted.team)
    if number is None:
        raise AccountTaken(account=wanted.account)
    work.note_act("account_invited", "account", str(number), {"role": wanted.role, "area": area})
    return number, _link(work, number)


@allowed_to("manage_accounts")
def reset(work: "Work", account_id: int) -> str:
    """A link for a new password. The old one and all sessions end now; a lock-out ends too."""
    one = work.accounts.take(account_id)
    work.accounts.forget_password(one.id)
    work.note_act("account_reset", "account", str(one.id), {})
    return _link(work, one.id)


@allowed_to("manage_accounts")
def disable(work: "Work", account_id: int) -> Account:
    one = of_somebody_else(work, account_id)
    work.accounts.set_disabled(one.id, True)
    work.note_act("account_disabled", "account", str(one.id), {})
    return work.accounts.get(one.id)


@allowed_to("manage_accounts")
def enable(work: "Work", account_id: int) -> Account:
    one = work.accounts.take(account_id)
    work.accounts.set_disabled(one.id, False)
    work.note_act("account_enabled", "account", str(one.id), {})
    return work.accounts.get(one.id)


@allowed_to("manage_accounts")
def reassign(work: "Work", account_id: int, role: str, area: str = "", team: int | None = None) -> Account:
    """Another role, another scope: both count from the next request; to or from BY_TWO once a second one says it too."""
    one = of_somebody_else(work, account_id)
    where = _area_of(work, role, area, team)
    if role != one.role and {role, one.role} & set(BY_TWO) and not agreed(work, one.id, role, where):
        return one
    work.accounts.set_role(one.id, role, where, team)
    facts = {"role": role, "area": where, "role_before": one.role, "area_before": one.area}
    work.note_act("account_reassigned", "account", str(one.id), facts)
    return work.accounts.get(one.id)


@allowed_to("take_link")
def take_link(work: "Work", token: str, password_hash: str) -> Account:
    """Its owner sets the password; the link is good once."""
    number = work.accounts.use_link(token, work.machine_at)
    if number is None:
        raise LinkOver()
    work.accounts.set_password(number, password_hash)
    work.note_act("password_set", "account", str(number), {})
    return work.accounts.get(number)


@allowed_to("own_account")
def change_password(work: "Work", password_hash: str) -> None:
    """One's own, after the old one was proven; every other browser is signed out."""
    assert work.by.id is not None
    work.accounts.set_password(work.by.id, password_hash, but=work.by.session)
    work.note_act("password_changed", "account", str(work.by.id), {})


@allowed_to("own_account")
def my_sessions(work: "Work") -> Sequence[Session]:
    """Where one is signed in, the newest first."""
    assert work.by.id is not None
    return [one for one in work.accounts.sessions(work.by.id) if one.alive(work.machine_at)]


@allowed_to("own_account")
def end_sessions(work: "Work", session_id: int | None = None) -> int:
    """End one of one's own sessions, or all but this one; how many ended."""
    assert work.by.id is not None
    mine = [one.id for one in work.accounts.sessions(work.by.id) if str(one.id) != work.by.session]
    if session_id is not None and session_id not in mine:
        raise NotFound()
    ended = mine if session_id is None else [session_id]
    work.accounts.end_sessions(ended)
    work.note_act("sessions_ended", "account", str(work.by.id), {"count": len(ended)})
    return len(ended)


def _link(work: "Work", account_id: int) -> str:
    hours = work.policy.get("account", "link", work.by.area).body["hours"]
    return work.accounts.make_link(account_id, work.machine_at + timedelta(hours=hours))


def of_somebody_else(work: "Work", account_id: int) -> Account:
    """Held until the end of the work; all administrators too, so that two of them cannot end each other."""
    admins = work.accounts.take_enabled(ADMIN)
    one = work.accounts.take(account_id)
    if one.id == work.by.id:
        raise OwnAccount()
    if admins == [one.id]:
        raise LastAdmin()
    return one


def _area_of(work: "Work", role: str, area: str, team: int | None) -> str:
    """The code of the scope; refuses one that is not of the role's level, or outside the administrator's own."""
    if role not in staff_roles():
        raise Invalid("role", N_("there is no such role"))
    level = matrix()["roles"][role]["scope"]
    if level == "team":
        return _area_of_team(work, role, team)
    if team is not None:
        raise Invalid("team", N_("this role belongs to no team"))
    where = area or work.by.area
    if CODE_LENGTHS.get(len(where)) != level or where not in work.areas.known or not work.by.sees(where):
        raise Invalid("area", N_("this role needs an area of its own level, inside the district"))
    return where


def _area_of_team(work: "Work", role: str, team: int | None) -> str:
    found = work.teams.find(team) if team is not None else None
    if found is None or found.role != role or not work.by.sees(found.area):
        raise Invalid("team", N_("this role needs a team of its own kind"))
    return found.area
