"""Outlines of areas as files write them: one ring that does not cross itself, and the point inside that stands for it."""

import json
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from cockpit.areas import Ring, holds
from cockpit.coordinates import Point
from cockpit.importing.row import Context
from cockpit.refusals import Invalid
from cockpit.texts import N_

MOST_POINTS = 10_000
WKT = re.compile(r"\s*(?:SRID=\d+;)?\s*(MULTI)?POLYGON\s*Z?\s*\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
Edge = tuple[Point, Point]

NO_RING = N_("this is no outline: a ring of points is needed, like [[120.16,30.26],[120.17,30.26],[120.17,30.27]]")


def an_outline(text: str, context: Context) -> Ring:
    """JSON of a ring or a GeoJSON polygon, WKT, or `lon,lat;lon,lat;...`; closed, counter-clockwise, as it lies in the file."""
    ring = _closed(_points(_rings(text)))
    if crosses_itself(ring):
        raise Invalid("cell", N_("this outline crosses or touches itself"))
    return ring if _twice_area(ring) > 0 else ring[::-1]


def centre_of(ring: Ring) -> Point:
    """Its centre of gravity; where that lies outside, the middle of the widest stretch on the same latitude."""
    x0, y0 = ring[0]
    double = _twice_area(ring)
    x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        x, y = x + (x1 + x2 - 2 * x0) * cross, y + (y1 + y2 - 2 * y0) * cross
    lon, lat = x0 + x / (3 * double), y0 + y / (3 * double)
    return (lon, lat) if holds(ring, lon, lat) else (_widest(ring, lat), lat)


def crosses_itself(ring: Ring) -> bool:
    """Whether two of its edges cross, or two of its corners lie on one point."""
    if len(set(ring)) < len(ring) - 1:
        return True
    active: list[Edge] = []
    for edge in sorted((min(one), max(one)) for one in pairwise(ring)):
        active = [one for one in active if one[1][0] >= edge[0][0]]
        if any(_cross(edge, one) for one in active):
            return True
        active.append(edge)
    return False


def _rings(text: str) -> list[Any]:
    """The rings that are written, each a list of points."""
    if found := WKT.fullmatch(text):
        return [_pairs(one, ",", None) for one in re.findall(r"\(([^()]*)\)", found[2])]
    if text.lstrip().startswith(("[", "{")):
        return _of_json(text)
    return [_pairs(text, ";", ",")]


def _of_json(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid("cell", NO_RING) from None
    if isinstance(found, dict):
        found = (found.get("geometry") or found).get("coordinates")
    while isinstance(found, list) and found and _depth(found) > 3 and len(found) == 1:
        found = found[0]
    return found if _depth(found) == 3 else [found]


def _depth(found: Any) -> int:
    depth = 0
    while isinstance(found, list) and found:
        found, depth = found[0], depth + 1
    return depth


def _pairs(text: str, between: str, within: str | None) -> list[list[str]]:
    return [one.strip().split(within)[:2] for one in text.strip().strip(between).split(between)]


def _points(rings: list[Any]) -> list[Point]:
    if len(rings) != 1:
        raise Invalid("cell", N_("an area is one piece without holes: this outline has several rings"))
    try:
        points = [(float(one[0]), float(one[1])) for one in rings[0]]
    except (TypeError, ValueError, IndexError, KeyError):
        raise Invalid("cell", NO_RING) from None
    if not all(abs(x) <= 180 and abs(y) <= 90 for x, y in points):
        raise Invalid("cell", N_("an outline is needed in degrees, the longitude first"))
    if len(points) > MOST_POINTS:
        raise Invalid("cell", N_("this outline has more than 10,000 points: simplify it"))
    return points


def _closed(points: Iterable[Point]) -> Ring:
    """Without points that come twice in a row, the first again at the end."""
    kept: list[Point] = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(point)
    if kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    if len(kept) < 4 or not _twice_area(tuple(kept)):
        raise Invalid("cell", NO_RING)
    return tuple(kept)


def _twice_area(ring: Ring) -> float:
    """Positive for a ring that goes counter-clockwise."""
    x0, y0 = ring[0]
    return sum((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairwise(ring))


def _cross(one: Edge, other: Edge) -> bool:
    """Whether the edges have a point in common that is an end of neither."""
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _widest(ring: Ring, lat: float) -> float:
    """The longitude in the middle of the widest stretch inside, on that latitude."""
    cuts = sorted(
        x1 + (lat - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > lat) != (y2 > lat)
    )
    west, east = max(zip(cuts[::2], cuts[1::2], strict=True), key=lambda pair: pair[1] - pair[0])
    return (west + east) / 2
