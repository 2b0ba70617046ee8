"""Readings and their quarter-hour slots, the alarms of watched places, and the warnings raised."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, insert, or_, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.areas import Spot
from cockpit.layers import Box
from cockpit.places import Place
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.warnings import Alarm, AlarmState, EarlyWarning, Reading, slot_of
from data_access.places import place, place_of
from data_access.tables import Code, Instant, area_columns, id_column, in_area, in_box, metadata, point_columns

reading = Table(
    "reading",
    metadata,
    Column("place_id", BigInteger, ForeignKey("place.id"), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("count", Integer, nullable=False),
)

reading_slot = Table(
    "reading_slot",
    metadata,
    Column("place_id", BigInteger, ForeignKey("place.id"), primary_key=True),
    Column("starts", Instant, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("peak", Integer, nullable=False),
)

warning_rule = Table(
    "warning_rule",
    metadata,
    Column("place_id", BigInteger, ForeignKey("place.id"), primary_key=True),
    Column("state", Code, nullable=False),
    Column("since", Instant),
    Column("last_at", Instant),
    Column("last_count", Integer),
    Column("over_since", Instant),
    Column("peak", Integer, nullable=False),
    Column("warning_id", BigInteger),
)

warning = Table(
    "warning",
    metadata,
    id_column(),
    Column("version", Integer, nullable=False),
    Column("place_id", BigInteger, ForeignKey("place.id"), nullable=False),
    *area_columns(),
    *point_columns(),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("recovered_at", Instant),
    Column("count", Integer, nullable=False),
    Column("peak", Integer, nullable=False),
    Column("incident", BigInteger, ForeignKey("incident.id"), nullable=False),
    Index("ix_warning_place_id_raised_at", "place_id", "raised_at"),
    Index("ix_warning_incident", "incident"),
    Index("ix_warning_street_raised_at", "street", "raised_at"),
)

ADD_READINGS = text(
    "insert into reading (place_id, at, count)"
    " select * from unnest(cast(:places as bigint[]), cast(:ats as timestamptz[]), cast(:counts as int[]))"
    " on conflict do nothing returning place_id, at, count"
)
ADD_SLOTS = text(
    "insert into reading_slot as s (place_id, starts, n, total, peak)"
    " select * from unnest(cast(:places as bigint[]), cast(:starts as timestamptz[]),"
    " cast(:ns as int[]), cast(:totals as bigint[]), cast(:peaks as int[]))"
    " on conflict (place_id, starts) do update"
    " set n = s.n + excluded.n, total = s.total + excluded.total, peak = greatest(s.peak, excluded.peak)"
)
KEEP_ALARMS = text(
    "update warning_rule as w set state = new.state, since = new.since, last_at = new.last_at,"
    " last_count = new.last_count, over_since = new.over_since, peak = new.peak, warning_id = new.warning_id"
    " from unnest(cast(:place_id as bigint[]), cast(:state as text[]), cast(:since as timestamptz[]),"
    " cast(:last_at as timestamptz[]), cast(:last_count as int[]), cast(:over_since as timestamptz[]),"
    " cast(:peak as int[]), cast(:warning_id as bigint[]))"
    " as new(place_id, state, since, last_at, last_count, over_since, peak, warning_id)"
    " where w.place_id = new.place_id"
)


class ReadingShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, readings: list[Reading]) -> list[Reading]:
        """Keep those not known yet, with their slots; returns them."""
        if not readings:
            return []
        # In one order for everybody: two posts about the same counts never wait for each other in a ring.
        distinct = {(one.place_id, one.at): one for one in sorted(readings, key=lambda one: (one.place_id, one.at))}
        rows = self.connection.execute(
            ADD_READINGS,
            {
                "places": [one.place_id for one in distinct.values()],
                "ats": [one.at for one in distinct.values()],
                "counts": [one.count for one in distinct.values()],
            },
        )
        new = [Reading(*row) for row in rows]
        self._add_to_slots(new)
        return new

    def _add_to_slots(self, new: list[Reading]) -> None:
        counts: dict[tuple[int, datetime], list[int]] = defaultdict(list)
        for one in new:
            counts[one.place_id, slot_of(one.at)].append(one.count)
        if counts:
            slots = sorted(counts)
            self.connection.execute(
                ADD_SLOTS,
                {
                    "places": [place_id for place_id, _ in slots],
                    "starts": [starts for _, starts in slots],
                    "ns": [len(counts[slot]) for slot in slots],
                    "totals": [sum(counts[slot]) for slot in slots],
                    "peaks": [max(counts[slot]) for slot in slots],
                },
            )

    def since(self, place_id: int, start: datetime) -> list[Reading]:
        query = select(reading).where(reading.c.place_id == place_id, reading.c.at >= start).order_by(reading.c.at)
        return [Reading(*row) for row in self.connection.execute(query)]

    def slot_means(self, place_id: int, slots: list[datetime], weeks: int = 4) -> dict[datetime, float]:
        """Mean counts of these quarter hours in the `weeks` before, by the start of the slot."""
        rows = self.connection.execute(
            text(
                "select s.starts, s.total::float / s.n as mean from unnest(cast(:slots as timestamptz[])) as slot(starts)"
                " cross join generate_series(1, :weeks) as back(n)"
                " join reading_slot s on s.place_id = :place and s.starts = slot.starts - back.n * interval '7 days'"
            ),
            {"slots": slots, "weeks": weeks, "place": place_id},
        )
        return {row.starts: row.mean for row in rows}


class AlarmShelf:
    """The alarm of each watched place, as of its last reading."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, place_id: int) -> Alarm:
        row = self.connection.execute(select(warning_rule).where(warning_rule.c.place_id == place_id)).one_or_none()
        return _alarm_of(row) if row else Alarm(place_id)

    def take(self, place_ids: list[int]) -> dict[int, Alarm]:
        """The alarms, nobody else's until the commit; taken in order of place. A place seen first gets a row."""
        query = (
            select(warning_rule)
            .where(warning_rule.c.place_id.in_(place_ids))
            .order_by(warning_rule.c.place_id)
            .with_for_update()
        )
        rows = self.connection.execute(query).all() if place_ids else []
        if len(rows) < len(place_ids):
            self._add_missing(place_ids)
            rows = self.connection.execute(query).all()
        return {row.place_id: _alarm_of(row) for row in rows}

    def _add_missing(self, place_ids: list[int]) -> None:
        self.connection.execute(
            text(
                "insert into warning_rule (place_id, state, peak)"
                " select id, 'normal', 0 from unnest(cast(:ids as bigint[])) as p(id) order by id on conflict do nothing"
            ),
            {"ids": place_ids},
        )

    def keep(self, alarms: list[Alarm]) -> None:
        if alarms:
            names = ("place_id", "state", "since", "last_at", "last_count", "over_since", "peak", "warning_id")
            self.connection.execute(KEEP_ALARMS, {name: [getattr(one, name) for one in alarms] for name in names})

    def last_counts(self, area: str) -> list[tuple[Place, datetime | None]]:
        """The watched places of the area, each with the instant of its last reading."""
        query = (
            select(place, warning_rule.c.last_at)
            .join(warning_rule, warning_rule.c.place_id == place.c.id)
            .where(in_area(place, area))
            .order_by(place.c.kind, place.c.code)
        )
        return [(place_of(row), row.last_at) for row in self.connection.execute(query)]

    def watched(self, area: str, states: list[AlarmState]) -> list[tuple[Place, Alarm]]:
        """Watched places of the area whose alarm is in one of these states."""
        names = [column for column in warning_rule.c if column.name != "place_id"]
        query = (
            select(place, *(column.label(f"alarm_{column.name}") for column in names))
            .join(warning_rule, warning_rule.c.place_id == place.c.id)
            .where(in_area(place, area), warning_rule.c.state.in_(states))
        )
        return [(place_of(row), _joined_alarm(row)) for row in self.connection.execute(query)]


