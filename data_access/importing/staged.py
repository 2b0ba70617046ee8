"""Rows on their way: written by COPY into a table of the transaction's own, from where one statement moves them.

COPY itself does not write into tables with row-level security, and a temporary table is gone with the transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Cursor, sql
from sqlalchemy import Table, text
from sqlalchemy.engine import Connection

from data_access.tables import metadata

Row = Sequence[Any]
SLICE = 4_000  # pages of a staged table that one statement moves: about a second's work
PAGES = text("select pg_relation_size(cast(:name as regclass)) / current_setting('block_size')::int")


def cursor_of(connection: Connection) -> Cursor[Any]:
    driver = connection.connection.driver_connection
    assert driver is not None, "the connection is closed"
    cursor: Cursor[Any] = driver.cursor()
    return cursor


def stage(connection: Connection, name: str, types: dict[str, str], rows: Iterable[Row]) -> None:
    """Fill the temporary table `name` with rows for its columns, each with its PostgreSQL type, and nothing else."""
    _make(connection, name, types)
    cursor_of(connection).execute(sql.SQL("truncate {}").format(sql.Identifier(name)))
    _fill(connection, name, types, rows)


def _make(connection: Connection, name: str, types: dict[str, str]) -> None:
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(one), sql.SQL(kind)) for one, kind in types.items()
    )
    made = sql.SQL("create temp table if not exists {} ({}) on commit drop")
    cursor_of(connection).execute(made.format(sql.Identifier(name), columns))


def _fill(connection: Connection, name: str, types: dict[str, str], rows: Iterable[Row]) -> None:
    into = sql.SQL("copy {} from stdin (format binary)").format(sql.Identifier(name))
    with cursor_of(connection).copy(into) as copy:
        copy.set_types(list(types.values()))
        for row in rows:
            copy.write_row(row)


def move_new(connection: Connection, name: str, table: Table, types: dict[str, str]) -> None:
    """Insert all that is staged; none of its keys is there."""
    connection.execute(text(_insert(name, table, types)))


def _insert(name: str, table: Table, types: dict[str, str]) -> str:
    names = ", ".join(f'"{one}"' for one in types)
    return f'insert into "{table.name}" ({names}) select {names} from "{name}" s where true'


def _update(name: str, table: Table, types: dict[str, str], key: str) -> str:
    sets = ", ".join(f'"{one}" = s."{one}"' for one in types if one != key)
    return f'update "{table.name}" t set {sets} from "{name}" s where t."{key}" = s."{key}"'


@dataclass(frozen=True)
class Move:
    """What is staged under `name`, and the statement that moves it."""

    name: str
    table: Table
    statement: str


class Waiting:
    """Rows that wait, each table's in a staged one, until all of them are there.

    So whatever comes late in a file is judged by what stood before it, as in the check. What is moved goes in slices
    (stop is heard between them) and in an order in which the tables may be filled.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.moves: dict[str, Move] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.moves

    def new(self, table: Table, types: dict[str, str], rows: Iterable[Row]) -> None:
        """They wait as `staged_TABLE`."""
        name = f"staged_{table.name}"
        self._add(Move(name, table, _insert(name, table, types)), types, rows)

    def changed(self, table: Table, types: dict[str, str], rows: Iterable[Row], key: str = "id") -> None:
        """They wait as `changed_TABLE`, and go into the place of the rows with the same key."""
        name = f"changed_{table.name}"
        self._add(Move(name, table, _update(name, table, types, key)), types, rows)

    def _add(self, move: Move, types: dict[str, str], rows: Iterable[Row]) -> None:
        if move.name not in self.moves:
            _make(self.connection, move.name, types)
            self.moves[move.name] = move
        _fill(self.connection, move.name, types, rows)

    def know(self) -> None:
        """How much there is, for whoever plans the statements that join it."""
        for name in self.moves:
            self.connection.execute(text(f'analyze "{name}"'))

    def move(self, told: Callable[[], object] = lambda: None) -> None:
        """Whatever waits; `told` is called after each slice, and may raise to stop."""
        order = {table.name: at for at, table in enumerate(metadata.sorted_tables)}
        for one in sorted(self.moves.values(), key=lambda move: order[move.table.name]):
            for pages in self._slices(one.name):
                self.connection.execute(text(f"{one.statement} and {pages}"))
                told()
            self.connection.execute(text(f'truncate "{one.name}"'))

    def _slices(self, name: str) -> Iterator[str]:
        pages = self.connection.execute(PAGES, {"name": name}).scalar_one()
        for first in range(0, pages, SLICE):
            yield f"s.ctid >= '({first},0)' and s.ctid < '({first + SLICE},0)'"


def only_one_writes(connection: Connection) -> None:
    """Two imports that hold the same things in another order would wait for each other for ever."""
    connection.execute(text("select pg_advisory_xact_lock(hashtext('cockpit.import'))"))


def new_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """The ids that so many new rows are going to have: sealed values are bound to them before they are written."""
    drawn = text("select nextval(pg_get_serial_sequence(:table, 'id')) from generate_series(1, :count)")
    return list(connection.execute(drawn, {"table": table.name, "count": count}).scalars())
