"""Writes the synthetic district into an empty database, by COPY; the caller commits."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from psycopg import Cursor, sql
from sqlalchemy import Connection, Table, func, select

from cockpit.areas import Area, Spot
from cockpit.places import Enterprise
from data_access import areas, people, places, teams
from data_access.demo.bare import bare
from data_access.demo.district import District
from data_access.demo.draws import stream
from data_access.demo.readings import history
from data_access.demo.residents import residents_of, sealed_rows
from data_access.people import Bulk, Tokens
from data_access.people.bulk import TYPES
from data_access.pinyin import initials, initials_by_characters, sort_key, sort_key_by_characters
from data_access.sealed import Sealer

Row = tuple[Any, ...]
Told = Callable[[str, str], object]  # at which step it is, and how far
AREA_NAMES = ("street", "community", "grid")
POINT_NAMES = ("lon", "lat")
READING_TYPES = {"place_id": "int8", "at": "timestamptz", "count": "int4"}
SLOT_TYPES = {"place_id": "int8", "starts": "timestamptz", "n": "int4", "total": "int8", "peak": "int4"}
SHIFT_TYPES = {"team_id": "int8", "starts": "timestamptz", "ends": "timestamptz"}
COUNTED_BY_ITSELF = (
    places.place,
    places.enterprise,
    people.household,
    people.person,
    people.residence,
    teams.team,
    teams.team_member,
    teams.shift,
)


def plant(
    connection: Connection, district: District, sealer: Sealer, tokens: Tokens, told: Told = lambda *_: None
) -> None:
    """Ids are the district's own; new rows count on from them. Raises psycopg's UniqueViolation where rows exist."""
    cursor = _cursor(connection)
    _plant_areas(cursor, district)
    _plant_inventory(cursor, district)
    _plant_residents(cursor, district, Bulk(sealer, tokens), told)
    _plant_teams(cursor, district)
    for planted in COUNTED_BY_ITSELF:
        _count_on(connection, planted)


def plant_readings(connection: Connection, place_ids: Sequence[int], now: datetime, seed: int) -> None:
    """Four weeks of slots and an hour of raw readings that end with `now`; ids in the order of `District.counted`."""
    told = history(stream(seed, "readings"), place_ids, now)
    cursor = _cursor(connection)
    _copy_binary(cursor, "reading_slot", SLOT_TYPES, told.slots)
    _copy_binary(cursor, "reading", READING_TYPES, told.readings)


def _cursor(connection: Connection) -> Cursor[Any]:
    driver = connection.connection.driver_connection
    assert driver is not None, "the connection is closed"
    cursor: Cursor[Any] = driver.cursor()
    return cursor


def _copy(cursor: Cursor[Any], name: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
    with cursor.copy(_copy_into(name, columns)) as copy:
        for row in rows:
            copy.write_row(row)


def _copy_binary(cursor: Cursor[Any], name: str, types: dict[str, str], rows: Iterable[Row]) -> None:
    """For the long tables: half the time, at the price of naming each column's type."""
    with cursor.copy(_copy_into(name, types) + sql.SQL(" (format binary)")) as copy:
        copy.set_types(list(types.values()))
        for row in rows:
            copy.write_row(row)


def _copy_into(name: str, columns: Iterable[str]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(name), names)


def _count_on(connection: Connection, planted: Table) -> None:
    """COPY leaves the counter of an identity column where it was."""
    sequence = func.pg_get_serial_sequence(planted.name, "id")
    connection.execute(select(func.setval(sequence, select(func.max(planted.c.id)).scalar_subquery())))


def _plant_areas(cursor: Cursor[Any], district: District) -> None:
    levels = (
        (areas.district, [district.areas.district]),
        (areas.street, district.areas.streets),
        (areas.community, district.areas.communities),
        (areas.grid, district.areas.grids),
    )
    for level, own in levels:
        parent = ("parent",) if "parent" in level.c else ()
        names = ("code", *parent, "name", "sort_key", *POINT_NAMES, "outline")
        _copy(cursor, level.name, names, map(_area_row, own))


def _area_row(area: Area) -> Row:
    parent = (area.parent,) if area.parent else ()
    return (area.code, *parent, area.name, sort_key(area.name), area.lon, area.lat, json.dumps(area.outline))


def _where(spot: Spot) -> Row:
    return (spot.street, spot.community, spot.grid, spot.lon, spot.lat)


def _plant_inventory(cursor: Cursor[Any], district: District) -> None:
    _copy(
        cursor,
        places.place.name,
        ("id", "code", "kind", "name", "sort_key", "initials", "address", *AREA_NAMES, *POINT_NAMES),
        (
            (p.id, p.code, p.kind, p.name, sort_key(p.name), initials(p.name), p.address, *_where(p.spot))
            for p in district.places
        ),
    )
    _copy(
        cursor,
        places.enterprise.name,
        ("id", "credit_code", "name", "sort_key", "initials", "trade", "staff", "place_id", *AREA_NAMES, *POINT_NAMES),
        map(_enterprise_row, district.enterprises),
    )


def _enterprise_row(firm: Enterprise) -> Row:
    keys = (sort_key_by_characters(firm.name), initials_by_characters(firm.name))
    return (firm.id, firm.credit_code, firm.name, *keys, firm.trade, firm.staff, firm.place_id, *_where(firm.spot))


def _plant_residents(cursor: Cursor[Any], district: District, bulk: Bulk, told: Told) -> None:
    """Table by table of each batch; analysed at the end, else the first searches would read whole tables."""
    everybody, done = residents_of(district.homes), 0
    with bare(cursor, list(TYPES)):
        for rows in sealed_rows(district.homes, district.seed, bulk):
            for name, types in TYPES.items():
                _copy_binary(cursor, name, types, rows[name])
            done += len(rows[people.person.name])
            told("residents", f"{done:,} of {everybody:,}")
        told("indexes", "")


def _plant_teams(cursor: Cursor[Any], district: District) -> None:
    _copy(
        cursor,
        teams.team.name,
        ("id", "code", "name", "role", "area", *AREA_NAMES, *POINT_NAMES),
        ((t.id, t.code, t.name, t.role, t.area, *_where(t.spot)) for t in district.teams),
    )
    _copy(cursor, teams.team_member.name, ("team_id", "name"), district.members)
    _copy_binary(
        cursor,
        teams.shift.name,
        SHIFT_TYPES,
        ((shift.team_id, shift.starts, shift.ends) for shift in district.shifts),
    )
