"""Untouched items 无人处理: open, and nobody had a hand on them for longer than their state allows. It must be none.

Each act of a person starts the clock of the state it leads to (policy `touch`); what the cockpit does by itself does not. A
started clock keeps its instant: a new rule counts from the next act on.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.incidents.incident import Incident, State
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

NOBODY = {"system", "device"}  # roles behind which there is no person

NEXT_ACTS = {
    State.REPORTED: N_("Confirm it or send somebody"),
    State.CONFIRMED: N_("Send a team"),
    State.REOPENED: N_("Send a team again"),
    State.DISPATCHED: N_("Call the team, or send another"),
    State.ACKNOWLEDGED: N_("Ask the team when it sets out"),
    State.EN_ROUTE: N_("Ask the team where it is"),
    State.ON_SCENE: N_("Ask the team how it stands"),
    State.RESOLVED: N_("Verify the feedback"),
    State.VERIFIED: N_("Close it"),
    State.ON_HOLD: N_("Resume it or end it"),
}


def touched(work: "Work", incident: Incident) -> Incident:
    """The incident with its clock started anew, where it was a person who acted, or where none runs yet."""
    if incident.over:
        return replace(incident, touch_by=None)
    if work.by.role in NOBODY and incident.touch_by:
        return incident
    rule = work.policy.get("touch", incident.state, incident.spot.grid)
    return replace(incident, touch_by=work.at + timedelta(seconds=rule.body[f"priority_{incident.priority}"]))
