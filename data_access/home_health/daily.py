"""The days of people at home: reckoned from the facts in a few statements, and kept once they ended; numbers alone."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Table, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from cockpit.home_health.daily_figures import DayFigure
from cockpit.home_health.window import Window
from data_access.tables import Code, metadata

# Counts of communities, spans (s) of areas of every level; a day that is kept has the row KEPT of its district.
care_day = Table(
    "care_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("area", Code, primary_key=True),
    Column("figure", Code, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

KEPT = "kept"
C = care_day.c
AREA = "(length(:area) = 6 or {0}.street = :area or {0}.community = :area)"
COUNTED = text(f"""
with asked_for as (
  select * from unnest(cast(:streets as text[]), cast(:slots as text[]), cast(:opens as timestamptz[]), cast(:dues as timestamptz[]))
    as w(street, slot, opens, due)),
apart as (
  select q.person_id, q.street, q.community, q.ordered_at from quarantine q
  where {AREA.format("q")} and q.kind not in ('institutional', 'hospital') and q.since <= :day and (q.until is null or q.until >= :day)
    and (q.lifted_on is null or q.lifted_on > :day) and (q.ordered_at is null or q.ordered_at <= :until)),
asked as (
  select distinct a.person_id, a.community, w.slot, w.due < :until as over,
    exists(select from health_report r where r.person_id = a.person_id and r.day = :day and r.slot = w.slot and not r.replaced) as said
  from apart a join asked_for w on w.street = a.street
  where w.opens <= :until and (a.ordered_at is null or a.ordered_at < w.due))
select community, 'at_home' as figure, count(distinct person_id) as n from apart group by community
union all select community, v.figure, v.n from (
  select community, count(*) as asked, count(*) filter (where said) as reported, count(*) filter (where over) as due,
    count(*) filter (where over and not said) as missed from asked group by community) c,
  lateral (values ('asked', c.asked), ('reported', c.reported), ('due', c.due), ('missed', c.missed)) v(figure, n)
union all select r.community, 'sick', count(distinct r.person_id) from health_report r
  where {AREA.format("r")} and r.day = :day and not r.replaced and r.outcome in ('body', 'urgent') group by r.community
union all select t.community, v.figure, v.n from (
  select community,
    count(*) filter (where opened_at >= :start and opened_at <= :until) as opened,
    count(*) filter (where state in ('done', 'not_executable') and ended_at >= :start and ended_at <= :until) as answered,
    count(*) filter (where opened_at <= :until and (ended_at is null or ended_at > :until)) as open,
    count(*) filter (where opened_at <= :until and (ended_at is null or ended_at > :until) and due_at < :until) as overdue,
    count(*) filter (where kind = 'knock' and day = :day) as knocks,
    count(*) filter (where kind = 'knock' and day = :day and state = 'done' and ended_at <= :until) as knocked
  from care_task t where {AREA.format("t")} group by community) t,
  lateral (values ('opened', t.opened), ('answered', t.answered), ('open', t.open), ('overdue', t.overdue), ('knocks', t.knocks),
    ('knocked', t.knocked)) v(figure, n)
union all select a.community, 'unseen', count(distinct a.person_id) from apart a
  where (a.ordered_at is null or a.ordered_at < :since)
    and not exists (select from human_contact h where h.person_id = a.person_id and h.at >= :since and h.at <= :until)
  group by a.community
""")
# How long what was answered on that day had waited; of each area above too, since such numbers do not add up.
WAITED = text(f"""
select a.area, percentile_disc(array[0.5, 0.9]) within group (order by extract(epoch from t.ended_at - t.opened_at)) as waited
from care_task t, lateral (values (left(t.community, 6)), (left(t.community, 9)), (t.community)) a(area)
where {AREA.format("t")} and t.state in ('done', 'not_executable') and t.ended_at >= :start and t.ended_at <= :until
  and length(a.area) >= length(:area)
group by a.area
""")
ADD = text(
    "insert into care_day as d values (:day, :area, :figure, :value)"
    " on conflict (day, area, figure) do update set value = d.value + excluded.value"
)
FIRST_FACT = text("select min(day) from health_report")


class CareDayShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def reckoned(
        self, area: str, windows: Mapping[str, tuple[Window, ...]], until: datetime, since: datetime
    ) -> dict[str, dict[DayFigure, int]]:
        """Area -> its numbers by the facts, as they stood at `until`; nobody greeted after `since` is unseen."""
        rows = [(street, one.slot.value, one.opens, one.due) for street, both in windows.items() for one in both]
        streets, slots, opens, dues = zip(*rows, strict=True)
        first = next(iter(windows.values()))[0]
        asked = {
            "area": area, "streets": list(streets), "slots": list(slots), "opens": list(opens), "dues": list(dues),
            "day": first.day, "start": first.opens, "until": until, "since": since,
        }  # fmt: skip
        found: dict[str, dict[DayFigure, int]] = defaultdict(dict)
        for community, figure, count in self.connection.execute(COUNTED, asked):
            if count:
                found[community][DayFigure(figure)] = count
        for code, (half, most) in self.connection.execute(WAITED, asked).tuples():
            found[code] |= {DayFigure.P50: int(half), DayFigure.P90: int(most)}
        return dict(found)

    def of_day(self, day: date, area: str) -> dict[str, dict[DayFigure, int]]:
        """What is written of it; of a day that goes on, what is counted as it comes."""
        found: dict[str, dict[DayFigure, int]] = defaultdict(dict)
        query = select(care_day).where(C.day == day, func.left(C.area, len(area)) == area, C.figure != KEPT)
        for row in self.connection.execute(query):
            found[row.area][DayFigure(row.figure)] = row.value
        return dict(found)

    def kept(self, day: date) -> bool:
        return self.connection.execute(select(C.day).where(C.day == day, C.figure == KEPT)).first() is not None

    def first_to_keep(self, today: date) -> date:
        """After the last one that is kept; at first, the day of the first report, or none before today."""
        last = self.connection.execute(select(func.max(C.day)).where(C.figure == KEPT)).scalar()
        if last:
            found: date = last + timedelta(days=1)
            return found
        return self.connection.execute(FIRST_FACT).scalar() or today

    def keep(self, day: date, district: str, figures: Mapping[str, Mapping[DayFigure, int]]) -> None:
        """Once; what was counted as it came stays."""
        rows: list[dict[str, Any]] = [
            {"day": day, "area": code, "figure": figure.value, "value": value}
            for code, own in figures.items()
            for figure, value in own.items()
        ]
        rows.append({"day": day, "area": district, "figure": KEPT, "value": 1})
        self.connection.execute(insert(care_day).on_conflict_do_nothing(), rows)

    def add(self, day: date, area: str, figure: DayFigure, more: int) -> None:
        self.connection.execute(ADD, {"day": day, "area": area, "figure": figure.value, "value": more})
