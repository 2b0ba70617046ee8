"""Where a row of an imported file lies: by its point, by the areas it names, or by both, which have to agree.

A point on 0,0 or outside the district is refused; one outside its stated street is taken and flagged.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cockpit.areas import Area, Level, Spot, holds
from cockpit.people import half_width
from cockpit.refusals import Invalid
from cockpit.texts import N_

ENDINGS = ("办事处", "街道", "社区", "居委会", "网格")


@dataclass(frozen=True)
class Stated:
    """What a row says of where it is; empty where it says nothing. Degrees are WGS-84."""

    street: str = ""
    community: str = ""
    grid: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class Settled:
    """`flagged`: the point is not in the street that was stated, or there was none and the area's centre stands for it."""

    spot: Spot
    flagged: bool = False


class Ground:
    """The district's areas, asked by name, code and point; made once for a file."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas = {area.code: area for area in areas}
        self.district = next(area for area in self.areas.values() if area.parent is None)
        self._inside: dict[str, list[tuple[Area, tuple[float, float, float, float]]]] = {}
        for area in self.areas.values():
            if area.parent:
                self._inside.setdefault(area.parent, []).append((area, _box(area)))
        self._named: dict[tuple[Level, str], list[Area]] = {}
        for area in self.areas.values():
            for name in {short(area.name), area.code}:
                self._named.setdefault((area.level, name), []).append(area)

    def named(self, stated: Stated) -> Area | None:
        """The smallest area that is named; refuses a name that is none."""
        return self._area(stated)

    def centre(self, area: Area) -> Settled:
        """The point that stands for the area."""
        spot = self.spot(area.lon, area.lat)
        return Settled(spot if spot.within(area.code) else self._inside_of(area))

    def settle(self, stated: Stated) -> Settled:
        """Refuses what lies nowhere in the district, by the field that says so."""
        named = self._area(stated)
        if stated.lon is None or stated.lat is None:
            if named is None:
                raise Invalid("lon", N_("it has neither a point nor a community"))
            return Settled(self._centre(named), flagged=named.level is not Level.GRID)
        spot = self.spot(stated.lon, stated.lat)
        return Settled(spot, flagged=named is not None and not spot.within(named.code[:9]))

    def spot(self, lon: float, lat: float) -> Spot:
        if lon == 0 and lat == 0:
            raise Invalid("lon", N_("0,0 lies in the sea off Africa: no position was given"))
        if not holds(self.district.outline, lon, lat):
            raise Invalid("lon", N_("the point lies outside the district"))
        found = self.district.code
        while found in self._inside:
            found = self._child(found, lon, lat)
        return Spot(found[:9], found[:12], found, lon, lat)

    def find(self, level: Level, name: str, within: str = "") -> Area | None:
        """The area of that name or code inside another; None where there is none, or more than one."""
        found = [area for area in self._named.get((level, short(name)), []) if area.code.startswith(within)]
        return found[0] if len(found) == 1 else None

    def _area(self, stated: Stated) -> Area | None:
        """The smallest area that is named; each lies in the one before."""
        found: Area | None = None
        for level, field in ((Level.STREET, "street"), (Level.COMMUNITY, "community"), (Level.GRID, "grid")):
            name = getattr(stated, field)
            if name:
                found = self._named_one(level, field, name, found)
        return found

    def _named_one(self, level: Level, field: str, name: str, around: Area | None) -> Area:
        found = self.find(level, name, around.code if around else "")
        if found is None:
            raise Invalid(field, N_("there is no area of this name there"))
        return found

    def _child(self, code: str, lon: float, lat: float) -> str:
        """The part that holds the point, else the one whose centre is nearest."""
        parts = self._inside[code]
        for area, (west, south, east, north) in parts:
            if west <= lon <= east and south <= lat <= north and holds(area.outline, lon, lat):
                return area.code
        return min(parts, key=lambda part: (part[0].lon - lon) ** 2 + (part[0].lat - lat) ** 2)[0].code

    def _centre(self, area: Area) -> Spot:
        if area.level in (Level.DISTRICT, Level.STREET):
            raise Invalid("community", N_("a street alone is too large: name the community, or give a point"))
        spot = self.spot(area.lon, area.lat)
        if spot.within(area.code):
            return spot
        return self._inside_of(area)

    def _inside_of(self, area: Area) -> Spot:
        """By its first parts, where its centre lies outside of it."""
        code = area.code
        while code in self._inside:
            code = self._inside[code][0][0].code
        return Spot(code[:9], code[:12], code, area.lon, area.lat)


def short(name: str) -> str:
    """长庆 for 长庆街道: offices write both."""
    text = "".join(half_width(name).split())
    for ending in ENDINGS:
        if len(text) > len(ending):
            text = text.removesuffix(ending)
    return text


def _box(area: Area) -> tuple[float, float, float, float]:
    lons, lats = zip(*area.outline, strict=True)
    return min(lons), min(lats), max(lons), max(lats)
