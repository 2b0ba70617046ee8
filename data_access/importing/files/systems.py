"""Which coordinates a file says it has: wgs84 (CGCS2000 is the same within a metre), gcj02, bd09, or other:NAME."""

import re

WGS84 = "wgs84"
OF_DEGREES = {
    *("WGS84", "WGS1984", "GCSWGS1984", "CRS84", "EPSG4326", "4326"),
    *("CGCS2000", "GCSCGCS2000", "CHINAGEODETICCOORDINATESYSTEM2000", "GCSCHINAGEODETICCOORDINATESYSTEM2000"),
    *("EPSG4490", "4490"),
}
OFFSET = {"GCJ": "gcj02", "BD09": "bd09", "BAIDU": "bd09"}
WELL_KNOWN_TEXT = re.compile(r'^\s*(\w+)\s*\[\s*"([^"]{0,200})"')
GEOGRAPHIC = ("GEOGCS", "GEOGCRS", "GEODCRS")
NUMBERED = re.compile(r"^urn:ogc:def:crs:(\w+):[^:]*:(\w+)$", re.I)


def of_text(text: str) -> str:
    """Of a .prj; empty where it holds nothing that is known."""
    found = WELL_KNOWN_TEXT.match(text.lstrip("\ufeff"))
    if not found:
        return ""
    return of_name(found[2], geographic=found[1].upper() in GEOGRAPHIC)


def of_name(name: str, *, geographic: bool = True) -> str:
    numbered = NUMBERED.match(name.strip())
    bare = re.sub(r"[\W_]", "", (f"{numbered[1]}{numbered[2]}" if numbered else name).upper()).removeprefix("OGC")
    for mark, system in OFFSET.items():
        if mark in bare:
            return system
    return WGS84 if geographic and bare in OF_DEGREES else f"other:{name.strip()}"


def in_degrees(crs: str) -> bool:
    return not crs.startswith("other:")
