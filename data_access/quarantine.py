"""Episodes of quarantine: whose, of what kind, from when to when, where; under the wall of whoever stays apart."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Table, UniqueConstraint, select
from sqlalchemy.engine import Connection, Row

from cockpit.quarantine import Episode, QuarantineKind
from data_access.tables import Code, area_columns, id_column, metadata

# The areas are those in which the person lives, as it was known when the episode was brought.
quarantine = Table(
    "quarantine",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("kind", Code, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("place_id", BigInteger, ForeignKey("place.id")),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    UniqueConstraint("person_id", "since"),
    Index("ix_quarantine_street_community", "street", "community"),
)


class QuarantineShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def of_person(self, person: int) -> list[Episode]:
        """In the order in which they began."""
        mine = select(quarantine).where(quarantine.c.person_id == person).order_by(quarantine.c.since)
        return [_episode_of(row) for row in self.connection.execute(mine)]


def _episode_of(row: Row[tuple[object, ...]]) -> Episode:
    return Episode(row.id, row.person_id, QuarantineKind(row.kind), row.since, row.until, row.place_id)
