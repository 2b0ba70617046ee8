"""All that a screen shows of one incident: where it stands, what happened, who goes, what it rests on."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cockpit import notifications
from cockpit.access import allowed_to
from cockpit.attachments import Attachment, of_incident
from cockpit.dispatch.acts import plan_for
from cockpit.dispatch.plan import Candidate, Plan
from cockpit.escalation.call import Call, choices
from cockpit.escalation.chain import Chain
from cockpit.incidents.alike import Alike, alike
from cockpit.incidents.incident import Incident, State
from cockpit.incidents.links import Linked, links_of
from cockpit.incidents.step import Step
from cockpit.incidents.tasks import Task
from cockpit.notifications import Standing
from cockpit.paging import PersonTold, pagings_of
from cockpit.policy import Policy
from cockpit.scene.clock import Clock
from cockpit.scene.signs import clocks_of
from cockpit.undo import last_step
from cockpit.warnings.acts import Evidence, evidence

if TYPE_CHECKING:
    from data_access.work import Work

CAN_BE_SENT = {State.REPORTED, State.CONFIRMED, State.REOPENED}


@dataclass(frozen=True)
class Told:
    """One event as it was told: its name and facts, when (district time), by which account and role."""

    event: str
    facts: dict[str, Any]
    at: datetime
    account: int | None
    role: str


@dataclass(frozen=True)
class Story:
    """`teams` and `people` give the names of the ids in events and assignments; `notes` only for who may read them."""

    incident: Incident
    at: datetime
    place: str
    area: str
    told: tuple[Told, ...]
    plan: Plan | None
    teams: dict[int, str]
    people: dict[int, str]
    notes: dict[int, str]
    evidence: Evidence | None
    candidates: tuple[Candidate, ...] = ()
    notices: tuple[tuple[notifications.Told, Standing], ...] = ()
    persons: tuple[PersonTold, ...] = ()
    step: Step | None = None
    attached: tuple[Attachment, ...] = ()
    chain: Chain | None = None
    calls: tuple[Call, ...] = ()
    rule: Policy | None = None
    minutes: tuple[int, ...] = ()
    clocks: dict[int, Clock] = field(default_factory=dict)
    links: tuple[Linked, ...] = ()
    alike: tuple[Alike, ...] = ()
    tasks: tuple[Task, ...] = ()


@allowed_to("see_incidents")
def story_of(work: "Work", incident_id: int) -> Story:
    """Reading the notes is a look at free text, and is kept as one."""
    incident = work.incidents.get(incident_id)
    told = work.timeline("incident", incident_id)
    teams = {one.team_id for one in incident.assignments} | {one.facts["team"] for one in told if one.facts.get("team")}
    attached = tuple(of_incident(work, incident_id)) if work.by.may("see_attachments") else ()
    teams |= {one.team for one in attached if one.team}
    may_send = work.by.may("send") and (incident.state in CAN_BE_SENT or bool(incident.support_wanted))
    return Story(
        incident,
        work.at,
        incident.place_name,
        work.areas.get(incident.spot.grid).name,
        told,
        plan_for(work, incident) if may_send else None,
        work.teams.names(sorted(teams)),
        work.accounts.names(_accounts(told)),
        _notes(work, incident_id),
        _evidence(work, incident),
        _candidates(work, incident),
        _notices(work, incident_id),
        tuple(pagings_of(work, incident_id)),
        last_step(work, incident_id) if work.by.may("undo") else None,
        attached,
        **_chain(work, incident),
        clocks=clocks_of(work, incident_id),
        links=links_of(work, incident_id),
        alike=alike(work, incident),
        tasks=tuple(work.tasks.of(incident_id)),
    )


def _accounts(told: tuple[Told, ...]) -> list[int]:
    """Who did what was told, and whom it names."""
    named = {one.facts["account"] for one in told if "account" in one.facts}
    return sorted({one.account for one in told if one.account} | named)


def _chain(work: "Work", incident: Incident) -> dict[str, Any]:
    """Its chain, whom it called, which version of the rule it follows, and in how many minutes one may promise to see to it."""
    chain = work.chains.find(incident.id)
    if chain is None:
        return {}
    promise = work.policy.get("promise", "desk", incident.spot.grid)
    rule, minutes = work.policy.version(chain.policy), tuple(choices(promise))
    return {"chain": chain, "calls": tuple(work.chains.calls(incident.id)), "rule": rule, "minutes": minutes}


def _notices(work: "Work", incident_id: int) -> tuple[tuple[notifications.Told, Standing], ...]:
    """What went out about it, and what can be proven of that."""
    retry = notifications.retry_of(work)
    found = notifications.told_of(work, incident_id)
    return tuple((one, one.standing(work.machine_at, retry)) for one in found if one.handed or one.open)


def _candidates(work: "Work", incident: Incident) -> tuple[Candidate, ...]:
    """Every team of the street that is not on it yet, for who may send while it can be added to."""
    if incident.over or incident.state in (State.ON_HOLD, State.VERIFIED) or not work.by.may("send"):
        return ()
    found = work.teams.candidates(incident.spot.street, work.at)
    return tuple(one for one in found if incident.of_team(one.team.id) is None)


def _notes(work: "Work", incident_id: int) -> dict[int, str]:
    if not work.by.may("see_notes"):
        return {}
    notes = work.notes.of_incident(incident_id)
    if notes:
        work.looked("incident", incident_id, ["note.text"])
    return notes


def _evidence(work: "Work", incident: Incident) -> Evidence | None:
    """What the sensor said, as long as that is fresh or the incident came from it."""
    watched = incident.place_id is not None and work.by.may("see_cockpit") and incident.source == "warning"
    return evidence(work, incident.place_id, until=incident.closed_at) if watched and incident.place_id else None
