"""Sources as the worker reckons them: of each grid and kind how many, how whole, last brought when and edited when.

Nobody counts half a million persons to see a page: the worker does so once something of the inventory has changed.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, Table, delete, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.importing.kinds import Kind
from cockpit.inventory.many import BY_HAND
from cockpit.sources import Source, SourcesReckoned, Touch
from data_access import feed
from data_access.tables import Code, Instant, area_columns, in_area, metadata

if TYPE_CHECKING:
    from data_access.database import Database

# `filled`: field -> how many of them have it.
source = Table(
    "source",
    metadata,
    *area_columns(),
    Column("kind", Code, nullable=False),
    Column("things", Integer, nullable=False),
    Column("filled", JSONB, nullable=False),
    Column("brought_at", Instant),
    Column("brought_role", Code),
    Column("brought_file", Code),
    Column("edited_at", Instant),
    Column("edited_role", Code),
    PrimaryKeyConstraint("grid", "kind"),
)

# One row: when all was reckoned last, and up to which change.
source_run = Table(
    "source_run",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("change", BigInteger, nullable=False),
)
ONLY = 1
SUBJECTS = ["place", "enterprise", "household", "person", "import_batch", "request"]

# Of what is sealed, whether it is there; of who is erased nothing is known any more.
COUNTED = (
    "select grid, 'places' as kind, count(*) as n, jsonb_build_object("
    "'contact', count(contact), 'point', count(*) filter (where not flagged)) as filled from place where closed_at is null group by grid"
    " union all select grid, 'enterprises', count(*), jsonb_build_object("
    "'contact', count(contact), 'point', count(*) filter (where not flagged)) from enterprise where closed_at is null group by grid"
    " union all select grid, 'households', count(*), jsonb_build_object("
    "'tenure', count(*) filter (where tenure <> 'unknown')) from household group by grid"
    " union all select r.grid, 'persons', count(*), jsonb_build_object("
    "'number', count(p.number) filter (where k.person_id is not null),"
    " 'phone', count(p.phone) filter (where k.person_id is not null),"
    " 'born', count(p.born) filter (where k.person_id is not null))"
    " from residence r join person p on p.id = r.person_id left join person_key k on k.person_id = p.id"
    " where r.until is null group by r.grid"
)
SUBJECT = (
    "(values ('places', 'place'), ('enterprises', 'enterprise'), ('households', 'household'), ('persons', 'person'))"
)
BROUGHT = (
    "select distinct on (t.grid, t.subject) t.grid, t.subject, b.applied_at as at, b.kind as file,"
    " coalesce(a.role, 'system') as role from (select distinct grid, subject, batch from history where batch is not null"
    f" union select i.grid, s.subject, i.batch from import_grid i join import_batch b on b.id = i.batch join {SUBJECT}"
    " as s(kind, subject) on s.kind = b.kind) t join import_batch b on b.id = t.batch and b.applied_at is not null"
    f" and b.state <> 'undone' and b.seal <> '{BY_HAND}' left join account a on a.id = b.account order by t.grid, t.subject, b.applied_at desc"
)
EDITED = (
    "select distinct on (h.grid, h.subject) h.grid, h.subject, h.at, coalesce(a.role, 'system') as role from history h"
    " left join account a on a.id = h.account left join import_batch b on b.id = h.batch"
    f" where h.batch is null or b.seal = '{BY_HAND}' order by h.grid, h.subject, h.at desc"
)
RECKON = text(
    "insert into source (street, community, grid, kind, things, filled, brought_at, brought_role, brought_file,"
    " edited_at, edited_role) select left(g.code, 9), left(g.code, 12), g.code, s.kind, coalesce(c.n, 0),"
    " coalesce(c.filled, '{}'), b.at, b.role, b.file, e.at, e.role"
    f" from grid g cross join {SUBJECT} as s(kind, subject) left join ({COUNTED}) c on c.grid = g.code and c.kind = s.kind"
    f" left join ({BROUGHT}) b on b.grid = g.code and b.subject = s.subject"
    f" left join ({EDITED}) e on e.grid = g.code and e.subject = s.subject"
)
FORGET = text("delete from source")
MOVED = text("select exists (select from change where id > :after and subject = any(:subjects))")
WRONG = text(
    f"select c.grid, c.kind, c.n as facts, s.things as kept from ({COUNTED}) c"
    " full join source s on s.grid = c.grid and s.kind = c.kind"
    " where coalesce(c.n, 0) <> coalesce(s.things, 0) or (c.n > 0 and c.filled <> s.filled)"
)


class SourceShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def of_area(self, area: str) -> list[Source]:
        """Of each grid and kind."""
        rows = self.connection.execute(select(source).where(in_area(source, area)))
        return [_source_of(row) for row in rows]

    def counted_at(self) -> datetime | None:
        found: datetime | None = self.connection.execute(select(source_run.c.at)).scalar()
        return found

    def reckon(self, at: datetime, change: int) -> None:
        """All of it anew, as of that moment."""
        self.connection.execute(FORGET)
        self.connection.execute(RECKON)
        new = upsert(source_run).values(id=ONLY, at=at, change=change)
        self.connection.execute(new.on_conflict_do_update(index_elements=["id"], set_={"at": at, "change": change}))

    def passed_over(self, change: int) -> None:
        """Nothing of the inventory changed up to there."""
        self.connection.execute(update(source_run).values(change=change))


def reckoned_to(connection: Connection) -> int | None:
    """The change up to which everything is reckoned; None where it never was."""
    found: int | None = connection.execute(select(source_run.c.change)).scalar()
    return found


def behind(connection: Connection) -> bool:
    """Whether something of the inventory has changed since."""
    after = reckoned_to(connection)
    if after is None:
        return True
    return bool(connection.execute(MOVED, {"after": after, "subjects": SUBJECTS}).scalar())


def forget_run(connection: Connection) -> None:
    """After a restore: who was erased since is in no count, and no change tells of it. Older schemas know no sources."""
    if connection.execute(text("select to_regclass('source_run') is not null")).scalar():
        connection.execute(delete(source_run))


def reckon(database: "Database", by: Actor) -> bool:
    """Where something has changed; whether it had. What changes meanwhile is found the next time."""
    with database.work(by) as work:
        newest = feed.last_change(work.connection)
        changed = behind(work.connection)
        if changed:
            work.sources.reckon(work.at, newest)
            work.tell_area(by.area, "source", ONLY, SourcesReckoned(), line=False)
        elif newest != reckoned_to(work.connection):
            work.sources.passed_over(newest)
    return changed


def differences(connection: Connection) -> list[tuple[str, str, int, int]]:
    """(grid, kind, kept, facts) wherever they part; nothing while the next reckoning is due anyhow."""
    if behind(connection):
        return []
    return [(row.grid, row.kind, row.kept or 0, row.facts or 0) for row in connection.execute(WRONG)]


def _source_of(row: Row[Any]) -> Source:
    brought = Touch(row.brought_at, row.brought_role, row.brought_file) if row.brought_at else None
    edited = Touch(row.edited_at, row.edited_role) if row.edited_at else None
    return Source(row.grid, Kind(row.kind), row.things, row.filled, brought, edited)
