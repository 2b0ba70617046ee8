"""What the feed says of one case: of itself, of its contacts, and of the orders of those whom it exposed."""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, or_, select, true
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.screening import Case
from cockpit.screening.history import Heard
from data_access.feed import change
from data_access.quarantine import quarantine
from data_access.screening.tables import exposure

MOST = 1000  # the last ones
LEVELS = {9: change.c.street, 12: change.c.community, 15: change.c.grid}


class HistoryShelf:
    """What lies in the scope of `by`; what has no area is of the case itself."""

    def __init__(self, connection: Connection, by: Actor) -> None:
        self.connection = connection
        self.by = by

    def of_case(self, case: Case) -> list[Heard]:
        """In the order of time."""
        own = and_(change.c.subject.in_(("case", "contact")), change.c.subject_id == str(case.id))
        query = select(change).where(or_(own, self._orders(case)), self._within())
        rows = self.connection.execute(query.order_by(change.c.id.desc()).limit(MOST)).all()
        return [
            Heard(row.event, row.facts, row.district_at, row.account, row.role, row.subject, int(row.subject_id))
            for row in reversed(rows)
        ]

    def _orders(self, case: Case) -> ColumnElement[bool]:
        """Since the case was reported; what was ordered before was for another reason."""
        exposed = select(exposure.c.person_id).where(exposure.c.case_id == case.id)
        theirs = select(cast(quarantine.c.id, Text)).where(quarantine.c.person_id.in_(exposed))
        numbers = list(self.connection.execute(theirs).scalars())
        since = change.c.district_at >= case.reported_at
        return and_(change.c.subject == "quarantine", change.c.subject_id.in_(numbers), since)

    def _within(self) -> ColumnElement[bool]:
        level: Any = LEVELS.get(len(self.by.area))
        return true() if level is None else or_(change.c.street.is_(None), level == self.by.area)
