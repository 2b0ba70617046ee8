"""A layer is what a map shows of one kind of thing: each by itself from close by, else how many stand together.

Whatever stands in one cell of a lattice that does not move with the map is one cluster; PostgreSQL counts the cells.
Vector tiles would bring each of 20,000 doors to a screen that can show some hundreds, need an encoder that the embedded
PostgreSQL does not have, and a decoder in the plain map; a cell costs a row, and both maps draw it as a pin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, floor, radians

from cockpit.areas import Ring

CLOSE = 16  # the zoom from which each door is shown by itself
WORLD = 512  # pixels that the world is wide at zoom 0
CELL = 72  # pixels
HIGHEST_LIMIT = 20_000


@dataclass(frozen=True)
class Box:
    """Degrees, WGS-84; the edges belong to it."""

    west: float
    south: float
    east: float
    north: float

    def touches(self, ring: Ring) -> bool:
        """Whether the ring's own box and this one meet."""
        lons, lats = zip(*ring, strict=True)
        beside = min(lons) > self.east or max(lons) < self.west
        return not (beside or min(lats) > self.north or max(lats) < self.south)


@dataclass(frozen=True)
class Asked:
    """What somebody wants of a layer: of an area, inside of a box, so many at most."""

    area: str
    box: Box | None = None
    limit: int = HIGHEST_LIMIT


@dataclass(frozen=True)
class Lattice:
    """Cells of `across` x `down` degrees, square on the map at the latitude they were made for."""

    across: float
    down: float

    def around(self, box: Box) -> Box:
        """The box with the cells that it cuts: a cell is counted whole or not at all."""
        return Box(
            floor(box.west / self.across) * self.across,
            floor(box.south / self.down) * self.down,
            (floor(box.east / self.across) + 1) * self.across,
            (floor(box.north / self.down) + 1) * self.down,
        )


def lattice(zoom: int, lat: float) -> Lattice | None:
    """The cells of a map at this zoom; none where each door is shown by itself."""
    if zoom >= CLOSE:
        return None
    across = CELL * 360 / (WORLD * 2**zoom)
    return Lattice(across, across * cos(radians(lat)))


@dataclass(frozen=True)
class Cluster:
    """Things of one cell or behind one door: `lon`, `lat` is their middle, `box` holds them all, `kinds` counts them.

    `name` is that of the door, where it is one for all of them.
    """

    id: str
    lon: float
    lat: float
    box: Box
    kinds: Mapping[str, int]
    name: str = ""

    @property
    def count(self) -> int:
        return sum(self.kinds.values())
