"""What all tables share: one metadata with named constraints, and the column shapes that recur."""

from collections.abc import Iterator

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Double,
    Identity,
    MetaData,
    Table,
    Text,
    and_,
    func,
    select,
    true,
)
from sqlalchemy.engine import Connection

from cockpit.layers import Box

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Instant = DateTime(timezone=True)
Code = Text(collation="C")


def id_column() -> Column[int]:
    return Column("id", BigInteger, Identity(), primary_key=True)


def area_columns() -> Iterator[Column[str]]:
    """The three area codes by which scope and figures are asked for, always with `=`."""
    for name in ("street", "community", "grid"):
        yield Column(name, Code, nullable=False)


def scope_columns() -> Iterator[Column[str]]:
    """The area of whoever wrote the row, empty above it: seen by who has that area or one around it."""
    for name in ("street", "community", "grid"):
        yield Column(name, Code)


def scope_values(area: str) -> dict[str, str | None]:
    lengths = {"street": 9, "community": 12, "grid": 15}
    return {name: area[:length] if len(area) >= length else None for name, length in lengths.items()}


def point_columns() -> Iterator[Column[float]]:
    """WGS-84, degrees."""
    yield Column("lon", Double, nullable=False)
    yield Column("lat", Double, nullable=False)


def next_id(connection: Connection, table: Table) -> int:
    """The id that the next new row is going to have: a sealed value is bound to it before it is inserted."""
    return int(connection.execute(select(func.nextval(func.pg_get_serial_sequence(table.name, "id")))).scalar_one())


def in_area(table: Table, area: str) -> ColumnElement[bool]:
    """The rows of an area of any level, asked with `=` so that indexes and policies can answer."""
    column = {6: None, 9: table.c.street, 12: table.c.community, 15: table.c.grid}[len(area)]
    return true() if column is None else column == area


def in_box(lon: ColumnElement[float], lat: ColumnElement[float], box: Box | None) -> ColumnElement[bool]:
    """Ranges and no geometry: an index answers them, under row-level security too."""
    if box is None:
        return true()
    return and_(lat >= box.south, lat <= box.north, lon >= box.west, lon <= box.east)
