"""Rows of persons that were merged: who is meant is the survivor, and what the absorbed record said already is no news."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from data_access.people.survivors import survivor

# Who lived behind the door as the absorbed record said, wherever the survivor lives now.
LIVED = text(
    "select distinct r.household_id, m.absorbed from person p join person_merge m on m.absorbed = p.id and m.undone_at is null"
    " cross join lateral jsonb_array_elements(m.moved->'residence') as moved(one)"
    " join residence r on r.id = (moved.one->>0)::bigint and (moved.one->>1)::bigint = m.absorbed"
    " where p.merged_into is not null and r.household_id = any(:homes)"
)


HOMES = text(
    "select m.absorbed, r.household_id from person_merge m"
    " cross join lateral jsonb_array_elements(m.moved->'residence') as moved(one)"
    " join residence r on r.id = (moved.one->>0)::bigint and (moved.one->>1)::bigint = m.absorbed"
    " where m.absorbed = any(:ids) and m.undone_at is null"
)


def homes_of(connection: Connection, absorbed: Collection[int]) -> dict[int, set[int]]:
    """Absorbed record -> the households in which it lived."""
    found: dict[int, set[int]] = {}
    if absorbed:
        for row in connection.execute(HOMES, {"ids": list(absorbed)}):
            found.setdefault(row.absorbed, set()).add(row.household_id)
    return found


def lived(connection: Connection, homes: Collection[int | None]) -> dict[int, list[int]]:
    """Household -> absorbed records."""
    found: dict[int, list[int]] = {}
    for row in connection.execute(LIVED, {"homes": list(homes)}):
        found.setdefault(row.household_id, []).append(row.absorbed)
    return found


def led(connection: Connection, opened: Mapping[int, Mapping[str, Any]]) -> dict[int, int]:
    """Absorbed record -> survivor, of these records."""
    merged = {number for number, one in opened.items() if one["merged_into"] is not None}
    found = {number: survivor(connection, number) for number in merged}
    return {number: now for number, now in found.items() if now is not None}


def news(values: Mapping[str, Any], heard: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a row says, without what the absorbed record said in the same words."""
    said = heard or {}
    return {name: value for name, value in values.items() if name not in said or said[name] != value}
