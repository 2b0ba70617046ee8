"""An import taken back: what it added goes, what it changed is as it was; what somebody touched since stays.

A thing stays too where something else has come to rest on it, as a firm on a new place.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from data_access.importing.counted import count_anew
from data_access.importing.target import ADDED, Target
from data_access.tables import metadata

if TYPE_CHECKING:
    from data_access.work import Work

MINE = text(
    "select h.id, h.subject_id, h.field, h.was, h.was_sealed, h.was_own, exists (select 1 from history later"
    " where later.subject = h.subject and later.subject_id = h.subject_id and later.id > h.id"
    " and (later.field = h.field or h.field = '') and later.batch is distinct from h.batch) as touched"
    " from history h where h.batch = :batch and h.subject = :subject order by h.id"
)
FORGET = text("delete from history where id = any(:ids)")
OWN = {"person": ("person_token", "residence")}  # rows that are the thing's own, and go with it
KEYS = text("delete from person_key where person_id = any(:ids)")


def take_back(work: "Work", target: Target) -> tuple[int, int]:
    """So many things are as they were before the batch; so many stay as they are."""
    rows = work.connection.execute(MINE, {"batch": target.batch, "subject": target.shape.subject}).all()
    touched = {row.subject_id for row in rows if row.touched}
    mine = [row for row in rows if row.subject_id not in touched]
    added = {row.subject_id for row in mine if row.field == ADDED}
    held = _held(work.connection, target.shape.subject, added)
    changed: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in mine:
        if row.subject_id not in added:
            changed[row.subject_id][row.field] = row
    target.put_back(changed)
    _remove(work.connection, target.shape.subject, sorted(added - held))
    count_anew(work)
    work.connection.execute(FORGET, {"ids": [row.id for row in mine if row.subject_id not in held]})
    return len(added - held) + len(changed), len(touched | held)


def _held(connection: Connection, subject: str, ids: Iterable[int]) -> set[int]:
    """Those on which something else rests."""
    found: set[int] = set()
    for table, column in _resting_on(subject):
        query = text(f'select distinct "{column}" from "{table}" where "{column}" = any(:ids)')
        found.update(connection.execute(query, {"ids": list(ids)}).scalars())
    return found


def _resting_on(subject: str) -> list[tuple[str, str]]:
    return [
        (table.name, key.parent.name)
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == subject and table.name not in OWN.get(subject, ())
    ]


def _remove(connection: Connection, subject: str, ids: Sequence[int]) -> None:
    for table in OWN.get(subject, ()):
        connection.execute(text(f'delete from "{table}" where person_id = any(:ids)'), {"ids": list(ids)})
    connection.execute(text(f'delete from "{subject}" where id = any(:ids)'), {"ids": list(ids)})
    if subject == "person":
        connection.execute(KEYS, {"ids": list(ids)})
