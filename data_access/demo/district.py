"""The synthetic district as a whole."""

from dataclasses import dataclass
from datetime import date

from cockpit.places import Enterprise, Place
from cockpit.teams import Shift, Team
from data_access.demo.firms import make_enterprises
from data_access.demo.ground import Ground
from data_access.demo.households import Home, make_homes
from data_access.demo.places import make_places, pharmacies, watched_places
from data_access.demo.shapes import Areas, make_areas
from data_access.demo.teams import FIRST_DAY, LAST_DAY, Member, make_members, make_shifts, make_teams


@dataclass(frozen=True)
class District:
    """Ids are those of the rows to be written; `homes` say how many live where, see `households`."""

    scale: float
    seed: int
    areas: Areas
    places: tuple[Place, ...]
    enterprises: tuple[Enterprise, ...]
    homes: tuple[Home, ...]
    teams: tuple[Team, ...]
    members: tuple[Member, ...]
    shifts: tuple[Shift, ...]

    @property
    def watched(self) -> tuple[Place, ...]:
        """The four pharmacies where people linger on the morning of 1 February."""
        return watched_places(self.places)

    @property
    def counted(self) -> tuple[Place, ...]:
        """The pharmacies of 长庆, which have a sensor at the door; the watched ones first."""
        return pharmacies(self.places)


def make(scale: float, seed: int, first_day: date = FIRST_DAY, last_day: date = LAST_DAY) -> District:
    """The same scale, seed and days give an equal district. `scale` counts residents: 1 is half a million."""
    areas = make_areas(seed)
    ground = Ground(areas.grids, seed)
    places = make_places(areas, ground, seed)
    teams = make_teams(areas, ground, seed)
    return District(
        scale=scale,
        seed=seed,
        areas=areas,
        places=places,
        enterprises=make_enterprises(places, seed),
        homes=make_homes(places, scale, seed),
        teams=teams,
        members=make_members(teams, seed),
        shifts=make_shifts(teams, first_day, last_day),
    )
