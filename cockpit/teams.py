"""A team is the people who go and look: who they are, where they stand by, when they are on duty."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.areas import Spot
from cockpit.texts import N_


class TeamRole(StrEnum):
    POLICE = "police"  # 网格民警
    ENFORCEMENT = "enforcement"  # 综合执法
    VOLUNTEER = "volunteer"  # 武林大妈


ROLE_NAMES = {
    TeamRole.POLICE: N_("Grid police"),
    TeamRole.ENFORCEMENT: N_("Enforcement squad"),
    TeamRole.VOLUNTEER: N_("Volunteers"),
}


@dataclass(frozen=True)
class Team:
    """`area` is the smallest area it serves: a grid for police, a street for enforcement, a community for volunteers."""

    id: int
    code: str
    name: str
    role: TeamRole
    area: str
    spot: Spot
    members: int = 0


@dataclass(frozen=True)
class Shift:
    """One stretch of duty of a team, from `starts` up to but not including `ends`."""

    team_id: int
    starts: datetime
    ends: datetime

    def covers(self, at: datetime) -> bool:
        return self.starts <= at < self.ends
