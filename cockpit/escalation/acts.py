"""What happens on a chain: a step in its time, and what people answer to it."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.dispatch import time_out
from cockpit.escalation.call import Call, choices, moved_since, promise_of
from cockpit.escalation.chain import Chain, Stand, Step, Timer, Whom, missing, runs
from cockpit.escalation.follow import look_again
from cockpit.escalation.refused import NotCalledIn, SeenToAlready
from cockpit.escalation.told import CallSeen, PromiseDue, PromiseLapsed, SeesToIt
from cockpit.escalation.whom import say, tell
from cockpit.incidents.incident import Answer, Incident
from cockpit.paging import page
from cockpit.policy import Policy
from cockpit.refusals import AlreadyOver, Invalid
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@allowed_to("keep_clocks")
def escalate(work: "Work", incident_id: int) -> None:
    """Do what is due on the incident's chain, one step after the other, each at most once.

    1. The incident's row is held from here on: a second worker waits, then finds the step done.
    2. A promise that holds is looked after first; as long as it does, nothing is escalated.
    3. When the chain has to be looked at next is put in the queue with what was done: both stay, or neither.
    """
    incident = work.incidents.take(incident_id)
    chain = work.chains.find(incident_id)
    if chain is None or chain.paused_at is not None:
        return
    promise = promise_of(work.chains.calls(incident_id))
    if promise is None or not _holds(work, incident, chain, promise):
        if missing(incident):
            work.chains.keep(chain_now(work, incident_id).without_teams(work.at))
        while _one_step(work, incident_id):
            pass
    look_again(work, chain_now(work, incident_id), work.incidents.get(incident_id))


def chain_now(work: "Work", incident_id: int) -> Chain:
    """As it stands by now; of an incident that has one."""
    found = work.chains.find(incident_id)
    assert found
    return found


def _one_step(work: "Work", incident_id: int) -> bool:
    """Whether there was one: a team that is replaced changes the incident, so both are read anew."""
    incident, chain = work.incidents.take(incident_id), chain_now(work, incident_id)
    step = chain.due(incident, work.at)
    if step is None:
        return False
    told = _replace(work, incident, step) if step.to is Whom.NEXT_TEAM else tell(work, incident, step)
    nothing = Stand.PASSED if step.to is Whom.TEAM else Stand.NOBODY
    work.chains.keep(chain_now(work, incident_id).stood(step, Stand.DONE if told else nothing, work.at))
    return True


def _replace(work: "Work", incident: Incident, step: Step) -> int:
    """Who has not answered in time is replaced, as `time_out` does it; told only where nobody can go instead."""
    for one in incident.counting:
        if one.state is Answer.DISPATCHED and one.answer_by <= work.at:
            time_out(work, incident.id, one.team_id)
    now = work.incidents.get(incident.id)
    if missing(now):
        say(work, now, step, 0)
    return int(not missing(now))


def _holds(work: "Work", incident: Incident, chain: Chain, promise: Call) -> bool:
    """Whether the promise goes on holding the chain up: till its time, and after a reminder a little longer."""
    assert promise.promised_until and promise.lapses_at
    if work.at < promise.promised_until:
        return True
    kept = moved_since(work.timeline("incident", incident.id), promise.account)
    if not kept and work.at < promise.lapses_at:
        _remind(work, incident, promise)
        return True
    work.chains.keep_call(promise.ended(work.at, kept=kept))
    if not kept:
        work.tell(incident, PromiseLapsed(promise.step, promise.account))
    for timer in Timer:
        chain = chain.gone_on(timer, work.at)
    work.chains.keep(chain)
    return False


def _remind(work: "Work", incident: Incident, promise: Call) -> None:
    if promise.reminded_at is None:
        work.chains.keep_call(replace(promise, reminded_at=work.at))
        work.tell(incident, PromiseDue(promise.step, promise.account))
        page(work, [promise.account], "promise_due", incident, until=promise.promised_until)


# What people do


@allowed_to("see_to")
def see_to(work: "Work", incident_id: int, minutes: Any) -> Incident:
    """Acknowledge what was escalated to oneself: seen, and seen to in so many minutes. The chain waits for as long."""
    incident = work.incidents.take(incident_id)
    if incident.over:
        raise AlreadyOver(code=incident.code, state=incident.state)
    rule = promises(work, incident)
    if isinstance(minutes, bool) or minutes not in choices(rule):
        raise Invalid("promise", N_("choose one of the list"))
    calls = work.chains.calls(incident_id)
    mine = [one for one in calls if one.account == work.by.id]
    if not mine:
        raise NotCalledIn(code=incident.code)
    _must_be_first(work, incident, promise_of(calls))
    promised = mine[-1].promised(work.at, int(minutes), rule.body["grace"])
    work.chains.keep_call(promised)
    assert promised.promised_until
    work.tell(incident, SeesToIt(promised.step, promised.promised_until))
    if chain := work.chains.find(incident_id):
        look_again(work, chain, incident)
    return incident


def _must_be_first(work: "Work", incident: Incident, promise: Call | None) -> None:
    """One promise at a time; one's own may be renewed."""
    if promise is None:
        return
    if promise.account != work.by.id:
        who = work.accounts.name_of(promise.account)
        raise SeenToAlready(code=incident.code, who=who, at=promise.promised_until)
    work.chains.keep_call(promise.ended(work.at, kept=True))


def promises(work: "Work", incident: Incident) -> Policy:
    return work.policy.get("promise", "desk", incident.spot.grid)


def seen(work: "Work", incident: Incident) -> None:
    """Whoever opens what was escalated to them has seen it."""
    if not work.by.may("see_to"):
        return
    for one in work.chains.calls(incident.id):
        if one.account == work.by.id and one.seen_at is None:
            work.chains.keep_call(replace(one, seen_at=work.at))
            work.tell(incident, CallSeen(one.step))


@allowed_to("see_to")
def mine(work: "Work") -> tuple[int, ...]:
    """Open incidents that were escalated to oneself, as long as what they were escalated for is wanting."""
    calls = work.chains.calls_of(work.by.id)
    found = {one.id: one for one in work.incidents.open_of(sorted({call.incident for call in calls}))}
    chains = {incident_id: work.chains.find(incident_id) for incident_id in found}
    wanting = {
        call.incident
        for call in calls
        if (chain := chains.get(call.incident)) and runs(chain.steps[call.step].timer, found[call.incident])
    }
    return tuple(sorted(wanting))
