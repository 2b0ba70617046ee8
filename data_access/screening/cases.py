"""Cases: kept, changed by whoever saw them last, and listed with how many contacts they have."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, insert, or_, select, update
from sqlalchemy.engine import Connection, Row

from cockpit.people import Person
from cockpit.refusals import NotFound
from cockpit.screening import Case, CaseRow, CaseStatus, Closeness
from cockpit.screening.standing import EXCUSES
from data_access.quarantine import quarantine
from data_access.screening.tables import EXPOSING, case_record, exposure


class CaseShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, case_id: int) -> Case:
        return self._one(select(case_record).where(case_record.c.id == case_id))

    def take(self, case_id: int) -> Case:
        """The same, held until the commit."""
        return self._one(select(case_record).where(case_record.c.id == case_id).with_for_update())

    def of_persons(self, persons: Collection[int]) -> dict[int, Case]:
        """Person -> the case that is not ruled out."""
        theirs = select(case_record).where(case_record.c.person_id.in_(persons), case_record.c.closed_at.is_(None))
        return {row.person_id: _case_of(row) for row in self.connection.execute(theirs)}

    def of_ids(self, cases: Collection[int]) -> dict[int, Case]:
        query = select(case_record).where(case_record.c.id.in_(cases))
        return {row.id: _case_of(row) for row in self.connection.execute(query)}

    def exposing(self) -> list[Case]:
        """All whose contacts are looked for, in the order in which they were entered."""
        query = select(case_record).where(case_record.c.closed_at.is_(None), case_record.c.status.in_(EXPOSING))
        return [_case_of(row) for row in self.connection.execute(query.order_by(case_record.c.id))]

    def policies(self, cases: Collection[int]) -> dict[int, int]:
        """Case -> the version of the rule by which its contacts are found."""
        query = select(case_record.c.id, case_record.c.policy).where(case_record.c.id.in_(cases))
        return dict(self.connection.execute(query).tuples().all())

    def listed(self, status: CaseStatus | None, today: date, limit: int) -> list[CaseRow]:
        """The newest first, with their close contacts, and those of them who wait."""
        query = _with_counts(today).order_by(case_record.c.id.desc()).limit(limit)
        if status:
            query = query.where(case_record.c.status == status)
        return [CaseRow(_case_of(row), row.close, row.left) for row in self.connection.execute(query)]

    def add(self, new: Case, person: Person, emergency: int | None) -> Case:
        areas = {"street": person.street, "community": person.community, "grid": person.grid}
        values = _values(new) | areas | {"emergency": emergency}
        number = self.connection.execute(insert(case_record).values(values).returning(case_record.c.id)).scalar_one()
        return replace(new, id=number)

    def keep(self, one: Case, at: datetime) -> Case:
        """One that is held; ruled out, it is closed, and may be taken up again."""
        closed = at if one.status is CaseStatus.NO_CASE else None
        changed = update(case_record).where(case_record.c.id == one.id).values(_values(one) | {"closed_at": closed})
        self.connection.execute(changed)
        return one

    def _one(self, query: Select[Any]) -> Case:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _case_of(row)


def _with_counts(today: date) -> Select[Any]:
    """A contact counts once, however often exposed; who waits, as `Standing` says it."""
    near = _contacts().subquery()
    seen_to = exists().where(quarantine.c.person_id == near.c.person_id, or_(_holds(today), _excuses(near.c.lasts)))
    ill = case_record.alias("ill")
    is_case = exists().where(ill.c.person_id == near.c.person_id, ill.c.closed_at.is_(None))
    waits = and_(or_(near.c.lasts.is_(None), near.c.lasts >= today), ~seen_to, ~is_case)
    counts = (
        select(near.c.case_id, func.count().label("close"), func.count().filter(waits).label("left"))
        .group_by(near.c.case_id)
        .subquery()
    )
    told = [func.coalesce(counts.c[name], 0).label(name) for name in ("close", "left")]
    return select(case_record, *told).outerjoin(counts, counts.c.case_id == case_record.c.id)


def _contacts() -> Select[Any]:
    """(case, close contact, last day of the observation by all cases, empty while they are together)."""
    close = and_(exposure.c.gone_at.is_(None), exposure.c.closeness >= Closeness.TO_ASK)
    lasts = case((func.bool_or(exposure.c.lasts.is_(None)), None), else_=func.max(exposure.c.lasts))
    by_all = select(exposure.c.person_id, lasts.label("lasts")).where(close).group_by(exposure.c.person_id).subquery()
    pairs = select(exposure.c.case_id, exposure.c.person_id).where(close).distinct().subquery()
    return select(pairs, by_all.c.lasts).join(by_all, by_all.c.person_id == pairs.c.person_id)


def _holds(today: date) -> ColumnElement[bool]:
    return and_(
        quarantine.c.since <= today,
        or_(quarantine.c.until.is_(None), quarantine.c.until >= today),
        or_(quarantine.c.lifted_on.is_(None), quarantine.c.lifted_on > today),
    )


def _excuses(lasts: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(quarantine.c.lifted.in_(EXCUSES), or_(lasts.is_(None), quarantine.c.until >= lasts))


def _values(one: Case) -> dict[str, Any]:
    return {
        "person_id": one.person, "status": one.status, "onset": one.onset, "sampled": one.sampled,
        "isolated_at": one.isolated_at, "severe": one.severe, "reported_at": one.reported_at, "policy": one.policy,
    }  # fmt: skip


def _case_of(row: Row[Any]) -> Case:
    return Case(
        row.id, row.person_id, CaseStatus(row.status), row.onset, row.sampled, row.isolated_at, row.severe,
        row.reported_at, row.policy,
    )  # fmt: skip
