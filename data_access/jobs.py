"""The queue as the clock, the worker and the check see it; its tables and functions are Procrastinate's.

A job that waits for a district time carries it as `due`; `scheduled_at` is the machine time it means now.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

SLOW = "slow"  # the queue of what may take long: nobody waits for it, and it makes no queue old
SILENT_AFTER = timedelta(seconds=20)  # of a worker that gives a sign of life every 5 s

# A job without a time of its own is due from the moment it was put into the queue.
OLDEST_DUE = text(
    "select min(coalesce(scheduled_at, (select min(e.at) from procrastinate_events e where e.job_id = j.id)))"
    " from procrastinate_jobs j where status in ('todo', 'doing') and (scheduled_at is null or scheduled_at <= :machine)"
    f" and queue_name <> '{SLOW}'"
)
DEFER = text(
    "select procrastinate_defer_jobs_v1(array[row(:queue, :task, 0, :lock, null, cast(:args as jsonb),"
    " cast(:at as timestamptz))::procrastinate_job_to_defer_v1])"
)
LEFT_LYING = (
    "status = 'doing' and (worker_id is null or exists"
    " (select 1 from procrastinate_workers w where w.id = worker_id and w.last_heartbeat < :silent))"
)


def defer(connection: Connection, job: dict[str, Any], args: dict[str, Any]) -> None:
    """Part of the transaction: `job` has `queue`, `task`, `lock` (or None), and `at` in machine time."""
    connection.execute(DEFER, job | {"args": json.dumps(args)})


def queue_age(connection: Connection, machine: datetime) -> timedelta:
    """How long the oldest job has been due without being done; nothing when none is."""
    oldest = connection.execute(OLDEST_DUE, {"machine": machine}).scalar()
    return max(machine - oldest, timedelta(0)) if oldest else timedelta(0)


def counts(connection: Connection) -> dict[str, int]:
    """Number of jobs by status (todo, doing, failed, ...); those that succeeded are not kept."""
    rows = connection.execute(text("select status::text, count(*) from procrastinate_jobs group by status"))
    return {status: int(number) for status, number in rows}


def worker_seen(connection: Connection) -> datetime | None:
    """When a worker last gave a sign of life, in machine time; None where none is registered."""
    found: datetime | None = connection.execute(text("select max(last_heartbeat) from procrastinate_workers")).scalar()
    return found


def retry_left_lying(connection: Connection, machine: datetime) -> int:
    """Put back what a dead worker had begun; returns how many.

    Chores of every minute (they have a queueing lock) are dropped instead: the next minute brings them again.
    """
    values = {"silent": machine - SILENT_AFTER, "machine": machine}
    dropped = text(f"delete from procrastinate_jobs where queueing_lock is not null and {LEFT_LYING}")
    connection.execute(dropped, values)
    again = text(
        "select procrastinate_retry_job_v2(id, cast(:machine as timestamptz), null, null, null)"
        f" from procrastinate_jobs where {LEFT_LYING}"
    )
    return len(connection.execute(again, values).all())


def forget_due_before(connection: Connection, start: datetime) -> int:
    """Take away what waits for a district time before `start`, as after a past that was lived through at once."""
    query = text("delete from procrastinate_jobs where status = 'todo' and (args->>'due')::timestamptz < :start")
    return connection.execute(query, {"start": start}).rowcount
