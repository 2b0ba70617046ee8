"""GET /api/sources: how fresh what one's own scope rests on is; asked by each open screen a few times a minute."""

from time import monotonic
from typing import Any

from flask import Response, jsonify

from cockpit.figures import sources
from entrypoints.api import blueprint
from entrypoints.at_hand import actor, open_work

KEEP = 5.0  # seconds of machine time: many screens of one scope and role ask for the same
_kept: dict[tuple[str, str], tuple[float, list[dict[str, Any]]]] = {}


@blueprint.get("/api/sources")
def fresh_sources() -> Response:
    area, role = actor().area, actor().role
    at, found = _kept.get((area, role), (0.0, []))
    if monotonic() - at > KEEP:
        with open_work() as work:
            found = sources(work, area)
        _kept[area, role] = (monotonic(), found)
    return jsonify(found)
