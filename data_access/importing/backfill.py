"""What rows lack that were in the inventory before imports came: the token of a door, the initials of a name.

A batch is a transaction of its own, so that a run which was ended goes on where it stood; once all is there, a run
asks two questions and finds nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, select, text, update

from cockpit.access import Actor
from cockpit.importing.addresses import door_as_kept
from data_access.database import Database
from data_access.people import household
from data_access.pinyin import initials
from data_access.places import enterprise, place

if TYPE_CHECKING:
    from data_access.work import Work

BATCH = 1_000
TAKEN = text("select token from household where token = any(:tokens)")


def fill(database: Database, by: Actor, batch: int = BATCH) -> int:
    """Returns how many rows were filled."""
    done = 0
    while filled := _one_batch(database, by, batch):
        done += filled
    return done


def _one_batch(database: Database, by: Actor, batch: int) -> int:
    with database.work(by) as work:
        return sum(_initials(work, table, batch) for table in (place, enterprise)) + _tokens(work, batch)


def _initials(work: "Work", table: Table, batch: int) -> int:
    lacking = select(table.c.id, table.c.name).where(table.c.initials == "", table.c.name != "")
    rows = work.connection.execute(lacking.order_by(table.c.id).limit(batch).with_for_update()).all()
    if rows:
        work.connection.execute(
            update(table).where(table.c.id == bindparam("row")).values(initials=bindparam("letters")),
            [{"row": row.id, "letters": initials(row.name) or "-"} for row in rows],
        )
    return len(rows)


def _tokens(work: "Work", batch: int) -> int:
    lacking = select(household.c.id, household.c.place_id, household.c.door).where(household.c.token.is_(None))
    rows = work.connection.execute(lacking.order_by(household.c.id).limit(batch).with_for_update()).all()
    if rows:
        work.connection.execute(
            update(household).where(household.c.id == bindparam("row")).values(token=bindparam("token")),
            _each_once(work, rows),
        )
    return len(rows)


def _each_once(work: "Work", rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Two households behind one door stay two; a file means the one that was there first."""
    doors = {row.id: door_as_kept(work.sealer.open(row.door, cell=f"household.door/{row.id}")) for row in rows}
    tokens = work.people.tokens
    wanted = {row.id: tokens.of_home(row.place_id, doors[row.id]) for row in rows}
    taken = {bytes(one) for one in work.connection.execute(TAKEN, {"tokens": list(wanted.values())}).scalars()}
    found = []
    for row in rows:
        token = wanted[row.id]
        if token in taken:
            token = tokens.of_home(row.place_id, f"{doors[row.id]}\0{row.id}")
        taken.add(token)
        found.append({"row": row.id, "token": token})
    return found
