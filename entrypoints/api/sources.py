"""GET /api/sources: how fresh every watched place of one's own scope is; asked by each open screen a few times a minute."""

from time import monotonic
from typing import Any

from flask import Response, jsonify

from cockpit.figures import sources
from entrypoints.api import blueprint
from entrypoints.at_hand import actor, open_work

KEEP = 5.0  # seconds of machine time: many screens of one scope ask for the same
_kept: dict[str, tuple[float, list[dict[str, Any]]]] = {}


@blueprint.get("/api/sources")
def fresh_sources() -> Response:
    area = actor().area
    at, found = _kept.get(area, (0.0, []))
    if monotonic() - at > KEEP:
        with open_work() as work:
            found = sources(work, area)
        _kept[area] = (monotonic(), found)
    return jsonify(found)
