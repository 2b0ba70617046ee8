"""GeoJSON layers (RFC 7946): lon, lat in WGS-84, outer rings counter-clockwise, no crs member."""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Any

import orjson
from flask import Response, request

from cockpit.areas import Level
from cockpit.figures import must_see
from cockpit.layers import HIGHEST_LIMIT, Asked, Box, Cluster, lattice
from cockpit.places import Enterprise, Place, PlaceKind
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_
from data_access.work import Work
from entrypoints.api import blueprint
from entrypoints.at_hand import open_work

Feature = dict[str, Any]
CLOSEST = 22


@dataclass(frozen=True)
class Layer:
    """A layer that does not say whom it is for holds persons, and is for those who may look persons up."""

    features: Callable[[Work, Asked], Iterable[Feature]]
    act: str = "see_people"


def point(lon: float, lat: float, feature_id: object, properties: dict[str, Any]) -> Feature:
    return {
        "type": "Feature",
        "id": feature_id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": properties,
    }


def _areas(level: Level) -> Layer:
    """Few, and known to the process: nothing is asked for."""

    def features(work: Work, asked: Asked) -> list[Feature]:
        found = work.areas.of_level(level, asked.area)
        return [
            {
                "type": "Feature",
                "id": one.code,
                "geometry": {"type": "Polygon", "coordinates": [one.outline]},
                "properties": {"code": one.code, "name": one.name, "parent": one.parent},
            }
            for one in found
            if asked.box is None or asked.box.touches(one.outline)
        ][: asked.limit]

    return Layer(features, "see_cockpit")


def _incidents(work: Work, asked: Asked) -> list[Feature]:
    found = work.incidents.open_in(asked.area, asked.limit, asked.box)
    return [point(*one.shown_at, one.id, one.shown()) for one in found]


def _warnings(work: Work, asked: Asked) -> list[Feature]:
    found = work.warnings.standing(asked.area, work.at - timedelta(days=1), asked.limit, asked.box)
    return [point(one.spot.lon, one.spot.lat, one.id, one.shown()) for one in found]


def _places(work: Work, asked: Asked) -> list[Feature]:
    kinds, zoom = _kinds(request.args.get("kind")), _zoom(request.args.get("zoom"))
    cells = None if zoom is None else lattice(zoom, work.areas.district().lat)
    if cells is None:
        return [_place(one) for one in work.layers.places(asked, kinds)]
    clusters, alone = work.layers.places_together(asked, cells, kinds)
    return [*map(_cluster, clusters), *map(_place, alone)]


def _place(one: Place) -> Feature:
    told = {"code": one.code, "kind": one.kind.value, "name": one.name, "id": one.id}
    return point(one.spot.lon, one.spot.lat, one.code, told)


def _enterprises(work: Work, asked: Asked) -> list[Feature]:
    zoom = _zoom(request.args.get("zoom"))
    if zoom is None:
        return [_enterprise(one) for one in work.layers.enterprises(asked)]
    clusters, alone = work.layers.enterprises_together(asked, lattice(zoom, work.areas.district().lat))
    return [*map(_cluster, clusters), *map(_enterprise, alone)]


def _enterprise(one: Enterprise) -> Feature:
    told = {"code": one.credit_code, "trade": one.trade, "name": one.name, "staff": one.staff, "place": one.place_id}
    return point(one.spot.lon, one.spot.lat, one.credit_code, told)


def _cluster(one: Cluster) -> Feature:
    told = {"count": one.count, "kinds": one.kinds, "name": one.name}
    return point(one.lon, one.lat, one.id, told) | {"bbox": astuple(one.box)}


def _teams(work: Work, asked: Asked) -> list[Feature]:
    found = work.teams.in_area(asked.area, asked.limit, asked.box)
    return [point(one.spot.lon, one.spot.lat, one.id, {"name": one.name, "role": one.role.value}) for one in found]


def _positions(work: Work, asked: Asked) -> list[Feature]:
    """Where phones of teams on a job were last; `age` in seconds."""
    found = [one for one in work.scene.positions_in(asked.area, asked.limit) if _inside(one.lon, one.lat, asked.box)]
    names = work.teams.names([one.team_id for one in found])
    told = [{"name": names[one.team_id], "age": max(0, int((work.at - one.at).total_seconds()))} for one in found]
    return [point(one.lon, one.lat, one.team_id, facts) for one, facts in zip(found, told, strict=True)]


def _inside(lon: float, lat: float, box: Box | None) -> bool:
    return box is None or (box.west <= lon <= box.east and box.south <= lat <= box.north)


LAYERS: dict[str, Layer] = {
    "streets": _areas(Level.STREET),
    "communities": _areas(Level.COMMUNITY),
    "grids": _areas(Level.GRID),
    "incidents": Layer(_incidents, "see_cockpit"),
    "warnings": Layer(_warnings, "see_cockpit"),
    "places": Layer(_places, "see_cockpit"),
    "enterprises": Layer(_enterprises, "see_cockpit"),
    "teams": Layer(_teams, "see_cockpit"),
    "positions": Layer(_positions, "see_positions"),
}


@blueprint.get("/api/layers/<name>.geojson")
def layer(name: str) -> Response:
    """One layer of an area inside one's own scope; `bbox=west,south,east,north`, `limit`, `area`.

    For places `kind`, and for places and enterprises `zoom`: at which they come together as the cells of a map.
    """
    if name not in LAYERS:
        raise NotFound()
    _kinds(request.args.get("kind"))  # read whatever the layer: what cannot be meant is not passed over
    _zoom(request.args.get("zoom"))
    with open_work() as work:
        work.by.must(LAYERS[name].act)
        asked = _asked(work)
        must_see(work, asked.area)
        features = list(LAYERS[name].features(work, asked))
    body = orjson.dumps({"type": "FeatureCollection", "features": features})
    return Response(body, mimetype="application/geo+json")


def _asked(work: Work) -> Asked:
    box, limit = _box(request.args.get("bbox")), _limit(request.args.get("limit"))
    return Asked(request.args.get("area") or work.by.area, box, limit)


def _kinds(value: str | None) -> list[str]:
    """All kinds of places unless some are named."""
    kinds = [kind.value for kind in PlaceKind] if value is None else value.split(",")
    if not set(kinds) <= set(PlaceKind):
        raise Invalid("kind", N_("no such kind of place"))
    return kinds


def _limit(value: str | None) -> int:
    if value is None:
        return HIGHEST_LIMIT
    if not (_is_whole(value) and 0 < int(value) <= HIGHEST_LIMIT):
        raise Invalid("limit", N_("a whole number from 1 to 20,000"))
    return int(value)


def _zoom(value: str | None) -> int | None:
    if value is None:
        return None
    if not (_is_whole(value) and int(value) <= CLOSEST):
        raise Invalid("zoom", N_("a whole number from 0 to 22"))
    return int(value)


def _is_whole(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 5


def _box(value: str | None) -> Box | None:
    if value is None:
        return None
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise Invalid("bbox", N_("west,south,east,north in degrees")) from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Invalid("bbox", N_("west,south,east,north in degrees"))
    return Box(west, south, east, north)
