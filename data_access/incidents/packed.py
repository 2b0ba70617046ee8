"""Incidents as screens have them, put together by PostgreSQL: nobody's home and no free text among them."""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, case, cast, func, select, text
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by
from sqlalchemy.engine import Connection

from cockpit.incidents.packed import NAMES
from data_access.incidents.tables import assignment, incident

C = incident.c
NOTHING = cast(text("'{}'"), JSON)
CODE = "I-" + func.lpad(cast(C.id, String), func.greatest(4, func.length(cast(C.id, String))), "0")
TEAMS = (
    select(func.json_object_agg(assignment.c.team_id, aggregate_order_by(assignment.c.state, assignment.c.id)))
    .where(assignment.c.incident_id == C.id)
    .scalar_subquery()
)
# What is at a home has no place to everybody, and is shown in the middle of its grid.
SHOWN = {
    "id": C.id, "code": CODE, "kind": C.kind, "source": C.source, "priority": C.priority, "state": C.state, "said": C.said,
    "place": case((C.at_home, ""), else_=C.place_name), "place_id": case((~C.at_home, C.place_id)), "at_home": C.at_home,
    "lon": func.coalesce(C.pin_lon, C.lon), "lat": func.coalesce(C.pin_lat, C.lat), "count": C.count,
    "received_at": C.received_at, "arrive_by": C.arrive_by, "close_by": C.close_by, "arrived": C.arrived_at.is_not(None),
    "closed_at": C.closed_at, "teams": func.coalesce(TEAMS, NOTHING),
    "area": func.json_build_array(C.street, C.community, C.grid),
}  # fmt: skip


def packed(connection: Connection, where: Sequence[ColumnElement[bool]], limit: int) -> str:
    """`{"names": [...], "rows": [[...], ...]}`; what is open first, the most urgent of it before all."""
    order = (C.closed_at.is_not(None), C.priority, C.received_at, C.id)
    row = func.json_build_array(*(SHOWN[name] for name in NAMES)).label("row")
    chosen = select(row).where(*where).order_by(*order).limit(limit).subquery()
    rows = connection.execute(select(cast(func.json_agg(chosen.c.row), String))).scalar()
    return f'{{"names": {json.dumps(NAMES)}, "rows": {rows or "[]"}}}'
