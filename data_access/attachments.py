"""Photos and voice notes, each sealed under a key of its own: a change of the field key seals that key anew and no more.

A row that is deleted takes its key along.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, LargeBinary, Table, insert, select
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.attachments import Attachment, Form, Ready
from cockpit.incidents import Incident
from cockpit.refusals import NotFound
from data_access.sealed import Sealer
from data_access.tables import Code, Instant, id_column, metadata, next_id

attachment = Table(
    "attachment",
    metadata,
    id_column(),
    Column("incident_id", BigInteger, ForeignKey("incident.id"), nullable=False),
    Column("form", Code, nullable=False),
    Column("media", Code, nullable=False),
    Column("account", BigInteger),
    Column("team", BigInteger),
    Column("round", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("seconds", Double),
    Column("key", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("small", LargeBinary),
    Index("ix_attachment_incident_id", "incident_id"),
)

A = attachment.c
IN_A_LIST = [column for column in A if column.name not in ("key", "content", "small")]
OWN = b"own1"  # the id of each one's own key, of which there is one


class AttachmentShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def add(self, incident: Incident, ready: Ready, by: Actor, at: datetime) -> int:
        number, key = next_id(self.connection, attachment), self.sealer.new_key()
        own = Sealer({OWN: key})
        values = {name: getattr(ready, name) for name in ("form", "media", "width", "height", "seconds")}
        values |= {"id": number, "incident_id": incident.id, "account": by.id, "team": by.team, "at": at}
        values |= {"round": incident.round, "size": len(ready.content)}
        values |= {
            "key": self.sealer.wrap(key, cell=f"attachment.key/{number}"),
            "content": own.wrap(ready.content, cell=f"attachment.content/{number}"),
            "small": own.wrap(ready.small, cell=f"attachment.small/{number}") if ready.small else None,
        }
        self.connection.execute(insert(attachment).values(values))
        return number

    def of_incident(self, incident_id: int) -> list[Attachment]:
        """Without their bytes, in the order they came."""
        query = select(*IN_A_LIST).where(A.incident_id == incident_id).order_by(A.id)
        return [_attachment_of(row) for row in self.connection.execute(query)]

    def opened(self, incident_id: int, number: int, *, small: bool) -> tuple[Attachment, bytes]:
        asked = (A.small if small else A.content).label("asked")
        query = select(*IN_A_LIST, A.key, asked).where(A.id == number, A.incident_id == incident_id)
        row = self.connection.execute(query).one_or_none()
        if row is None or row.asked is None:
            raise NotFound()
        key = self.sealer.unwrap(row.key, cell=f"attachment.key/{number}")
        cell = f"attachment.{'small' if small else 'content'}/{number}"
        return _attachment_of(row), Sealer({OWN: key}).unwrap(row.asked, cell=cell)


def _attachment_of(row: Any) -> Attachment:
    fields = {name: value for name, value in row._mapping.items() if name in Attachment.__dataclass_fields__}
    return Attachment(**fields | {"incident": row.incident_id, "form": Form(row.form)})
