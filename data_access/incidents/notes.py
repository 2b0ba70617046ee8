"""Free text about incidents, sealed; opening it is a look at personal data."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from data_access.incidents.tables import note
from data_access.sealed import Sealer
from data_access.tables import next_id


class NoteShelf:
    """Free text about an incident, sealed; opening it is a look at personal data."""

    def __init__(self, connection: Connection, sealer: Sealer, by: Actor, at: datetime) -> None:
        self.connection = connection
        self.sealer = sealer
        self.by = by
        self.at = at

    def add(self, incident_id: int, words: str) -> int:
        note_id = next_id(self.connection, note)
        sealed = self.sealer.seal(words, cell=f"note.text/{note_id}")
        values = {"id": note_id, "incident_id": incident_id, "account": self.by.id, "at": self.at, "text": sealed}
        self.connection.execute(insert(note).values(values))
        return note_id

    def of_incident(self, incident_id: int) -> dict[int, str]:
        """Note id -> text."""
        rows = self.connection.execute(select(note).where(note.c.incident_id == incident_id).order_by(note.c.id))
        return {row.id: self.sealer.open(row.text, cell=f"note.text/{row.id}") for row in rows}
