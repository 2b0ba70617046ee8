"""Coordinates as somebody gives them; all that we keep is WGS-84, in degrees.

GCJ-02 is what maps published in China are drawn in, some 500 m beside WGS-84; BD-09 is Baidu's, moved once more.
Neither has a published inverse: it is found by approaching, here to less than a centimetre.
"""

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin, sqrt

AXIS, FLATNESS = 6_378_245.0, 0.00669342162296594323  # the ellipsoid of Krasovsky
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271  # outside, maps are not moved
BAIDU_TURN = pi * 3000 / 180
STEPS, NEAR = 12, 1e-10

Point = tuple[float, float]  # lon, lat


class Datum(StrEnum):
    """WGS-84 is what satellites give; CGCS2000 is the same within centimetres."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


NAMES = {
    Datum.BD09: ("bd09", "bd-09", "bd 09", "百度", "baidu"),
    Datum.GCJ02: ("gcj", "火星", "高德", "腾讯", "amap", "tencent"),
    Datum.WGS84: ("wgs", "4326", "gps", "cgcs", "4490", "国家大地", "天地图"),
}


def datum_named(text: str) -> Datum | None:
    """The system that a header, a cell or a file names; None where it names none that we know."""
    words = text.casefold()
    return next((datum for datum, names in NAMES.items() if any(name in words for name in names)), None)


def to_wgs84(lon: float, lat: float, datum: Datum) -> Point:
    """Where the point of that system lies in WGS-84; outside of China it is unchanged."""
    if datum is Datum.WGS84 or not in_china(lon, lat):
        return lon, lat
    if datum is Datum.BD09:
        lon, lat = _approached(_baidu, lon, lat)
    return _approached(_moved, lon, lat)


def from_wgs84(lon: float, lat: float, datum: Datum) -> Point:
    """The other way round."""
    if datum is Datum.WGS84 or not in_china(lon, lat):
        return lon, lat
    moved = _moved(lon, lat)
    return _baidu(*moved) if datum is Datum.BD09 else moved


def in_china(lon: float, lat: float) -> bool:
    """Within the rectangle in which maps are moved; parts of the neighbours lie in it too."""
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


def _approached(way: Callable[[float, float], Point], lon: float, lat: float) -> Point:
    """The point that `way` brings to lon, lat: each step takes back what is still missing."""
    x, y = lon, lat
    for _ in range(STEPS):
        there_x, there_y = way(x, y)
        x, y = x + lon - there_x, y + lat - there_y
        if abs(lon - there_x) < NEAR and abs(lat - there_y) < NEAR:
            break
    return x, y


def _moved(lon: float, lat: float) -> Point:
    """GCJ-02 of WGS-84: the sums of sines by which the maps are moved."""
    x, y = lon - 105, lat - 35
    root, fast = sqrt(abs(x)), _waves(x, (20, 6), (20, 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + fast
    north += _waves(y, (20, 1), (40, 1 / 3)) + _waves(y, (160, 1 / 12), (320, 1 / 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + fast
    east += _waves(x, (20, 1), (40, 1 / 3)) + _waves(x, (150, 1 / 12), (300, 1 / 30))
    bent = 1 - FLATNESS * sin(radians(lat)) ** 2
    return (
        lon + east * 180 / pi * sqrt(bent) / (AXIS * cos(radians(lat))),
        lat + north * 180 / pi * bent**1.5 / (AXIS * (1 - FLATNESS)),
    )


def _waves(value: float, *rows: tuple[float, float]) -> float:
    return sum(size * sin(value * turn * pi) for size, turn in rows) * 2 / 3


def _baidu(lon: float, lat: float) -> Point:
    """BD-09 of GCJ-02."""
    far = hypot(lon, lat) + 0.00002 * sin(lat * BAIDU_TURN)
    turn = atan2(lat, lon) + 0.000003 * cos(lon * BAIDU_TURN)
    return far * cos(turn) + 0.0065, far * sin(turn) + 0.006
