"""Which roster an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.areas import Level
from cockpit.duty.now import ROLES, TEAM_ROLES
from cockpit.refusals import NotFound

if TYPE_CHECKING:
    from data_access.work import Work

DESK = tuple(role for role in ROLES if role not in TEAM_ROLES)


@dataclass(frozen=True)
class Asked:
    """Any day of the week, an area, one role or the whole desk."""

    day: date
    area: str
    role: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        return (self.role,) if self.role else DESK


def roster_asked(work: "Work", said: Mapping[str, str]) -> Asked:
    """This week of one's own area where nothing is asked; teams of a whole district by its first street."""
    day = day_of(said["week"]) if said.get("week") else work.at.astimezone(work.zone).date()
    role, area = said.get("role", ""), said.get("area") or work.by.area
    if role and role not in ROLES:
        raise NotFound()
    if role in TEAM_ROLES and len(area) == 6:
        area = next((one.code for one in work.areas.of_level(Level.STREET, area)), area)
    return Asked(day, area if role in TEAM_ROLES else work.by.area, role)


def day_of(written: str) -> date:
    """2020-02-01 as an address has it, of years that a calendar has room beside; anything else is nowhere."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise NotFound() from None
    if not 2000 <= found.year <= 2200:
        raise NotFound()
    return found
