"""Each scheduled backup leaves a row: when it was begun, how it ended, and the name of its file."""

from sqlalchemy import BigInteger, Column, Table, Text, func, insert, select
from sqlalchemy.engine import Connection

from cockpit.backup_runs import Outcome, Run, Standing
from data_access.tables import Code, Instant, id_column, metadata

backup_run = Table(
    "backup_run",
    metadata,
    id_column(),
    Column("outcome", Code, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("file", Code, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("says", Text, nullable=False),
)


class BackupRunShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def keep(self, run: Run) -> None:
        self.connection.execute(insert(backup_run).values(vars(run)))

    def standing(self) -> Standing | None:
        """How backups stand; None while no schedule has begun."""
        last = func.max(backup_run.c.at)
        tried = last.filter(backup_run.c.outcome != Outcome.BEGUN)
        good = last.filter(backup_run.c.outcome == Outcome.GOOD)
        query = select(func.min(backup_run.c.at), tried, good)
        begun_at, tried_at, good_at = self.connection.execute(query).one()
        return Standing(begun_at, tried_at, good_at) if begun_at else None
