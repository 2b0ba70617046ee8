"""The courses of incidents and the runs of teams that figures are reckoned from; what nobody has a hand on."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.desk_figures import Course, Run
from cockpit.incidents import Answer, Incident, State
from data_access.incidents import IncidentShelf, assignment, incident
from data_access.tables import in_area

C, A = incident.c, assignment.c
DONE = A.state == Answer.RESOLVED.value
# Of an incident's teams: who left first; when the last was done, as long as nobody is still at it.
WAYS = (
    select(
        A.incident_id,
        func.min(A.en_route_at).label("left_at"),
        case(
            (func.bool_and(A.ended_at.is_not(None)), func.max(A.ended_at).filter(DONE)),
        ).label("resolved_at"),
    )
    .group_by(A.incident_id)
    .subquery()
)
COURSE = (
    C.street, C.kind, C.said, C.round, C.received_at, C.close_by, C.opened_at, C.dispatched_at, WAYS.c.left_at, C.arrived_at,
    WAYS.c.resolved_at, C.verified_at, C.closed_at,
)  # fmt: skip
RUN = (A.team_id, A.role, A.state, A.dispatched_at, A.acknowledged_at, A.en_route_at, A.on_scene_at, A.ended_at)


class DeskFigureShelf:
    def __init__(self, connection: Connection, by: Actor, incidents: IncidentShelf) -> None:
        self.connection = connection
        self.by = by
        self.incidents = incidents

    def courses(self, area: str, since: datetime, until: datetime) -> list[Course]:
        """Of what was received from `since` up to but not including `until`."""
        query = select(*COURSE).outerjoin(WAYS, WAYS.c.incident_id == C.id).where(*self._of(area, since, until))
        rows = self.connection.execute(query.select_from(incident))
        return [Course(row[0], row[1], State(row[2]), *row[3:]) for row in rows]

    def runs(self, area: str, since: datetime, until: datetime) -> list[Run]:
        """Of the teams that were sent to it."""
        query = select(*RUN).join(incident, C.id == A.incident_id).where(*self._of(area, since, until)).order_by(A.id)
        return [Run(row[0], row[1], Answer(row[2]), *row[3:]) for row in self.connection.execute(query)]

    def count_untouched(self, area: str, at: datetime) -> tuple[int, datetime | None]:
        """How many, and when the next one would be another."""
        late = C.touch_by < at
        query = select(func.count().filter(late), func.min(C.touch_by).filter(~late)).where(*self._open(area))
        count, next_at = self.connection.execute(query.select_from(incident)).one()
        return count, next_at

    def untouched(self, area: str, at: datetime, limit: int) -> list[Incident]:
        """Whatever waits longest first."""
        ids = select(C.id).where(*self._open(area), C.touch_by < at).order_by(C.touch_by, C.id).limit(limit)
        found = self.incidents.find(area, words=[C.id.in_(ids)], limit=limit)
        return sorted(found, key=lambda one: (one.touch_by or at, one.id))

    def clocks(self, area: str) -> list[tuple[int, datetime, list[str]]]:
        """(id, instant, areas) of all that is open."""
        query = select(C.id, C.touch_by, C.street, C.community, C.grid).where(
            *self._open(area), C.touch_by.is_not(None)
        )
        return [(row.id, row.touch_by, [row.street, row.community, row.grid]) for row in self.connection.execute(query)]

    def _open(self, area: str) -> list[ColumnElement[bool]]:
        return [*self._in(area), C.closed_at.is_(None)]

    def _of(self, area: str, since: datetime, until: datetime) -> list[Any]:
        return [*self._in(area), C.received_at >= since, C.received_at < until]

    def _in(self, area: str) -> list[ColumnElement[bool]]:
        return [in_area(incident, area), in_area(incident, self.by.area)]
