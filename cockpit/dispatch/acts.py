"""Sending teams once, and what they answer."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.dispatch.plan import Candidate, Plan, plan
from cockpit.dispatch.told import TOLD, Acknowledged, Declined, Recalled, Resolved, Sent, SetsOutBy, TimedOut
from cockpit.incidents.acts import add_text, confirmed
from cockpit.incidents.incident import OUT, PROGRESS, RESOLUTIONS, UNDER_WAY, Answer, Assignment, Incident, State
from cockpit.incidents.step import Act, undoable
from cockpit.incidents.told import Confirmed, answering
from cockpit.paging import opened, page
from cockpit.refusals import (
    AlreadyOver,
    AlreadySent,
    Invalid,
    NobodyToSend,
    NoTeamThere,
    NotFound,
    NotInThisState,
    TeamNotFree,
    TeamOffDuty,
)
from cockpit.scene.signs import arrived, sign
from cockpit.teams import Team, TeamRole
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

NEXT_TEAM = "next_team"  # the step of a chain at which another team is sent
DECLINE_REASONS = {
    "busy": N_("Busy with something more urgent"),
    "off_duty": N_("Off duty"),
    "too_far": N_("Too far away"),
    "unsafe": N_("Not safe without support"),
}


def run_card(work: "Work", incident: Incident) -> dict[str, int]:
    """Role -> number of teams for this kind and priority; the kind's own card goes before the general one."""
    own = work.policy.find("run_card", f"{incident.kind}/{incident.priority}", incident.spot.grid)
    card = own or work.policy.get("run_card", f"any/{incident.priority}", incident.spot.grid)
    return {role: int(wanted) for role, wanted in card.body.items()}


@allowed_to("send")
def propose(work: "Work", incident_id: int) -> Plan:
    return plan_for(work, work.incidents.get(incident_id))


def plan_for(work: "Work", incident: Incident) -> Plan:
    """By the run card; once teams are on it, one more of each role that they called for."""
    called = {role: 1 + sum(one.role == role for one in incident.counting) for role in incident.support_wanted}
    card = called or run_card(work, incident)
    return plan(incident, card, work.teams.candidates(incident.spot.street, work.at))


@allowed_to("send")
def send(work: "Work", incident_id: int, team_ids: list[int], *, key: str, more: bool = False) -> Incident:
    """Send the teams, confirming first what was only reported; `more` adds to those already sent.

    1. The key is looked at before the state, so that a replay reads its own answer and no refusal.
    2. The incident's row is held from here on: a second officer waits, then reads who was faster.
    """
    body = {"incident": incident_id, "teams": sorted(team_ids)}
    if work.once(key, "send", body):
        return work.incidents.get(incident_id)
    return _sent(work, incident_id, team_ids, more)


@undoable(Act.SEND)
def _sent(work: "Work", incident_id: int, team_ids: list[int], more: bool) -> Incident:
    incident = work.incidents.take(incident_id)
    _must_be_sendable(work, incident, more)
    teams = _teams_to_send(work, incident, team_ids)
    if incident.said is State.REPORTED:
        incident = work.save(confirmed(work, incident), Confirmed(), *answering(incident))
    return _send(work, incident, teams, work.by.id)


def _must_be_sendable(work: "Work", incident: Incident, more: bool) -> None:
    if incident.over:
        raise AlreadyOver(code=incident.code, state=incident.state)
    if incident.state in (State.ON_HOLD, State.VERIFIED):
        raise NotInThisState(code=incident.code, state=incident.state)
    if incident.counting and not more:
        first = min(incident.counting, key=lambda one: one.dispatched_at)
        raise AlreadySent(code=incident.code, who=work.accounts.name_of(first.by_account), at=first.dispatched_at)


def _teams_to_send(work: "Work", incident: Incident, team_ids: list[int]) -> list[Team]:
    if not team_ids:
        raise _nobody(work, incident)
    known = {one.team.id: one for one in work.teams.candidates(incident.spot.street, work.at)}
    missing = [team_id for team_id in team_ids if team_id not in known]
    if missing:
        raise NotFound()
    for team_id in team_ids:
        _must_be_able(known[team_id], incident, work)
    return [known[team_id].team for team_id in dict.fromkeys(team_ids)]


