"""Exposures: found by tracing, let go when they do not hold any more; and who lived with whom."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Select, func, insert, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.policy import Rules
from cockpit.screening import Bond, Case, Closeness, Exposure, Setting, rule_of
from data_access.people import PeopleShelf, residence
from data_access.screening.found import Replaced, put_beside, put_in_place
from data_access.screening.tables import EXPOSING, case_record, exposure

SECOND_RING = text(
    "select mate.person_id, min(own.person_id) from exposure e join residence own on own.person_id = e.person_id and own.until is null"
    " join residence mate on mate.household_id = own.household_id and mate.until is null and mate.person_id <> own.person_id"
    f" where e.case_id = :case and e.gone_at is null and e.closeness >= {int(Closeness.TO_ASK)}"
    " and not exists (select 1 from exposure x where x.person_id = mate.person_id and x.gone_at is null)"
    " and not exists (select 1 from case_record c where c.person_id = mate.person_id and c.closed_at is null)"
    " group by mate.person_id order by mate.person_id"
)
Key = tuple[int, str, datetime, str]


class ExposureShelf:
    def __init__(self, connection: Connection, people: PeopleShelf, policy: Rules) -> None:
        self.connection = connection
        self.people = people
        self.policy = policy

    def of_case(self, case_id: int, at: datetime) -> list[Exposure]:
        """Those that hold; what goes on lasts until `at`."""
        return self._found(exposure.c.case_id == case_id, at)

    def of_persons(self, persons: Collection[int], at: datetime) -> list[Exposure]:
        """By all cases."""
        return self._found(exposure.c.person_id.in_(persons), at)

    def households(self, case: Case, zone: tzinfo, at: datetime) -> list[Bond]:
        """With whom the case shares a home, and shared one before; days are taken whole."""
        own, other = residence.alias("own"), residence.alias("other")
        query = (
            select(
                other.c.person_id,
                func.greatest(own.c.since, other.c.since).label("since"),
                func.least(own.c.until, other.c.until).label("until"),
            )
            .join(other, other.c.household_id == own.c.household_id)
            .where(own.c.person_id == case.person, other.c.person_id != case.person)
        )
        rows = self.connection.execute(query)
        return [
            Bond(case.person, row.person_id, Setting.HOUSEHOLD, _day(row.since, zone), _day(row.until, zone, 1) or at)
            for row in rows
        ]

    def second_ring(self, case_id: int) -> dict[int, int]:
        """Who lives with a close contact of the case and is neither a contact nor a case: person -> that contact."""
        return dict(self.connection.execute(SECOND_RING, {"case": case_id}).tuples().all())

    def replace(
        self, case: Case, found: Iterable[Exposure], settings: Collection[Setting], at: datetime, zone: tzinfo
    ) -> Replaced:
        """The case's exposures of these settings from now on.

        What an investigator said stays, and of whom it was denied for this case, nothing is found.
        """
        wanted, lasts = {_key_of(one): one for one in found}, self._observation(case)
        rows = (_values(case, one, at, zone, lasts) for one in wanted.values())
        return put_in_place(self.connection, case.id, case.policy, rows, settings, at)

    def add_found(self, case: Case, found: Iterable[Exposure], at: datetime, zone: tzinfo) -> Replaced:
        """Beside those that stand."""
        new, lasts = {_key_of(one): one for one in found}, self._observation(case)
        rows = (_values(case, one, at, zone, lasts) for one in new.values())
        return put_beside(self.connection, case.id, case.policy, rows, at)

    def denied(self, case_id: int) -> dict[int, str]:
        """Person -> why what the records show does not count."""
        query = select(exposure.c.person_id, exposure.c.denied)
        theirs = query.where(exposure.c.case_id == case_id, exposure.c.denied.is_not(None))
        return dict(self.connection.execute(theirs).tuples().all())

    def deny(self, case_id: int, person: int, why: str, at: datetime) -> int:
        """How many there were that counted."""
        theirs = (exposure.c.case_id == case_id, exposure.c.person_id == person, exposure.c.gone_at.is_(None))
        return self.connection.execute(update(exposure).where(*theirs).values(denied=why, gone_at=at)).rowcount

    def confirm(self, case_id: int, person: int, account: int | None) -> int:
        """What nobody knew for sure was near, by somebody's word; how many meetings those were."""
        theirs = (exposure.c.case_id == case_id, exposure.c.person_id == person, exposure.c.gone_at.is_(None))
        asked = update(exposure).where(*theirs, exposure.c.closeness == int(Closeness.TO_ASK))
        return self.connection.execute(asked.values(closeness=int(Closeness.CLOSE), said_by=account)).rowcount

    def count_again(self, case_id: int, person: int) -> int:
        """What was said by hand counts at once; what records show, when they are read."""
        theirs = (exposure.c.case_id == case_id, exposure.c.person_id == person, exposure.c.denied.is_not(None))
        by_hand = (*theirs, exposure.c.said_by.is_not(None))
        count = self.connection.execute(update(exposure).where(*by_hand).values(denied=None, gone_at=None)).rowcount
        return count + self.connection.execute(update(exposure).where(*theirs).values(denied=None)).rowcount

    def add_by_hand(self, case: Case, one: Exposure, account: int | None, at: datetime, zone: tzinfo) -> None:
        """The same said twice is there once."""
        self.count_again(case.id, one.person)
        theirs = _standing().where(exposure.c.case_id == case.id, exposure.c.person_id == one.person)
        if _key_of(one) not in {_key(row) for row in self.connection.execute(theirs)}:
            self._add(case, [one], at, zone, {"said_by": account})

    def _add(
        self, case: Case, new: list[Exposure], at: datetime, zone: tzinfo, by: Mapping[str, Any] | None = None
    ) -> None:  # fmt: skip
        people = {one.id: one for one in self.people.of_ids({each.person for each in new})}
        within = select(case_record.c.emergency).where(case_record.c.id == case.id)
        also = {**(by or {}), "found_at": at, "emergency": self.connection.execute(within).scalar_one()}
        rows, lasts = [], self._observation(case)
        for one in new:
            if whose := people.get(one.person):
                areas = {"street": whose.street, "community": whose.community, "grid": whose.grid}
                rows.append(_values(case, one, at, zone, lasts) | areas | also)
        if rows:
            self.connection.execute(insert(exposure), rows)

    def _observation(self, case: Case) -> timedelta:
        return timedelta(days=rule_of(self.policy.version(case.policy)).observation)

    def _found(self, which: Any, at: datetime) -> list[Exposure]:
        query = _standing().join(case_record, case_record.c.id == exposure.c.case_id)
        query = query.where(which, case_record.c.status.in_(EXPOSING)).order_by(exposure.c.began, exposure.c.id)
        return [_exposure_of(row, at) for row in self.connection.execute(query)]


