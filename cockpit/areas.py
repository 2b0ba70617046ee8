"""An area is a piece of the district: district > street 街道 > community 社区 > grid 网格.

Codes nest (GB/T 2260 and its statistical extension): 330103 is a prefix of 330103001, that of
330103001003, that of 330103001003002; so "lies inside" is a question about text.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt

EARTH_METRES = 6_371_008.8
Ring = tuple[tuple[float, float], ...]


class Level(StrEnum):
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


CODE_LENGTHS = {6: Level.DISTRICT, 9: Level.STREET, 12: Level.COMMUNITY, 15: Level.GRID}


@dataclass(frozen=True)
class Area:
    """`outline` is one closed ring of (lon, lat), WGS-84, counter-clockwise."""

    code: str
    name: str
    parent: str | None
    lon: float
    lat: float
    outline: Ring

    @property
    def level(self) -> Level:
        return CODE_LENGTHS[len(self.code)]


@dataclass(frozen=True)
class Spot:
    """Where a thing is: the point and the areas that hold it."""

    street: str
    community: str
    grid: str
    lon: float
    lat: float

    def within(self, area: str) -> bool:
        return self.grid.startswith(area)


def inside(code: str, scope: str) -> bool:
    """Whether the area `code` lies in `scope`, or is it."""
    return code.startswith(scope)


def parent_codes(code: str) -> tuple[str, ...]:
    """The codes above and including `code`, from the district down."""
    return tuple(code[:length] for length in CODE_LENGTHS if length <= len(code))


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance in metres (haversine)."""
    a, b = radians(lat), radians(other_lat)
    half = sqrt(sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2)
    return 2 * EARTH_METRES * asin(min(1.0, half))


def holds(outline: Ring, lon: float, lat: float) -> bool:
    """Whether the ring encloses the point (even-odd rule; a point on the edge may fall either way)."""
    odd = False
    for (x1, y1), (x2, y2) in pairwise(outline):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def nearest(areas: list[Area], lon: float, lat: float) -> Area:
    """The area that holds the point, else the one whose centre is nearest."""
    for area in areas:
        if holds(area.outline, lon, lat):
            return area
    return min(areas, key=lambda area: hypot(area.lon - lon, area.lat - lat))
