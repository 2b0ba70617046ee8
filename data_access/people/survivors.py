"""Who stands for a record now: one that was merged into another leads to it, however often that was merged on."""

from collections.abc import Collection

from sqlalchemy import Select, select, text
from sqlalchemy.engine import Connection

from data_access.people.tables import person

# A record that a merge led elsewhere is found by whatever still names it.
SURVIVOR = text(
    "with recursive up as (select id, merged_into from person where id = :id"
    " union all select p.id, p.merged_into from person p join up on p.id = up.merged_into)"
    " select id from up where merged_into is null"
)
ABSORBED = text(
    "with recursive down as (select id from person where merged_into = any(:ids)"
    " union all select p.id from person p join down on p.merged_into = down.id) select id from down order by id"
)
STAND_FOR = text(
    "with recursive up as (select id as begun, id, merged_into from person where id = any(:ids)"
    " union all select up.begun, p.id, p.merged_into from person p join up on p.id = up.merged_into)"
    " select begun, id from up where merged_into is null and begun <> id"
)
LED_TO = text("select merged_into from person where id = any(:ids) and merged_into is not null")


def survivors(ids: Select[tuple[int]] | Collection[int]) -> Select[tuple[int]]:
    """A query for the records that stand for these now."""
    up = select(person.c.id, person.c.merged_into).where(person.c.id.in_(ids)).cte("up", recursive=True)
    further = select(person.c.id, person.c.merged_into).where(person.c.id == up.c.merged_into)
    up = up.union(further)
    return select(up.c.id).where(up.c.merged_into.is_(None))


def survivor(connection: Connection, person_id: int) -> int | None:
    """None where there is no such record, or none of the reader's business."""
    found: int | None = connection.execute(SURVIVOR, {"id": person_id}).scalar()
    return found


def standing_for(connection: Connection, person_ids: Collection[int]) -> dict[int, int]:
    """Of those that were merged: the record that stands for each now."""
    return dict(connection.execute(STAND_FOR, {"ids": list(person_ids)}).tuples().all())


def absorbed(connection: Connection, person_ids: Collection[int]) -> list[int]:
    """The records that lead to these now."""
    return list(connection.execute(ABSORBED, {"ids": list(person_ids)}).scalars())


def led_to(connection: Connection, person_ids: Collection[int]) -> list[int]:
    """Where those of them lead that were merged, one step on."""
    return list(connection.execute(LED_TO, {"ids": list(person_ids)}).scalars())
