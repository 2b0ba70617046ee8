"""What a change of an incident means for its chain: it begins, waits for an answer, stands still, goes on."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.dispatch.acts import plan_for
from cockpit.escalation.call import promise_of
from cockpit.escalation.chain import Chain, Timer, Whom, begun, is_quiet, missing, runs
from cockpit.escalation.told import NobodyCanGo
from cockpit.incidents.incident import Incident
from cockpit.policy import NoPolicy, Policy
from cockpit.teams import TeamRole

if TYPE_CHECKING:
    from data_access.work import Work

TASK = "escalate"


def rule_for(work: "Work", incident: Incident) -> Policy | None:
    """The kind's own chain goes before the general one, a street's before the district's."""
    grid = incident.spot.grid
    own = work.policy.find("escalation", f"{incident.kind}/{incident.priority}", grid)
    return own or work.policy.find("escalation", f"any/{incident.priority}", grid)


def passed_on_after(work: "Work", area: str) -> dict[str, int]:
    """Where a red item goes that nobody takes up, as the rule says it now: whom -> after so many seconds."""
    rule = work.policy.find("escalation", "any/1", area)
    steps = rule.body["steps"] if rule else ()
    return {one["to"]: one["after"] for one in steps if one["timer"] == Timer.TAKE_UP}


def follow(work: "Work", before: Incident | None, after: Incident) -> None:
    """Asked at each change of an incident, after it was told; `before` is None for one that was just reported."""
    if before is None:
        _begin(work, after)
        return
    if set(missing(after)) - set(missing(before)):  # who goes instead is looked for, and comes with the next change
        work.later(TASK, work.at, incident=after.id)
    sends = sent_by_somebody(work, before, after)
    if not (sends or is_quiet(before) != is_quiet(after) or _begin_to_run(before, after)):
        return
    chain = work.chains.find(after.id)
    if chain:
        changed = followed(chain, before, after, work.at, sends=sends)
        work.chains.keep(changed)
        look_again(work, changed, after)


def followed(chain: Chain, before: Incident, after: Incident, at: datetime, *, sends: bool) -> Chain:
    if sends:
        chain = chain.sent(at)
    if is_quiet(after):
        return chain.paused(at)
    if is_quiet(before):
        return chain.resumed(at)
    for timer in _begin_to_run(before, after):
        chain = chain.gone_on(timer, at)
    return chain


def sent_by_somebody(work: "Work", before: Incident, after: Incident) -> bool:
    """A team that goes in another's place was sent by nobody anew: the wait for an answer goes on."""
    return len(after.assignments) > len(before.assignments) and work.by.id is not None and work.by.may("send")


def _begin_to_run(before: Incident, after: Incident) -> list[Timer]:
    return [timer for timer in Timer if runs(timer, after) and not runs(timer, before)]


def _begin(work: "Work", incident: Incident) -> None:
    rule = rule_for(work, incident)
    if rule is None:
        return
    chain = begun(rule, incident)
    lacking = _nobody_can_go(work, incident)
    if lacking:
        chain = chain.begun_with(Whom.SHIFT_LEAD, work.at)
        for role in lacking:
            work.tell(incident, NobodyCanGo(role))
    work.chains.add(chain)
    look_again(work, chain, incident)


def _nobody_can_go(work: "Work", incident: Incident) -> list[TeamRole]:
    """The roles that are called for, where there is a team of none. A report is taken whatever rule there is not."""
    try:
        plan = plan_for(work, incident)
    except NoPolicy:
        return []
    return [] if plan.proposals else list(dict.fromkeys(one.role for one in plan.shortfalls))


def go_on(work: "Work") -> None:
    """Of everything that is open: after a past that was lived through at once, nobody looks at the chains any more."""
    for incident in work.incidents.open_in(work.by.area):
        chain = work.chains.find(incident.id)
        if chain and chain.paused_at is None:
            chain = replace(chain, look_at=None)
            for timer in Timer:
                chain = chain.gone_on(timer, work.at)
            work.chains.keep(chain)
            look_again(work, chain, incident)


def look_again(work: "Work", chain: Chain, incident: Incident) -> None:
    """Have it looked at when it next may have to do something, unless that is in the queue already."""
    if chain.paused_at is not None:
        return
    promise = promise_of(work.chains.calls(incident.id))
    instants = [promise.look_at] if promise else [one.due for one in chain.waiting(incident)][:1]
    for due in instants:
        if due is not None and not (chain.look_at == due and due > work.at):
            work.chains.keep(replace(chain, look_at=max(due, work.at)))
            work.later(TASK, max(due, work.at), incident=incident.id)
