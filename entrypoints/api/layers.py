"""GeoJSON layers (RFC 7946): lon, lat in WGS-84, outer rings counter-clockwise, no crs member."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from flask import Response, request

from cockpit.areas import Level
from cockpit.figures import must_see
from cockpit.places import PlaceKind
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_
from data_access.work import Work
from entrypoints.api import blueprint
from entrypoints.at_hand import open_work

Feature = dict[str, Any]
HIGHEST_LIMIT = 20_000


def point(lon: float, lat: float, feature_id: object, properties: dict[str, Any]) -> Feature:
    return {
        "type": "Feature",
        "id": feature_id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": properties,
    }


def _areas(level: Level) -> Callable[[Work, str], list[Feature]]:
    def features(work: Work, area: str) -> list[Feature]:
        return [
            {
                "type": "Feature",
                "id": one.code,
                "geometry": {"type": "Polygon", "coordinates": [one.outline]},
                "properties": {"code": one.code, "name": one.name, "parent": one.parent},
            }
            for one in work.areas.of_level(level, area)
        ]

    return features


def _incidents(work: Work, area: str) -> list[Feature]:
    return [point(*one.shown_at, one.id, one.shown()) for one in work.incidents.open_in(area)]


def _warnings(work: Work, area: str) -> list[Feature]:
    found = work.warnings.since(area, work.at - timedelta(days=1))
    return [point(one.spot.lon, one.spot.lat, one.id, one.shown()) for one in found if one.recovered_at is None]


def _places(work: Work, area: str) -> list[Feature]:
    return [
        point(
            one.spot.lon,
            one.spot.lat,
            one.code,
            {"code": one.code, "kind": one.kind.value, "name": one.name, "id": one.id},
        )
        for one in work.places.of_kinds(_kinds(request.args.get("kind")), area)
    ]


def _teams(work: Work, area: str) -> list[Feature]:
    return [
        point(one.spot.lon, one.spot.lat, one.id, {"name": one.name, "role": one.role.value})
        for one in work.teams.in_area(area)
    ]


LAYERS: dict[str, Callable[[Work, str], list[Feature]]] = {
    "streets": _areas(Level.STREET),
    "communities": _areas(Level.COMMUNITY),
    "grids": _areas(Level.GRID),
    "incidents": _incidents,
    "warnings": _warnings,
    "places": _places,
    "teams": _teams,
}


@blueprint.get("/api/layers/<name>.geojson")
def layer(name: str) -> Response:
    """One layer of an area inside one's own scope; `bbox=west,south,east,north`, `limit`, `area`, for places `kind`."""
    if name not in LAYERS:
        raise NotFound()
    _kinds(request.args.get("kind"))  # read whatever the layer: what cannot be meant is not passed over
    with open_work() as work:
        box, limit = _box(request.args.get("bbox")), _limit(request.args.get("limit"))
        area = request.args.get("area") or work.by.area
        must_see(work, area)
        features = LAYERS[name](work, area)
    if box:
        features = [one for one in features if _touches(one, box)]
    body = orjson.dumps({"type": "FeatureCollection", "features": features[:limit]})
    return Response(body, mimetype="application/geo+json")


def _kinds(value: str | None) -> list[str]:
    """All kinds of places unless some are named."""
    kinds = [kind.value for kind in PlaceKind] if value is None else value.split(",")
    if not set(kinds) <= set(PlaceKind):
        raise Invalid("kind", N_("no such kind of place"))
    return kinds


def _limit(value: str | None) -> int:
    if value is None:
        return HIGHEST_LIMIT
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and 0 < int(value) <= HIGHEST_LIMIT):
        raise Invalid("limit", N_("a whole number from 1 to 20,000"))
    return int(value)


def _box(value: str | None) -> tuple[float, float, float, float] | None:
    if value is None:
        return None
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise Invalid("bbox", N_("west,south,east,north in degrees")) from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Invalid("bbox", N_("west,south,east,north in degrees"))
    return west, south, east, north


def _touches(feature: Feature, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    coordinates = feature["geometry"]["coordinates"]
    points = [coordinates] if feature["geometry"]["type"] == "Point" else coordinates[0]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south
