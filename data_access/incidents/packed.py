"""Incidents as screens have them: nobody's home and no free text among them, and none built one by one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Numeric, String, case, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.engine import Connection

from cockpit.incidents.packed import NAMES, packed
from data_access.incidents.tables import assignment, incident

C = incident.c
TEAMS = (
    select(func.json_object_agg(assignment.c.team_id, aggregate_order_by(assignment.c.state, assignment.c.id)))
    .where(assignment.c.incident_id == C.id)
    .scalar_subquery()
)


def _milliseconds(span: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(func.extract("epoch", span) * 1000, BigInteger)


def _degrees(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """To a hand's breadth: further digits say nothing of where it is."""
    return func.round(cast(value, Numeric), 6).cast(C.lon.type)


# What is at a home has no place to everybody, and is shown in the middle of its grid.
SHOWN = {
    "id": C.id, "kind": C.kind, "source": C.source, "priority": C.priority, "state": C.state, "said": C.said,
    "place": case((C.at_home & C.caller.is_(None), ""), else_=C.place_name), "place_id": case((~C.at_home, C.place_id)), "at_home": C.at_home,
    "lon": _degrees(func.coalesce(C.pin_lon, C.lon)), "lat": _degrees(func.coalesce(C.pin_lat, C.lat)), "count": C.count,
    "received_at": _milliseconds(C.received_at), "arrive_by": _milliseconds(C.arrive_by - C.received_at),
    "close_by": _milliseconds(C.close_by - C.received_at), "closed_at": _milliseconds(C.closed_at - C.received_at),
    "touch_by": _milliseconds(C.touch_by - C.received_at),
    "arrived": C.arrived_at.is_not(None), "support": C.support, "teams": func.coalesce(cast(TEAMS, String), "{}"),
    "street": C.street, "community": C.community, "grid": C.grid,
}  # fmt: skip


def chosen(connection: Connection, where: Sequence[ColumnElement[bool]], limit: int) -> str:
    """As `cockpit.incidents.packed` has them; where there are more than `limit`: what is open first, the most urgent of it."""
    order = (C.closed_at.is_not(None), C.priority, C.received_at, C.id)
    within = select(C.id).where(*where).order_by(*order).limit(limit)
    query = select(*(SHOWN[name].label(name) for name in NAMES)).where(C.id.in_(within)).order_by(C.id)
    return packed(connection.execute(query).all())
