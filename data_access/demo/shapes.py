"""Borders of the demo: the outline cut into streets, these into communities, these into grids.

Cells are Voronoi cells: of the known centres for streets, of evened-out random points below that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from cockpit.areas import EARTH_METRES, Area, Ring
from data_access.demo import facts
from data_access.demo.draws import shares, stream

ORIGIN_LON, ORIGIN_LAT = 120.17, 30.30
METRES_PER_LAT = radians(1) * EARTH_METRES
METRES_PER_LON = METRES_PER_LAT * cos(radians(ORIGIN_LAT))
LATTICE_POINTS = 60  # per cell; finer shows no difference
ROUNDS = 25

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Areas:
    """All areas, each level in the order of its codes."""

    district: Area
    streets: tuple[Area, ...]
    communities: tuple[Area, ...]
    grids: tuple[Area, ...]


def to_plane(degrees: Points) -> Points:
    """(lon, lat) -> metres east and north of the district's middle; true to 0.1 % over the district."""
    return (degrees - (ORIGIN_LON, ORIGIN_LAT)) * (METRES_PER_LON, METRES_PER_LAT)


def to_degrees(metres: Points) -> Points:
    return np.round(metres / (METRES_PER_LON, METRES_PER_LAT) + (ORIGIN_LON, ORIGIN_LAT), 6)


def plane_polygon(outline: Ring) -> Polygon:
    return Polygon(to_plane(np.array(outline)))


def make_areas(seed: int) -> Areas:
    rng = stream(seed, "shapes")
    whole = Polygon(to_plane(np.array(facts.parse_outline())))
    district = _area(facts.DISTRICT_CODE, facts.DISTRICT_NAME, None, whole)
    cells = _cut(whole, to_plane(np.array([(street.lon, street.lat) for street in facts.STREETS])))
    streets: list[Area] = []
    communities: list[Area] = []
    grids: list[Area] = []
    for street, cell, count in zip(facts.STREETS, cells, grid_counts(), strict=True):
        streets.append(_area(street.code, f"{street.name}街道", district.code, cell))
        pieces = _split(cell, len(street.communities), rng)
        own = _communities(street, pieces)
        communities += own
        grids += _grids_of_street(street, own, pieces, count, rng)
    return Areas(district, tuple(streets), tuple(communities), tuple(grids))


def grid_counts() -> list[int]:
    """Grids of each street: as known for 长庆, elsewhere by residents."""
    others = [street.residents for street in facts.STREETS if street.code != facts.CHANGQING]
    rest = iter(shares(facts.GRIDS - facts.CHANGQING_GRIDS, others))
    return [facts.CHANGQING_GRIDS if street.code == facts.CHANGQING else next(rest) for street in facts.STREETS]


def _communities(street: facts.StreetFacts, pieces: Sequence[Polygon]) -> list[Area]:
    return [
        _area(f"{street.code}{number:03}", f"{name}社区", street.code, piece)
        for number, (name, piece) in enumerate(zip(street.communities, pieces, strict=True), 1)
    ]


def _grids_of_street(
    street: facts.StreetFacts,
    communities: Sequence[Area],
    pieces: Sequence[Polygon],
    count: int,
    rng: np.random.Generator,
) -> list[Area]:
    """Names count through the street (长庆-01 ...), codes within each community."""
    grids: list[Area] = []
    wanted = shares(count, [1.0] * len(communities))
    for community, piece, grid_count in zip(communities, pieces, wanted, strict=True):
        for number, shape in enumerate(_split(piece, grid_count, rng), 1):
            name = f"{street.name}-{len(grids) + 1:02}"
            grids.append(_area(f"{community.code}{number:03}", name, community.code, shape))
    return grids


def _area(code: str, name: str, parent: str | None, shape: Polygon) -> Area:
    middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    lon, lat = to_degrees(np.array([middle.x, middle.y])).tolist()
    return Area(code, name, parent, lon, lat, _ring(shape))


def _ring(shape: Polygon) -> Ring:
    """Closed, counter-clockwise, 6 decimals (0.1 m), no point twice in a row."""
    corners = to_degrees(np.array(shape.exterior.coords))
    if not shape.exterior.is_ccw:
        corners = corners[::-1]
    points = [(lon, lat) for lon, lat in corners.tolist()]
    return tuple(point for before, point in zip([None, *points], points, strict=False) if point != before)


def _split(shape: Polygon, count: int, rng: np.random.Generator) -> list[Polygon]:
    """`count` cells of about the same size, numbered from the north."""
    centres = _evened_out(shape, count, rng)
    return _cut(shape, centres[np.argsort(-centres[:, 1])])


def _evened_out(shape: Polygon, count: int, rng: np.random.Generator) -> Points:
    """Lloyd's relaxation on a lattice inside the shape: each centre moves to the middle of what is nearest to it."""
    lattice = lattice_inside(shape, count * LATTICE_POINTS)
    centres = lattice[rng.choice(len(lattice), count, replace=False)]
    for _ in range(ROUNDS):
        nearest = ((lattice[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        sizes = np.bincount(nearest, minlength=count)
        sums = np.stack([np.bincount(nearest, lattice[:, axis], count) for axis in (0, 1)], axis=1)
        centres = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
    return centres


def lattice_inside(shape: Polygon, count: int) -> Points:
    """About `count` points of a square lattice inside the shape, metres."""
    step = (shape.area / count) ** 0.5
    west, south, east, north = shape.bounds
    across, up = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    points = np.column_stack([across.ravel(), up.ravel()])
    inside: Points = points[shapely.contains_xy(shape, points)]
    return inside


def _cut(shape: Polygon, centres: Points) -> list[Polygon]:
    """The shape in one polygon a centre, without gap or overlap."""
    cells = shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=shape, ordered=True)
    pieces = [_by_size(piece) for piece in shapely.intersection(shapely.get_parts(cells), shape)]
    kept = [parts[0] for parts in pieces]
    for island in (part for parts in pieces for part in parts[1:]):
        borders = [shapely.length(shapely.intersection(cell, island)) for cell in kept]
        host = int(np.argmax(borders))
        kept[host] = _by_size(shapely.union(kept[host], island))[0]
    return kept


def _by_size(shape: shapely.Geometry) -> list[Polygon]:
    """Its polygons, the largest first: a cell may fall apart where the outline bends inwards."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return sorted(parts, key=lambda part: -part.area)
