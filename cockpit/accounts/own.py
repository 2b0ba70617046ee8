"""What its owner does with an account: take the link, change the password, look after one's sessions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.accounts.account import Account, LinkOver, Session
from cockpit.refusals import NotFound

if TYPE_CHECKING:
    from data_access.work import Work


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
