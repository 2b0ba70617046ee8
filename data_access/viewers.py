"""Which session has which incident open. Machine time; rows live for a minute unless they are renewed."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Table, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.viewers import Viewer
from data_access.accounts import account
from data_access.tables import Code, Instant, metadata

viewing = Table(
    "viewing",
    metadata,
    Column("session", Code, primary_key=True),
    Column("incident_id", BigInteger, ForeignKey("incident.id"), primary_key=True),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("renewed_at", Instant, nullable=False, index=True),
)


class ViewerShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def renew(self, by: Actor, incident_id: int, machine: datetime, *, forget: datetime) -> None:
        """This session has it open now; all that was last renewed before `forget` is gone."""
        self.connection.execute(delete(viewing).where(viewing.c.renewed_at < forget))
        if by.id is None or by.session is None:
            return
        row = {"session": by.session, "incident_id": incident_id, "account": by.id}
        new = insert(viewing).values(row | {"since": machine, "renewed_at": machine})
        key = [viewing.c.session, viewing.c.incident_id]
        self.connection.execute(new.on_conflict_do_update(index_elements=key, set_={"renewed_at": machine}))

    def others(self, by: Actor, incident_id: int, since: datetime) -> tuple[Viewer, ...]:
        """Everybody else who has it open, by name of account; who is last seen before `since` has not."""
        query = (
            select(account.c.id, account.c.name)
            .join(viewing, viewing.c.account == account.c.id)
            .where(viewing.c.incident_id == incident_id, viewing.c.account != by.id, viewing.c.renewed_at >= since)
            .distinct()
            .order_by(account.c.id)
        )
        return tuple(Viewer(row.id, row.name) for row in self.connection.execute(query))
