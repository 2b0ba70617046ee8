"""One row that is written again and again, to prove that the database can be written."""

from datetime import datetime, timedelta

from sqlalchemy import Boolean, CheckConstraint, Column, Table, text
from sqlalchemy.engine import Connection

from data_access.tables import Instant, metadata

FRESH = timedelta(seconds=1)  # whoever asks more often is told by the write of somebody else

pulse = Table(
    "pulse",
    metadata,
    Column("one_row", Boolean, primary_key=True, server_default=text("true")),
    Column("machine_at", Instant, nullable=False),
    CheckConstraint("one_row", name="single"),
)

BEAT = text(
    "insert into pulse as p (machine_at) values (:machine) on conflict (one_row) do update"
    " set machine_at = excluded.machine_at where p.machine_at not between :fresh and :machine"
)


def beat(connection: Connection, machine: datetime) -> None:
    """Write, unless somebody did within the last second; it counts when the transaction is committed."""
    connection.execute(BEAT, {"machine": machine, "fresh": machine - FRESH})
