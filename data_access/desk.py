"""Who sits at which desk; at most one person a seat."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Table, Text, func, insert, select, text, update
from sqlalchemy.engine import Connection

from cockpit.desk import DeskWatch, Seat
from data_access.tables import Code, Instant, id_column, metadata

desk_watch = Table(
    "desk_watch",
    metadata,
    id_column(),
    Column("seat", Code, nullable=False),
    Column("area", Code, nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("uq_desk_watch_open", "area", "seat", unique=True, postgresql_where=text("ended_at is null")),
)


class DeskShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def take(self, area: str, seat: Seat) -> DeskWatch | None:
        """Who sits there now; from here to the commit nobody else takes or leaves that seat."""
        self.connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"desk/{area}/{seat}", 0))))
        return next((watch for watch in self.now(area) if watch.seat is seat), None)

    def now(self, area: str) -> list[DeskWatch]:
        rows = self.connection.execute(
            select(desk_watch)
            .where(desk_watch.c.area == area, desk_watch.c.ended_at.is_(None))
            .order_by(desk_watch.c.seat)
        )
        return [DeskWatch(**{**row._mapping, "seat": Seat(row.seat)}) for row in rows]

    def seat_of(self, account: int) -> DeskWatch | None:
        """Where this person sits now, the last seat they took."""
        query = select(desk_watch).where(desk_watch.c.account == account, desk_watch.c.ended_at.is_(None))
        row = self.connection.execute(query.order_by(desk_watch.c.taken_at.desc()).limit(1)).one_or_none()
        return DeskWatch(**{**row._mapping, "seat": Seat(row.seat)}) if row else None

    def add(self, watch: DeskWatch) -> DeskWatch:
        values = {name: getattr(watch, name) for name in ("seat", "area", "account", "name", "taken_at")}
        new_id = self.connection.execute(insert(desk_watch).values(values).returning(desk_watch.c.id)).scalar_one()
        return DeskWatch(**values, id=new_id)

    def end(self, watch_id: int, at: datetime) -> None:
        self.connection.execute(update(desk_watch).where(desk_watch.c.id == watch_id).values(ended_at=at))
