"""The worker's backups: made when due and once, each attempt told, old ones taken away, and one key file for all."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import system
from cockpit.backup_runs import Outcome, Run, Standing
from data_access import jobs
from data_access.database import Database
from entrypoints.backups import FOLDER, Backups
from tests.people import DISTRICT

CODE = "import resource, sys; from pathlib import Path; file = Path(sys.argv[1]); keys = Path(sys.argv[1] + '.keys'); "
WRITES = "file.write_bytes(b'all there is'); keys.write_text(file.name)"
FULL_DISK = "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); file.with_name('.part').write_bytes(b'x' * 2000)"
FAILURES = {
    "print('first', file=sys.stderr); sys.exit('Error: The database does not answer.')": "Error: The database does not",
    FULL_DISK: "OSError: [Errno 27] File too large",
    "sys.exit(3)": "ended with 3 and without a word",
    "print('done')": "ended with 0 and without a word",
}


def made_by(database: Database, folder: Path, code: str = WRITES) -> Backups:
    """Backups written by a program of the test's own."""
    return Backups(database, folder / FOLDER, lambda file: [sys.executable, "-c", CODE + code, str(file)])


def began(database: Database, age: timedelta) -> None:
    at = datetime.now(UTC) - age
    with database.work(system(DISTRICT)) as work:
        work.backup_runs.keep(Run(Outcome.BEGUN, at, at))


def standing(database: Database) -> Standing | None:
    with database.work(system(DISTRICT)) as work:
        return work.backup_runs.standing()


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with database.connection() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in (folder / FOLDER).iterdir())


def earlier(folder: Path, days: int) -> list[Path]:
    """Backups of so many days before, with a key file each."""
    (folder / FOLDER).mkdir()
    found = [folder / FOLDER / f"202601{day:02d}T190000Z.cockpit" for day in range(1, days + 1)]
    for file in found:
        file.write_bytes(b"older")
        file.with_name(file.name + ".keys").write_text("keys of that day")
    return found


def test_the_first_look_begins_the_schedule_and_makes_nothing(database: Database, tmp_path: Path) -> None:
    assert made_by(database, tmp_path).look() is None
    found = standing(database)
    assert found and (found.tried_at, found.good_at) == (None, None)
    assert not (tmp_path / FOLDER).exists()


def test_one_that_is_due_is_made_and_told_and_made_once(database: Database, tmp_path: Path) -> None:
    began(database, timedelta(days=2))
    backups = made_by(database, tmp_path)
    run = backups.look()
    assert run and (run.outcome, run.size) == (Outcome.GOOD, 12)
    assert files(tmp_path) == [run.file, f"{run.file}.keys"]
    assert (tmp_path / FOLDER).stat().st_mode & 0o777 == 0o700
    assert backups.look() is None
    assert rows(database, "select subject_id, facts from audit_entry where action = 'backed_up'") == [
        (run.file, {"size": 12})
    ]


def test_where_there_is_no_district_there_is_nothing_to_lose(database: Database, tmp_path: Path) -> None:
    with database.connection() as connection:
        connection.execute(text("alter table street drop constraint fk_street_parent"))
        connection.execute(text("delete from district"))
    assert made_by(database, tmp_path).look() is None
    assert rows(database, "select 1 from backup_run") == []


@pytest.mark.parametrize("code", FAILURES, ids=["refused", "disk full", "without a word", "no file"])
def test_one_that_fails_says_why_leaves_the_others_and_is_tried_again_later(
    database: Database, tmp_path: Path, code: str
) -> None:
    began(database, timedelta(days=2))
    older = earlier(tmp_path, 1)
    backups = made_by(database, tmp_path, code)
    run = backups.look()
    assert run and run.outcome is Outcome.FAILED
    assert run.says.startswith(FAILURES[code])
    assert older[0].read_bytes() == b"older"
    assert rows(database, "select facts from audit_entry where action = 'backup_failed'") == [({"size": 0},)]
    assert backups.look() is None
    with database.connection() as connection:
        connection.execute(text("update backup_run set at = at - interval '1 hour' where outcome = 'failed'"))
    again = made_by(database, tmp_path).look()
    assert again and again.outcome is Outcome.GOOD
    assert [name for name in files(tmp_path) if name.startswith(".")] == []


def test_the_newest_seven_stay_and_each_of_them_has_the_newest_keys(database: Database, tmp_path: Path) -> None:
    began(database, timedelta(days=2))
    older = earlier(tmp_path, 9)
    run = made_by(database, tmp_path).look()
    assert run
    stay = [*(one.name for one in older[3:]), run.file]
    assert files(tmp_path) == sorted(name for one in stay for name in (one, f"{one}.keys"))
    keys = {(tmp_path / FOLDER / f"{name}.keys").read_text() for name in stay}
    assert keys == {run.file}, "keys that were destroyed since lie nowhere"


def test_one_that_takes_long_makes_the_queue_no_older(database: Database) -> None:
    put = "insert into procrastinate_jobs (queue_name, task_name, scheduled_at) values (:queue, 'x', :at)"
    machine = datetime.now(UTC)
    for queue, age in ((jobs.SLOW, timedelta(0)), ("default", timedelta(minutes=9))):
        with database.connection() as connection:
            connection.execute(text(put), {"queue": queue, "at": machine - timedelta(minutes=9)})
            assert jobs.queue_age(connection, machine) == age
