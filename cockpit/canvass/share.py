"""Sharing out 分派: who goes to which homes of a grid; by hand, or the nearest who fits, and whoever was there last again."""

from collections import Counter
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Area, inside
from cockpit.canvass.round import Round
from cockpit.canvass.told import HomesShared
from cockpit.figures import must_see
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Walker:
    """Somebody who goes from door to door: a community worker's account, or a volunteers' team. `area` is theirs; a team
    stands by at (lon, lat), of an account nobody knows where it is."""

    kind: str
    id: int
    name: str
    area: str
    lon: float = 0.0
    lat: float = 0.0

    @property
    def word(self) -> str:
        """How a page says it: `account/7`, `team/12`."""
        return f"{self.kind}/{self.id}"

    def fits(self, grid: str) -> bool:
        return inside(grid, self.area)


@allowed_to("share_canvass")
def walkers(work: "Work", community: str) -> list[Walker]:
    """Who may be sent to the homes of a community of one's own scope: its workers first, then its volunteers."""
    must_see(work, community)
    return work.visits.walkers_of(community[:12])


@allowed_to("share_canvass")
def share(work: "Work", round_id: int, area: str, word: str) -> int:
    """The homes of a grid or community that are left go to this one; how many."""
    one = _open(work, round_id, area)
    if len(area) < 12:
        raise Invalid("area", N_("choose a community or one of its grids"))
    chosen = next((each for each in work.visits.walkers_of(area[:12]) if each.word == word), None)
    if chosen is None:
        raise Invalid("walker", N_("choose somebody of this community"))
    return _told(work, one, area, work.visits.share(one, area, chosen))


@allowed_to("share_canvass")
def share_all(work: "Work", round_id: int, area: str = "") -> int:
    """All homes of the area that are left and have nobody: to whoever was there last, if they are of that community still;
    else, grid by grid, to the nearest who fits. How many. Without an area: of all that one sees of the round."""
    one = work.canvass.round(round_id)
    where = area or (work.by.area if inside(work.by.area, one.area) else one.area)
    one = _open(work, round_id, where)
    shared = Counter(work.visits.share_as_before(one, where))
    for grid in work.visits.unshared(one.id, where):
        chosen = nearest(work.areas.get(grid), work.visits.walkers_of(grid[:12]))
        if chosen:
            shared[grid[:12]] += work.visits.share(one, grid, chosen, unshared=True)
    for community, homes in sorted(shared.items()):
        _told(work, one, community, homes)
    return shared.total()


def nearest(grid: Area, walkers: list[Walker]) -> Walker | None:
    """Who serves the smallest area around the grid; of those the team that stands nearest, and else a worker."""
    fitting = [one for one in walkers if one.fits(grid.code)]
    return min(fitting, key=lambda one: (-len(one.area), _far(grid, one), one.kind, one.id), default=None)


def _far(grid: Area, one: Walker) -> float:
    """In degrees of latitude, which is enough to compare; an account is as far as can be."""
    if one.kind == "account":
        return 180.0
    return hypot((one.lon - grid.lon) * cos(radians(grid.lat)), one.lat - grid.lat)


def _open(work: "Work", round_id: int, area: str) -> Round:
    one = work.canvass.round(round_id)
    must_see(work, area)
    if not inside(area, one.area):
        raise NotFound()
    one.must_be_open()
    return one


def _told(work: "Work", one: Round, area: str, homes: int) -> int:
    if homes:
        work.tell_area(area, one.subject, one.id, HomesShared(homes))
    return homes
