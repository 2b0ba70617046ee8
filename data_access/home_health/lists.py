"""Reports of many people at once, for a desk that shows them side by side: what is plain in one query, what is sealed in one more."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from cockpit.home_health.report import Channel, Outcome, Report
from cockpit.home_health.window import Slot
from data_access.home_health.tables import health_report
from data_access.people import PeopleShelf

C = health_report.c
PLAIN = [column for column in C if column.name != "said"]


class ReportLists:
    def __init__(self, connection: Connection, people: PeopleShelf) -> None:
        self.connection = connection
        self.people = people

    def latest_of(self, persons: Collection[int]) -> dict[int, Report]:
        """Person -> the report that came last, of those that count."""
        theirs = select(*PLAIN).where(C.person_id.in_(persons), C.replaced.is_(False))
        query = theirs.distinct(C.person_id).order_by(C.person_id, C.at.desc(), C.id.desc())
        return {row.person_id: _report_of(row) for row in self.connection.execute(query)}

    def temperatures_of(self, persons: Collection[int]) -> dict[int, list[tuple[datetime, float]]]:
        """Person -> when what was measured, the oldest first; of reports that count. A look."""
        seals = self.people.own_seals(persons)
        query = select(C.id, C.person_id, C.at, C.said).where(C.person_id.in_(seals), C.replaced.is_(False))
        found: dict[int, list[tuple[datetime, float]]] = {}
        for row in self.connection.execute(query.order_by(C.day, C.at)):
            said = (
                json.loads(seals[row.person_id].open(row.said, cell=f"health_report.said/{row.id}")) if row.said else {}
            )
            if heat := said.get("temperature"):
                found.setdefault(row.person_id, []).append((row.at, heat))
        return found


def _report_of(row: Row[Any]) -> Report:
    values = {name: row._mapping[name] for name in Report.__dataclass_fields__ if name in row._mapping}
    words = {"slot": Slot(row.slot), "channel": Channel(row.channel), "outcome": Outcome(row.outcome)}
    return Report(**values | words | {"person": row.person_id, "episode": row.episode_id})
