"""What is kept of teams on the scene, asked for in the words of `cockpit/scene`."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.incidents import UNDER_WAY, Answer, Incident, Kind, State
from cockpit.scene.board import Call, Job
from cockpit.scene.clock import Clock
from cockpit.scene.position import Position
from data_access.incidents import IncidentShelf, assignment, incident
from data_access.scene.tables import position_consent, scene_clock, team_position
from data_access.tables import in_area
from data_access.teams import team

C, A, P = scene_clock.c, assignment.c, team_position.c


@dataclass(frozen=True)
class Said:
    """What the bearer of a phone said last; `given_at` is empty after a no."""

    notice: int
    given_at: datetime | None


class SceneShelf:
    def __init__(self, connection: Connection, incidents: IncidentShelf) -> None:
        self.connection = connection
        self.incidents = incidents

    # Clocks

    def running(self, team_id: int) -> Clock | None:
        """The clock of a team that is on the scene now."""
        row = self.connection.execute(_running().where(A.team_id == team_id)).one_or_none()
        return _clock_of(row) if row else None

    def running_in(self, area: str) -> list[Clock]:
        """Of every team that is on the scene of an incident in the area."""
        query = _running().join(incident, incident.c.id == C.incident_id).where(in_area(incident, area))
        return [_clock_of(row) for row in self.connection.execute(query)]

    def of_incident(self, incident_id: int) -> list[Clock]:
        query = _running().where(C.incident_id == incident_id)
        return [_clock_of(row) for row in self.connection.execute(query)]

    def begin(self, clock: Clock) -> None:
        """The clock as it is now, whatever it showed before."""
        values = asdict(clock)
        new = upsert(scene_clock).values(values)
        self.connection.execute(new.on_conflict_do_update(index_elements=[C.assignment_id], set_=values))

    def renew(self, clock: Clock) -> bool:
        """As `begin`, where its red was not told meanwhile; whether it was so."""
        where = (C.assignment_id == clock.assignment_id, C.lapsed_at.is_(None))
        return self.connection.execute(update(scene_clock).where(*where).values(asdict(clock))).rowcount == 1

    def mark_lapsed(self, clock: Clock, at: datetime) -> bool:
        """Where it is red and nobody has told it yet: the update is the lock."""
        where = (C.assignment_id == clock.assignment_id, C.lapsed_at.is_(None), C.red_at <= at)
        return self.connection.execute(update(scene_clock).where(*where).values(lapsed_at=at)).rowcount == 1

    def kind_and_area(self, incident_id: int) -> tuple[str, str]:
        """By which the rule of a clock is found."""
        query = select(incident.c.kind, incident.c.grid).where(incident.c.id == incident_id)
        kind, grid = self.connection.execute(query).one()
        return kind, grid

    # Jobs and calls for help

    def job_of(self, team_id: int) -> Incident | None:
        """The one job that the team is under way to, or there."""
        query = select(A.incident_id).where(A.team_id == team_id, A.state.in_(sorted(UNDER_WAY)))
        found = self.connection.execute(query).scalar()
        return self.incidents.get_of_team(found, team_id) if found else None

    def unanswered_help(self, team_id: int) -> Incident | None:
        """The team's own call that no person has seen to; nobody else changes it until the commit."""
        return self._help(team_id, incident.c.said == State.REPORTED, incident.c.closed_at.is_(None))

    def standing_help(self, team_id: int) -> Incident | None:
        """The team's own last call that is not over."""
        return self._help(team_id, incident.c.closed_at.is_(None))

    def _help(self, team_id: int, *words: Any) -> Incident | None:
        query = select(incident.c.id).where(incident.c.caller == team_id, incident.c.kind == Kind.HELP, *words)
        found = self.connection.execute(query.order_by(incident.c.id.desc()).limit(1)).scalar()
        return self.incidents.take_called(found, team_id) if found else None

    def jobs_of_teams(self, area: str) -> list[Job]:
        """Every open assignment of the teams of an area; what lies outside of the reader's own has no place."""
        since = func.greatest(A.dispatched_at, A.acknowledged_at, A.en_route_at, A.on_scene_at)
        i = incident.c
        what = (i.kind, case((i.at_home, ""), else_=i.place_name), i.priority)
        query = (
            select(A.team_id, A.incident_id, *what, A.state, since, A.answer_by)
            .join(incident, i.id == A.incident_id)
            .join(team, team.c.id == A.team_id)
            .where(in_area(team, area), A.ended_at.is_(None), i.closed_at.is_(None))
        )
        return [Job(*row[:5], Answer(row[5]), *row[6:]) for row in self.connection.execute(query)]

    def calls_in(self, area: str) -> list[Call]:
        i = incident.c
        where = (i.caller.is_not(None), i.closed_at.is_(None), in_area(incident, area))
        query = select(i.caller, i.id, i.said != State.REPORTED).where(*where)
        return [Call(*row) for row in self.connection.execute(query)]

    # Positions

    def consent(self, by: Actor) -> Said | None:
        c = position_consent.c
        mine = select(c.notice, c.yes, c.at).where(c.account == by.id, c.terminal.is_not_distinct_from(by.terminal))
        row = self.connection.execute(mine.order_by(c.id.desc()).limit(1)).one_or_none()
        return Said(row.notice, row.at if row.yes else None) if row else None

    def keep_consent(self, by: Actor, notice: int, at: datetime, *, yes: bool) -> None:
        """Each word is a row of its own: what was agreed to, and when it was taken back, can be shown."""
        values = {"account": by.id, "terminal": by.terminal, "notice": notice, "yes": yes, "at": at}
        self.connection.execute(insert(position_consent).values(values))

    def keep_position(self, one: Position) -> None:
        values = asdict(one)
        new = upsert(team_position).values(values)
        self.connection.execute(new.on_conflict_do_update(index_elements=[P.account, P.incident_id], set_=values))

    def forget_positions(self, by: Actor) -> None:
        self.connection.execute(delete(team_position).where(P.account == by.id))

    def own_position(self, by: Actor, incident_id: int) -> Position | None:
        """Where this very phone's account was last."""
        return self._position(P.account == by.id, P.incident_id == incident_id)

    def last_position(self, team_id: int, incident_id: int) -> Position | None:
        return self._position(P.team_id == team_id, P.incident_id == incident_id)

    def _position(self, *where: Any) -> Position | None:
        query = select(team_position).where(*where).order_by(P.at.desc()).limit(1)
        row = self.connection.execute(query).one_or_none()
        return _position_of(row) if row else None

    def positions_in(self, area: str, limit: int | None = None) -> list[Position]:
        """The newest of each team that is under way now, to an incident of the area; sees it who sees the incident."""
        under_way = (A.incident_id == P.incident_id, A.team_id == P.team_id, A.state.in_(sorted(UNDER_WAY)))
        joined = team_position.join(assignment, _all(under_way)).join(incident, incident.c.id == P.incident_id)
        query = select(team_position).select_from(joined).where(in_area(incident, area)).distinct(P.team_id)
        rows = self.connection.execute(query.order_by(P.team_id, P.at.desc()).limit(limit))
        return [_position_of(row) for row in rows]


def _all(words: tuple[Any, ...]) -> Any:
    first, *more = words
    for one in more:
        first = first & one
    return first


def _running() -> Select[Any]:
    """Clocks of assignments that are on the scene; those of teams that left stand still, and are not asked for."""
    return select(scene_clock).join(assignment, A.id == C.assignment_id).where(A.state == Answer.ON_SCENE)


def _clock_of(row: Row[Any]) -> Clock:
    return Clock(**row._mapping)


def _position_of(row: Row[Any]) -> Position:
    return Position(**{name: value for name, value in row._mapping.items() if name != "id"})
