"""Who else has an incident open: a fact about screens, not about the district, so it is kept in machine time."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.escalation.acts import seen

if TYPE_CHECKING:
    from data_access.work import Work

RENEWED_EVERY = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(seconds=60)


@dataclass(frozen=True)
class Viewer:
    account: int
    name: str


@allowed_to("see_incidents")
def look_on(work: "Work", incident_id: int) -> tuple[Viewer, ...]:
    """Say that one has it open, and learn who else has; the rest hear of it only where it was escalated to oneself."""
    incident = work.incidents.get(incident_id)
    since = work.machine_at - FORGOTTEN_AFTER
    seen(work, incident)
    work.viewers.renew(work.by, incident.id, work.machine_at, forget=since)
    return work.viewers.others(work.by, incident.id, since)