def _values(case: Case, one: Exposure, at: datetime, zone: tzinfo, lasts: timedelta) -> dict[str, Any]:
    """What goes on has no end yet, and so no last day of observation."""
    ended = None if one.ended >= at and case.isolated_at is None else one.ended
    return {
        "case_id": case.id, "person_id": one.person, "setting": one.setting, "closeness": int(one.closeness),
        "began": one.began, "ended": ended, "place": one.where, "policy": case.policy,
        "lasts": ended.astimezone(zone).date() + lasts if ended else None,
    }  # fmt: skip


def _standing() -> Select[Any]:
    return select(exposure).where(exposure.c.gone_at.is_(None))


def _key(row: Row[Any]) -> Key:
    return (row.person_id, row.setting, row.began, row.place)


def _key_of(one: Exposure) -> Key:
    return (one.person, one.setting.value, one.began, one.where)


def _exposure_of(row: Row[Any], at: datetime) -> Exposure:
    return Exposure(
        row.case_id,
        row.person_id,
        Setting(row.setting),
        Closeness(row.closeness),
        row.began,
        row.ended or at,
        row.place,
    )


def _day(day: date | None, zone: tzinfo, later: int = 0) -> Any:
    return datetime.combine(day + timedelta(days=later), time(), zone) if day else None