def _nobody(work: "Work", incident: Incident) -> NobodyToSend:
    """Nobody was chosen; where nobody could be, which role is missing and why."""
    found = plan_for(work, incident)
    if found.proposals or not found.shortfalls:
        return NobodyToSend(code=incident.code)
    gap = found.shortfalls[0]
    return NoTeamThere(code=incident.code, role=gap.role, why=gap.reason)


def _must_be_able(candidate: Candidate, incident: Incident, work: "Work") -> None:
    mine = incident.of_team(candidate.team.id)
    if mine:
        name = work.accounts.name_of(mine.by_account)
        raise AlreadySent(code=f"{incident.code} → {candidate.team.name}", who=name, at=mine.dispatched_at)
    if not candidate.on_duty:
        raise TeamOffDuty(team=candidate.team.name)


def _send(work: "Work", incident: Incident, teams: list[Team], sender: int | None) -> Incident:
    answer_by = work.at + timedelta(seconds=_time_to_answer(work, incident))
    new = tuple(
        Assignment(team.id, team.role, Answer.DISPATCHED, work.at, answer_by, sender, incident.round) for team in teams
    )
    sent = replace(incident, assignments=(*incident.assignments, *new))
    for team in teams:
        work.later("time_out", answer_by, incident=incident.id, team=team.id)
    saved = work.save(sent, *(Sent(team.id, team.role) for team in teams))
    page(work, work.pagings.members([team.id for team in teams]), "sent", saved)
    return saved


def _time_to_answer(work: "Work", incident: Incident) -> int:
    """As the chain says that the incident follows; the general rule where it sends nobody else."""
    chain = work.chains.find(incident.id)
    said = chain.seconds_to(NEXT_TEAM) if chain else None
    rule = work.policy.get("answer", "any", incident.spot.grid)
    return said or int(rule.body["acknowledge"])


@allowed_to("send_own")
def send_own(work: "Work", incident_id: int, team_ids: list[int], *, key: str) -> Incident:
    """A community worker sends volunteers of the own community to what a desk has confirmed, beside whoever goes already."""
    if work.once(key, "send_own", {"incident": incident_id, "teams": sorted(team_ids)}):
        return work.incidents.get(incident_id)
    incident = work.incidents.take(incident_id)
    own = {one.team.id for one in own_volunteers(work, incident.spot.street)}
    if not own.issuperset(team_ids):
        raise NotFound()
    if incident.said is State.REPORTED:
        raise NotInThisState(code=incident.code, state=incident.state)
    _must_be_sendable(work, incident, more=True)
    return _send(work, incident, _teams_to_send(work, incident, team_ids), work.by.id)


def own_volunteers(work: "Work", street: str) -> list[Candidate]:
    """The teams of volunteers that serve the actor's own area, as they stand now."""
    found = work.teams.candidates(street, work.at)
    return [one for one in found if one.team.role is TeamRole.VOLUNTEER and work.by.sees(one.team.area)]


@allowed_to("answer")
def answer(work: "Work", incident_id: int, state: Answer, *, key: str, **facts: Any) -> Incident:
    """One's own team goes a step on. Steps may be skipped forward (a lost tap), never taken back."""
    if work.once(key, "answer", {"incident": incident_id, "state": state, **facts}):
        return work.incidents.get_of_team(incident_id, work.by.team)
    incident, mine = _own(work, incident_id)
    opened(work, incident_id)  # whoever answers has seen what was told
    told = _answered(work, incident, mine, state, **facts)
    arrived(work, told, mine) if state is Answer.ON_SCENE else sign(work, mine.team_id)
    return told


def _answered(work: "Work", incident: Incident, mine: Assignment, state: Answer, **facts: Any) -> Incident:
    if state is Answer.DECLINED:
        return _decline(work, incident, mine, facts["reason"])
    if state not in PROGRESS or PROGRESS.index(state) <= PROGRESS.index(mine.state):
        raise NotInThisState(code=incident.code, state=mine.state)
    _must_be_free(work, mine, state)
    if state is Answer.RESOLVED:
        return _resolve(work, incident, mine, **facts)
    if state is Answer.ACKNOWLEDGED:
        return _acknowledge(work, incident, mine, facts.get("depart"))
    return work.save(incident.with_assignment(mine.moved(state, work.at)), TOLD[state](mine.team_id))


