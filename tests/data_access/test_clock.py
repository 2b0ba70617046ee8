"""The district's clock on a real database, and the jobs that wait for its times."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from cockpit.clock import Clock
from data_access import clock
from data_access.database import Database
from tests.morning import Morning
from tests.people import People

HOUR = timedelta(hours=1)


def scheduled(database: Database) -> dict[str, datetime]:
    with database.connection() as connection:
        rows = connection.execute(text("select args->>'due' as due, scheduled_at from procrastinate_jobs")).all()
    return {row.due: row.scheduled_at for row in rows}


def keep(database: Database, new: Clock) -> None:
    with database.connection() as connection:
        clock.keep(connection, new)


def read(database: Database) -> Any:
    with database.connection() as connection:
        return clock.read(connection)


def test_works_of_a_demo_live_at_its_own_time(database: Database, people: People) -> None:
    with database.work(people.rosa) as work:
        assert work.at.astimezone(UTC).date().isoformat() in ("2020-01-31", "2020-02-01")
        assert abs(work.machine_at - datetime.now(UTC)) < HOUR


def test_without_a_clock_of_its_own_both_times_are_one(database: Database, people: People) -> None:
    with database.connection() as connection:
        connection.execute(text("delete from clock"))

    with database.work(people.rosa) as work:
        assert abs(work.at - work.machine_at) < timedelta(seconds=60)
    assert read(database) is None


def test_there_is_one_clock(database: Database) -> None:
    keep(database, Clock(datetime(2026, 5, 4, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC), 2))

    assert read(database).speed == 2
    with database.connection() as connection:
        assert connection.execute(text("select count(*) from clock")).scalar_one() == 1


def test_a_job_waits_for_the_machine_time_at_which_the_district_reaches_its_due_time(morning: Morning) -> None:
    morning.send(morning.crowd())
    known = read(morning.database)

    for due, at in scheduled(morning.database).items():
        assert abs(at - known.machine(datetime.fromisoformat(due))) < timedelta(milliseconds=1)


def test_moving_the_clock_moves_the_jobs(morning: Morning) -> None:
    morning.send(morning.crowd())
    before = scheduled(morning.database)
    machine = datetime.now(UTC)
    keep(morning.database, read(morning.database).moved(timedelta(minutes=15), machine))

    for due, at in scheduled(morning.database).items():
        assert abs(before[due] - at - timedelta(minutes=15)) < timedelta(milliseconds=1)


def test_a_faster_clock_brings_the_jobs_nearer(morning: Morning) -> None:
    morning.send(morning.crowd())
    known = read(morning.database)
    fast = Clock(known.machine_start, known.district_start, 60)
    keep(morning.database, fast)

    for due, at in scheduled(morning.database).items():
        assert abs(at - fast.machine(datetime.fromisoformat(due))) < timedelta(milliseconds=1)


def test_a_district_that_is_started_again_goes_on_after_its_last_count(morning: Morning) -> None:
    """A quiet morning changes nothing on any screen, but its counts lie in the past all the same."""
    morning.queue_at(*morning.watched, people=3, lasting=timedelta(hours=1))
    machine = datetime(2026, 5, 5, tzinfo=UTC)
    with morning.database.connection() as connection:
        clock.resume(connection, machine)

    assert read(morning.database).district(machine) == morning.at


def test_it_goes_on_after_its_last_fact(morning: Morning) -> None:
    morning.later(hours=5).report()
    machine = datetime(2026, 5, 5, tzinfo=UTC)
    with morning.database.connection() as connection:
        clock.resume(connection, machine)

    assert read(morning.database).district(machine) == morning.at
