"""The worker: what waits for its time is done then and once, days are frozen, old rows go, and it stops when told."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import desk, dispatch
from cockpit.access import system
from cockpit.clock import Clock
from cockpit.incidents import Answer, Incident
from data_access import anchor, clock, feed, jobs, upkeep
from data_access.database import Database
from data_access.demo.build import FIRST_MINUTE
from entrypoints.worker import Worker, make_app, when_due
from tests.conftest import KEYS, SHANGHAI
from tests.morning import Morning
from tests.waiting import until

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.many  # the worker has connections of its own


def set_clock(database: Database, district: datetime) -> None:
    with database.connection() as connection:
        clock.keep(connection, Clock(datetime.now(UTC), district))


def work_off(database: Database) -> None:
    """Do all that is due, as the worker does, and come back."""

    async def once() -> None:
        app = make_app(database)
        app.periodic_registry.periodic_tasks.clear()
        async with app.open_async():
            await app.run_worker_async(
                wait=False, listen_notify=False, install_signal_handlers=False, delete_jobs="successful"
            )

    asyncio.run(once())


def rows(database: Database, query: str, **values: Any) -> list[tuple[Any, ...]]:
    with database.connection() as connection:
        return [tuple(row) for row in connection.execute(text(query), values)]


def tell(database: Database, statement: str, **values: Any) -> None:
    with database.connection() as connection:
        connection.execute(text(statement), values)


def events(database: Database, incident: Incident) -> list[str]:
    found = rows(
        database,
        "select event from change where subject = 'incident' and subject_id = :id order by id",
        id=str(incident.id),
    )
    return [event for (event,) in found]


def waiting(database: Database) -> list[str]:
    return [
        name for (name,) in rows(database, "select task_name from procrastinate_jobs where status = 'todo' order by id")
    ]


# What an incident waits for


def test_a_red_item_that_nobody_touches_goes_to_the_second_desk_and_then_to_the_shift_lead(morning: Morning) -> None:
    incident = morning.report(priority=1)
    set_clock(morning.database, morning.at + timedelta(seconds=61))
    work_off(morning.database)
    assert [name for name in events(morning.database, incident) if name != "called_in"] == ["reported", "passed_on"]
    set_clock(morning.database, morning.at + timedelta(seconds=121))
    work_off(morning.database)
    told = rows(morning.database, "select facts->>'to' from change where event = 'passed_on' order by id")
    assert told == [("second_desk",), ("shift_lead",)]
    assert waiting(morning.database) == ["escalate"]  # to the duty leader, should it stay so


def test_what_rosa_has_touched_is_passed_on_to_nobody(morning: Morning) -> None:
    incident = morning.report(priority=1)
    morning.send(incident)
    set_clock(morning.database, morning.at + timedelta(seconds=125))
    work_off(morning.database)
    assert "passed_on" not in events(morning.database, incident)


def test_a_team_that_does_not_answer_within_three_minutes_is_replaced(morning: Morning) -> None:
    incident = morning.sent_to_own()
    morning.answer(morning.people.zheng, incident, Answer.ACKNOWLEDGED)
    morning.answer(morning.people.mei, incident, Answer.ACKNOWLEDGED)
    set_clock(morning.database, morning.at + timedelta(seconds=181))
    work_off(morning.database)
    found = morning.now(incident)
    own = {one.team_id: one.state for one in found.assignments}
    assert morning.people.wu.team
    assert own[morning.people.wu.team] is Answer.TIMED_OUT
    assert len(found.assignments) == 4
    assert waiting(morning.database).count("time_out") == 1  # of the team that was sent instead


def test_a_job_that_comes_twice_changes_nothing_the_second_time(morning: Morning) -> None:
    incident = morning.sent_to_own()
    team = morning.people.wu.team
    due = morning.at + timedelta(seconds=180)
    set_clock(morning.database, due + timedelta(seconds=1))
    args = {"incident": incident.id, "team": team}
    when_due(morning.database, "time_out", due.isoformat(), dispatch.time_out, **args)
    after = events(morning.database, incident)
    when_due(morning.database, "time_out", due.isoformat(), dispatch.time_out, **args)
    assert events(morning.database, incident) == after


def test_a_job_that_finds_the_clock_too_early_waits_for_it(morning: Morning) -> None:
    incident = morning.report(priority=1)
    set_clock(morning.database, morning.at + timedelta(seconds=10))
    tell(morning.database, "update procrastinate_jobs set scheduled_at = null")
    work_off(morning.database)
    assert events(morning.database, incident) == ["reported"]
    again = rows(morning.database, "select task_name, scheduled_at from procrastinate_jobs order by scheduled_at")
    assert [task for task, _ in again] == ["escalate"]
    assert 40 < (again[0][1] - datetime.now(UTC)).total_seconds() < 51


def test_an_incident_that_is_gone_ends_the_job_and_nothing_else(morning: Morning) -> None:
    set_clock(morning.database, morning.at)
    when_due(morning.database, "pass_on", morning.at.isoformat(), desk.pass_on, incident=999, to="shift_lead", after=1)


# What lies about


def test_what_a_dead_worker_had_begun_is_put_back_and_its_chores_are_dropped(morning: Morning) -> None:
    database = morning.database
    morning.report(priority=1)
    tell(
        database,
        "insert into procrastinate_workers (last_heartbeat) values (:at)",
        at=datetime.now(UTC) - timedelta(minutes=1),
    )
    tell(
        database,
        "insert into procrastinate_jobs (queue_name, task_name, queueing_lock) values ('default', 'expire', 'expire')",
    )
    tell(database, "update procrastinate_jobs set status = 'doing', worker_id = (select id from procrastinate_workers)")
    with database.connection() as connection:
        assert jobs.retry_left_lying(connection, datetime.now(UTC)) == 1
        assert jobs.counts(connection) == {"todo": 1}
        assert jobs.queue_age(connection, datetime.now(UTC) + timedelta(seconds=5)) >= timedelta(seconds=5)


def test_what_a_living_worker_is_doing_is_left_to_it(morning: Morning) -> None:
    morning.report(priority=1)
    tell(morning.database, "insert into procrastinate_workers (last_heartbeat) values (:at)", at=datetime.now(UTC))
    tell(
        morning.database,
        "update procrastinate_jobs set status = 'doing', worker_id = (select id from procrastinate_workers)",
    )
    with morning.database.connection() as connection:
        assert jobs.retry_left_lying(connection, datetime.now(UTC)) == 0


# Days and expiry


def frozen(database: Database, at: datetime) -> list[date]:
    with database.connection() as connection:
        return upkeep.freeze_days(connection, at, SHANGHAI)


def test_a_day_is_frozen_after_its_last_local_minute_and_only_once(morning: Morning) -> None:
    morning.report()
    assert frozen(morning.database, datetime(2020, 2, 1, 23, 59, tzinfo=SHANGHAI)) == []
    assert frozen(morning.database, datetime(2020, 2, 2, 0, 0, tzinfo=SHANGHAI)) == [date(2020, 2, 1)]
    assert frozen(morning.database, datetime(2020, 2, 2, 0, 1, tzinfo=SHANGHAI)) == []


def test_a_clock_that_leaps_over_days_leaves_none_out(morning: Morning) -> None:
    morning.report()
    leapt = frozen(morning.database, datetime(2020, 2, 5, 12, 0, tzinfo=SHANGHAI))
    assert leapt == [date(2020, 2, day) for day in (1, 2, 3, 4)]
    closing = rows(
        morning.database, "select day, sum(value) from figure_day where figure = 'incidents_open' group by 1 order by 1"
    )
    assert closing == [(day, 1) for day in leapt]


def test_a_district_without_any_fact_has_no_days(morning: Morning) -> None:
    assert frozen(morning.database, datetime(2020, 2, 5, 12, 0, tzinfo=SHANGHAI)) == []


def test_old_readings_slots_keys_sessions_and_notices_go_and_one_audit_line_says_how_many(morning: Morning) -> None:
    database = morning.database
    morning.send(morning.crowd())
    tell(
        database,
        "insert into session (account, digest, created_at, seen_at) select id, 'x', :at, :at from account limit 1",
        at=datetime.now(UTC) - timedelta(days=2),
    )
    tell(database, "update idempotency_key set machine_at = machine_at - interval '8 days'")
    with morning.work(morning.people.cockpit) as work:
        work.notify("test", "channel", "", "330103", {})
    tell(database, "update notification set at = at - interval '91 days'")
    tell(
        database,
        "insert into word (kind, subject, subject_id, facts, asked_by, asked_at, until)"
        " select 'reset', 'account', id, '{}', id, :at, :at from account limit 1",
        at=datetime.now(UTC) - timedelta(hours=2),
    )
    tell(
        database,
        "insert into account_link (account, digest, expires_at) select id, 'y', :at from account limit 1",
        at=datetime.now(UTC) - timedelta(hours=2),
    )
    raw = rows(database, "select count(*) from reading")[0][0]
    set_clock(database, FIRST_MINUTE + timedelta(days=8))
    gone = upkeep.expire(database, system("330103"))
    once = dict.fromkeys(("keys", "sessions", "links", "words", "notifications"), 1)
    assert gone == {"readings": raw, "slots": 0, "terminals": 0, "steps": 0, **once}
    assert rows(database, "select facts from audit_entry where action = 'expired'") == [(gone,)]
    assert upkeep.expire(database, system("330103")) == dict.fromkeys(gone, 0)
    assert rows(database, "select count(*) from audit_entry where action = 'expired'") == [(1,)]


def test_readings_of_the_last_seven_days_stay_and_slots_for_two_years(morning: Morning) -> None:
    database = morning.database
    set_clock(database, FIRST_MINUTE + timedelta(days=6, hours=22))
    assert upkeep.expire(database, system("330103"))["readings"] == 0
    slots = rows(database, "select count(*) from reading_slot")[0][0]
    set_clock(database, FIRST_MINUTE + timedelta(days=731))
    assert upkeep.expire(database, system("330103"))["slots"] == slots


# The process


def test_the_anchor_gets_a_line_only_when_a_chain_has_grown(morning: Morning, tmp_path: Path) -> None:
    worker = Worker(morning.database, tmp_path / anchor.FILE)
    morning.report()
    worker.look_around()
    worker.look_around()
    heads = anchor.read(tmp_path / anchor.FILE)
    assert [head.chain for head in heads] == ["audit_entry"]
    morning.report(place=1)
    worker.look_around()
    assert len(anchor.read(tmp_path / anchor.FILE)) == 2


def begin_worker(morning: Morning, folder: Path) -> subprocess.Popen[str]:
    """`worker.main` in a process of its own, on the test's district."""
    code = "import sys; from entrypoints.settings import read_settings; from entrypoints.worker import main; sys.exit(main(read_settings()))"
    environment = os.environ | {
        "COCKPIT_DATABASE_URL": morning.database.engine.url.render_as_string(hide_password=False),
        "COCKPIT_DATA_DIR": str(folder),
        "COCKPIT_SECRET_KEY": "not used here",
        "COCKPIT_FIELD_KEYS": f"k001:{KEYS.field[b'k001'].hex()}",
        "COCKPIT_AUDIT_KEY": KEYS.audit.hex(),
        "COCKPIT_INDEX_KEY": KEYS.index.hex(),
    }
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def process(morning: Morning, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    morning.report(priority=1)
    set_clock(morning.database, morning.at + timedelta(seconds=59))
    with begin_worker(morning, tmp_path) as made:
        yield made
        made.kill()


def test_a_worker_escalates_when_its_time_has_come_and_not_before_and_stops_when_it_is_told(
    morning: Morning, process: subprocess.Popen[str], tmp_path: Path
) -> None:
    passed = "select district_at from change where event = 'passed_on'"
    until(lambda: rows(morning.database, passed), within=30)
    assert rows(morning.database, passed)[0][0] >= FIRST_MINUTE + timedelta(seconds=60)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    assert process.stderr
    assert "Traceback" not in process.stderr.read()
    with morning.database.connection() as connection:
        assert anchor.read(tmp_path / anchor.FILE)[-1] == anchor.heads(connection)[0]
        assert feed.check_chain(connection, KEYS.audit, feed.audit_entry)[1] is None
        assert jobs.worker_seen(connection) is None  # it took its leave
