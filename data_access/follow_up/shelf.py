"""Follow-ups: a row for each day of each observation, made ahead; visits entered, visits handed out, and what they come to."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Select, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.follow_up import SEEN, Facts, FollowUp, Met, Share, TracingFigures, VisitFacts
from cockpit.refusals import NotFound
from cockpit.screening import Closeness, Symptom
from data_access.follow_up.hand import HandOuts
from data_access.follow_up.table import follow_up, follow_up_of
from data_access.sealed import Sealer

# Close contacts who are not ill themselves, each with the last day of the observation; while they are together with a case
# that is not isolated there is none, and as many days as the rule says are planned ahead.
WANTED = f"""
with wanted as (
  select e.person_id, case when bool_or(e.lasts is null) then cast(:ahead as date) else max(e.lasts) end as lasts
  from exposure e join case_record c on c.id = e.case_id
  where e.gone_at is null and e.closeness >= {int(Closeness.TO_ASK)} and c.closed_at is null
    and c.status in ('suspected', 'probable', 'confirmed', 'asymptomatic')
    and (cast(:persons as bigint[]) is null or e.person_id = any(:persons))
    and not exists (select 1 from case_record ill where ill.person_id = e.person_id and ill.closed_at is null)
  group by e.person_id)
"""
PLAN = text(
    WANTED
    + """
insert into follow_up (person_id, day, emergency, street, community, grid)
select w.person_id, d.day::date, cast(:emergency as bigint), p.street, p.community, p.grid
from wanted w join person p on p.id = w.person_id
  cross join lateral generate_series(cast(:today as date), least(w.lasts, cast(:ahead as date)), interval '1 day') as d(day)
on conflict (person_id, day) do nothing
"""
)
DROP = text(
    WANTED
    + """
delete from follow_up f where f.day >= :today and f.result is null
  and (cast(:persons as bigint[]) is null or f.person_id = any(:persons))
  and not exists (select 1 from wanted w where w.person_id = f.person_id and f.day <= w.lasts)
"""
)
MET = """
select f.*, p.born,
  (select min(e.began) from exposure e where e.person_id = f.person_id and e.gone_at is null) as first,
  (select max(coalesce(e.ended, :at)) from exposure e where e.person_id = f.person_id and e.gone_at is null) as last,
  (select max(s.day) from follow_up s where s.person_id = f.person_id and s.day < f.day and s.result in ('seen_ok', 'seen_not_ok'))
    as seen,
  (select min(s.day) from follow_up s where s.person_id = f.person_id) as due_since
from follow_up f join person p on p.id = f.person_id
"""
TOLD = ("symptoms", "temperature", "note", "unwell")
IN_AREA = "(f.street = :area or f.community = :area or f.grid = :area or length(:area) = 6)"
DUE = text(f"{MET} where f.day = :day and {IN_AREA} and (cast(:account as bigint) is null or f.account = :account)")
ONE = text(f"{MET} where f.id = :id")
SOME = text(f"{MET} where f.id = any(:ids) order by f.id")
MISSED = text(
    f"select count(*) from follow_up f where f.day >= :first and f.day < :today and f.result is null and {IN_AREA}"
)
DOOR = text(
    "select f.id from residence own join residence mate on mate.household_id = own.household_id and mate.until is null"
    " join follow_up f on f.person_id = mate.person_id and f.day = :day and f.result is null"
    " where own.person_id = :person and own.until is null and mate.person_id <> :person order by f.id"
)
LISTED = f"""(select person_id, min(found_at) as listed, max(lasts) as lasts, bool_or(lasts is null) as goes_on from exposure
  where gone_at is null and closeness >= {int(Closeness.TO_ASK)} group by person_id)"""
FIGURES = text(f"""
select
  (select count(*) from case_record where reported_at >= :since and reported_at < :before and closed_at is null) as cases,
  (select count(*) from case_record where reported_at >= :since and reported_at < :before and closed_at is null
     and isolated_at < reported_at + :within) as isolated,
  (select count(*) from {LISTED} l where l.listed >= :since and l.listed < :before) as listed,
  (select count(*) from {LISTED} l where l.listed >= :since and l.listed < :before and exists (
     select 1 from quarantine q where q.person_id = l.person_id and coalesce(q.ordered_at, l.listed) < l.listed + :within
       and (q.until is null or q.until >= cast(l.listed as date)))) as apart,
  (select count(*) from case_record c where c.reported_at >= :since and c.closed_at is null) as entered,
  (select count(*) from case_record c where c.reported_at >= :since and c.closed_at is null and exists (
     select 1 from exposure e where e.person_id = c.person_id and e.found_at < c.reported_at)) as known,
  (select count(*) from {LISTED} l where not l.goes_on and l.lasts >= :first and l.lasts < :today) as ended,
  (select count(*) from {LISTED} l where not l.goes_on and l.lasts >= :first and l.lasts < :today and not exists (
     select 1 from follow_up f where f.person_id = l.person_id and f.day <= l.lasts
       and (f.result is null or f.result in ('moved', 'refused')))) as completed
