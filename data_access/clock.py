"""The clock's one row, in a demo or drill; no row in production."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Column, Double, Table, insert, text, update
from sqlalchemy.engine import Connection

from cockpit.clock import Clock
from data_access.tables import Instant, metadata

clock = Table(
    "clock",
    metadata,
    Column("one_row", Boolean, primary_key=True, server_default=text("true")),
    Column("machine_start", Instant, nullable=False),
    Column("district_start", Instant, nullable=False),
    Column("speed", Double, nullable=False),
    CheckConstraint("one_row", name="single"),
    CheckConstraint("speed > 0", name="forward"),
)


def read(connection: Connection) -> Clock | None:
    row = connection.execute(clock.select()).one_or_none()
    return Clock(row.machine_start, row.district_start, row.speed) if row else None


def keep(connection: Connection, new: Clock) -> None:
    """Set the clock and move the jobs that wait for a district time to the machine time it now means."""
    values = {"machine_start": new.machine_start, "district_start": new.district_start, "speed": new.speed}
    if connection.execute(update(clock).values(values)).rowcount == 0:
        connection.execute(insert(clock).values(values))
    retime(connection, new)


def retime(connection: Connection, new: Clock) -> None:
    connection.execute(
        text(
            "update procrastinate_jobs set scheduled_at = cast(:machine as timestamptz)"
            " + ((args->>'due')::timestamptz - cast(:district as timestamptz)) / :speed"
            " where status = 'todo' and args ? 'due'"
        ),
        {"machine": new.machine_start, "district": new.district_start, "speed": new.speed},
    )


def resume(connection: Connection, machine: datetime) -> None:
    """Go on where the district's clock stood at the last fact, when a demo folder is started again."""
    row = connection.execute(
        text(
            "select greatest(c.district_start, (select max(district_at) from change),"
            " (select max(last_at) from warning_rule), (select district_at from audit_entry order by id desc limit 1)) as at, c.speed from clock c"
        )
    ).one_or_none()
    if row:
        keep(connection, Clock(machine, row.at, row.speed))
