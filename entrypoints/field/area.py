"""GET /field/area: the ground of the map on a phone, brought once: outlines of the own area and what lies around it."""

from typing import Any

from flask import Response, jsonify

from cockpit.areas import Area
from data_access.work import Work
from entrypoints.at_hand import open_work
from entrypoints.field import blueprint


@blueprint.get("/field/area")
def area() -> Response:
    with open_work() as work:
        return jsonify(_ground(work))


def _ground(work: Work) -> dict[str, Any]:
    """Grids of the community around a smaller area; communities of the street, or grids, of a greater one."""
    own = work.by.area
    around = own[:12] if len(own) > 9 else own
    spot = work.teams.get(work.by.team).spot if work.by.team else None
    return {
        "own": own,
        "name": work.areas.get(own).name,
        "around": {"name": work.areas.get(around).name, "outline": _outline(work.areas.get(around))},
        "parts": [
            {"code": one.code, "name": one.name, "outline": _outline(one)} for one in work.areas.children(around)
        ],
        "stand_by": [spot.lon, spot.lat] if spot else None,
    }


def _outline(area: Area) -> list[list[float]]:
    """To the metre: a phone's screen shows no less."""
    return [[round(lon, 5), round(lat, 5)] for lon, lat in area.outline]
