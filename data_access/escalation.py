"""Chains of incidents, and the people who were called in: whom it went to, what they answered."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, false, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Row

from cockpit.escalation import Call, Chain, Stand, Step, Timer, Whom
from cockpit.events import plain
from data_access.accounts import account
from data_access.incidents import incident
from data_access.tables import Instant, id_column, metadata

escalation = Table(
    "escalation",
    metadata,
    Column("incident_id", BigInteger, ForeignKey("incident.id"), primary_key=True),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("paused_at", Instant),
    Column("look_at", Instant),
)

escalation_call = Table(
    "escalation_call",
    metadata,
    id_column(),
    Column("incident_id", BigInteger, ForeignKey("incident.id"), nullable=False, index=True),
    Column("step", Integer, nullable=False),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("told_at", Instant, nullable=False),
    *(
        Column(name, Instant)
        for name in ("seen_at", "promised_at", "promised_until", "lapses_at", "reminded_at", "ended_at")
    ),
    Column("kept", Boolean, nullable=False, server_default=false()),
    Index("ix_escalation_call_account", "account"),
)

C = escalation_call.c


class ChainShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, incident_id: int) -> Chain | None:
        """None for an incident that was reported before there were chains, or that no rule gives one."""
        query = select(escalation).where(escalation.c.incident_id == incident_id)
        row = self.connection.execute(query).one_or_none()
        return _chain_of(row) if row else None

    def add(self, one: Chain) -> None:
        self.connection.execute(insert(escalation).values(_values(one)))

    def keep(self, one: Chain) -> None:
        """Whoever changes it holds its incident's row."""
        mine = update(escalation).where(escalation.c.incident_id == one.incident)
        self.connection.execute(mine.values(_values(one)))

    def calls(self, incident_id: int) -> list[Call]:
        return self._calls(select(escalation_call).where(C.incident_id == incident_id))

    def calls_of(self, account: int | None) -> list[Call]:
        """Of incidents that are not over."""
        of_open = select(escalation_call).join(incident, incident.c.id == C.incident_id)
        return self._calls(of_open.where(C.account == account, incident.c.closed_at.is_(None)))

    def call(self, incident_id: int, step: int, account: int, at: datetime) -> None:
        values = {"incident_id": incident_id, "step": step, "account": account, "told_at": at}
        self.connection.execute(insert(escalation_call).values(values))

    def keep_call(self, one: Call) -> None:
        values = {name: value for name, value in vars(one).items() if name not in ("id", "incident")}
        self.connection.execute(update(escalation_call).where(C.id == one.id).values(values))

    def members(self, team_id: int) -> list[int]:
        """Accounts of a team's members who may sign in."""
        mine = select(account.c.id).where(account.c.team == team_id, account.c.disabled.is_(False))
        return list(self.connection.execute(mine.order_by(account.c.id)).scalars())

    def _calls(self, query: Any) -> list[Call]:
        return [_call_of(row) for row in self.connection.execute(query.order_by(C.id))]


def _values(one: Chain) -> dict[str, Any]:
    when = {"paused_at": one.paused_at, "look_at": one.look_at}
    return {"incident_id": one.incident, "policy": one.policy, "steps": _steps(one), **when}


def _steps(one: Chain) -> Any:
    return plain([asdict(step) for step in one.steps])


def _chain_of(row: Row[Any]) -> Chain:
    return Chain(row.incident_id, row.policy, tuple(_step_of(step) for step in row.steps), row.paused_at, row.look_at)


def _step_of(kept: dict[str, Any]) -> Step:
    words = {"timer": Timer(kept["timer"]), "to": Whom(kept["to"]), "stand": Stand(kept["stand"])}
    instants = {name: datetime.fromisoformat(kept[name]) if kept[name] else None for name in ("due", "at")}
    return Step(**kept | words | instants)


def _call_of(row: Row[Any]) -> Call:
    fields = {name: getattr(row, name) for name in Call.__dataclass_fields__ if name != "incident"}
    return Call(incident=row.incident_id, **fields)
