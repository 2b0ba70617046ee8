"""People at home by street and community: counts alone, for who sees to it that every desk keeps up."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.figures import must_see
from cockpit.home_health.board import SICK, Home, homes_of

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Count:
    """Of the people at home there today; `sick`: a report of today calls for the health centre."""

    at_home: int = 0
    reported: int = 0
    silent: int = 0
    sick: int = 0
    open: int = 0
    overdue: int = 0
    unseen: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Count)))


@dataclass(frozen=True)
class ByArea:
    """Code of the district, street or community -> its counts; where nobody is at home, none."""

    counts: dict[str, Count]
    area: str
    at: datetime


@allowed_to("see_care_figures")
def by_area(work: "Work", area: str = "") -> ByArea:
    where = area or work.by.area
    must_see(work, where)
    return ByArea(counted(homes_of(work, where), work.at), where, work.at)


def counted(homes: Iterable[Home], at: datetime) -> dict[str, Count]:
    found: dict[str, Count] = {}
    for one in homes:
        own = _of(one, at)
        for length in (6, 9, 12):
            code = one.lives.community[:length]
            found[code] = found.get(code, Count()) + own
    return found


def _of(one: Home, at: datetime) -> Count:
    late = sum(task.overdue(at) for task in one.tasks)
    return Count(
        1, int(bool(one.reports)), int(one.silent), int(one.worst in SICK), len(one.tasks), late, int(one.unseen)
    )  # fmt: skip
