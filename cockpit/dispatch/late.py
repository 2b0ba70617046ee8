"""What a phone kept while it had no network, and tells later: the server's time counts, and the desk sees both times.

How long ago something was tapped is all that a phone says of its time: its clock may be wrong by a day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.incidents.acts import NOTE_LIMIT, add_text
from cockpit.incidents.incident import RESOLUTIONS, Answer, Incident
from cockpit.refusals import NotFound

if TYPE_CHECKING:
    from data_access.work import Work

LONGEST = timedelta(days=7)  # machine time: as long as keys are kept
MOST_COUNTED = 100_000


class Tap(StrEnum):
    """What is tapped on a phone beside the steps of a job."""

    WELL = "well"
    HELP = "help"
    SUPPORT = "support"
    TASK = "task"
    FILES = "files"
    VOLUNTEERS = "volunteers"
    DUTY_ENDED = "duty_ended"
    DUTY_BACK = "duty_back"


Step = Answer | Tap


@dataclass(frozen=True)
class CameLate(Event):
    """A step, or a report (`step` is none), that was tapped at `tapped_at` and came at `received_at`."""

    step: Step | None
    tapped_at: datetime
    received_at: datetime


@dataclass(frozen=True)
class CameTooLate(Event):
    """The same, when no rule takes it any more; `why` is the name of the refusal."""

    step: Step
    tapped_at: datetime
    received_at: datetime
    why: str
    outcome: str | None = None
    count: int | None = None


@dataclass(frozen=True)
class Typed:
    """What a team answered; nothing in it is trusted, since it was refused. `ago`: seconds of machine time."""

    step: Step
    ago: float
    outcome: str = ""
    count: str = ""
    note: str = ""

    @property
    def counted(self) -> int | None:
        number = int(self.count) if self.count.isdecimal() and len(self.count) < 7 else None
        return number if number is not None and number <= MOST_COUNTED else None

    @property
    def words(self) -> str:
        """What no fact of an event holds."""
        unread = [] if self.counted is not None else [self.count]
        return "\n".join(part for part in (*unread, self.note) if part.strip())[:NOTE_LIMIT]


def tapped_at(work: "Work", ago: float) -> datetime | None:
    """The district's time of a tap so many seconds ago; None where that is as good as now."""
    rule = work.policy.get("field", "late", work.by.area)
    if not rule.body["after"] <= ago <= LONGEST.total_seconds():
        return None
    return min(work.at, work.clock.district(work.machine_at - timedelta(seconds=ago)))


@allowed_to("report")
def tell_late(work: "Work", incident: Incident, step: Step | None, ago: float) -> None:
    """The incident has it; the desk is told besides when it was tapped."""
    tapped = tapped_at(work, ago)
    if tapped:
        work.tell(incident, CameLate(step, tapped, work.at))


@allowed_to("see_field")
def tell_too_late(work: "Work", incident_id: int, typed: Typed, why: str, *, key: str) -> None:
    """Nothing that a team did is dropped unseen: what was refused stands on the incident, once however often it comes.

    Also when the incident was closed, or given to another team, so long ago that this one does not see it any more.
    """
    tapped = tapped_at(work, typed.ago)
    incident = _known(work, incident_id) if tapped else None
    if tapped is None or incident is None:
        return
    if work.once(f"{key}/late", "tell_too_late", {"incident": incident_id, "step": typed.step}):
        return
    outcome = typed.outcome if typed.outcome in RESOLUTIONS else None
    work.tell(incident, CameTooLate(typed.step, tapped, work.at, why, outcome, typed.counted))
    if typed.words:
        add_text(work, incident, typed.words)


def _known(work: "Work", incident_id: int) -> Incident | None:
    """One that the team was ever sent to, or of the own community."""
    if work.by.team is not None:
        return work.incidents.once_of_team(incident_id, work.by.team)
    try:
        return work.incidents.take(incident_id)
    except NotFound:
        return None


@allowed_to("see_field")
def tell_team_late(work: "Work", step: Step, ago: float) -> None:
    """Of a tap that is about the team, and about no incident."""
    tapped = tapped_at(work, ago)
    if tapped and work.by.team:
        work.tell_area(work.teams.get(work.by.team).area, "team", work.by.team, CameLate(step, tapped, work.at))


@allowed_to("see_field")
def tell_team_too_late(work: "Work", typed: Typed, why: str, *, key: str) -> None:
    tapped = tapped_at(work, typed.ago)
    if tapped is None or not work.by.team:
        return
    if work.once(f"{key}/late", "tell_too_late", {"step": typed.step}):
        return
    told = CameTooLate(typed.step, tapped, work.at, why)
    work.tell_area(work.teams.get(work.by.team).area, "team", work.by.team, told)
