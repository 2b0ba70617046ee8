"""Can the district rely on this installation right now: a write, the queue, the disk, both clocks, the last good backup.

Asked every few seconds by whatever watches over it; `check` looks deeper, and takes longer.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from cockpit.access import system
from cockpit.backup_runs import schedule_of
from cockpit.refusals import Unavailable
from cockpit.texts import N_
from data_access import jobs, pulse, schema
from data_access.check import LONGEST_QUEUE, Line, clock_line, schema_line
from data_access.database import Database
from data_access.work import Work

MOST_APART = timedelta(seconds=5)  # machine time and the database's own
LEAST_FREE = 256 * 1024 * 1024  # bytes; below that PostgreSQL is about to stop
DATABASE_TIME = text("select clock_timestamp()")


def wrong(database: Database, data_dir: Path) -> list[Line]:
    """What is not as it should be; nothing when all is well. The disk is looked at without the database too."""
    return [line for line in (*_of_database(database), _disk(data_dir)) if not line.ok]


def _of_database(database: Database) -> list[Line]:
    """A write that is not committed proves nothing: all of it is one transaction."""
    machine = datetime.now(UTC)
    try:
        with database.connection() as connection:
            return list(_lines(database, connection, machine))
    except Unavailable as refusal:
        return [Line("database", False, refusal.says, {})]
    except DBAPIError:
        return [Line("database", False, N_("The database cannot be written."), {})]


def _lines(database: Database, connection: Connection, machine: datetime) -> Iterator[Line]:
    line = schema_line(schema.current(connection))
    yield line
    if not line.ok:
        return
    yield _same_time(connection)
    if database.in_front:
        return
    pulse.beat(connection, machine)
    yield _queue(connection, machine)
    yield clock_line(connection, machine, database.zone)
    district = connection.execute(text("select code from district")).scalar()
    if district:
        yield _backup(database.begin(connection, system(district)), machine)


def _same_time(connection: Connection) -> Line:
    """The queue waits by the database's clock, sessions and backups go by the machine's."""
    before = datetime.now(UTC)
    found: datetime = connection.execute(DATABASE_TIME).scalar_one()
    after = datetime.now(UTC)
    apart = max(found - after, before - found, timedelta(0))
    told = {"seconds": round(apart.total_seconds(), 1)}
    return Line("time", apart <= MOST_APART, N_("This machine and the database are {seconds} s apart."), told)


def _queue(connection: Connection, machine: datetime) -> Line:
    age = jobs.queue_age(connection, machine)
    told = {"seconds": round(age.total_seconds())}
    return Line("queue", age <= LONGEST_QUEUE, N_("The oldest job has been due for {seconds} s."), told)


def _backup(work: Work, machine: datetime) -> Line:
    standing = work.backup_runs.standing()
    if standing is None:
        return Line("backup", True, N_("No backup is expected yet."), {})
    hours = int((machine - standing.since).total_seconds() // 3600)
    late = schedule_of(work.policy, work.by.area).is_late(standing, machine)
    if standing.good_at:
        return Line("backup", not late, N_("The last good backup is {hours} h old."), {"hours": hours})
    return Line("backup", not late, N_("There has been no good backup for {hours} h."), {"hours": hours})


def _disk(folder: Path) -> Line:
    there = next(one for one in (folder, *folder.resolve().parents) if one.exists())
    free = shutil.disk_usage(there).free
    told = {"free": free // (1024 * 1024)}
    return Line("disk", free >= LEAST_FREE, N_("The disk of the data folder has {free} MiB left."), told)
