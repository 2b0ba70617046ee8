"""How long things took, and when they are due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cockpit.incidents.incident import Incident

if TYPE_CHECKING:
    from cockpit.policy import Policy


@dataclass(frozen=True)
class Intervals:
    """Spans of an incident in seconds, None while their end is missing (NFPA 1710, NFORS; closure is ours)."""

    answering: float | None
    processing: float | None
    handling: float | None
    turnout: float | None
    travel: float | None
    closure: float | None


def seconds(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() if start and end else None


def intervals(incident: Incident) -> Intervals:
    """Handling runs from the report to the first dispatch, turnout to the first departure, travel to the first arrival."""
    sent = incident.first_dispatched_at
    left = min((one.en_route_at for one in incident.assignments if one.en_route_at), default=None)
    return Intervals(
        answering=seconds(incident.received_at, incident.opened_at),
        processing=seconds(incident.opened_at, sent),
        handling=seconds(incident.received_at, sent),
        turnout=seconds(sent, left),
        travel=seconds(left, incident.arrived_at),
        closure=seconds(incident.received_at, incident.closed_at),
    )


def due_instants(policy: "Policy", received_at: datetime) -> dict[str, Any]:
    """The two clocks an incident starts with, and the version of the rule they follow."""
    return {
        "arrive_by": received_at + timedelta(seconds=policy.body["arrive"]),
        "close_by": received_at + timedelta(seconds=policy.body["close"]),
        "due_policy": policy.id,
    }