def _alarm_of(row: Row[Any]) -> Alarm:
    return Alarm(**{**row._mapping, "state": AlarmState(row.state)})


def _joined_alarm(row: Row[Any]) -> Alarm:
    values = {name: getattr(row, f"alarm_{name}") for name in Alarm.__dataclass_fields__ if name != "place_id"}
    return Alarm(**values | {"place_id": row.id, "state": AlarmState(row.alarm_state)})


class WarningShelf:
    def __init__(self, connection: Connection, by: Actor) -> None:
        self.connection = connection
        self.by = by

    def take(self, warning_id: int) -> EarlyWarning:
        query = _query().where(warning.c.id == warning_id, in_area(warning, self.by.area)).with_for_update(of=warning)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _warning_of(row)

    def last_at_place(self, place_id: int, since: datetime) -> EarlyWarning | None:
        """The last warning there that was raised, or still on, since then."""
        lately = or_(warning.c.raised_at >= since, warning.c.recovered_at >= since)
        query = _query().where(warning.c.place_id == place_id, lately)
        row = self.connection.execute(query.order_by(warning.c.id.desc()).limit(1)).one_or_none()
        return _warning_of(row) if row else None

    def of_incident(self, incident_id: int) -> EarlyWarning | None:
        query = _query().where(warning.c.incident == incident_id, in_area(warning, self.by.area))
        row = self.connection.execute(query.order_by(warning.c.id.desc()).limit(1)).one_or_none()
        return _warning_of(row) if row else None

    def since(self, area: str, start: datetime, limit: int = 500) -> list[EarlyWarning]:
        """Warnings of the area raised since `start`, newest first."""
        query = _query().where(in_area(warning, area), in_area(warning, self.by.area), warning.c.raised_at >= start)
        rows = self.connection.execute(query.order_by(warning.c.id.desc()).limit(limit))
        return [_warning_of(row) for row in rows]

    def standing(self, area: str, start: datetime, limit: int, box: Box | None = None) -> list[EarlyWarning]:
        """Those of them that are not over."""
        where = (in_area(warning, area), in_area(warning, self.by.area), in_box(warning.c.lon, warning.c.lat, box))
        query = _query().where(*where, warning.c.raised_at >= start, warning.c.recovered_at.is_(None))
        return [_warning_of(row) for row in self.connection.execute(query.order_by(warning.c.id.desc()).limit(limit))]

    def before(self, one: EarlyWarning) -> None:
        return None

    def keep(self, changed: EarlyWarning) -> EarlyWarning:
        names = ("place_id", "policy", "since", "raised_at", "recovered_at", "count", "peak", "incident")
        values = {name: getattr(changed, name) for name in names} | vars(changed.spot)
        if not changed.id:
            new = insert(warning).values(values | {"version": 1}).returning(warning.c.id)
            return replace(changed, id=self.connection.execute(new).scalar_one(), version=1)
        where = (warning.c.id == changed.id, warning.c.version == changed.version)
        new_version = changed.version + 1
        if (
            self.connection.execute(update(warning).where(*where).values(values | {"version": new_version})).rowcount
            == 0
        ):
            raise ChangedMeanwhile(what=changed.code)
        return replace(changed, version=new_version)


def _query() -> Any:
    return select(warning, place.c.name.label("place_name")).join(place, place.c.id == warning.c.place_id)


def _warning_of(row: Row[Any]) -> EarlyWarning:
    fields = {name: value for name, value in row._mapping.items() if name in EarlyWarning.__dataclass_fields__}
    return EarlyWarning(**fields, spot=Spot(row.street, row.community, row.grid, row.lon, row.lat))
