"""A team that takes a job says when it sets out. It is held to that: reminded at the time, replaced after more silence."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.dispatch.acts import next_instead
from cockpit.dispatch.told import DepartureDue, DepartureLapsed
from cockpit.incidents.incident import Answer, Assignment, Incident, State
from cockpit.paging import page

if TYPE_CHECKING:
    from data_access.work import Work


@allowed_to("keep_clocks")
def departed(work: "Work", incident_id: int, team_id: int) -> Incident:
    """Looked at when the team meant to set out, and once more a little later.

    Silence ends the assignment as `timed_out`, and the next candidate goes: an assignment never takes a step back, so
    that `dispatched` again would be a state that means two things; and whoever is silent now was asked already.
    """
    incident = work.incidents.take(incident_id)
    mine = incident.of_team(team_id)
    if mine is None or mine.state is not Answer.ACKNOWLEDGED or mine.depart_by is None or work.at < mine.depart_by:
        return incident
    if incident.over or incident.state is State.ON_HOLD:
        return incident
    if work.at < _lapses_at(work, incident, mine):
        return _remind(work, incident, mine)
    out = incident.with_assignment(mine.moved(Answer.TIMED_OUT, work.at))
    return next_instead(work, work.save(out, DepartureLapsed(team_id)), mine)


def _lapses_at(work: "Work", incident: Incident, mine: Assignment) -> datetime:
    """By the rule that held when it was promised."""
    assert mine.depart_by
    rule = work.policy.get("promise", "team", incident.spot.grid, at=mine.acknowledged_at)
    return mine.depart_by + timedelta(seconds=rule.body["grace"])


def _remind(work: "Work", incident: Incident, mine: Assignment) -> Incident:
    """Once a promise."""
    if not _was_reminded(work, incident, mine):
        work.tell(incident, DepartureDue(mine.team_id))
        page(work, work.chains.members(mine.team_id), "departure_due", incident, by=mine.depart_by)
        work.later("departed", _lapses_at(work, incident, mine), incident=incident.id, team=mine.team_id)
    return incident


def _was_reminded(work: "Work", incident: Incident, mine: Assignment) -> bool:
    told: list[Any] = [one for one in work.timeline("incident", incident.id) if one.facts.get("team") == mine.team_id]
    return any(one.event == DepartureDue.name() and one.at >= mine.depart_by for one in told)