""")
BY_DAY = text(
    "select day, count(*) filter (where result in ('seen_ok', 'seen_not_ok')), count(*) from follow_up"
    " where day >= :first and day <= :today group by day order by day"
)


class FollowUpShelf(HandOuts):
    def __init__(
        self, connection: Connection, sealer: Sealer, at: datetime, zone: tzinfo, by: int | None = None
    ) -> None:
        super().__init__(connection)
        self.sealer = sealer
        self.at = at
        self.zone = zone
        self.by = by

    def plan(self, persons: Collection[int] | None, today: date, days: int, emergency: int | None) -> None:
        """The rows of these persons, or of everybody, as they have to be now; what was entered stays."""
        facts = {
            "persons": None if persons is None else sorted(persons), "today": today,
            "ahead": today + timedelta(days=days), "emergency": emergency,
        }  # fmt: skip
        for statement in (DROP, PLAN):
            self.connection.execute(statement, facts)

    def get(self, follow_up_id: int) -> FollowUp:
        return self._one(select(follow_up).where(follow_up.c.id == follow_up_id))

    def take(self, follow_up_id: int) -> FollowUp:
        """The same, held until the commit."""
        return self._one(select(follow_up).where(follow_up.c.id == follow_up_id).with_for_update())

    def of_ids(self, follow_ups: Collection[int]) -> list[FollowUp]:
        query = select(follow_up).where(follow_up.c.id.in_(follow_ups)).order_by(follow_up.c.id)
        return [follow_up_of(row) for row in self.connection.execute(query)]

    def of_person(self, person: int) -> list[FollowUp]:
        query = select(follow_up).where(follow_up.c.person_id == person).order_by(follow_up.c.day)
        return [follow_up_of(row) for row in self.connection.execute(query)]

    def keep(self, one: FollowUp, facts: VisitFacts) -> FollowUp:
        """One that is held."""
        words = json.dumps({name: getattr(facts, name) for name in TOLD}, ensure_ascii=False)
        sealed = self.sealer.seal(words, cell=f"follow_up.told/{one.id}")
        values: dict[str, Any] = {"result": one.result, "at": one.at, "by": one.by, "handed": one.handed}
        values |= {"told": sealed, "sheet": one.sheet}
        self.connection.execute(update(follow_up).where(follow_up.c.id == one.id).values(values))
        return one

    def found(self, one: FollowUp) -> VisitFacts | None:
        """What was said of the visit."""
        sealed = self.connection.execute(select(follow_up.c.told).where(follow_up.c.id == one.id)).scalar_one()
        if sealed is None or one.result is None:
            return None
        told = json.loads(self.sealer.open(sealed, cell=f"follow_up.told/{one.id}"))
        met = Met.SEEN if one.result in SEEN else Met(one.result.value)
        return VisitFacts(met, tuple(map(Symptom, told["symptoms"])), told["temperature"], one.handed, told["note"],
                          told.get("unwell", False))  # fmt: skip

    def due(self, day: date, area: str, account: int | None) -> list[Facts]:
        asked = {"day": day, "area": area, "account": account, "at": self.at}
        return [self._facts(row) for row in self.connection.execute(DUE, asked)]

    def facts(self, one: FollowUp, at: datetime) -> Facts:
        return self._facts(self.connection.execute(ONE, {"id": one.id, "at": at}).one())

    def facts_of(self, ids: Collection[int]) -> list[Facts]:
        return [self._facts(row) for row in self.connection.execute(SOME, {"ids": list(ids), "at": self.at})]

    def of_door(self, one: FollowUp) -> list[int]:
        """Visits of the same day, not made yet, of whoever lives behind the same door."""
        return list(self.connection.execute(DOOR, {"person": one.person, "day": one.day}).scalars())

    def ends(self, persons: Collection[int]) -> dict[int, date]:
        """Person -> the last day that is planned."""
        query = text("select person_id, max(day) from follow_up where person_id = any(:persons) group by person_id")
        return dict(self.connection.execute(query, {"persons": list(persons)}).tuples().all())

    def not_performed(self, first: date, today: date, area: str) -> int:
        """Days from the first on that went by without anybody entering anything."""
        return int(self.connection.execute(MISSED, {"first": first, "today": today, "area": area}).scalar_one())

    # What it comes to

    def tracing(self, first: date, today: date, at: datetime, within: timedelta, zone: tzinfo) -> TracingFigures:
        since = datetime(first.year, first.month, first.day, tzinfo=zone)
        asked = {"since": since, "before": at - within, "within": within, "first": first, "today": today}
        row = self.connection.execute(FIGURES, asked).one()
        days = self.connection.execute(BY_DAY, asked).tuples()
        return TracingFigures(
            first,
            Share(row.isolated, row.cases),
            Share(row.apart, row.listed),
            Share(row.known, row.entered),
            Share(row.completed, row.ended),
            tuple((day, Share(seen, of)) for day, seen, of in days),
        )

    def _facts(self, row: Row[Any]) -> Facts:
        first, last = (
            one.astimezone(self.zone).date() if one else row.day for one in (row.first, row.last)
        )  # a contact of before: what exposed them does not hold any more
        return Facts(follow_up_of(row), row.born, first, last, row.seen, row.due_since)

    def _one(self, query: Select[Any]) -> FollowUp:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return follow_up_of(row)
