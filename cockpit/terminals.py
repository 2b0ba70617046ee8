"""Terminals 终端: a wall in a hall, or a team's shared phone, let in once by an administrator and without a password.

Machine time. A terminal has its role's rights, but for what belongs to a person (`never` in `access.toml`), and stays in
until it is revoked, or until its account is disabled, given a new password, or a role that no such terminal has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to, matrix
from cockpit.accounts import Account, LinkOver
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

LONGEST_NAME = 40


class Kind(StrEnum):
    WALL = "wall"  # 大屏
    PHONE = "phone"  # 外勤手机


class Standing(StrEnum):
    WAITING = "waiting"
    LAPSED = "lapsed"
    IN_USE = "in_use"
    ENDED = "ended"
    REVOKED = "revoked"


KINDS: dict[Kind, list[str]] = {kind: matrix()["terminals"][kind] for kind in Kind}


def kind_of(role: str) -> Kind | None:
    """As what a terminal with this role's rights stands there; None for roles that are a person's alone."""
    return next((kind for kind, roles in KINDS.items() if role in roles), None)


@dataclass(frozen=True)
class Terminal:
    """`account` is whose role's rights it has, `good_until` the end of its one-time link, `inside` whether it has a session."""

    id: int
    name: str
    kind: Kind
    account: int
    good_until: datetime
    enrolled_at: datetime | None = None
    seen_at: datetime | None = None
    revoked_at: datetime | None = None
    inside: bool = False

    def standing(self, machine: datetime) -> Standing:
        """Ended: its session went with a change of its account, or its browser was enrolled anew; nobody revoked it."""
        if self.revoked_at:
            return Standing.REVOKED
        if self.enrolled_at:
            return Standing.IN_USE if self.inside else Standing.ENDED
        return Standing.WAITING if machine < self.good_until else Standing.LAPSED

    def admits(self, account: Account) -> bool:
        """Whether its account, as it is now, still is one for a terminal of this kind."""
        return not account.disabled and kind_of(account.role) == self.kind


@dataclass(eq=False)
class AlreadyRevoked(Refusal):
    status = 409
    says = N_("{name} was revoked already.")
    way_out = N_("Enrol it anew if it is to come back.")
    name: str


@dataclass(eq=False)
class SomebodyHere(Refusal):
    status = 409
    says = N_("{name} is signed in in this browser, which is to belong to nobody alone.")
    way_out = N_("Open the link on the wall or the phone itself, or sign out here first.")
    name: str


@allowed_to("manage_terminals")
def terminals(work: "Work") -> Sequence[Terminal]:
    """All of them, the newest first."""
    return work.terminals.all()


@allowed_to("manage_terminals")
def fitting(work: "Work") -> Sequence[Account]:
    """The accounts whose rights a terminal may have; whether somebody has a password for them is all the same."""
    return [one for one in work.accounts.all() if kind_of(one.role) and not one.disabled]


@allowed_to("manage_terminals")
def enrol(work: "Work", name: str, account_id: int) -> tuple[Terminal, str]:
    """A terminal that is waited for, and the token of the link by which it is let in, once and soon."""
    called = name.strip()
    if not 0 < len(called) <= LONGEST_NAME or not called.isprintable():
        raise Invalid("what it is called", N_("1 to 40 characters"))
    account = work.accounts.take(account_id)
    kind = kind_of(account.role)
    if kind is None or account.disabled:
        raise Invalid("account", N_("only a wall's account or one of a team, and none that is disabled"))
    minutes = work.policy.get("terminal", "link", work.by.area).body["minutes"]
    one, token = work.terminals.add(called, kind, account.id, work.machine_at + timedelta(minutes=minutes))
    work.note_act("terminal_enrolled", "terminal", str(one.id), {"account": account.id})
    return one, token


@allowed_to("take_in")
def take_in(work: "Work", token: str) -> tuple[Account, str]:
    """Whoever holds the link comes in, once: in whose name, and the token of the session. Raises LinkOver."""
    one = work.terminals.linked(token, work.machine_at)
    if one is None:
        raise LinkOver()
    account = work.accounts.take(one.account)
    session = work.terminals.take_in(one.id, work.machine_at) if one.admits(account) else None
    if session is None:
        raise LinkOver()
    work.note_act("terminal_taken_in", "terminal", str(one.id), {"account": account.id})
    return account, session


@allowed_to("manage_terminals")
def revoke(work: "Work", terminal_id: int) -> Terminal:
    """It is out from its next request, and its link, if nobody used it, is good no more."""
    one = work.terminals.get(terminal_id)
    if not work.terminals.revoke(one.id, work.machine_at):
        raise AlreadyRevoked(name=one.name)
    work.note_act("terminal_revoked", "terminal", str(one.id), {"account": one.account})
    return work.terminals.get(one.id)
