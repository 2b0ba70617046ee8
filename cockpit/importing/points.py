"""Points as files write them: degrees with a point or in minutes and seconds, two of them in one cell."""

import re

from cockpit.coordinates import Point
from cockpit.importing.row import Context
from cockpit.people import half_width
from cockpit.refusals import Invalid
from cockpit.texts import N_

# 120.1695 · E120.1695 · 120°10′10.2″ · 120度10分10秒; half_width writes ″ as two ′.
DEGREES = re.compile(
    r"(?:东经|北纬|[EN])?\s*(-?\d{1,3}(?:\.\d+)?)\s*"
    r"(?:[°度]\s*(?:(\d{1,2}(?:\.\d+)?)\s*[′'’分]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"”秒]|′′|'')\s*)?)?)?[EN]?",
    re.IGNORECASE | re.ASCII,
)
FARTHEST_EAST, FARTHEST_NORTH = 180, 90

NO_DEGREES = N_("degrees are needed, like 120.1695")
NO_POINT = N_("two numbers of degrees are needed, like 120.1695,30.2650")


def a_longitude(text: str, context: Context) -> float:
    return _within(text, FARTHEST_EAST, N_("a longitude lies between -180 and 180"))


def a_latitude(text: str, context: Context) -> float:
    return _within(text, FARTHEST_NORTH, N_("a latitude lies between -90 and 90"))


def a_point(text: str, context: Context) -> Point:
    """(lon, lat) of one cell; where the first can be no longitude of the second's point, they are the other way round."""
    found = [
        degrees(one) for one in re.split(r"[,;、\s]+", re.sub(r"(?i)point|[\[\]()]", " ", half_width(text)).strip())
    ]
    if len(found) != 2 or None in found:
        raise Invalid("cell", NO_POINT)
    lon, lat = (one or 0.0 for one in found)
    if abs(lon) <= FARTHEST_NORTH < abs(lat):
        lon, lat = lat, lon
    if abs(lon) > FARTHEST_EAST or abs(lat) > FARTHEST_NORTH:
        raise Invalid("cell", NO_POINT)
    return lon, lat


def degrees(text: str) -> float | None:
    """The number of degrees that is written; None where it is none."""
    found = DEGREES.fullmatch(half_width(text).strip())
    if not found:
        return None
    whole, minutes, seconds = (float(one or 0) for one in found.groups())
    if minutes >= 60 or seconds >= 60:
        return None
    part = minutes / 60 + seconds / 3600
    return whole - part if found[1].startswith("-") else whole + part


def _within(text: str, farthest: int, why: str) -> float:
    found = degrees(text)
    if found is None:
        raise Invalid("cell", NO_DEGREES)
    if abs(found) > farthest:
        raise Invalid("cell", why)
    return found