def _acknowledge(work: "Work", incident: Incident, mine: Assignment, depart: Any) -> Incident:
    """`depart`: in how many minutes the team means to set out, one of those that the rule gives; None: it did not say."""
    if depart is None:
        return work.save(incident.with_assignment(mine.moved(Answer.ACKNOWLEDGED, work.at)), Acknowledged(mine.team_id))
    if isinstance(depart, bool) or depart not in departures(work, incident.spot.grid):
        raise Invalid("depart", N_("choose one of the list"))
    by = work.at + timedelta(minutes=int(depart))
    work.later("departed", by, incident=incident.id, team=mine.team_id)
    taken = incident.with_assignment(mine.moved(Answer.ACKNOWLEDGED, work.at, depart_by=by))
    return work.save(taken, Acknowledged(mine.team_id), SetsOutBy(mine.team_id, by))


def departures(work: "Work", area: str) -> list[int]:
    """In how many minutes a team may promise to set out."""
    return [int(one) for one in work.policy.get("promise", "team", area).body["minutes"]]


def _own(work: "Work", incident_id: int) -> tuple[Incident, Assignment]:
    incident = work.incidents.take_of_team(incident_id, work.by.team)
    mine = incident.of_team(work.by.team) if work.by.team else None
    if incident.over or mine is None:
        raise AlreadyOver(code=incident.code, state=incident.state)
    return incident, mine


def _must_be_free(work: "Work", mine: Assignment, state: Answer) -> None:
    """At most one job of a team is under way; the unique index says it a second time."""
    if state in UNDER_WAY and work.incidents.under_way_elsewhere(mine.team_id, mine.id):
        raise TeamNotFree(team=work.teams.name_of(mine.team_id))


def _resolve(
    work: "Work", incident: Incident, mine: Assignment, outcome: str, count: int | None = None, note: str = ""
) -> Incident:
    if outcome not in RESOLUTIONS:
        raise Invalid("outcome", N_("choose one of the outcomes"))
    if count is not None and not 0 <= count <= 100_000:
        raise Invalid("count", N_("a number of people from 0 to 100,000"))
    done = mine.moved(Answer.RESOLVED, work.at, outcome=outcome, count_seen=count)
    told = work.save(incident.with_assignment(done), Resolved(mine.team_id, outcome, count))
    return add_text(work, told, note) if note.strip() else told


def _decline(work: "Work", incident: Incident, mine: Assignment, reason: str) -> Incident:
    if reason not in DECLINE_REASONS:
        raise Invalid("reason", N_("choose one of the reasons"))
    if mine.state not in (Answer.DISPATCHED, Answer.ACKNOWLEDGED):
        raise NotInThisState(code=incident.code, state=mine.state)
    out = incident.with_assignment(mine.moved(Answer.DECLINED, work.at, outcome=reason))
    return next_instead(work, work.save(out, Declined(mine.team_id, reason)), mine)


def next_instead(work: "Work", incident: Incident, gone: Assignment) -> Incident:
    """The next candidate of the same role goes in place of the one that is out; with none, the gap stays visible.

    Who sent the first has sent this one too: not the team that declined, and not nobody.
    """
    if incident.state is State.ON_HOLD or incident.over:
        return incident
    card = {gone.role: 1 + sum(one.role == gone.role for one in incident.counting)}
    found = plan(incident, card, work.teams.candidates(incident.spot.street, work.at))
    teams = [one.team for one in found.proposals]
    return _send(work, incident, teams, gone.by_account) if teams else incident


@allowed_to("keep_clocks")
def time_out(work: "Work", incident_id: int, team_id: int) -> Incident:
    """Nobody acknowledged in time: the assignment is over and the next candidate is sent."""
    incident = work.incidents.take(incident_id)
    mine = incident.of_team(team_id)
    if mine is None or incident.over or mine.state is not Answer.DISPATCHED or work.at < mine.answer_by:
        return incident
    out = incident.with_assignment(mine.moved(Answer.TIMED_OUT, work.at))
    return next_instead(work, work.save(out, TimedOut(team_id)), mine)


@allowed_to("send")
def recall(work: "Work", incident_id: int, team_id: int) -> Incident:
    incident = work.incidents.take(incident_id)
    mine = incident.of_team(team_id)
    if mine is None or mine.state in OUT or not mine.open:
        raise NotInThisState(code=incident.code, state=incident.state)
    return work.save(incident.with_assignment(mine.moved(Answer.RECALLED, work.at)), Recalled(team_id))
