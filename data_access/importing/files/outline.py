"""A shape of a map as three cells of text: `lon` and `lat` of a point, or `outline` as one ring of JSON.

A ring is closed, counter-clockwise (RFC 7946) and flat: heights are dropped. Of several parts the largest is taken,
holes are left out, and both are said. What crosses itself is told by shapely, and refused.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cockpit.importing.refused import CROSSES, LARGEST_PART, NO_GROUND, NO_HOLES, NO_NUMBER, NOWHERE, OTHER_SHAPE

HEADERS = ("lon", "lat", "outline")
Position = tuple[float, float]
Polygon = Sequence[Any]  # an outer ring, then its holes
FARTHEST = (180.0, 90.0)


@dataclass(frozen=True)
class Where:
    """`why` says why it is no place, as a marked sentence; `remark` what was left out of it."""

    lon: str = ""
    lat: str = ""
    outline: str = ""
    why: str = ""
    remark: str = ""

    @property
    def cells(self) -> tuple[str, str, str]:
        return self.lon, self.lat, self.outline


class NoPlace(ValueError):
    """Its text is a marked sentence."""


def at_point(position: Any, degrees: bool) -> Where:
    """`degrees`: whether the coordinates are such, and have their bounds; metres of a projection have none."""
    try:
        lon, lat = _position(position, degrees)
    except NoPlace as why:
        return Where(why=str(why))
    return Where(lon=repr(lon), lat=repr(lat))


def within(polygons: Sequence[Polygon], degrees: bool) -> Where:
    """The largest of the polygons by its outer ring."""
    try:
        rings = [_ring(polygon[0], degrees) for polygon in polygons if polygon]
        ring = max(rings, key=lambda one: abs(area_of(one)), default=[])
        _must_enclose(ring)
    except NoPlace as why:
        return Where(why=str(why))
    if area_of(ring) < 0:
        ring.reverse()
    remark = LARGEST_PART if len(rings) > 1 else NO_HOLES if any(len(one) > 1 for one in polygons) else ""
    return Where(outline=json.dumps(ring, separators=(",", ":")), remark=remark)


def other_shape() -> Where:
    return Where(why=OTHER_SHAPE)


def area_of(ring: Sequence[Position]) -> float:
    """Twice the area in square degrees; negative when the ring goes clockwise."""
    if not ring:
        return 0.0
    west, south = ring[0]  # near zero, so that small rings far away keep their figures
    flat = [(x - west, y - south) for x, y in ring]
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(flat))


def _ring(positions: Any, degrees: bool) -> list[Position]:
    """Closed, if it was not."""
    if not isinstance(positions, Iterable) or isinstance(positions, str | dict):
        raise NoPlace(NO_NUMBER)
    ring = [_position(one, degrees) for one in positions]
    return ring + ring[:1] if ring and ring[0] != ring[-1] else ring


def _must_enclose(ring: Sequence[Position]) -> None:
    import shapely  # by whoever reads a map, not by whoever serves a page

    if len(ring) < 4 or not area_of(ring):
        raise NoPlace(NO_GROUND if len(set(ring)) < 4 else CROSSES)
    if not shapely.is_valid(shapely.Polygon(ring)):
        raise NoPlace(CROSSES)


def _position(found: Any, degrees: bool) -> Position:
    if not isinstance(found, Sequence) or isinstance(found, str) or len(found) < 2:
        raise NoPlace(NO_NUMBER)
    lon, lat = _number(found[0]), _number(found[1])
    if degrees and (abs(lon) > FARTHEST[0] or abs(lat) > FARTHEST[1]):
        raise NoPlace(NOWHERE)
    return lon, lat


def _number(found: Any) -> float:
    if isinstance(found, bool):
        raise NoPlace(NO_NUMBER)
    try:
        number = float(found)
    except (TypeError, ValueError, OverflowError):
        raise NoPlace(NO_NUMBER) from None
    if not math.isfinite(number):
        raise NoPlace(NO_NUMBER)
    return number
