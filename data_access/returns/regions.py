"""The dated list of key regions, read whole: it is short."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from cockpit.returns import KeyRegion, RegionLevel
from data_access.returns.tables import key_region


class KeyRegionShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def all(self) -> list[KeyRegion]:
        rows = self.connection.execute(select(key_region).order_by(key_region.c.since, key_region.c.id))
        return [_region_of(row) for row in rows]


def _region_of(row: Row[Any]) -> KeyRegion:
    return KeyRegion(row.id, row.code, row.name, RegionLevel(row.level), row.since, row.until, row.source)
