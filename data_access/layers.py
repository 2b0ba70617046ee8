"""Doors of the inventory as a map asks for them: inside a box, so many at most, or counted by the cells of a lattice.

Without an index on the degrees: of 20,000 doors the cells of a screen close by are counted in 4 ms, of the whole district
in 25; an index on both saved 2.5 ms close by and nothing, or less than nothing, from afar.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, Table, bindparam, case, func, select
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.layers import Asked, Box, Cluster, Lattice
from cockpit.places import Enterprise, Place
from data_access.places import enterprise, enterprise_of, place, place_of
from data_access.tables import in_area, in_box


class LayerShelf:
    def __init__(self, connection: Connection, by: Actor) -> None:
        self.connection = connection
        self.by = by

    def places(self, asked: Asked, kinds: Collection[str]) -> list[Place]:
        query = select(place).where(*self._asked(place, asked), place.c.kind.in_(kinds)).order_by(place.c.code)
        return [place_of(row) for row in self.connection.execute(query.limit(asked.limit))]

    def enterprises(self, asked: Asked) -> list[Enterprise]:
        query = select(enterprise).where(*self._asked(enterprise, asked)).order_by(enterprise.c.credit_code)
        return [enterprise_of(row) for row in self.connection.execute(query.limit(asked.limit))]

    def places_together(
        self, asked: Asked, cells: Lattice, kinds: Collection[str]
    ) -> tuple[list[Cluster], list[Place]]:
        """The cells with several places, the fullest first, and the places that are alone in theirs."""
        where = [*self._asked(place, _whole(asked, cells)), place.c.kind.in_(kinds)]
        rows = self._counted(_by_kind(place, place.c.kind, place.c.id, cells, where), asked.limit)
        alone = select(place).where(_any(place.c.id, _alone(rows))).order_by(place.c.code)
        return _clusters(rows, {}), [place_of(row) for row in self.connection.execute(alone)]

    def enterprises_together(self, asked: Asked, cells: Lattice | None) -> tuple[list[Cluster], list[Enterprise]]:
        """The same of firms; without cells those together that are behind one door."""
        where = self._asked(enterprise, _whole(asked, cells))
        rows = self._counted(_by_kind(enterprise, enterprise.c.trade, enterprise.c.place_id, cells, where), asked.limit)
        alone = select(enterprise).where(_any(enterprise.c.id, _alone(rows))).order_by(enterprise.c.credit_code)
        return _clusters(rows, self._names(rows)), [enterprise_of(row) for row in self.connection.execute(alone)]

    def _asked(self, table: Table, asked: Asked) -> list[ColumnElement[bool]]:
        box = in_box(table.c.lon, table.c.lat, asked.box)
        return [in_area(table, asked.area), in_area(table, self.by.area), box, table.c.closed_at.is_(None)]

    def _counted(self, by_kind: Select[Any], limit: int) -> Sequence[Row[Any]]:
        return self.connection.execute(_by_cell(by_kind).limit(limit)).all()

    def _names(self, rows: Iterable[Row[Any]]) -> dict[int, str]:
        doors = [row.door for row in rows if row.door is not None and row.together > 1]
        query = select(place.c.id, place.c.name).where(_any(place.c.id, doors), in_area(place, self.by.area))
        return dict(self.connection.execute(query).tuples().all())


def _whole(asked: Asked, cells: Lattice | None) -> Asked:
    box = cells.around(asked.box) if cells and asked.box else asked.box
    return Asked(asked.area, box, asked.limit)


def _by_kind(
    table: Table,
    kind: ColumnElement[Any],
    door: ColumnElement[Any],
    cells: Lattice | None,
    where: Collection[ColumnElement[bool]],
) -> Select[Any]:
    """How many of each kind in each cell, or in each spot; with their box, the sum of their points, and one's id."""
    lon, lat = table.c.lon, table.c.lat
    x, y = (func.floor(lon / cells.across), func.floor(lat / cells.down)) if cells else (lon, lat)
    return select(
        x.label("x"), y.label("y"), kind.label("kind"), func.count().label("n"), func.min(table.c.id).label("one"),
        func.min(lon).label("west"), func.max(lon).label("east"), func.sum(lon).label("lons"),
        func.min(lat).label("south"), func.max(lat).label("north"), func.sum(lat).label("lats"),
        func.min(func.coalesce(door, 0)).label("first"), func.max(func.coalesce(door, 0)).label("last"),
    ).where(*where).group_by(x, y, kind)  # fmt: skip


def _by_cell(by_kind: Select[Any]) -> Select[Any]:
    """One row a cell, the fullest first; `door` is that of all in it, and empty where there are several."""
    c = by_kind.subquery().c
    together, first, last = func.sum(c.n), func.min(c.first), func.max(c.last)
    return select(
        c.x, c.y, together.label("together"), func.jsonb_object_agg(c.kind, c.n).label("kinds"), func.min(c.one).label("one"),
        (func.sum(c.lons) / together).label("lon"), (func.sum(c.lats) / together).label("lat"),
        func.min(c.west).label("west"), func.min(c.south).label("south"),
        func.max(c.east).label("east"), func.max(c.north).label("north"), case((first == last, first)).label("door"),
    ).group_by(c.x, c.y).order_by(together.desc(), c.x, c.y)  # fmt: skip


def _any(column: ColumnElement[Any], ids: Collection[int]) -> ColumnElement[bool]:
    return column == func.any(bindparam("ids", list(ids), ARRAY(BigInteger)))


def _alone(rows: Iterable[Row[Any]]) -> list[int]:
    return [row.one for row in rows if row.together == 1]


def _clusters(rows: Iterable[Row[Any]], names: dict[int, str]) -> list[Cluster]:
    return [
        Cluster(
            f"{row.x:.6f},{row.y:.6f}",
            round(float(row.lon), 6),
            round(float(row.lat), 6),
            Box(row.west, row.south, row.east, row.north),
            dict(sorted(row.kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
            names.get(row.door, ""),
        )
        for row in rows
        if row.together > 1
    ]
