"""The order in which a team goes to its jobs: what it is under way to, then the red ones, each time the nearest next."""

from collections.abc import Sequence

from cockpit.areas import Spot, metres_between
from cockpit.incidents.incident import UNDER_WAY, Assignment, Incident

RED = 1
Job = tuple[Incident, Assignment]
Point = tuple[float, float]


def walk(jobs: Sequence[Job], start: Point) -> list[tuple[Job, int]]:
    """All of them in order, each with the metres from the one before it, the first from `start` (lon, lat)."""
    found: list[tuple[Job, int]] = []
    for rank in (0, 1, 2):
        left = [one for one in jobs if _rank(one) == rank]
        while left:
            here = point(found[-1][0][0].spot) if found else start
            nearest = min(left, key=lambda one: (metres(here, point(one[0].spot)), one[0].id))
            left.remove(nearest)
            found.append((nearest, metres(here, point(nearest[0].spot))))
    return found


def _rank(job: Job) -> int:
    incident, mine = job
    return 0 if mine.state in UNDER_WAY else 1 if incident.priority == RED else 2


def point(spot: Spot) -> Point:
    return spot.lon, spot.lat


def metres(one: Point, other: Point) -> int:
    return round(metres_between(*one, *other))
