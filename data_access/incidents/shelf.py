"""Incidents with their assignments: one shelf, since they change together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, or_, select, text, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from cockpit.access import Actor
from cockpit.areas import Spot
from cockpit.incidents import UNDER_WAY, Answer, Assignment, Incident, Kind, Source, State
from cockpit.layers import Box
from cockpit.refusals import ChangedMeanwhile, NotFound, TeamNotFree
from data_access.incidents.packed import chosen
from data_access.incidents.tables import assignment, incident
from data_access.scope import open_incident
from data_access.tables import in_area, in_box
from data_access.teams import team

C = incident.c
ASSIGNMENT_FIELDS = [column.name for column in assignment.c if column.name != "incident_id"]


QUARTERS = datetime(1970, 1, 1, tzinfo=UTC)  # one of them
OPEN_AT = text("select incident_open_at(:place, :kind, :since)")


class IncidentShelf:
    """`taken` remembers each incident as it was read: what `keep` compares its change with."""

    def __init__(self, connection: Connection, by: Actor) -> None:
        self.connection = connection
        self.by = by
        self.taken: dict[int, Incident] = {}

    def get(self, incident_id: int) -> Incident:
        """An incident of one's own scope; anything else is not found."""
        return self._one(select(incident).where(incident.c.id == incident_id, in_area(incident, self.by.area)))

    def some(self, ids: Sequence[int]) -> list[Incident]:
        """Those of the ids that lie in one's own scope."""
        return self._built(
            self.connection.execute(select(incident).where(C.id.in_(ids), in_area(incident, self.by.area))).all()
        )

    def take(self, incident_id: int) -> Incident:
        """As `get`, and nobody else changes it until the commit."""
        query = select(incident).where(incident.c.id == incident_id, in_area(incident, self.by.area))
        return self._one(query.with_for_update())

    def get_of_team(self, incident_id: int, team_id: int | None) -> Incident:
        """An incident that the team is, or was, assigned to."""
        return self._one(self._of_team(incident_id, team_id))

    def take_of_team(self, incident_id: int, team_id: int | None) -> Incident:
        return self._one(self._of_team(incident_id, team_id).with_for_update())

    def take_called(self, incident_id: int, team_id: int) -> Incident:
        """A team's own call for help."""
        query = select(incident).where(C.id == incident_id, C.caller == team_id)
        return self._one(query.with_for_update())

    def once_of_team(self, incident_id: int, team_id: int | None) -> Incident | None:
        """An incident that the team was ever sent to, held; also one that is no longer open to it."""
        sent = exists().where(assignment.c.incident_id == incident_id, assignment.c.team_id == team_id)
        if not self.connection.execute(select(sent)).scalar():
            return None
        open_incident(self.connection, incident_id)
        return self.take_of_team(incident_id, team_id)

    def _of_team(self, incident_id: int, team_id: int | None) -> Select[Any]:
        assigned = exists().where(assignment.c.incident_id == incident.c.id, assignment.c.team_id == team_id)
        return select(incident).where(incident.c.id == incident_id, assigned)

    def _one(self, query: Select[Any]) -> Incident:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return self._built([row])[0]

    def open_at(self, place_id: int, kind: Kind, since: datetime) -> Incident | None:
        """What a further report joins; whoever reports it may be somebody who sees no incidents."""
        asked = {"place": place_id, "kind": kind, "since": since}
        found = self.connection.execute(OPEN_AT, asked).scalar()
        if found is None:
            return None
        open_incident(self.connection, found)
        query = select(incident).where(incident.c.id == found, incident.c.closed_at.is_(None)).with_for_update()
        row = self.connection.execute(query).one_or_none()
        return self._built([row])[0] if row else None

    def open_in(self, area: str, limit: int = 5000, box: Box | None = None) -> list[Incident]:
        """What is not over, the most urgent first; within one's own scope.

        `box` is asked of where it is shown: a box drawn closer and closer around a home must not find it.
        """
        shown = in_box(func.coalesce(C.pin_lon, C.lon), func.coalesce(C.pin_lat, C.lat), box)
        query = select(incident).where(
            in_area(incident, area), in_area(incident, self.by.area), C.closed_at.is_(None), shown
        )
        return self._built(
            self.connection.execute(query.order_by(incident.c.priority, incident.c.received_at).limit(limit)).all()
        )

    def packed_open(self, area: str, limit: int = 5000) -> str:
        """The same, as `cockpit.incidents.packed` has it."""
        return self._packed(area, C.closed_at.is_(None), limit)

    def packed_around(self, area: str, ended_since: datetime, limit: int = 10_000) -> str:
        """What is open, and what ended since then."""
        return self._packed(area, or_(C.closed_at.is_(None), C.closed_at >= ended_since), limit)

    def packed_between(self, area: str, since: datetime, until: datetime, limit: int = 10_000) -> str:
        """What was received or closed from `since` up to but not including `until`."""
        spans = [and_(instant >= since, instant < until) for instant in (C.received_at, C.closed_at)]
        return self._packed(area, or_(*spans), limit)

    def _packed(self, area: str, which: ColumnElement[bool], limit: int) -> str:
        return chosen(self.connection, [in_area(incident, area), in_area(incident, self.by.area), which], limit)

    def open_like(self, kind: Kind, grid: str, box: Box, since: datetime, until: datetime) -> list[Incident]:
        """Open ones of the kind in the grid or, as everybody sees them, in the box; received in that span, newest first."""
        shown = in_box(func.coalesce(C.pin_lon, C.lon), func.coalesce(C.pin_lat, C.lat), box)
        query = select(incident).where(
            C.closed_at.is_(None), C.kind == kind, C.received_at >= since, C.received_at <= until,
            or_(C.grid == grid, shown), in_area(incident, self.by.area),
        )  # fmt: skip
        return self._built(self.connection.execute(query.order_by(C.received_at.desc()).limit(50)).all())

    def find(self, area: str, *, words: list[ColumnElement[bool]], limit: int = 500, offset: int = 0) -> list[Incident]:
        """Incidents of the area that fit all `words` (conditions made by `filters`), newest first."""
        query = select(incident).where(in_area(incident, area), in_area(incident, self.by.area), *words)
        return self._built(
            self.connection.execute(query.order_by(incident.c.id.desc()).limit(limit).offset(offset)).all()
        )

    def open_of(self, ids: list[int]) -> list[Incident]:
        """Those of these that are not over, within one's own scope."""
        query = select(incident).where(C.id.in_(ids), C.closed_at.is_(None), in_area(incident, self.by.area))
        return self._built(self.connection.execute(query).all()) if ids else []

    def at_place(self, place_id: int, limit: int) -> list[Incident]:
        """What is open there and then what was last; without what happened at somebody's home, which names no place."""
        query = select(incident).where(
            incident.c.place_id == place_id, in_area(incident, self.by.area), incident.c.at_home.is_(False)
        )
        newest = query.order_by(incident.c.closed_at.is_not(None), incident.c.received_at.desc()).limit(limit)
        return self._built(self.connection.execute(newest).all())

    def of_team(self, team_id: int) -> list[Incident]:
        """The jobs that wait in a team's list, most urgent first."""
        mine = exists().where(
            assignment.c.incident_id == incident.c.id,
            assignment.c.team_id == team_id,
            assignment.c.ended_at.is_(None),
        )
        query = select(incident).where(mine, incident.c.closed_at.is_(None))
        return self._built(self.connection.execute(query.order_by(incident.c.priority, incident.c.received_at)).all())

    def recalled_from(self, team_id: int, since: datetime) -> list[Incident]:
        """What a team was recalled from since then, the newest first."""
        out = exists().where(
            assignment.c.incident_id == C.id, assignment.c.team_id == team_id,
            assignment.c.state == Answer.RECALLED, assignment.c.ended_at > since,
        )  # fmt: skip
        return self._built(self.connection.execute(select(incident).where(out).order_by(C.id.desc())).all())

    def under_way_elsewhere(self, team_id: int, but: int | None) -> bool:
        query = exists().where(
            assignment.c.team_id == team_id, assignment.c.state.in_(sorted(UNDER_WAY)), assignment.c.id != but
        )
        return bool(self.connection.execute(select(query)).scalar())

    def handling_by_community(self, area: str, since: datetime) -> dict[str, list[float]]:
        """Seconds from report to first dispatch of what was received since then, by community."""
        spent = func.extract("epoch", incident.c.dispatched_at - incident.c.received_at)
        query = select(incident.c.community, spent).where(
            in_area(incident, area), incident.c.received_at >= since, incident.c.dispatched_at.is_not(None)
        )
        found: dict[str, list[float]] = {}
        for community, seconds in self.connection.execute(query).all():
            found.setdefault(community, []).append(float(seconds))
        return found

    def received_since(self, area: str, since: datetime) -> list[tuple[str, datetime, int]]:
        """(community, instant, number) of the reports since then, by quarters of an hour: every zone's hour begins with one."""
        quarter = func.date_bin(timedelta(minutes=15), incident.c.received_at, QUARTERS).label("quarter")
        query = select(incident.c.community, quarter, func.count()).where(
            in_area(incident, area), incident.c.received_at >= since
        )
        rows = self.connection.execute(query.group_by(incident.c.community, quarter)).all()
        return [(community, at, count) for community, at, count in rows]

    def _built(self, rows: Any) -> list[Incident]:
        ids = [row.id for row in rows]
        jobs: dict[int, list[Assignment]] = {incident_id: [] for incident_id in ids}
        if ids:
            query = select(assignment).where(assignment.c.incident_id.in_(ids)).order_by(assignment.c.id)
            for row in self.connection.execute(query):
                jobs[row.incident_id].append(_assignment_of(row))
        found = [_incident_of(row, tuple(jobs[row.id])) for row in rows]
        self.taken.update((one.id, one) for one in found)
        return found

    def before(self, one: Incident) -> Incident | None:
        return self.taken.get(one.id)

    def keep(self, changed: Incident) -> Incident:
        """Insert a new one, or update where the row is still as it was read; else refuse."""
        kept = self._update(changed) if changed.id else self._insert(changed)
        kept = replace(kept, assignments=tuple(self._keep_assignment(kept.id, one) for one in kept.assignments))
        self.taken[kept.id] = kept
        return kept

    def _insert(self, new: Incident) -> Incident:
        new_id: int = self.connection.execute(select(func.nextval("incident_id_seq"))).scalar_one()
        open_incident(self.connection, new_id)
        self.connection.execute(insert(incident).values(_values(new) | {"id": new_id, "version": 1}))
        return replace(new, id=new_id, version=1)

    def _update(self, changed: Incident) -> Incident:
        result = self.connection.execute(
            update(incident)
            .where(incident.c.id == changed.id, incident.c.version == changed.version)
            .values(_values(changed) | {"version": changed.version + 1})
        )
        if result.rowcount == 0:
            raise ChangedMeanwhile(what=changed.code)
        return replace(changed, version=changed.version + 1)

    def _keep_assignment(self, incident_id: int, one: Assignment) -> Assignment:
        values = {name: getattr(one, name) for name in ASSIGNMENT_FIELDS if name != "id"}
        if one.id is None:
            new = insert(assignment).values(values | {"incident_id": incident_id}).returning(assignment.c.id)
            return replace(one, id=self.connection.execute(new).scalar_one())
        before = next((past for past in self.taken[incident_id].assignments if past.id == one.id), None)
        if one != before:
            self._move_assignment(one.id, values)
        return one

    def _move_assignment(self, assignment_id: int, values: dict[str, Any]) -> None:
        statement = update(assignment).where(assignment.c.id == assignment_id).values(values)
        if values["state"] not in UNDER_WAY:
            self.connection.execute(statement)
            return
        try:
            with self.connection.begin_nested():  # a savepoint, so that the team's name can still be asked for
                self.connection.execute(statement)
        except IntegrityError as error:
            if "uq_assignment_under_way" in str(error.orig):
                name = self.connection.execute(select(team.c.name).where(team.c.id == values["team_id"])).scalar_one()
                raise TeamNotFree(team=name) from None
            raise


