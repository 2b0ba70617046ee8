"""Enrolled walls and phones: their one-time links, and the sessions that stay until they are ended."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.engine import Connection, Row

from cockpit.refusals import NotFound
from cockpit.terminals import Kind, Terminal
from data_access.accounts import AccountShelf, digest_of
from data_access.sessions import session, terminal

SEEN = func.coalesce(session.c.seen_at, terminal.c.seen_at).label("seen")
TERMINALS = select(terminal, SEEN, session.c.id.label("session_id")).join(
    session, session.c.terminal == terminal.c.id, isouter=True
)
WAITING = and_(terminal.c.enrolled_at.is_(None), terminal.c.revoked_at.is_(None))


class TerminalShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def all(self) -> list[Terminal]:
        return [_terminal_of(row) for row in self.connection.execute(TERMINALS.order_by(terminal.c.id.desc()))]

    def get(self, terminal_id: int) -> Terminal:
        row = self.connection.execute(TERMINALS.where(terminal.c.id == terminal_id)).one_or_none()
        if row is None:
            raise NotFound()
        return _terminal_of(row)

    def add(self, name: str, kind: Kind, account_id: int, good_until: datetime) -> tuple[Terminal, str]:
        """The new one, and the token of its link, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        values: dict[str, Any] = {"name": name, "kind": kind.value, "account": account_id, "good_until": good_until}
        new = insert(terminal).values(values | {"digest": digest_of(token)})
        number = self.connection.execute(new.returning(terminal.c.id)).scalar_one()
        return self.get(number), token

    def linked(self, token: str, machine: datetime) -> Terminal | None:
        """Whose link this is, while it is good."""
        good = and_(terminal.c.digest == digest_of(token), terminal.c.good_until > machine, WAITING)
        row = self.connection.execute(TERMINALS.where(good)).one_or_none()
        return _terminal_of(row) if row else None

    def take_in(self, terminal_id: int, machine: datetime) -> str | None:
        """The token of its session, for the first who comes; the conditional update is the lock."""
        waits = update(terminal).where(terminal.c.id == terminal_id, WAITING)
        taken = self.connection.execute(waits.values(enrolled_at=machine, digest=None).returning(terminal.c.account))
        account_id = taken.scalar()
        if account_id is None:
            return None
        token = secrets.token_urlsafe(32)
        values = {"account": account_id, "terminal": terminal_id, "digest": digest_of(token)}
        self.connection.execute(insert(session).values(values | {"created_at": machine, "seen_at": machine}))
        return token

    def revoke(self, terminal_id: int, machine: datetime) -> bool:
        """Whether it was not revoked before."""
        stands = update(terminal).where(terminal.c.id == terminal_id, terminal.c.revoked_at.is_(None))
        if not self.connection.execute(stands.values(revoked_at=machine, digest=None)).rowcount:
            return False
        its = self.connection.execute(select(session.c.id).where(session.c.terminal == terminal_id))
        AccountShelf(self.connection).end_sessions(its.scalars().all())
        return True


def _terminal_of(row: Row[Any]) -> Terminal:
    ends = {"enrolled_at": row.enrolled_at, "seen_at": row.seen, "revoked_at": row.revoked_at}
    inside = row.session_id is not None
    return Terminal(row.id, row.name, Kind(row.kind), row.account, row.good_until, **ends, inside=inside)
