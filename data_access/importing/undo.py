"""An import taken back: what it added goes, what it changed is as it was; what somebody touched since stays.

A thing stays too where something else has come to rest on it, as a firm on a new place.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from cockpit.texts import N_
from data_access.importing.counted import count_anew
from data_access.importing.target import ADDED, Shape, Target
from data_access.tables import metadata

if TYPE_CHECKING:
    from data_access.work import Work

TOUCHED = N_("it was changed since")
RESTS = N_("something else rests on it by now")
MINE = text(
    "select h.id, h.subject_id, h.field, h.was, h.was_sealed, h.was_own, exists (select 1 from history later"
    " where later.subject = h.subject and later.subject_id = h.subject_id and later.id > h.id"
    " and (later.field = h.field or h.field = '') and later.batch is distinct from h.batch) as touched"
    " from history h where h.batch = :batch and h.subject = :subject order by h.id"
)
FORGET = text("delete from history where id = any(:ids)")
# Rows that are the thing's own, and go with it, each with the column that names it.
OWN = {"person": {"person_token": "person_id", "residence": "person_id"}, "team": {"team_member": "team_id"}}
LYING = ("place", "enterprise", "household", "person", "team", "incident")
KEYS = text("delete from person_key where person_id = any(:ids)")


@dataclass(frozen=True)
class TakenBack:
    """So many things are as they were before the batch; those of `kept` stay as they are, each with its reason."""

    count: int
    kept: dict[int, str]


def take_back(work: "Work", target: Target) -> TakenBack:
    """Thing by thing: one that somebody touched since does not keep the others from going."""
    rows = work.connection.execute(MINE, {"batch": target.batch, "subject": target.shape.subject}).all()
    touched = {row.subject_id for row in rows if row.touched}
    mine = [row for row in rows if row.subject_id not in touched]
    added = {row.subject_id for row in mine if row.field == ADDED}
    held = _held(work.connection, target.shape, added)
    changed: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in mine:
        if row.subject_id not in added:
            changed[row.subject_id][row.field] = row
    target.put_back(changed)
    target.let_go(sorted(added - held))
    _remove(work.connection, target.shape, sorted(added - held))
    count_anew(work)
    work.connection.execute(FORGET, {"ids": [row.id for row in mine if row.subject_id not in held]})
    return TakenBack(len(added - held) + len(changed), dict.fromkeys(held, RESTS) | dict.fromkeys(touched, TOUCHED))


def _held(connection: Connection, shape: Shape, ids: Iterable[int]) -> set[int]:
    """Those on which something else rests."""
    found: set[int] = set()
    for table, column in _resting_on(shape):
        query = text(f'select distinct "{column}" from "{table}" where "{column}" = any(:ids)')
        found.update(map(int, connection.execute(query, {"ids": _keys(shape, ids)}).scalars()))
    return found


def _resting_on(shape: Shape) -> list[tuple[str, str]]:
    """What refers to it; of an area, whatever lies in it does so without saying so to the database."""
    own, name = OWN.get(shape.subject, {}), shape.subject
    refers = [
        (table.name, key.parent.name)
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == name and table.name not in own
    ]
    return refers + [(table, name) for table in LYING if shape.key == "code"]


def _remove(connection: Connection, shape: Shape, ids: Sequence[int]) -> None:
    for table, column in OWN.get(shape.subject, {}).items():
        connection.execute(text(f'delete from "{table}" where "{column}" = any(:ids)'), {"ids": list(ids)})
    gone = text(f'delete from "{shape.subject}" where "{shape.key}" = any(:ids)')
    connection.execute(gone, {"ids": _keys(shape, ids)})
    if shape.subject == "person":
        connection.execute(KEYS, {"ids": list(ids)})


def _keys(shape: Shape, ids: Iterable[int]) -> list[Any]:
    """The history calls an area by the number that its code is."""
    return [str(one) for one in ids] if shape.key == "code" else list(ids)
