"""The days of the risk map: counts of each smallest area, frozen at the day's end; and the one question that counts them.

Nobody's name and nobody's number stands here, but counts of one are among them: each row is under the wall of its area.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, PrimaryKeyConstraint, Table, delete, func, insert, select, text
from sqlalchemy.engine import Connection

from cockpit.clock import local_day_start
from cockpit.importing.kinds import Kind
from cockpit.incidents import Kind as IncidentKind
from cockpit.incidents import State
from cockpit.risk_map.colour import NAMES, Facts, RiskMapRule
from cockpit.screening import CaseStatus, Closeness
from cockpit.screening.standing import EXCUSES
from cockpit.sources import NEEDED
from data_access.returns.tables import on_the_list
from data_access.screening.tables import EXPOSING
from data_access.tables import Code, metadata, scope_columns, scope_values

# `area` is the smallest one that things are known of: a grid, and for who comes back to somewhere in a street that street.
# A day that is not `frozen` still runs.
risk_map_day = Table(
    "risk_map_day",
    metadata,
    Column("day", Date, nullable=False),
    Column("area", Code, nullable=False),
    *scope_columns(),
    Column("frozen", Boolean, nullable=False),
    *(Column(name, Integer, nullable=False) for name in NAMES),
    PrimaryKeyConstraint("day", "area"),
)
C = risk_map_day.c
MOST_DAYS = 60  # that a worker who was away makes up for

EACH = ", ".join(f"sum({name})::int as {name}" for name in NAMES)
NEEDS = " ".join(f"when '{kind}' then {len(names)}" for kind, names in NEEDED.items())

# Each part says of an area what it knows and nothing else of the rest. A case counts by the day from which its contacts are
# looked for; contacts and returnees stand as `Standing` of either says it, as it was known at `until`.
COUNT = text(f"""
with apart as (
    select person_id from quarantine where since <= :day and (until is null or until >= :day)
      and (lifted_on is null or lifted_on > :day) and (ordered_at is null or ordered_at <= :until)),
  ill as (select person_id from case_record where reported_at <= :until and (closed_at is null or closed_at > :until)),
  listed as (select person_id, max(grid) as grid, case when bool_or(lasts is null) then null else max(lasts) end as lasts
    from exposure where closeness >= {int(Closeness.TO_ASK)} and found_at <= :until and (gone_at is null or gone_at > :until)
    group by person_id),
  close as (select l.grid, a.person_id is not null as apart from listed l
    left join (select distinct person_id from apart) a on a.person_id = l.person_id
    where (l.lasts is null or l.lasts >= :day) and l.person_id not in (select person_id from ill)
      and (a.person_id is not null or not exists (select from quarantine q where q.person_id = l.person_id
        and q.lifted = any(:excuses) and q.lifted_on <= :day and (l.lasts is null or q.until is null or q.until >= l.lasts)))),
  back as (select r.*, case when p.body->>'day0' = 'left' then coalesce(r.left_on, r.arrived_on) else r.arrived_on end
      + cast(p.body->>'observation' as int) as lasts
    from return_entry r join policy p on p.id = r.policy
    where r.arrived_on <= :day and r.heard_on <= :day and (r.closed_at is null or r.closed_at > :until)
      and exists (select from key_region k where {on_the_list("r.origin", "r.arrived_on", "k")})),
  part(area, {", ".join(NAMES)}) as (
    select code, {", ".join("0" for _ in NAMES)} from grid where left(code, :digits) = :own
    union all select grid, case kind when 'persons' then things else 0 end, 0, 0, 0, 0, 0,
      things * (case kind {NEEDS} else 0 end),
      (select coalesce(sum(v::int), 0) from jsonb_each_text(filled) as f(k, v)), cast(things > 0 as int),
      cast(things > 0 and coalesce(brought_at > cast(:until as timestamptz) - interval '1 day' * r.days, false) as int), 0, 0
    from source join unnest(cast(:kinds as text[]), cast(:days as int[])) as r(name, days) on r.name = kind
    union all select grid, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from case_record
    where status = any(:exposing) and reported_at <= :until and (closed_at is null or closed_at > :until)
      and coalesce(case when status = '{CaseStatus.ASYMPTOMATIC}' then coalesce(sampled, onset) else coalesce(onset, sampled) end,
        cast(reported_at at time zone :zone as date)) between :first and :day
    union all select grid, 0, 0, cast(not apart as int), cast(apart as int), 0, 0, 0, 0, 0, 0, 0, 0 from close
    union all select coalesce(grid, community, street), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 from back b
    where b.lasts >= :day and (b.person_id is null or (b.person_id not in (select person_id from apart)
      and not exists (select from quarantine q where q.person_id = b.person_id and q.lifted = any(:excuses)
        and q.lifted_on <= :day and (q.until is null or q.until >= b.lasts))))
    union all select grid, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 from incident
    where kind = '{IncidentKind.CROWD}' and state <> all(:none) and received_at <= :until
      and (closed_at is null or closed_at >= :begins)
    union all select grid, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, cast(coalesce(result is not null and at <= :until, false) as int)
    from follow_up where day >= :visits and day < :day)
