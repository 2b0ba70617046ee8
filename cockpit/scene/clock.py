"""The accountability clock 安全时钟 of a team on the scene: how long ago it last gave a sign of life.

Every answer, every step its phone moves and every tap "all well" begins it anew. The colour follows from the clock's
instants, which are kept with the version of the rule they followed; it is stored nowhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cockpit.policy import Policy, Rules

KIND = "accountability"  # of the policy: seconds from a sign to amber, and to red


class Colour(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Clock:
    """`lapsed_at`: when its red was told, once, until the next sign."""

    team_id: int
    incident_id: int
    assignment_id: int
    sign_at: datetime
    amber_at: datetime
    red_at: datetime
    rule: int
    lapsed_at: datetime | None = None

    def colour(self, at: datetime) -> Colour:
        if at >= self.red_at:
            return Colour.RED
        return Colour.AMBER if at >= self.amber_at else Colour.GREEN


def rule_for(rules: "Rules", kind: str, area: str) -> "Policy":
    """The kind's own rule goes before the general one."""
    return rules.find(KIND, kind, area) or rules.get(KIND, "any", area)


def begun(rule: "Policy", at: datetime, team: int, incident: int, assignment: int) -> Clock:
    amber, red = (at + timedelta(seconds=rule.body[name]) for name in ("amber", "red"))
    return Clock(team, incident, assignment, at, amber, red, rule.id)
