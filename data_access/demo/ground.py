"""Free ground of the demo: points inside each grid where a place or a team can stand."""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from cockpit.areas import Area, Spot, nearest
from data_access.demo.draws import dice
from data_access.demo.shapes import Points, lattice_inside, plane_polygon, to_degrees

SPOTS_PER_GRID = 90  # several times what the demo needs
FROM_BORDER = 12.0  # metres, so that no rounding of a border moves a place into the next grid


class Ground:
    """Hands out every point once, in an order that the seed decides."""

    def __init__(self, grids: Sequence[Area], seed: int) -> None:
        self._grids = grids
        self._dice = dice(seed, "ground")
        self._free = {grid.code: _free_points(grid, self._dice) for grid in grids}

    def take(self, area: str) -> Spot:
        """A free point in the area, of any level; raises StopIteration when a grid is full."""
        codes = [grid.code for grid in self._grids if grid.code.startswith(area)]
        return self.take_in(self._dice.choice(codes))

    def take_in(self, grid: str) -> Spot:
        lon, lat = next(self._free[grid])
        return spot_in(grid, lon, lat)

    def at(self, lon: float, lat: float) -> Spot:
        """The spot of a thing whose point is known."""
        return spot_in(nearest(list(self._grids), lon, lat).code, lon, lat)

    def rounds(self, area: str) -> Iterator[str]:
        """The grids of an area in a random order, again and again: an even spread."""
        codes = [grid.code for grid in self._grids if grid.code.startswith(area)]
        self._dice.shuffle(codes)
        while True:
            yield from codes


def spot_in(grid: str, lon: float, lat: float) -> Spot:
    return Spot(street=grid[:9], community=grid[:12], grid=grid, lon=lon, lat=lat)


def _free_points(grid: Area, dice: Random) -> Iterator[tuple[float, float]]:
    """A jittered lattice: near to random, and never two pins on top of each other."""
    shape = plane_polygon(grid.outline)
    step = (shape.area / SPOTS_PER_GRID) ** 0.5
    points: Points = lattice_inside(shape.buffer(-FROM_BORDER - step / 4), SPOTS_PER_GRID)
    jitter = np.array([[dice.uniform(-1, 1), dice.uniform(-1, 1)] for _ in points])
    degrees = [(lon, lat) for lon, lat in to_degrees(points + jitter * step / 6).tolist()]
    dice.shuffle(degrees)
    return iter(degrees)
