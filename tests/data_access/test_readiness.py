"""What /readyz is made of: each thing that can be wrong is told by its name, and nothing when all is well."""

from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.backup_runs import Outcome, Run
from data_access import pulse, readiness
from data_access.database import Database
from tests.conftest import KEYS, SHANGHAI
from tests.morning import Morning
from tests.people import People

pytestmark = pytest.mark.many  # a write counts when it is committed

Usage = namedtuple("Usage", "total used free")


def told(database: Database, folder: Path) -> dict[str, str]:
    return {line.name: str(line) for line in readiness.wrong(database, folder)}


def tell(database: Database, statement: str, **values: object) -> None:
    with database.connection() as connection:
        connection.execute(text(statement), values)


def written_at(database: Database) -> datetime:
    with database.connection() as connection:
        found: datetime = connection.execute(text("select machine_at from pulse")).scalar_one()
        return found


def ran(database: Database, people: People, outcome: Outcome, age: timedelta) -> None:
    at = datetime.now(UTC) - age
    with database.work(people.cockpit) as work:
        work.backup_runs.keep(Run(outcome, at, at))


def test_all_is_well_and_it_was_written_just_now(database: Database, tmp_path: Path) -> None:
    before = datetime.now(UTC)
    assert told(database, tmp_path) == {}
    assert before <= written_at(database) <= datetime.now(UTC)


def test_who_asks_twice_in_a_second_writes_once(database: Database) -> None:
    first = datetime(2026, 2, 1, 7, 20, tzinfo=UTC)
    for later, written in ((0.0, 0.0), (0.9, 0.0), (1.1, 1.1)):
        with database.connection() as connection:
            pulse.beat(connection, first + timedelta(seconds=later))
        assert written_at(database) == first + timedelta(seconds=written)


def test_a_write_of_the_future_does_not_stand_for_one_of_now(database: Database, tmp_path: Path) -> None:
    told(database, tmp_path)
    tell(database, "update pulse set machine_at = machine_at + interval '1 day'")
    assert told(database, tmp_path) == {}
    assert written_at(database) <= datetime.now(UTC)


def test_a_database_that_can_only_be_read_is_told(database: Database, tmp_path: Path) -> None:
    tell(database, f"alter database {database.engine.url.database} set default_transaction_read_only = on")
    database.engine.dispose()
    assert told(database, tmp_path) == {"database": "The database cannot be written."}


def test_a_database_that_is_gone_is_told_and_the_disk_is_looked_at_nevertheless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(100, 90, 10))
    gone = Database("postgresql+psycopg://x:y@/gone?host=/nowhere", KEYS, SHANGHAI)
    assert list(told(gone, tmp_path)) == ["database", "disk"]


def test_another_schema_is_told_and_nothing_else_is_asked(database: Database, tmp_path: Path) -> None:
    tell(database, "update alembic_version set version_num = 'older'")
    assert list(told(database, tmp_path)) == ["schema"]


def test_a_full_disk_is_told_also_for_a_folder_that_is_not_there_yet(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(database, tmp_path / "not" / "yet") == {}
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(100, 90, 7 * 1024 * 1024))
    assert told(database, tmp_path / "not" / "yet") == {"disk": "The disk of the data folder has 7 MiB left."}


def test_a_job_that_nobody_does_is_told(morning: Morning, tmp_path: Path) -> None:
    morning.report(priority=1)
    late = datetime.now(UTC) - timedelta(minutes=2)
    tell(morning.database, "update procrastinate_jobs set scheduled_at = :late", late=late)
    assert told(morning.database, tmp_path) == {"queue": "The oldest job has been due for 120 s."}


def test_a_clock_that_was_set_back_is_told(morning: Morning, tmp_path: Path) -> None:
    morning.report()
    tell(morning.database, "update clock set district_start = district_start - interval '1 day'")
    assert list(told(morning.database, tmp_path)) == ["clock"]


def test_two_machines_whose_clocks_disagree_are_told(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database's clock cannot be set here: it is asked for another time."""
    monkeypatch.setattr(readiness, "DATABASE_TIME", text("select clock_timestamp() - interval '60 s'"))
    assert told(database, tmp_path) == {"time": "This machine and the database are 60.0 s apart."}


def test_a_last_good_backup_of_over_26_hours_is_told(database: Database, people: People, tmp_path: Path) -> None:
    ran(database, people, Outcome.BEGUN, timedelta(days=9))
    ran(database, people, Outcome.GOOD, timedelta(hours=25))
    assert told(database, tmp_path) == {}
    tell(database, "update backup_run set at = at - interval '2 hours' where outcome = 'good'")
    ran(database, people, Outcome.FAILED, timedelta(hours=1))
    assert told(database, tmp_path) == {"backup": "The last good backup is 27 h old."}


def test_a_schedule_that_never_brought_a_backup_is_told(database: Database, people: People, tmp_path: Path) -> None:
    ran(database, people, Outcome.BEGUN, timedelta(hours=25))
    assert told(database, tmp_path) == {}
    tell(database, "update backup_run set at = at - interval '2 hours'")
    assert told(database, tmp_path) == {"backup": "There has been no good backup for 27 h."}
