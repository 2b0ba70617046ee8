"""Places asked for by others: by number, by code, by kind, and by what somebody types into a report."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.areas import Spot
from cockpit.places import Place, PlaceKind
from cockpit.refusals import NotFound
from data_access.places.tables import place
from data_access.tables import Code, in_area

LAST = "\uffff"  # sorts after every letter that a name begins with


class PlaceShelf:
    def __init__(self, connection: Connection, by: Actor) -> None:
        self.connection = connection
        self.by = by

    def get(self, place_id: int) -> Place:
        row = self.connection.execute(
            select(place).where(place.c.id == place_id, in_area(place, self.by.area))
        ).one_or_none()
        if row is None:
            raise NotFound()
        return place_of(row)

    def by_code(self, codes: Collection[str]) -> dict[str, Place]:
        """The places that exist of these codes, by code."""
        query = select(place).where(place.c.code == func.any(bindparam("codes", value=list(codes), type_=ARRAY(Code))))
        return {row.code: place_of(row) for row in self.connection.execute(query)}

    def of_kinds(self, kinds: Collection[str], area: str, limit: int = 20_000) -> list[Place]:
        query = select(place).where(in_area(place, area), in_area(place, self.by.area), place.c.kind.in_(kinds))
        return [place_of(row) for row in self.connection.execute(query.order_by(place.c.code).limit(limit))]

    def find(self, words: list[str], area: str, limit: int = 12) -> list[Place]:
        """Places of the area that fit every word (part of a name, start of its pinyin, or code), by pinyin."""
        query = select(place).where(in_area(place, area), in_area(place, self.by.area), *map(_fits, words))
        return [place_of(row) for row in self.connection.execute(query.order_by(place.c.sort_key).limit(limit))]


def _fits(word: str) -> ColumnElement[bool]:
    """Ranges and no LIKE: under row-level security only these reach an index."""
    small = word.lower()
    return or_(
        and_(place.c.sort_key >= small, place.c.sort_key < small + LAST),
        place.c.code == word.upper(),
        func.strpos(place.c.name, word) > 0,
    )


def place_of(row: Row[Any]) -> Place:
    spot = Spot(row.street, row.community, row.grid, row.lon, row.lat)
    return Place(row.id, row.code, PlaceKind(row.kind), row.name, row.address, spot, row.flagged)
