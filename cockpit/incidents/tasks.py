"""Sub-tasks 子任务: a short list of what is to be done about an incident, by whom and until when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.incidents.acts import seal
from cockpit.incidents.incident import Incident
from cockpit.refusals import Invalid, NotFound, NotInThisState, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MOST_MINUTES = 24 * 60
MOST_OPEN = 12
DESK = 0  # in an event: no team, but the desk itself
OWN = "own"

# What a task may be. In own words it stays at the desk: what somebody writes is sealed, and teams read no sealed words.
TASKS = {
    "keep_order": N_("Keep the queue in order"),
    "cordon": N_("Cordon the spot off"),
    "photos": N_("Take photos of the spot"),
    "supplies": N_("Bring what is missing"),
    "disinfect": N_("Disinfect the spot"),
    "call_back": N_("Call back whoever reported it"),
    "tell_community": N_("Tell the community"),
    "look_again": N_("Look again later"),
    "hand_on": N_("Hand it on to the office in charge"),
    OWN: N_("In own words"),
}
DROP_REASONS = {
    "not_needed": N_("Not needed any more"),
    "done_otherwise": N_("Done in another way"),
    "not_possible": N_("It cannot be done"),
}


@dataclass(eq=False)
class OpenTasks(Refusal):
    status = 409
    says = N_("{code} has tasks that are still open: {tasks}.")
    way_out = N_("Do them first, or drop them with a reason.")
    code: str
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """`act` is one of TASKS, `note` the sealed text of one in own words, `team` None for the desk."""

    incident_id: int
    act: str
    team: int | None
    due_at: datetime
    added_at: datetime
    by_account: int | None
    note: int | None = None
    done_at: datetime | None = None
    done_by: int | None = None
    dropped_at: datetime | None = None
    dropped: str | None = None
    id: int = 0

    @property
    def open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    def overdue(self, at: datetime) -> bool:
        return self.open and at > self.due_at


@dataclass(frozen=True)
class TaskSet(Event):
    task: int
    act: str
    team: int


@dataclass(frozen=True)
class TaskDone(Event):
    task: int
    act: str


@dataclass(frozen=True)
class TaskUndone(Event):
    task: int
    act: str


@dataclass(frozen=True)
class TaskDropped(Event):
    task: int
    act: str
    dropped: str


@allowed_to("plan_tasks")
def add_task(
    work: "Work", incident_id: int, act: Any, minutes: Any, *, key: str, team: int | None = None, words: str = ""
) -> Incident:
    """Due in so many minutes; for a team that is on it, or for the desk."""
    if work.once(key, "add_task", {"incident": incident_id, "act": act, "due": minutes, "team": team, "words": words}):
        return work.incidents.get(incident_id)
    due = timedelta(minutes=_minutes(minutes))
    incident = work.incidents.take(incident_id)
    incident.say(incident.said)  # refuses when it is over
    _must_fit(work, incident, act, team, words)
    note = seal(work, incident_id, words) if act == OWN else None
    task = work.tasks.add(Task(incident_id, act, team, work.at + due, work.at, work.by.id, note))
    return work.save(incident, TaskSet(task.id, act, team or DESK))


def _minutes(minutes: Any) -> int:
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= MOST_MINUTES:
        raise Invalid("due", N_("in minutes, from 1 to 1,440"))
    return minutes


def _must_fit(work: "Work", incident: Incident, act: Any, team: int | None, words: str) -> None:
    if act not in TASKS:
        raise Invalid("task", N_("choose one of the list"))
    if act == OWN and not words.strip():
        raise Invalid("task", N_("say in words what is to be done"))
    if act == OWN and team is not None:
        raise Invalid("task", N_("own words stay at the desk; for a team choose one of the list"))
    if team is not None and incident.of_team(team) is None:
        raise Invalid("team", N_("that team is not on it"))
    if sum(one.open for one in work.tasks.of(incident.id)) >= MOST_OPEN:
        raise Invalid("task", N_("twelve are open already; a longer list is read by nobody"))


@allowed_to("plan_tasks")
def tick(work: "Work", incident_id: int, task_id: int) -> Incident:
    incident = work.incidents.take(incident_id)
    return _tick(work, incident, work.tasks.take(incident_id, task_id))


@allowed_to("answer")
def tick_own(work: "Work", incident_id: int, task_id: int, *, key: str) -> Incident:
    """One's own team has done what the desk asked of it."""
    if work.once(key, "tick_own", {"incident": incident_id, "task": task_id}):
        return work.incidents.get_of_team(incident_id, work.by.team)
    incident = work.incidents.take_of_team(incident_id, work.by.team)
    task = work.tasks.take(incident_id, task_id)
    if task.team is None or task.team != work.by.team:
        raise NotFound()
    return _tick(work, incident, task)


def _tick(work: "Work", incident: Incident, task: Task) -> Incident:
    if not task.open:
        raise NotInThisState(code=incident.code, state=incident.state)
    work.tasks.keep(replace(task, done_at=work.at, done_by=work.by.id))
    return work.save(incident, TaskDone(task.id, task.act))


@allowed_to("plan_tasks")
def untick(work: "Work", incident_id: int, task_id: int) -> Incident:
    """It was not done after all, or is wanted again."""
    incident = work.incidents.take(incident_id)
    incident.say(incident.said)  # refuses when it is over
    task = work.tasks.take(incident_id, task_id)
    if task.open:
        raise NotInThisState(code=incident.code, state=incident.state)
    work.tasks.keep(replace(task, done_at=None, done_by=None, dropped_at=None, dropped=None))
    return work.save(incident, TaskUndone(task.id, task.act))


@allowed_to("plan_tasks")
def drop_task(work: "Work", incident_id: int, task_id: int, reason: Any) -> Incident:
    incident = work.incidents.take(incident_id)
    task = work.tasks.take(incident_id, task_id)
    if not task.open:
        raise NotInThisState(code=incident.code, state=incident.state)
    return work.save(incident, _drop(work, task, reason))


def drop_open(work: "Work", incident: Incident, reason: Any) -> list[TaskDropped]:
    """Before it is closed: with a reason they are dropped, without one it stays open and each of them is named."""
    left = [one for one in work.tasks.of(incident.id) if one.open]
    if left and not reason:
        raise OpenTasks(code=incident.code, tasks=tuple(TASKS[one.act] for one in left))
    return [_drop(work, one, reason) for one in left]


def _drop(work: "Work", task: Task, reason: Any) -> TaskDropped:
    if reason not in DROP_REASONS:
        raise Invalid("reason", N_("choose one of the reasons"))
    work.tasks.keep(replace(task, dropped_at=work.at, dropped=reason))
    return TaskDropped(task.id, task.act, reason)
