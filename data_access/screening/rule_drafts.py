"""Drafts of the rule of risk: one that waits in each area; what was written about it lies sealed."""

from dataclasses import replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    Table,
    case,
    null,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.screening.risk import DraftState, DraftWaits, RuleDraft
from cockpit.texts import N_
from data_access.accounts import account
from data_access.sealed import Sealer
from data_access.tables import Code, Instant, id_column, metadata, next_id

risk_draft = Table(
    "risk_draft",
    metadata,
    id_column(),
    Column("area", Code, nullable=False),
    Column("base", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("weights", JSONB, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Column("drafted_by", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("holds_from", Instant),
    Column("state", Code, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", BigInteger),
    Column("policy", BigInteger, ForeignKey("policy.id")),
    Index("uq_risk_draft_open", "area", unique=True, postgresql_where=text("closed_at is null")),
)

ASKER = case((account.c.disabled, null()), else_=account.c.role).label("asker")


class RuleDraftShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def get(self, draft_id: int) -> RuleDraft:
        return self._one(_drafts().where(risk_draft.c.id == draft_id))

    def take(self, draft_id: int) -> RuleDraft:
        """The same, held until the commit."""
        return self._one(_drafts().where(risk_draft.c.id == draft_id).with_for_update(of=risk_draft))

    def waiting(self, area: str) -> RuleDraft | None:
        query = _drafts().where(risk_draft.c.area == area, risk_draft.c.closed_at.is_(None))
        row = self.connection.execute(query).one_or_none()
        return _draft_of(row) if row else None

    def closed(self, area: str, limit: int) -> list[RuleDraft]:
        """The last one first."""
        query = _drafts().where(risk_draft.c.area == area, risk_draft.c.closed_at.is_not(None))
        rows = self.connection.execute(query.order_by(risk_draft.c.id.desc()).limit(limit))
        return [_draft_of(row) for row in rows]

    def words(self, one: RuleDraft) -> tuple[str, str]:
        """The reason, and the answer to it; empty while there is none."""
        query = select(risk_draft.c.reason, risk_draft.c.answer).where(risk_draft.c.id == one.id)
        row = self.connection.execute(query).one()
        answer = self.sealer.open(row.answer, cell=_cell("answer", one.id)) if row.answer else ""
        return self.sealer.open(row.reason, cell=_cell("reason", one.id)), answer

    def add(self, new: RuleDraft, reason: str) -> RuleDraft:
        """Only where none waits."""
        one = replace(new, id=next_id(self.connection, risk_draft))
        sealed = self.sealer.seal(reason, cell=_cell("reason", one.id))
        values = _values(one) | {"id": one.id, "reason": sealed}
        query = upsert(risk_draft).values(values).on_conflict_do_nothing().returning(risk_draft.c.id)
        if self.connection.execute(query).scalar_one_or_none() is None:
            waiting = self.waiting(one.area)
            raise DraftWaits(code=waiting.code if waiting else "")
        return one

    def close(self, one: RuleDraft, answer: str = "", *, policy: int | None = None) -> RuleDraft:
        """Only while it waits, and nobody else was faster."""
        done = replace(one, policy=policy)
        sealed = {"answer": self.sealer.seal(answer, cell=_cell("answer", one.id))} if answer else {}
        query = update(risk_draft).where(risk_draft.c.id == one.id, risk_draft.c.closed_at.is_(None))
        if not self.connection.execute(query.values(_values(done) | sealed)).rowcount:
            raise ChangedMeanwhile(what=N_("This draft"))
        return done

    def _one(self, query: Select[Any]) -> RuleDraft:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _draft_of(row)


def _drafts() -> Select[Any]:
    plain = [column for column in risk_draft.c if column.name not in ("reason", "answer")]
    return select(*plain, ASKER).join(account, account.c.id == risk_draft.c.drafted_by)


def _cell(name: str, number: int) -> str:
    return f"risk_draft.{name}/{number}"


def _values(one: RuleDraft) -> dict[str, Any]:
    named = ("area", "base", "made_at", "holds_from", "state", "closed_at", "closed_by", "policy")
    return {name: getattr(one, name) for name in named} | {"weights": dict(one.weights), "drafted_by": one.by}


def _draft_of(row: Row[Any]) -> RuleDraft:
    values = {name: value for name, value in row._mapping.items() if name != "drafted_by"}
    return RuleDraft(**values | {"by": row.drafted_by, "state": DraftState(row.state)})
