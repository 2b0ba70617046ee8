"""Places and enterprises of the inventory."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.areas import Spot
from cockpit.places import Enterprise, Place, PlaceKind
from cockpit.refusals import NotFound
from data_access.tables import Code, Instant, area_columns, id_column, in_area, metadata, point_columns

# Who answers for it is sealed under the field key, as JSON: name and phone.
place = Table(
    "place",
    metadata,
    id_column(),
    Column("code", Code, nullable=False, unique=True),
    Column("kind", Code, nullable=False),
    Column("name", Text, nullable=False),
    Column("sort_key", Code, nullable=False),
    Column("initials", Code, nullable=False, server_default=""),
    Column("address", Text, nullable=False),
    Column("contact", LargeBinary),
    *area_columns(),
    *point_columns(),
    Column("flagged", Boolean, nullable=False, server_default=false()),
    Column("closed_at", Instant),
    Index("ix_place_kind_street", "kind", "street"),
    Index("ix_place_street_name", "street", "name"),
)

enterprise = Table(
    "enterprise",
    metadata,
    id_column(),
    Column("credit_code", Code, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("sort_key", Code, nullable=False),
    Column("initials", Code, nullable=False, server_default=""),
    Column("trade", Code, nullable=False),
    Column("size", Code, nullable=False, server_default=""),
    Column("staff", Integer, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("contact", LargeBinary),
    Column("place_id", BigInteger, ForeignKey("place.id")),
    *area_columns(),
    *point_columns(),
    Column("flagged", Boolean, nullable=False, server_default=false()),
    Column("closed_at", Instant),
    Index("ix_enterprise_street", "street"),
)

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

    def by_name(self) -> dict[str, int]:
        """Those that are open and whose name no other has."""
        query = select(place.c.name, func.min(place.c.id)).where(place.c.closed_at.is_(None)).group_by(place.c.name)
        return dict(self.connection.execute(query.having(func.count() == 1)).tuples().all())

    def spots(self, places: Collection[int]) -> dict[int, tuple[str, Spot]]:
        """What they are called and where they lie."""
        found = self.connection.execute(select(place).where(place.c.id.in_(places)))
        return {row.id: (row.name, place_of(row).spot) for row in found}

    def names(self, places: Collection[int]) -> dict[int, str]:
        """What they are called, by their numbers; closed ones too."""
        query = select(place.c.id, place.c.name).where(place.c.id.in_(places))
        return dict(self.connection.execute(query).tuples().all())

    def firm_names(self, firms: Collection[int]) -> dict[int, str]:
        """The same of enterprises."""
        query = select(enterprise.c.id, enterprise.c.name).where(enterprise.c.id.in_(firms))
        return dict(self.connection.execute(query).tuples().all())

    def kinds(self, places: Collection[int]) -> dict[int, str]:
        """Of what kind they are, by their numbers; closed ones too."""
        query = select(place.c.id, place.c.kind).where(place.c.id.in_(places))
        return dict(self.connection.execute(query).tuples().all())

    def of_kinds(self, kinds: Collection[str], area: str, limit: int = 20_000) -> list[Place]:
        there = (in_area(place, area), in_area(place, self.by.area), place.c.closed_at.is_(None))
        query = select(place).where(*there, place.c.kind.in_(kinds))
        return [place_of(row) for row in self.connection.execute(query.order_by(place.c.code).limit(limit))]

    def find(self, words: list[str], area: str, limit: int = 12) -> list[Place]:
        """Places of the area that fit every word (part of a name, start of its pinyin, or code), by pinyin."""
        there = (in_area(place, area), in_area(place, self.by.area), place.c.closed_at.is_(None))
        query = select(place).where(*there, *map(_fits, words))
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
    return Place(row.id, row.code, PlaceKind(row.kind), row.name, row.address, spot, row.flagged, row.closed_at)


def enterprise_of(row: Row[Any]) -> Enterprise:
    spot = Spot(row.street, row.community, row.grid, row.lon, row.lat)
    return Enterprise(
        row.id,
        row.credit_code,
        row.name,
        row.trade,
        row.staff,
        spot,
        row.place_id,
        row.size,
        row.address,
        row.flagged,
        row.closed_at,
    )
