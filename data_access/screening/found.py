"""What tracing found of one case, set against what stands: in a handful of statements, however many people that are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.engine import Connection

from cockpit.screening import Setting
from data_access.importing.staged import stage

NAME = "found_exposure"
TYPES = {
    "person_id": "int8", "setting": "text", "closeness": "int2", "began": "timestamptz", "ended": "timestamptz",
    "place": "text", "lasts": "date",
}  # fmt: skip
ALIKE = "e.person_id = f.person_id and e.setting = f.setting and e.began = f.began and e.place = f.place"
HELD = "e.case_id = :case and e.gone_at is null and e.said_by is null and e.setting = any(:settings)"

# Of whom it was denied for this case, and of whom nobody knows here, nothing is found.
NOT_SO = text(
    f"delete from {NAME} f where not exists (select 1 from person p where p.id = f.person_id) or exists"
    " (select 1 from exposure e where e.case_id = :case and e.person_id = f.person_id and e.denied is not null)"
)
BEFORE = text(f"select distinct e.person_id from exposure e where {HELD}")
OF_CASE = text("select distinct e.person_id from exposure e where e.case_id = :case and e.gone_at is null")
AFTER = text(f"select distinct person_id from {NAME}")
GONE = text(f"update exposure e set gone_at = :at where {HELD} and not exists (select 1 from {NAME} f where {ALIKE})")
CHANGED = text(
    "update exposure e set closeness = f.closeness, ended = f.ended, lasts = f.lasts, policy = :policy"
    f" from {NAME} f where {HELD} and {ALIKE}"
    " and (e.closeness, e.ended, e.lasts, e.policy) is distinct from (f.closeness, f.ended, f.lasts, :policy)"
)
NEW = text(
    "insert into exposure (case_id, person_id, setting, closeness, began, ended, place, lasts, policy, found_at,"
    " emergency, street, community, grid)"
    " select :case, f.person_id, f.setting, f.closeness, f.began, f.ended, f.place, f.lasts, :policy, :at,"
    " (select emergency from case_record where id = :case), p.street, p.community, p.grid"
    f" from {NAME} f join person p on p.id = f.person_id"
    f" where not exists (select 1 from exposure e where e.case_id = :case and e.gone_at is null and {ALIKE})"
)


@dataclass(frozen=True)
class Replaced:
    """Who is exposed now and was not, who was and is not, who is still."""

    found: set[int]
    gone: set[int]
    stay: set[int]


def put_in_place(
    connection: Connection, case: int, policy: int, rows: Iterable[dict[str, Any]], settings: Collection[Setting],
    at: datetime,
) -> Replaced:  # fmt: skip
    """The rows (each meeting once) are all of these settings that hold of the case; what an investigator said stays."""
    facts = {"case": case, "policy": policy, "at": at, "settings": [one.value for one in settings]}
    before, after = _known(connection, BEFORE, facts, rows)
    for statement in (GONE, CHANGED, NEW):
        connection.execute(statement, facts)
    return Replaced(after - before, before - after, before & after)


def put_beside(
    connection: Connection, case: int, policy: int, rows: Iterable[dict[str, Any]], at: datetime
) -> Replaced:
    """The rows hold too."""
    facts = {"case": case, "policy": policy, "at": at}
    before, after = _known(connection, OF_CASE, facts, rows)
    connection.execute(NEW, facts)
    return Replaced(after - before, set(), before & after)


def _known(
    connection: Connection, before: TextClause, facts: dict[str, Any], rows: Iterable[dict[str, Any]]
) -> tuple[set[int], set[int]]:
    """Who is exposed by what stood before, and by the rows, which wait from here on."""
    stage(connection, NAME, TYPES, ([row[name] for name in TYPES] for row in rows))
    connection.execute(NOT_SO, facts)
    theirs, ours = (set(connection.execute(one, facts).scalars()) for one in (before, AFTER))
    return theirs, ours