select area, {EACH} from part group by area
""")
NONE = (State.DUPLICATE, State.FALSE_ALARM, State.CANCELLED)
FIRST_FACT = text("select district_at from change order by id limit 1")
TAKE = text("select pg_advisory_xact_lock(hashtextextended('risk_map', 0))")


class RiskMapShelf:
    """`zone`: days are the district's own; `own`: the area of whoever asks."""

    def __init__(self, connection: Connection, zone: tzinfo, own: str) -> None:
        self.connection = connection
        self.zone = zone
        self.own = own

    def count(self, day: date, until: datetime, rule: RiskMapRule, reviews: Mapping[Kind, int]) -> dict[str, Facts]:
        """Of all smallest areas of one's scope, as it was known at `until` of that day."""
        asked = {
            "day": day, "until": until, "first": day - timedelta(days=rule.days - 1), "zone": str(self.zone),
            "begins": datetime.combine(day, time(), self.zone), "visits": day - timedelta(days=rule.visit_days),
            "exposing": list(EXPOSING), "excuses": sorted(EXCUSES), "none": list(NONE), "kinds": list(reviews),
            "days": list(reviews.values()), "own": self.own, "digits": len(self.own),
        }  # fmt: skip
        rows = self.connection.execute(COUNT, asked)
        return {row.area: _facts_of(row) for row in rows}

    def take(self) -> None:
        """From here to the commit nobody else keeps days."""
        self.connection.execute(TAKE)

    def frozen(self, day: date) -> dict[str, Facts]:
        """As the day was when it ended; empty where it was not frozen."""
        rows = self.connection.execute(select(risk_map_day).where(C.day == day, C.frozen))
        return {row.area: _facts_of(row) for row in rows}

    def last(self, today: date) -> tuple[date, dict[str, Facts]] | None:
        """The newest that is kept, with its day."""
        newest = select(func.max(C.day)).where(C.day <= today).scalar_subquery()
        rows = self.connection.execute(select(risk_map_day).where(C.day == newest)).all()
        return (rows[0].day, {row.area: _facts_of(row) for row in rows}) if rows else None

    def not_frozen(self, today: date) -> list[date]:
        """Days that ended since the last frozen one; before its first fact a district has no days to tell of."""
        last = self.connection.execute(select(func.max(C.day)).where(C.frozen)).scalar()
        first = last + timedelta(days=1) if last else self._first_day()
        if first is None:
            return []
        since = max(first, today - timedelta(days=MOST_DAYS))
        return [since + timedelta(days=n) for n in range((today - since).days)]

    def keep(self, day: date, counted: Mapping[str, Facts], *, frozen: bool) -> None:
        """A frozen day stays as it is."""
        self.connection.execute(delete(risk_map_day).where(C.day == day, C.frozen.is_(False)))
        rows = [
            {"day": day, "area": area, "frozen": frozen} | scope_values(area) | asdict(facts)
            for area, facts in counted.items()
        ]
        if rows and not self.frozen(day):
            self.connection.execute(insert(risk_map_day), rows)

    def _first_day(self) -> date | None:
        at = self.connection.execute(FIRST_FACT).scalar()
        return local_day_start(at, self.zone).date() if at else None


def _facts_of(row: Any) -> Facts:
    return Facts(**{name: getattr(row, name) for name in NAMES})
