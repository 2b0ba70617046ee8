"""What brought the demo's inventory: a few files of the past year, one street overdue, one nearly, one community in none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from cockpit.importing.batch import Batch, Counts, State
from cockpit.importing.columns import Columns
from cockpit.importing.kinds import Kind
from data_access import feed, upkeep
from data_access.database import Database
from data_access.work import Work

WULIN, WENHUI, SHIQIAO = "330103002", "330103007", "330103008"
IN_NONE = "330103006002"
BY = "data_officer"


@dataclass(frozen=True)
class Brought:
    """A file of the whole district, or of the streets named; `table` holds what was in it."""

    kind: Kind
    table: str
    file: str
    days_ago: int
    streets: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


FILES = (
    Brought(Kind.PERSONS, "person", "文晖街道人口.xlsx", 402, (WENHUI,)),
    Brought(Kind.PERSONS, "person", "武林街道人口.xlsx", 345, (WULIN,)),
    Brought(Kind.HOUSEHOLDS, "household", "出租房登记.xlsx", 210, (), (SHIQIAO,)),
    Brought(Kind.ENTERPRISES, "enterprise", "企业名录.csv", 120),
    Brought(Kind.PERSONS, "person", "全区人口.xlsx", 64, (), (WULIN, WENHUI)),
    Brought(Kind.PLACES, "place", "场所普查.xlsx", 45),
)

THOSE = (
    "(cardinality(cast(:streets as text[])) = 0 or street = any(cast(:streets as text[])))"
    " and street <> all(cast(:but as text[]))"
)

GRIDS = "select distinct grid from {table} where {those} and community <> :none"
COUNT = "select count(*) from {table} where {those}"


def bring(database: Database, start: datetime) -> None:
    """Before the demo's first minute; needs the built district with its staff."""
    keeper = upkeep.keeper(database)
    assert keeper, "there is no district"
    for one in FILES:
        at = start - timedelta(days=one.days_ago)
        with database.work(keeper, at=start) as work:
            _bring(work, one, at)
    with database.work(keeper, at=start) as work:
        work.sources.reckon(work.at, feed.last_change(work.connection))


def _bring(work: Work, one: Brought, at: datetime) -> None:
    who = work.accounts.by_name(BY)
    which = {"streets": list(one.streets), "but": list(one.but)}
    count = work.connection.execute(text(COUNT.format(table=one.table, those=THOSE)), which).scalar_one()
    batch = Batch(
        0, one.kind, one.file, who.id if who else None, at, State.APPLIED, Columns(one.kind, ()).as_json(),
        counts=Counts(added=count), applied_at=at,
    )  # fmt: skip
    number = work.imports.add(batch, work.machine_at)
    grids = work.connection.execute(text(GRIDS.format(table=one.table, those=THOSE)), which | {"none": IN_NONE})
    work.imports.said_of(number, set(grids.scalars()))
