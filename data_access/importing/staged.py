"""Rows on their way: written by COPY into a table of the transaction's own, from where one statement moves them.

COPY itself does not write into tables with row-level security, and a temporary table is gone with the transaction.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import Cursor, sql
from sqlalchemy import Table, text
from sqlalchemy.engine import Connection

Row = Sequence[Any]


def cursor_of(connection: Connection) -> Cursor[Any]:
    driver = connection.connection.driver_connection
    assert driver is not None, "the connection is closed"
    cursor: Cursor[Any] = driver.cursor()
    return cursor


def stage(connection: Connection, name: str, types: dict[str, str], rows: Iterable[Row]) -> None:
    """Fill the temporary table `name` with rows for its columns, each with its PostgreSQL type, and nothing else."""
    cursor = cursor_of(connection)
    table = sql.Identifier(name)
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(one), sql.SQL(kind)) for one, kind in types.items()
    )
    cursor.execute(sql.SQL("create temp table if not exists {} ({}) on commit drop").format(table, columns))
    cursor.execute(sql.SQL("truncate {}").format(table))
    with cursor.copy(sql.SQL("copy {} from stdin (format binary)").format(table)) as copy:
        copy.set_types(list(types.values()))
        for row in rows:
            copy.write_row(row)


def move_new(connection: Connection, name: str, table: Table, types: dict[str, str], key: str = "id") -> None:
    """Insert all that is staged; none of its keys is there."""
    names = ", ".join(f'"{one}"' for one in types)
    connection.execute(text(f'insert into "{table.name}" ({names}) select {names} from "{name}"'))


def move_changed(connection: Connection, name: str, table: Table, types: dict[str, str], key: str = "id") -> None:
    """Put all that is staged in the place of the rows with the same key."""
    sets = ", ".join(f'"{one}" = s."{one}"' for one in types if one != key)
    connection.execute(text(f'update "{table.name}" t set {sets} from "{name}" s where t."{key}" = s."{key}"'))


def only_one_writes(connection: Connection) -> None:
    """Two imports that hold the same things in another order would wait for each other for ever."""
    connection.execute(text("select pg_advisory_xact_lock(hashtext('cockpit.import'))"))


def new_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """The ids that so many new rows are going to have: sealed values are bound to them before they are written."""
    drawn = text("select nextval(pg_get_serial_sequence(:table, 'id')) from generate_series(1, :count)")
    return list(connection.execute(drawn, {"table": table.name, "count": count}).scalars())
