"""Accounts, their sessions and the sensors' keys. Everything secret is kept as a digest only."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.accounts import NO_PASSWORD, REST, TRIES, Account, Session
from cockpit.refusals import NotFound
from cockpit.terminals import KINDS, kind_of
from data_access.sessions import session, terminal
from data_access.tables import Code, Instant, id_column, metadata

account = Table(
    "account",
    metadata,
    id_column(),
    Column("account", Code, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Code, nullable=False),
    Column("area", Code, nullable=False),
    Column("team", BigInteger, ForeignKey("team.id")),
    Column("password_hash", Text, nullable=False),
    Column("wrong_tries", Integer, nullable=False, server_default="0"),
    Column("wrong_at", Instant),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("demo", Boolean, nullable=False, server_default=false()),
)

device = Table(
    "device",
    metadata,
    id_column(),
    Column("name", Code, nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("area", Code, nullable=False),
    Column("revoked", Boolean, nullable=False, server_default=false()),
)

account_link = Table(
    "account_link",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("expires_at", Instant, nullable=False),
)

# A terminal that was not revoked, and whose account's role still is one of its kind.
GOOD_TERMINAL = (
    select(terminal.c.id)
    .where(terminal.c.id == session.c.terminal, terminal.c.revoked_at.is_(None))
    .where(or_(*(and_(terminal.c.kind == kind, account.c.role.in_(roles)) for kind, roles in KINDS.items())))
    .exists()
)
SIGNED_IN = (
    select(session, account.c.account.label("account_name"), account.c.name, account.c.role)
    .add_columns(account.c.area, account.c.team)
    .join(account, account.c.id == session.c.account)
    .where(account.c.disabled.is_(False), or_(session.c.terminal.is_(None), GOOD_TERMINAL))
)


def digest_of(token: str) -> bytes:
    """Tokens are 256 random bits, so one plain hash is enough to keep them."""
    return hashlib.sha256(token.encode()).digest()


class AccountShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def by_name(self, name: str) -> Account | None:
        if not name.isprintable():
            return None  # no text column takes a NUL
        row = self.connection.execute(select(account).where(account.c.account == name)).one_or_none()
        return _account_of(row) if row else None

    def name_of(self, account_id: int | None) -> str:
        """The name to show for an account; the cockpit itself has none."""
        if account_id is None:
            return ""
        return str(self.connection.execute(select(account.c.name).where(account.c.id == account_id)).scalar_one())

    def names(self, account_ids: list[int]) -> dict[int, str]:
        query = select(account.c.id, account.c.name).where(account.c.id.in_(account_ids))
        return dict(self.connection.execute(query).tuples().all())

    def count_wrong_try(self, account_id: int, machine: datetime) -> int:
        """One more wrong try, also when many come at once; after a lock-out has ended the count starts anew."""
        rested = and_(account.c.wrong_tries >= TRIES, account.c.wrong_at <= machine - REST)
        tries = case((rested, 1), else_=func.least(account.c.wrong_tries + 1, TRIES))
        query = update(account).where(account.c.id == account_id).values(wrong_tries=tries, wrong_at=machine)
        return int(self.connection.execute(query.returning(account.c.wrong_tries)).scalar_one())

    def sign_in(self, account_id: int, machine: datetime, proven: str | None = None) -> str | None:
        """Open a session; returns its token, which is kept nowhere but in the browser.

        `proven` is the hash of the password that was shown to be right: None when it was reset, or the account
        disabled, in the moment between.
        """
        still = and_(account.c.id == account_id, account.c.disabled.is_(False))
        same = still if proven is None else and_(still, account.c.password_hash == proven)
        if not self.connection.execute(update(account).where(same).values(wrong_tries=0, wrong_at=None)).rowcount:
            return None
        token = secrets.token_urlsafe(32)
        values = {"account": account_id, "digest": digest_of(token), "created_at": machine, "seen_at": machine}
        self.connection.execute(insert(session).values(values))
        return token

    def sign_out(self, token: str) -> None:
        self._end(session.c.digest == digest_of(token))

    def actor_of(self, token: str, machine: datetime) -> Actor | None:
        """Who is signed in with this token now; None when the session or the account ended."""
        row = self.connection.execute(SIGNED_IN.where(session.c.digest == digest_of(token))).one_or_none()
        if row is None or not _session_of(row).alive(machine):
            return None
        self._seen([row], machine)
        return _actor_of(row)

    def actors(self, sessions: Collection[str], machine: datetime) -> dict[str, Actor]:
        """Who the sessions of these ids are now; those that ended are left out.

        No person counts as seen by it, who may have left an open page; a terminal does: its stream is all it may do for days.
        """
        rows = self.connection.execute(SIGNED_IN.where(session.c.id.in_([int(one) for one in sessions]))).all()
        self._seen([row for row in rows if row.terminal], machine)
        return {str(row.id): _actor_of(row) for row in rows if _session_of(row).alive(machine)}

    def _seen(self, rows: Collection[Row[Any]], machine: datetime) -> None:
        """Once a minute is enough."""
        long_ago = [row.id for row in rows if (machine - row.seen_at).total_seconds() > 60]
        if long_ago:
            self.connection.execute(update(session).where(session.c.id.in_(long_ago)).values(seen_at=machine))

    # Beginning, changing, ending

    def all(self) -> list[Account]:
        return [_account_of(row) for row in self.connection.execute(select(account).order_by(account.c.account))]

    def get(self, account_id: int) -> Account:
        return self._one(select(account).where(account.c.id == account_id))

    def acting(self, account_id: int) -> Actor | None:
        """Whoever began something that goes on without them, with the rights they have now; None who may not sign in."""
        one = self.get(account_id)
        return None if one.disabled else Actor(one.id, one.account, one.name, one.role, one.area, one.team)

    def take(self, account_id: int) -> Account:
        """The account, held until the end of the transaction."""
        return self._one(select(account).where(account.c.id == account_id).with_for_update())

    def take_enabled(self, role: str) -> list[int]:
        """Ids of all of a role who may sign in, held until the end of the transaction; always in the same order."""
        of_role = select(account.c.id).where(account.c.role == role, account.c.disabled.is_(False))
        return list(self.connection.execute(of_role.order_by(account.c.id).with_for_update()).scalars())

    def add_invited(self, role: str, area: str, name: str, called: str, team: int | None) -> int | None:
        """The new account's id; None where there is one of that name."""
        values = {"account": name, "name": called, "role": role, "area": area, "team": team}
        new = upsert(account).values(values | {"password_hash": NO_PASSWORD}).on_conflict_do_nothing()
        return self.connection.execute(new.returning(account.c.id)).scalar()

    def set_disabled(self, account_id: int, disabled: bool) -> None:
        self._set(account_id, disabled=disabled)
        if disabled:
            self.connection.execute(delete(account_link).where(account_link.c.account == account_id))
            self._end(session.c.account == account_id)

    def set_role(self, account_id: int, role: str, area: str, team: int | None) -> None:
        """Terminals that no role of that kind belongs to end; all other sessions go on with the new rights."""
        self._set(account_id, role=role, area=area, team=team)
        others = terminal.c.kind.is_distinct_from(kind_of(role))
        self._end(session.c.terminal.in_(select(terminal.c.id).where(terminal.c.account == account_id, others)))

    def set_password(self, account_id: int, password_hash: str, but: str | None = None) -> None:
        """Every session of the account ends, but the one whose browser did it."""
        self._set(account_id, password_hash=password_hash, wrong_tries=0, wrong_at=None)
        mine = session.c.account == account_id
        others = mine if but is None else and_(mine, session.c.id != int(but))
        self._end(others)

    def forget_password(self, account_id: int) -> None:
        self.set_password(account_id, NO_PASSWORD)

    def _set(self, account_id: int, **values: Any) -> None:
        self.connection.execute(update(account).where(account.c.id == account_id).values(values))

    def _one(self, query: Any) -> Account:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _account_of(row)

    # Links

    def make_link(self, account_id: int, expires_at: datetime) -> str:
        """A new token; the account's older link is good no more."""
        token = secrets.token_urlsafe(32)
        values = {"account": account_id, "digest": digest_of(token), "expires_at": expires_at}
        new = upsert(account_link).values(values)
        self.connection.execute(new.on_conflict_do_update(index_elements=["account"], set_=values))
        return token

    def linked(self, token: str, machine: datetime) -> Account | None:
        """Whose link this is, while it is good."""
        good = and_(account_link.c.digest == digest_of(token), account_link.c.expires_at > machine)
        whose = select(account).join(account_link, account_link.c.account == account.c.id)
        row = self.connection.execute(whose.where(good, account.c.disabled.is_(False))).one_or_none()
        return _account_of(row) if row else None

    def use_link(self, token: str, machine: datetime) -> int | None:
        """The account's id, once."""
        if self.linked(token, machine) is None:
            return None
        mine = delete(account_link).where(account_link.c.digest == digest_of(token))
        return self.connection.execute(mine.returning(account_link.c.account)).scalar()

    # Sessions of one account

    def sessions(self, account_id: int) -> list[Session]:
        mine = select(session).where(session.c.account == account_id).order_by(session.c.id.desc())
        return [_session_of(row) for row in self.connection.execute(mine)]

    def end_sessions(self, ids: Collection[int]) -> None:
        self._end(session.c.id.in_(ids))

    def _end(self, which: ColumnElement[bool]) -> None:
        """Of a terminal it stays known when it was last seen."""
        last = update(terminal).where(terminal.c.id == session.c.terminal, which)
        self.connection.execute(last.values(seen_at=session.c.seen_at))
        self.connection.execute(delete(session).where(which))

    def device_of(self, key: str) -> Actor | None:
        """The sensor that holds this key."""
        row = self.connection.execute(
            select(device).where(device.c.digest == digest_of(key), device.c.revoked.is_(False))
        ).one_or_none()
        return Actor(None, f"device:{row.name}", row.name, "device", row.area) if row else None

    def count_others(self, roles: Collection[str], but: int | None) -> int:
        """Accounts of these roles without this one, the disabled ones too."""
        others = select(func.count()).where(account.c.role.in_(roles), account.c.id.is_distinct_from(but))
        return self.connection.execute(others).scalar_one()

    def has_role(self, role: str) -> bool:
        return bool(self.connection.execute(select(exists().where(account.c.role == role))).scalar_one())

    def add(self, role: str, area: str, name: str, called: str, password_hash: str) -> int:
        values = {"account": name, "name": called, "role": role, "area": area, "password_hash": password_hash}
        return add_account(self.connection, values)


def add_account(connection: Connection, values: dict[str, Any]) -> int:
    return int(connection.execute(insert(account).values(values).returning(account.c.id)).scalar_one())


def add_device(connection: Connection, name: str, key: str, area: str) -> None:
    connection.execute(insert(device).values(name=name, digest=digest_of(key), area=area))


def _session_of(row: Row[Any]) -> Session:
    return Session(row.id, row.account, row.created_at, row.seen_at, row.terminal)


def _actor_of(row: Row[Any]) -> Actor:
    return Actor(row.account, row.account_name, row.name, row.role, row.area, row.team, str(row.id), row.terminal)


def _account_of(row: Row[Any]) -> Account:
    return Account(**{name: getattr(row, name) for name in Account.__dataclass_fields__})
