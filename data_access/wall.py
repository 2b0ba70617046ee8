"""Who leads the walls of a district, at most one person at a time; and what was handled today, for the wall's figures."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, func, insert, select, text, update
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.wall import Presenting, View
from data_access.incidents.tables import incident
from data_access.tables import Code, Instant, id_column, in_area, metadata

presenting = Table(
    "presenting",
    metadata,
    id_column(),
    Column("area", Code, nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("view", Code, nullable=False),
    Column("shown", Code, nullable=False),
    Column("incidents", Boolean, nullable=False),
    Column("warnings", Boolean, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("rule", BigInteger, nullable=False),
    Column("ended_at", Instant),
    Index("uq_presenting_open", "area", unique=True, postgresql_where=text("ended_at is null")),
)
WORD = ("view", "shown", "incidents", "warnings", "until", "rule")  # what each word of the same presenter says anew
C = presenting.c


class WallShelf:
    def __init__(self, connection: Connection, by: Actor) -> None:
        self.connection = connection
        self.by = by

    def open(self, area: str) -> Presenting | None:
        """The last that nobody ended; whether it still lives, the clock says."""
        row = self.connection.execute(select(presenting).where(C.area == area, C.ended_at.is_(None))).one_or_none()
        return Presenting(**{**row._mapping, "view": View(row.view)}) if row else None

    def take(self, area: str) -> Presenting | None:
        """As `open`, and from here to the commit nobody else leads or ends."""
        self.connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"wall/{area}", 0))))
        return self.open(area)

    def keep(self, word: Presenting) -> Presenting:
        """One more word of the same person in the same presenting, else a new one, which ends the one before."""
        before = self.take(word.area)
        if before and before.account == word.account and before.lives(word.began_at):
            same = {name: getattr(word, name) for name in WORD}
            self.connection.execute(update(presenting).where(C.id == before.id).values(same))
            return replace(word, id=before.id, began_at=before.began_at)
        if before:
            self.end(before.id, min(before.until, word.began_at))
        values = {name: getattr(word, name) for name in (*WORD, "area", "account", "began_at")}
        new_id = self.connection.execute(insert(presenting).values(values).returning(C.id)).scalar_one()
        return replace(word, id=new_id)

    def end(self, number: int, at: datetime) -> None:
        self.connection.execute(update(presenting).where(C.id == number).values(ended_at=at))

    def handled(self, area: str, since: datetime) -> list[int]:
        """The ids of what ended since then."""
        query = select(incident.c.id).where(
            in_area(incident, area), in_area(incident, self.by.area), incident.c.closed_at >= since
        )
        return list(self.connection.execute(query).scalars())
