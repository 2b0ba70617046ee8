"""Broken glasses: which account opened which person's record until when, the sealed reason, and who reviewed it."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Select,
    Table,
    UniqueConstraint,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.glass import Glass, Verdict
from cockpit.reasons import Reason
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.texts import N_
from data_access.sealed import Sealer
from data_access.tables import Code, Instant, id_column, metadata, next_id, scope_columns, scope_values

glass = Table(
    "glass",
    metadata,
    id_column(),
    Column("person_id", BigInteger, nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("role", Code, nullable=False),
    Column("code", Code, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("review_due", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("reviewed_at", Instant),
    Column("reviewed_by", BigInteger),
    Column("verdict", Code),
    *scope_columns(),
    UniqueConstraint("account", "day", "nth"),  # of two at the same moment one is refused: ten stay ten
    Index("ix_glass_unreviewed", "account", "review_due", postgresql_where=text("reviewed_at is null")),
)

ANYWHERE = text("select unnest(persons_of_token(:token))")


class GlassShelf:
    """Rows of one's own area, as whoever wrote them had it: a district's officer writes the district's."""

    def __init__(self, connection: Connection, sealer: Sealer, by: Actor) -> None:
        self.connection = connection
        self.sealer = sealer
        self.by = by

    def anywhere(self, token: bytes) -> list[int]:
        """Ids of whom the token fits, wherever they live: for a broken glass alone."""
        return sorted(self.connection.execute(ANYWHERE, {"token": token}).scalars())

    def get(self, glass_id: int) -> Glass:
        found = self._all(select(glass).where(glass.c.id == glass_id))
        if not found:
            raise NotFound()
        return found[0]

    def live(self, account: int, at: datetime) -> list[Glass]:
        mine = select(glass).where(glass.c.account == account, glass.c.begun_at <= at, glass.c.ends_at > at)
        return self._all(mine.order_by(glass.c.id))

    def live_of(self, account: int, person_id: int, at: datetime) -> Glass | None:
        return next((one for one in self.live(account, at) if one.person == person_id), None)

    def overdue(self, account: int, at: datetime) -> Glass | None:
        """The oldest of the account that nobody reviewed in time."""
        waiting = select(glass).where(glass.c.account == account, glass.c.reviewed_at.is_(None))
        return next(iter(self._all(waiting.where(glass.c.review_due < at).order_by(glass.c.id))), None)

    def unreviewed(self) -> list[Glass]:
        return self._all(select(glass).where(glass.c.reviewed_at.is_(None)).order_by(glass.c.id))

    def count(self, account: int, day: date) -> int:
        query = select(func.count()).select_from(glass).where(glass.c.account == account, glass.c.day == day)
        return int(self.connection.execute(query).scalar_one())

    def reasons(self, ids: Collection[int]) -> dict[int, str]:
        """Grant -> the words of its reason; reading them is a look."""
        rows = self.connection.execute(select(glass.c.id, glass.c.reason).where(glass.c.id.in_(ids)))
        return {row.id: self.sealer.open(row.reason, cell=f"glass.reason/{row.id}") for row in rows}

    def add(self, one: Glass, reason: str) -> Glass:
        glass_id = next_id(self.connection, glass)
        values = {name: value for name, value in asdict(one).items() if name not in ("id", "person")}
        sealed = self.sealer.seal(reason, cell=f"glass.reason/{glass_id}")
        values |= {"id": glass_id, "person_id": one.person, "reason": sealed, **scope_values(self.by.area)}
        if not self.connection.execute(insert(glass).values(values).on_conflict_do_nothing()).rowcount:
            raise ChangedMeanwhile(what=N_("Your list of opened records"))
        return self.get(glass_id)

    def keep_review(self, one: Glass) -> Glass:
        """Only while nobody else reviewed it."""
        values = {"reviewed_at": one.reviewed_at, "reviewed_by": one.reviewed_by, "verdict": one.verdict}
        query = update(glass).where(glass.c.id == one.id, glass.c.reviewed_at.is_(None))
        if not self.connection.execute(query.values(values | {"ends_at": one.ends_at})).rowcount:
            raise ChangedMeanwhile(what=N_("This review"))
        return one

    def _all(self, query: Select[Any]) -> list[Glass]:
        return [_glass_of(row) for row in self.connection.execute(query)]


def _glass_of(row: Row[Any]) -> Glass:
    values = {name: getattr(row, name) for name in Glass.__dataclass_fields__ if name != "person"}
    values |= {"code": Reason(row.code), "verdict": Verdict(row.verdict) if row.verdict else None}
    return Glass(person=row.person_id, **values)
