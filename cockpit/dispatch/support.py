"""When those on the spot need more hands 求援, and when the desk waits too long for them 催办."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.incidents.incident import Answer, Assignment, Incident
from cockpit.paging import page
from cockpit.refusals import AlreadyOver, Invalid, NotInThisState, Refusal
from cockpit.teams import TeamRole
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

SUPPORT_REASONS = {
    "too_many": N_("Too many people for us"),
    "resistance": N_("People do not follow, or grow angry"),
    "hurt": N_("Somebody is hurt or ill"),
    "missing": N_("Something is missing here"),
}


@dataclass(eq=False)
class UrgedLately(Refusal):
    status = 409
    says = N_("The teams of {code} were urged at {at}.")
    way_out = N_("Give them until {until}, or send another team.")
    code: str
    at: datetime
    until: datetime


@dataclass(frozen=True)
class SupportCalled(Event):
    """`role` is the kind of team that is needed, `why` one of SUPPORT_REASONS."""

    team: int
    role: str
    why: str


@dataclass(frozen=True)
class Urged(Event):
    """For the `times`-th time in this round."""

    times: int


@allowed_to("call_support")
def call_support(work: "Work", incident_id: int, role: Any, why: Any, *, key: str) -> Incident:
    """One's own team, on the spot, needs a further one of that role; asked again for the same, nothing changes."""
    if work.once(key, "call_support", {"incident": incident_id, "role": role, "why": why}):
        return work.incidents.get_of_team(incident_id, work.by.team)
    if role not in list(TeamRole):
        raise Invalid("role", N_("choose one of the list"))
    if why not in SUPPORT_REASONS:
        raise Invalid("reason", N_("choose one of the reasons"))
    incident = work.incidents.take_of_team(incident_id, work.by.team)
    mine = incident.of_team(work.by.team) if work.by.team else None
    if incident.over or mine is None:
        raise AlreadyOver(code=incident.code, state=incident.state)
    if mine.state is not Answer.ON_SCENE:
        raise NotInThisState(code=incident.code, state=mine.state)
    return _called(work, incident, mine, role, why)


def _called(work: "Work", incident: Incident, mine: Assignment, role: str, why: str) -> Incident:
    """What it called for before and has not got yet stays called for."""
    open_ones = {one for one in (mine.support or "").split() if one in incident.support_wanted}
    roles = " ".join(sorted({*open_ones, role}))
    asks = replace(mine, support=roles, support_at=work.at)
    return work.save(incident.with_assignment(asks), SupportCalled(mine.team_id, role, why))


@allowed_to("urge")
def urge(work: "Work", incident_id: int) -> Incident:
    """Ask the teams that are not done to hurry, and page their people; not again before the policy's pause is over."""
    incident = work.incidents.take(incident_id)
    teams = [one.team_id for one in incident.counting if one.open]
    if incident.over or not teams:
        raise NotInThisState(code=incident.code, state=incident.state)
    pause = timedelta(seconds=work.policy.get("urge", "any", incident.spot.grid).body["every"])
    if incident.urged_at and work.at < incident.urged_at + pause:
        raise UrgedLately(code=incident.code, at=incident.urged_at, until=incident.urged_at + pause)
    urged = replace(incident, urges=incident.urges + 1, urged_at=work.at)
    told = work.save(urged, Urged(urged.urges))
    page(work, work.teams.accounts_of(teams), "urged", told, times=told.urges)
    return told
