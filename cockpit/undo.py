"""Undo 撤回: taking back what was just done to an incident, as long as its time lasts and nothing happened since.

It is an event of its own and no rewriting: what was done stays told, and so does that it was undone.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.dispatch.told import Recalled
from cockpit.events import Event
from cockpit.incidents.incident import PROGRESS, Answer, Assignment, Incident
from cockpit.incidents.step import RIGHTS, SAID, Act, Step, restored, standing
from cockpit.refusals import Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from cockpit.incidents.story import Told
    from data_access.work import Work

# What happens to an incident without standing in the way of an undo.
BESIDE = {"noted", "joined", "passed_on", "attached"}


@dataclass(frozen=True)
class Undone(Event):
    """`step` is the number of what was undone; `stay` how many teams had acknowledged and stay on it."""

    act: Act
    step: int
    stay: int = 0


@dataclass(eq=False)
class TooLateToUndo(Refusal):
    status = 409
    says = N_("{code}: this could be undone until {until}.")
    way_out = N_("Take the step that follows now instead.")
    code: str
    until: datetime


@dataclass(eq=False)
class UndoneBefore(Refusal):
    status = 409
    says = N_("{code}: this was undone at {at} already.")
    way_out = N_("Nothing is undone twice.")
    code: str
    at: datetime


@dataclass(eq=False)
class Overtaken(Refusal):
    status = 409
    says = N_("{code} is not undone: {who} was faster at {at}.")
    way_out = N_("Look at it as it is now and decide again.")
    code: str
    who: str
    at: datetime


@allowed_to("undo")
def undo(work: "Work", incident_id: int, step: int) -> Incident:
    """Take one step back; of a send those teams come back that have not acknowledged yet."""
    incident = work.incidents.take(incident_id)
    one = work.undo.take(incident_id, step)
    work.by.must(RIGHTS[one.act])
    _must_be_open(work, incident, one)
    back = _back(work, incident, one)
    work.undo.close(one, work.by.id, work.at)
    recalled = [Recalled(job.team_id) for job in _recalled(incident, back)]
    told = work.save(back, *recalled, Undone(one.act, one.id, _staying(_sent_since(back, one))))
    _let_clocks_go_on(work, told, one)
    return told


@allowed_to("undo")
def last_step(work: "Work", incident_id: int) -> Step | None:
    """What of an incident, that the caller has read, could be undone now by the caller."""
    one = work.undo.newest(incident_id)
    return one if one and work.at < one.until and work.by.may(RIGHTS[one.act]) else None


def _must_be_open(work: "Work", incident: Incident, one: Step) -> None:
    if one.undone_at:
        raise UndoneBefore(code=incident.code, at=one.undone_at)
    if work.at >= one.until:
        raise TooLateToUndo(code=incident.code, until=one.until)
    newest = work.undo.newest(incident.id)
    if newest and newest.id != one.id:
        raise Overtaken(code=incident.code, who=_name(work, newest.account), at=newest.at)


def _back(work: "Work", incident: Incident, one: Step) -> Incident:
    """How it stands when the step is undone; refused where somebody was faster."""
    if standing(incident) == one.after:
        return restored(incident, one.before, work.at)
    if one.act is not Act.SEND or any(standing(incident)[name] != one.after[name] for name in SAID):
        raise _overtaken(work, incident, one)
    sent = _sent_since(incident, one)
    waiting = [job for job in sent if job.state is Answer.DISPATCHED]
    if not waiting:
        raise _overtaken(work, incident, one)
    if _staying(sent):
        return _without(incident, waiting, work.at)
    return restored(incident, one.before, work.at)


def _sent_since(incident: Incident, one: Step) -> list[Assignment]:
    """The teams that were sent by it, and those that went in place of one that declined."""
    return [job for job in incident.assignments if str(job.id) not in one.before["assignments"]]


def _without(incident: Incident, waiting: list[Assignment], at: datetime) -> Incident:
    jobs = (job.moved(Answer.RECALLED, at) if job in waiting else job for job in incident.assignments)
    return replace(incident, assignments=tuple(jobs))


def _overtaken(work: "Work", incident: Incident, one: Step) -> Overtaken:
    """Who did what came last, and when."""
    told = [past for past in work.timeline("incident", incident.id) if past.event not in BESIDE]
    last = told[-1]
    return Overtaken(code=incident.code, who=_doer(work, last), at=last.at)


def _doer(work: "Work", told: "Told") -> str:
    team = told.facts.get("team")
    return work.teams.name_of(team) if isinstance(team, int) and told.event != "recalled" else _name(work, told.account)


def _name(work: "Work", account: int | None) -> str:
    return work.accounts.name_of(account) if account else N_("The cockpit")


def _recalled(before: Incident, after: Incident) -> list[Assignment]:
    was = {job.id: job for job in before.assignments}
    return [job for job in after.assignments if job.state is Answer.RECALLED and was[job.id].state != job.state]


def _staying(sent: list[Assignment]) -> int:
    """How many have acknowledged, or went further."""
    return sum(job.state in PROGRESS[1:] for job in sent)


def _let_clocks_go_on(work: "Work", incident: Incident, one: Step) -> None:
    """A clock that ran out while the step held found nothing to do then, and is asked once more."""
    was = one.after["assignments"]
    for job in incident.assignments:
        waits = job.state is Answer.DISPATCHED and was.get(str(job.id), {}).get("state") != Answer.DISPATCHED
        if waits and job.answer_by <= work.at:
            work.later("time_out", job.answer_by, incident=incident.id, team=job.team_id)
