"""The check tells what holds and what does not, and a chain that was touched is found."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit import desk
from cockpit.clock import Clock
from data_access import anchor, clock, schema
from data_access.check import Line, check
from data_access.database import Database
from tests.morning import Morning

pytestmark = pytest.mark.many  # a check reads one snapshot: it begins a transaction of its own


def look(database: Database, folder: Path, name: str) -> Line:
    return next(line for line in check(database, folder).lines if line.name == name)


def tell(database: Database, statement: str, **values: object) -> None:
    with database.connection() as connection:
        connection.execute(text(statement), values)


def anchored(database: Database, folder: Path) -> None:
    with database.connection() as connection:
        anchor.append(folder / anchor.FILE, anchor.heads(connection), datetime.now(UTC))


@pytest.fixture
def lived(morning: Morning, tmp_path: Path) -> Database:
    """Rosa sent teams to a crowd; a worker lives and has anchored the chains."""
    morning.send(morning.crowd())
    morning.do(morning.people.rosa, desk.take_over, desk.Seat.FIRST)
    tell(morning.database, "insert into procrastinate_workers (last_heartbeat) values (:at)", at=datetime.now(UTC))
    with morning.database.connection() as connection:
        clock.keep(connection, Clock(datetime.now(UTC), morning.at + timedelta(seconds=5)))
    anchored(morning.database, tmp_path)
    return morning.database


def test_all_is_well_after_a_crowd_that_teams_were_sent_to(lived: Database, tmp_path: Path) -> None:
    report = check(lived, tmp_path)
    assert report.ok, [str(line) for line in report.lines if not line.ok]
    assert [line.name for line in report.lines] == [
        "schema", "clock", "worker", "queue", "audit", "looks", "anchor", "counters", "sources",
    ]  # fmt: skip
    assert report.as_json()["checks"][0]["sentence"] == f"The schema is {schema.head()}, as this code needs it."


def test_a_schema_that_is_not_this_code_s_is_the_only_thing_told(lived: Database, tmp_path: Path) -> None:
    tell(lived, "update alembic_version set version_num = '0000'")
    report = check(lived, tmp_path)
    assert [(line.name, line.ok) for line in report.lines] == [("schema", False)]


def test_a_clock_before_the_newest_change_is_told(lived: Database, tmp_path: Path) -> None:
    tell(lived, "update clock set district_start = district_start - interval '1 day'")
    assert not look(lived, tmp_path, "clock").ok


def test_a_missing_worker_and_a_silent_one_are_told(lived: Database, tmp_path: Path) -> None:
    tell(lived, "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '5 minutes'")
    assert str(look(lived, tmp_path, "worker")).endswith("s old.")
    tell(lived, "delete from procrastinate_workers")
    assert str(look(lived, tmp_path, "worker")).startswith("No worker runs")


def test_a_job_that_nobody_did_is_told_with_its_age(lived: Database, tmp_path: Path) -> None:
    tell(lived, "update procrastinate_jobs set scheduled_at = :at", at=datetime.now(UTC) - timedelta(minutes=2))
    line = look(lived, tmp_path, "queue")
    assert not line.ok
    assert line.figures["seconds"] >= 120


def test_a_job_that_failed_for_good_is_told(lived: Database, tmp_path: Path) -> None:
    tell(lived, "update procrastinate_jobs set status = 'failed' where task_name = 'time_out'")
    assert look(lived, tmp_path, "queue").figures["failed"] == 3


def test_an_audit_line_that_was_changed_breaks_the_chain_there(lived: Database, tmp_path: Path) -> None:
    tell(lived, "update audit_entry set actor = 'eve' where id = 3")
    line = look(lived, tmp_path, "audit")
    assert not line.ok
    assert line.figures["line"] == 3


def test_a_tail_that_was_cut_off_is_seen_by_the_anchor_alone(lived: Database, tmp_path: Path) -> None:
    tell(lived, "delete from audit_entry where id = (select max(id) from audit_entry)")
    assert look(lived, tmp_path, "audit").ok
    line = look(lived, tmp_path, "anchor")
    assert not line.ok
    assert "anchored and is gone" in str(line)


def test_a_chain_without_any_anchor_is_told(lived: Database, tmp_path: Path) -> None:
    (tmp_path / anchor.FILE).unlink()
    assert not look(lived, tmp_path, "anchor").ok


def test_a_line_of_the_anchor_that_a_crash_cut_short_is_passed_over(lived: Database, tmp_path: Path) -> None:
    file = tmp_path / anchor.FILE
    whole = file.read_text()
    file.write_text(whole + '{"chain": "audit_e')
    assert look(lived, tmp_path, "anchor").ok
    file.write_text("nonsense\n" + whole)
    assert str(look(lived, tmp_path, "anchor")) == "Line 1 of the anchor file cannot be read."


def test_the_anchor_is_for_its_owner_s_eyes_only(lived: Database, tmp_path: Path) -> None:
    assert (tmp_path / anchor.FILE).stat().st_mode & 0o777 == 0o600


def test_a_counter_that_is_off_is_told_with_what_the_facts_say(lived: Database, tmp_path: Path) -> None:
    tell(lived, "update figure_now set value = value + 1 where figure = 'incidents_open'")
    line = look(lived, tmp_path, "counters")
    assert (line.ok, line.figures["kept"], line.figures["facts"]) == (False, 2, 1)