def _values(one: Incident) -> dict[str, Any]:
    own = (
        "kind", "source", "priority", "said", "round", "place_id", "place_name", "at_home", "count", "received_at",
        "arrive_by", "close_by", "due_policy", "emergency", "opened_at", "verified_at", "closed_at", "resolution", "merged_into",
        "rating", "rater", "redo", "urges", "urged_at", "touch_by", "caller",
    )  # fmt: skip
    values = {name: getattr(one, name) for name in own} | vars(one.spot)
    pin_lon, pin_lat = one.pin or (None, None)
    values |= {"pin_lon": pin_lon, "pin_lat": pin_lat}
    values |= {"state": one.state, "support": bool(one.support_wanted)}
    return values | {"dispatched_at": one.first_dispatched_at, "arrived_at": one.arrived_at}


def _incident_of(row: Row[Any], assignments: tuple[Assignment, ...]) -> Incident:
    fields = {name: value for name, value in row._mapping.items() if name in Incident.__dataclass_fields__}
    fields["pin"] = (row.pin_lon, row.pin_lat) if row.pin_lon is not None else None
    fields |= {"kind": Kind(row.kind), "source": Source(row.source), "said": State(row.said)}
    spot = Spot(row.street, row.community, row.grid, row.lon, row.lat)
    return Incident(**fields, spot=spot, assignments=assignments)


def _assignment_of(row: Row[Any]) -> Assignment:
    return Assignment(**{name: getattr(row, name) for name in ASSIGNMENT_FIELDS} | {"state": Answer(row.state)})
