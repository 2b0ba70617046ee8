"""Jobs that were taken back: what a team is told when one is gone from its phone, and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.incidents.incident import Answer, Incident, State
from cockpit.incidents.step import Act

if TYPE_CHECKING:
    from data_access.work import Work


class Why(StrEnum):
    MISTAKE = "mistake"  # 误派
    FALSE_ALARM = "false_alarm"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"
    RECALLED = "recalled"


SAID = {State.FALSE_ALARM: Why.FALSE_ALARM, State.CANCELLED: Why.CANCELLED, State.DUPLICATE: Why.DUPLICATE}


@dataclass(frozen=True)
class TakenBack:
    incident: Incident
    at: datetime
    why: Why


@allowed_to("answer")
def taken_back(work: "Work") -> list[TakenBack]:
    """Of one's own team, the newest first, as long as the rule `field`/gone shows them."""
    if work.by.team is None:
        return []
    shown = timedelta(seconds=work.policy.get("field", "gone", work.by.area).body["shown"])
    found = work.incidents.recalled_from(work.by.team, since=work.at - shown)
    return [_of(work, one, work.by.team) for one in found if one.of_team(work.by.team) is None]


def _of(work: "Work", incident: Incident, team: int) -> TakenBack:
    ends = [one.ended_at for one in incident.assignments if one.team_id == team and one.state is Answer.RECALLED]
    at = max(end for end in ends if end)
    mistake = work.undo.was_undone(incident.id, Act.SEND, at)
    return TakenBack(incident, at, Why.MISTAKE if mistake else SAID.get(incident.said, Why.RECALLED))
