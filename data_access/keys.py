"""A new field key takes over while the district is served: what lies under an old one is sealed again, batch by batch.

Each batch is a transaction of its own and leaves every cell under one key or the other, so that a run that was killed
leaves nothing to mend: the next one finds what is left. What a person's own key sealed stays as it is; that key alone
is wrapped anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, ColumnElement, LargeBinary, bindparam, func, select, update
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from data_access.attachments import attachment
from data_access.canvass import visit_answer
from data_access.database import Database
from data_access.duty import leave
from data_access.exports import export
from data_access.follow_up import follow_up
from data_access.glass import glass
from data_access.handed_over import handed_over
from data_access.importing import history, import_batch, import_row, learned_header
from data_access.incidents import note
from data_access.mind_care import mind_key
from data_access.needs import need_photo
from data_access.paging import own_channel, push_subscription
from data_access.people import household, person_key
from data_access.places import enterprise, place
from data_access.returns import return_entry, return_word
from data_access.reveal import reveal
from data_access.screening import journey, risk_assessment, risk_draft, risk_fact
from data_access.sealed import Sealer
from data_access.second_step import second_step
from data_access.sheets import paper_sheet

BATCH = 500
MOST_ROUNDS = 5

Rows = list[tuple[int, bytes]]


class CannotRotate(RuntimeError):
    """Why not everything comes under the newest key; its text is one clear line."""


@dataclass(frozen=True)
class SealedColumn:
    """A column sealed under the field key; each value is bound to its table, column and the number in `row`."""

    column: Column[Any]
    row: Column[Any]

    @property
    def name(self) -> str:
        return f"{self.column.table.name}.{self.column.name}"

    @property
    def key_id(self) -> ColumnElement[bytes]:
        return func.substring(self.column, 2, 4, type_=LargeBinary)


# What later subjects seal under the field key joins this list; `tests/house` finds a column that is not on it.
SEALED = (
    SealedColumn(household.c.door, household.c.id),
    SealedColumn(household.c.landlord, household.c.id),
    SealedColumn(place.c.contact, place.c.id),
    SealedColumn(enterprise.c.contact, enterprise.c.id),
    SealedColumn(history.c.was_sealed, history.c.id),
    SealedColumn(import_batch.c.told, import_batch.c.id),
    SealedColumn(import_row.c.told, import_row.c.id),
    SealedColumn(learned_header.c.told, learned_header.c.id),
    SealedColumn(glass.c.reason, glass.c.id),
    SealedColumn(export.c.reason, export.c.id),
    SealedColumn(handed_over.c.content, handed_over.c.id),
    SealedColumn(leave.c.reason, leave.c.id),
    SealedColumn(note.c.text, note.c.id),
    SealedColumn(journey.c.words, journey.c.id),
    SealedColumn(follow_up.c.told, follow_up.c.id),
    SealedColumn(attachment.c.key, attachment.c.id),
    SealedColumn(need_photo.c.key, need_photo.c.need_id),
    SealedColumn(own_channel.c.target, own_channel.c.id),
    SealedColumn(own_channel.c.secret, own_channel.c.id),
    SealedColumn(push_subscription.c.endpoint, push_subscription.c.id),
    SealedColumn(paper_sheet.c.rows, paper_sheet.c.id),
    SealedColumn(return_entry.c.told, return_entry.c.id),
    SealedColumn(return_word.c.said, return_word.c.id),
    SealedColumn(visit_answer.c.told, visit_answer.c.id),
    SealedColumn(reveal.c.reason, reveal.c.id),
    SealedColumn(risk_assessment.c.parts, risk_assessment.c.id),
    SealedColumn(risk_draft.c.reason, risk_draft.c.id),
    SealedColumn(risk_draft.c.answer, risk_draft.c.id),
    SealedColumn(risk_fact.c.told, risk_fact.c.id),
    SealedColumn(second_step.c.secret, second_step.c.account),
    SealedColumn(mind_key.c.wrapped, mind_key.c.case_id),
    SealedColumn(person_key.c.wrapped, person_key.c.person_id),
)


@dataclass(frozen=True)
class Progress:
    """So many of the values of a column that lay under an old key at the start lie under the newest now."""

    name: str
    done: int
    found: int


def rotate(
    database: Database, by: Actor, told: Callable[[Progress], object] = lambda _: None, batch: int = BATCH
) -> dict[str, int]:
    """Seal again what lies under an old key; returns how many values of each column. `told` is called after each batch.

    Raises CannotRotate for values under a key that is not among the settings, and when others go on sealing under an
    old one. One audit line says how it ended.
    """
    with database.work(by) as work:
        _must_be_known(work.connection, database.sealer)
    done = dict.fromkeys((one.name for one in SEALED), 0)
    for _ in range(MOST_ROUNDS):
        for one in SEALED:
            done[one.name] += _once_through(database, by, one, told, batch)
        if not left(database, by):
            break
    _finish(database, by, done)
    return done


def waiting(database: Database, by: Actor) -> int:
    """How many values a rotation would seal again; raises CannotRotate where it could not."""
    with database.work(by) as work:
        _must_be_known(work.connection, database.sealer)
    return left(database, by)


def left(database: Database, by: Actor) -> int:
    """How many values lie under an old key."""
    with database.work(by) as work:
        return sum(_count_old(work.connection, one, database.sealer) for one in SEALED)


def _finish(database: Database, by: Actor, done: dict[str, int]) -> None:
    remaining = left(database, by)
    with database.work(by) as work:
        work.note_act(
            "rotated",
            "field_key",
            database.sealer.newest.decode(),
            {**done, "sealed": sum(done.values()), "left": remaining},
        )
    if remaining:
        raise CannotRotate(
            f"{remaining} values lie under an old key: a process still seals with it. Restart it with the new "
            "settings, then run rotate-keys again."
        )


def _must_be_known(connection: Connection, sealer: Sealer) -> None:
    for one in SEALED:
        for key_id in connection.execute(select(one.key_id).distinct().where(one.column.is_not(None))).scalars():
            if bytes(key_id) not in sealer.keys:
                name = bytes(key_id).decode(errors="replace")
                raise CannotRotate(
                    f"{one.name} has values under the key {name}, which COCKPIT_FIELD_KEYS does not name."
                )


def _once_through(
    database: Database, by: Actor, one: SealedColumn, told: Callable[[Progress], object], batch: int
) -> int:
    with database.work(by) as work:
        found = _count_old(work.connection, one, database.sealer)
    done = 0
    for rows in _batches(database, by, one, batch):
        fresh = [(number, old, database.sealer.reseal(old, cell=f"{one.name}/{number}")) for number, old in rows]
        with database.work(by) as work:
            done += put(work.connection, one, fresh)
        told(Progress(one.name, done, found))
    return done


def _batches(database: Database, by: Actor, one: SealedColumn, size: int) -> Iterator[Rows]:
    """Values under an old key, in the order of their rows, each batch as it is when its turn comes."""
    after = 0
    while True:
        query = select(one.row, one.column).where(one.row > after, _old(one, database.sealer))
        with database.work(by) as work:
            found = work.connection.execute(query.order_by(one.row).limit(size)).all()
        rows = [(int(number), bytes(value)) for number, value in found]
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def put(connection: Connection, one: SealedColumn, fresh: list[tuple[int, bytes, bytes]]) -> int:
    """Put (row, old, new) in place, where the old value still stands: what somebody wrote meanwhile is newer."""
    numbers, old, new = (list(part) for part in zip(*fresh, strict=True))
    given = (
        func.unnest(
            bindparam("numbers", numbers, ARRAY(BigInteger)),
            bindparam("old", old, ARRAY(LargeBinary)),
            bindparam("new", new, ARRAY(LargeBinary)),
        )
        .table_valued("number", "old", "new")
        .render_derived()
    )
    still = (one.row == given.c.number, one.column == given.c.old)
    return connection.execute(update(one.column.table).where(*still).values({one.column: given.c.new})).rowcount


def _old(one: SealedColumn, sealer: Sealer) -> ColumnElement[bool]:
    return one.key_id != sealer.newest


def _count_old(connection: Connection, one: SealedColumn, sealer: Sealer) -> int:
    query = select(func.count()).select_from(one.column.table).where(_old(one, sealer))
    return int(connection.execute(query).scalar_one())
