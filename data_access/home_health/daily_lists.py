"""What many people at home said, opened in one go for the lists of the day; whoever asks writes the look."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from cockpit.home_health.daily_heard import Heard
from cockpit.home_health.report import Outcome
from data_access.home_health.tables import health_report
from data_access.people import PeopleShelf

C = health_report.c
PLAIN = (C.id, C.person_id, C.day, C.at, C.outcome, C.said)


class DayLists:
    def __init__(self, connection: Connection, people: PeopleShelf) -> None:
        self.connection = connection
        self.people = people

    def sick_since(self, persons: Collection[int], since: datetime) -> dict[int, list[Heard]]:
        """Of those reports alone that called for the health centre."""
        called = (C.at >= since, C.outcome.in_(("body", "urgent")))
        return self._opened(persons, select(*PLAIN).where(C.person_id.in_(persons), C.replaced.is_(False), *called))

    def last_of(self, persons: Collection[int], count: int) -> dict[int, list[Heard]]:
        """The last so many of each."""
        place = func.row_number().over(partition_by=C.person_id, order_by=(C.day.desc(), C.at.desc())).label("place")
        theirs = select(*PLAIN, place).where(C.person_id.in_(persons), C.replaced.is_(False)).subquery()
        return self._opened(persons, select(theirs).where(theirs.c.place <= count))

    def all_of(self, persons: Collection[int]) -> dict[int, list[Heard]]:
        return self._opened(persons, select(*PLAIN).where(C.person_id.in_(persons), C.replaced.is_(False)))

    def _opened(self, persons: Collection[int], query: Any) -> dict[int, list[Heard]]:
        """Person -> reports, the oldest first; who is erased is missing."""
        rows = self.connection.execute(query).all() if persons else []
        seals = self.people.own_seals({row.person_id for row in rows}) if rows else {}
        found: dict[int, list[Heard]] = defaultdict(list)
        for row in sorted(rows, key=lambda one: (one.day, one.at)):
            if row.person_id in seals and row.said:
                told = json.loads(seals[row.person_id].open(row.said, cell=f"health_report.said/{row.id}"))
                found[row.person_id].append(
                    Heard(row.day, row.at, Outcome(row.outcome), told.get("temperature"), bool(told.get("symptoms")))
                )
        return dict(found)
