"""Tables that are about to be filled, without what PostgreSQL would keep and look up for each single row.

Made once, when all rows are there, an index is sorted and not patched together, and a reference is one question and
not one a row: at half a million residents that is the greater part of the time.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from psycopg import Cursor, sql

ROOM = "256MB"  # to sort in, for this transaction alone

# A key that others refer to stays: it comes in order anyhow.
CONSTRAINTS = """
    select c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)
    from pg_constraint c
    where c.conrelid = any(%s::regclass[]) and (c.contype = 'f' or (c.contype in ('p', 'u')
      and not exists (select from pg_constraint r where r.contype = 'f' and r.conindid = c.conindid)))
    order by c.contype desc, c.conname
"""
INDEXES = """
    select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    from pg_index i
    where i.indrelid = any(%s::regclass[])
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
    order by 1
"""


class Constraint(NamedTuple):
    table: str
    name: str
    words: str


@contextmanager
def bare(cursor: Cursor[Any], tables: Sequence[str]) -> Iterator[None]:
    """In this transaction; afterwards all is back under the names it had. Raises psycopg's error for a row that breaks a rule."""
    constraints = [Constraint(*row) for row in cursor.execute(CONSTRAINTS, [list(tables)]).fetchall()]
    for one in constraints:
        _alter(cursor, one, "drop constraint {}")
    indexes = cursor.execute(INDEXES, [list(tables)]).fetchall()
    for name, _ in indexes:
        cursor.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
    yield
    cursor.execute(f"set local maintenance_work_mem = '{ROOM}'")
    for _, words in indexes:
        cursor.execute(words)
    cursor.execute(sql.SQL("analyze {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
    for one in constraints:
        _alter(cursor, one, f"add constraint {{}} {one.words}")


def _alter(cursor: Cursor[Any], one: Constraint, words: str) -> None:
    what = sql.SQL(words).format(sql.Identifier(one.name))
    cursor.execute(sql.SQL("alter table {} {}").format(sql.Identifier(one.table), what))
