"""Areas: the district and its streets, communities and grids, with their outlines."""

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection

from cockpit.areas import Area, Level, Ring, Spot, holds, nearest
from cockpit.refusals import NotFound
from data_access.tables import Code, metadata, point_columns


def _area_table(name: str, parent: str | None) -> Table:
    """`outline` is one closed ring [[lon, lat], ...]; `sort_key` is the pinyin of the name."""
    reference = [Column("parent", Code, ForeignKey(f"{parent}.code"), nullable=False, index=True)] if parent else []
    return Table(
        name,
        metadata,
        Column("code", Code, primary_key=True),
        *reference,
        Column("name", Code, nullable=False),
        Column("sort_key", Code, nullable=False),
        *point_columns(),
        Column("outline", JSONB, nullable=False),
    )


district = _area_table("district", None)
street = _area_table("street", "district")
community = _area_table("community", "street")
grid = _area_table("grid", "community")


TABLES = {6: district, 9: street, 12: community, 15: grid}


class AreaShelf:
    """Areas seldom change: they are read once a process and asked for by code."""

    def __init__(self, known: dict[str, Area]) -> None:
        self.known = known

    def get(self, code: str) -> Area:
        if code not in self.known:
            raise NotFound()
        return self.known[code]

    def children(self, code: str) -> list[Area]:
        return [area for area in self.known.values() if area.parent == code]

    def of_level(self, level: Level, inside: str) -> list[Area]:
        return [area for area in self.known.values() if area.level is level and area.code.startswith(inside)]

    def district(self) -> Area:
        return next(area for area in self.known.values() if area.parent is None)

    def spot(self, lon: float, lat: float) -> Spot:
        """The point with the areas that hold it; a point outside the district is not found."""
        if not holds(self.district().outline, lon, lat):
            raise NotFound()
        found = self.district().code
        while children := self.children(found):
            found = nearest(children, lon, lat).code
        return Spot(found[:9], found[:12], found, lon, lat)


def read_all(connection: Connection) -> dict[str, Area]:
    """Every area by code, from the district down, each level in the order of its codes."""
    return {
        row.code: Area(row.code, row.name, getattr(row, "parent", None), row.lon, row.lat, _ring(row.outline))
        for table in TABLES.values()
        for row in connection.execute(table.select().order_by(table.c.code))
    }


def _ring(points: list[list[float]]) -> Ring:
    return tuple((lon, lat) for lon, lat in points)
