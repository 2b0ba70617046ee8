"""Greetings: each time somebody who stays apart was reached, by whom and how; only ever added to."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, func, insert, select, text
from sqlalchemy.engine import Connection

from cockpit.greeting import Greeting, How
from data_access.tables import Code, Instant, id_column, metadata

human_contact = Table(
    "human_contact",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("how", Code, nullable=False),
    Column("account", BigInteger),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Index("ix_human_contact_person_id_at", "person_id", "at"),
)

# Who stays apart at home, in an area of any level, whom nobody reached since then; nor was the order given since.
UNSEEN = """
from quarantine q where q.kind not in ('institutional', 'hospital') and q.since <= :today
  and (q.until is null or q.until >= :today) and (q.lifted_on is null or q.lifted_on > :today)
  and (length(:area) = 6 or q.street = :area or q.community = :area or q.grid = :area)
  and (q.ordered_at is null or q.ordered_at < :since)
  and not exists (select from human_contact h where h.person_id = q.person_id and h.at >= :since)
"""
BY_COMMUNITY = text(f"select q.community, count(distinct q.person_id) {UNSEEN} group by q.community")
PERSONS = text(f"select distinct q.person_id {UNSEEN}")


class GreetingShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, one: Greeting, emergency: int | None) -> None:
        values = {"person_id": one.person, "at": one.at, "how": one.how, "account": one.by, "emergency": emergency}
        self.connection.execute(insert(human_contact).values(values))

    def last_of(self, persons: Collection[int]) -> dict[int, datetime]:
        """Person -> when somebody was last reached; missing where nobody ever was."""
        h = human_contact.c
        query = select(h.person_id, func.max(h.at)).where(h.person_id.in_(persons)).group_by(h.person_id)
        return dict(self.connection.execute(query).tuples().all())

    def of_person(self, person: int, limit: int) -> list[Greeting]:
        """The newest first."""
        h = human_contact.c
        query = select(human_contact).where(h.person_id == person).order_by(h.at.desc(), h.id.desc()).limit(limit)
        rows = self.connection.execute(query)
        return [Greeting(row.person_id, row.at, How(row.how), row.account, row.id) for row in rows]

    def unseen_by_community(self, area: str, today: date, since: datetime) -> dict[str, int]:
        asked = {"area": area, "today": today, "since": since}
        return dict(self.connection.execute(BY_COMMUNITY, asked).tuples().all())

    def unseen(self, area: str, today: date, since: datetime) -> set[int]:
        """Exactly those that the number counts."""
        asked = {"area": area, "today": today, "since": since}
        return set(self.connection.execute(PERSONS, asked).scalars())
