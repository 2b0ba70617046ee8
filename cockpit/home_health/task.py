"""A task 待办 of the desks for people at home: what is to be done for one person, by which desk, by when, and what came of it.

What a report calls for opens one; a report that was missed is a knock at the door. Whether it is overdue follows from the
time. The instant by which it is due is kept, so that a later rule moves nothing that was begun.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from cockpit.home_health.report import Outcome
from cockpit.home_health.window import Slot
from cockpit.policy import Policy
from cockpit.texts import N_


class TaskKind(StrEnum):
    SUPPLY = "supply"  # 生活保障: see to what is needed
    CALL = "call"  # 电话随访
    VISIT = "visit"  # 上门
    KNOCK = "knock"  # 敲门: a report was missed
    TRANSFER = "transfer"  # 转运: to hospital


class Desk(StrEnum):
    COMMUNITY = "community"
    HEALTH = "health"


class TaskState(StrEnum):
    PENDING = "pending"  # 待办
    IN_PROGRESS = "in_progress"  # 在办
    DONE = "done"  # 办结
    NOT_EXECUTABLE = "not_executable"  # 无法执行
    REMOVED = "removed"  # 撤销


class TaskResult(StrEnum):
    WELL = "well"  # reached, and well
    UNWELL = "unwell"  # reached, and unwell
    SEEN = "seen"  # seen at the door
    SUPPLIED = "supplied"  # what was needed is there
    NOT_REACHED = "not_reached"
    NOT_HOME = "not_home"
    REFUSED = "refused"
    ARRIVED = "arrived"  # at the hospital


class WhyNot(StrEnum):
    WRONG_ADDRESS = "wrong_address"
    MOVED = "moved"
    IN_HOSPITAL = "in_hospital"
    NO_PHONE = "no_phone"
    LOCKED = "locked"
    OTHER = "other"


class WhyRemoved(StrEnum):
    REPORTED = "reported"  # 已补报
    OVER = "over"  # the quarantine is over
    CALLED_OFF = "called_off"  # 撤回
    BROUGHT = "brought"  # 已送达


TASKS = {
    TaskKind.SUPPLY: N_("See to needs"),
    TaskKind.CALL: N_("Call"),
    TaskKind.VISIT: N_("Visit"),
    TaskKind.KNOCK: N_("Knock at the door"),
    TaskKind.TRANSFER: N_("Take to hospital"),
}
DESKS = {Desk.COMMUNITY: N_("Community"), Desk.HEALTH: N_("Health centre")}
STATES = {
    TaskState.PENDING: N_("to do"),
    TaskState.IN_PROGRESS: N_("in hand"),
    TaskState.DONE: N_("done"),
    TaskState.NOT_EXECUTABLE: N_("could not be done"),
    TaskState.REMOVED: N_("fell away"),
}
RESULTS = {
    TaskResult.WELL: N_("Reached, is well"),
    TaskResult.UNWELL: N_("Reached, is unwell"),
    TaskResult.SEEN: N_("Seen at the door"),
    TaskResult.SUPPLIED: N_("Has what was needed"),
    TaskResult.NOT_REACHED: N_("Not reached"),
    TaskResult.NOT_HOME: N_("Nobody answered the door"),
    TaskResult.REFUSED: N_("Refused"),
    TaskResult.ARRIVED: N_("Arrived at the hospital"),
}
WHY_NOT = {
    WhyNot.WRONG_ADDRESS: N_("the address is wrong"),
    WhyNot.MOVED: N_("moved away"),
    WhyNot.IN_HOSPITAL: N_("is in hospital already"),
    WhyNot.NO_PHONE: N_("has no telephone"),
    WhyNot.LOCKED: N_("the building cannot be entered"),
    WhyNot.OTHER: N_("another reason, as the note says"),
}
WHY_REMOVED = {
    WhyRemoved.REPORTED: N_("a report came"),
    WhyRemoved.OVER: N_("the quarantine is over"),
    WhyRemoved.CALLED_OFF: N_("called off"),
    WhyRemoved.BROUGHT: N_("what was needed was brought"),
}
# What may come of each kind; of those in REACHED somebody of ours has met or spoken to the person.
POSSIBLE = {
    TaskKind.SUPPLY: (TaskResult.SUPPLIED, TaskResult.WELL, TaskResult.UNWELL, TaskResult.NOT_REACHED, TaskResult.REFUSED),
    TaskKind.CALL: (TaskResult.WELL, TaskResult.UNWELL, TaskResult.NOT_REACHED, TaskResult.REFUSED),
    TaskKind.VISIT: (TaskResult.SEEN, TaskResult.UNWELL, TaskResult.NOT_HOME, TaskResult.REFUSED),
    TaskKind.KNOCK: (TaskResult.SEEN, TaskResult.UNWELL, TaskResult.NOT_HOME, TaskResult.REFUSED),
    TaskKind.TRANSFER: (TaskResult.ARRIVED,),
}  # fmt: skip
REACHED = {TaskResult.WELL, TaskResult.UNWELL, TaskResult.SEEN, TaskResult.REFUSED, TaskResult.ARRIVED}
OPEN = (TaskState.PENDING, TaskState.IN_PROGRESS)
OF_REPORTS = (TaskKind.SUPPLY, TaskKind.CALL, TaskKind.VISIT)
GRAVEST = (Outcome.NONE, Outcome.LIVING, Outcome.BODY, Outcome.URGENT)


@dataclass(frozen=True)
class TaskRule:
    """`seconds` by what is called for, or the kind; `undo` how long an answer can be taken back."""

    policy: int
    seconds: dict[str, int]
    undo: timedelta

    def due(self, at: datetime, word: str) -> datetime:
        return at + timedelta(seconds=self.seconds[word])


def task_rule(version: Policy) -> TaskRule:
    return TaskRule(version.id, dict(version.body["seconds"]), timedelta(seconds=version.body["undo"]))


@dataclass(frozen=True)
class Task:
    """`gravity` is the gravest that a report called for; `day` and `slot` the window that a knock is for. `told` counts the
    steps of its chain that were taken, `look_at` is the instant of the next. `was` is the state before the last answer."""

    kind: TaskKind
    desk: Desk
    person: int
    episode: int
    gravity: Outcome
    opened_at: datetime
    due_at: datetime
    policy: int
    report: int | None = None
    day: date | None = None
    slot: Slot | None = None
    state: TaskState = TaskState.PENDING
    opened_by: int | None = None
    owner: int | None = None
    taken_at: datetime | None = None
    approved_by: int | None = None
    approved_at: datetime | None = None
    result: TaskResult | None = None
    reason: str | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    was: TaskState | None = None
    told: int = 0
    look_at: datetime | None = None
    community: str = ""
    id: int = 0
    subject: ClassVar[str] = "care_task"

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def overdue(self, at: datetime) -> bool:
        return self.open and at > self.due_at

    def raised(self, gravity: Outcome, kind: TaskKind, due: datetime, report: int) -> "Task":
        """A graver report: what is to be done is more, and by when is never later. Its chain begins anew."""
        return replace(
            self, gravity=gravity, kind=kind, due_at=min(self.due_at, due), report=report, told=0, look_at=None
        )

    def taken(self, by: int | None, at: datetime) -> "Task":
        return replace(self, state=TaskState.IN_PROGRESS, owner=by, taken_at=at)

    def given_back(self) -> "Task":
        return replace(self, state=TaskState.PENDING, owner=None, taken_at=None)

    def approved(self, by: int | None, at: datetime) -> "Task":
        return replace(self, state=TaskState.IN_PROGRESS, approved_by=by, approved_at=at)

    def done(self, result: TaskResult, by: int | None, at: datetime) -> "Task":
        return self._ended(TaskState.DONE, by, at, result=result)

    def not_executable(self, why: WhyNot, by: int | None, at: datetime) -> "Task":
        return self._ended(TaskState.NOT_EXECUTABLE, by, at, reason=why.value)

    def removed(self, why: WhyRemoved, by: int | None, at: datetime) -> "Task":
        return self._ended(TaskState.REMOVED, by, at, reason=why.value)

    def undone(self) -> "Task":
        return replace(
            self, state=self.was or TaskState.PENDING, result=None, reason=None, ended_at=None, ended_by=None, was=None
        )

    def _ended(self, state: TaskState, by: int | None, at: datetime, **how: object) -> "Task":
        return replace(self, state=state, ended_at=at, ended_by=by, was=self.state, **how)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Wanted:
    """What a report calls for of one desk."""

    desk: Desk
    kind: TaskKind


CALLS_FOR = {
    Outcome.NONE: (),
    Outcome.LIVING: (Wanted(Desk.COMMUNITY, TaskKind.SUPPLY),),
    Outcome.BODY: (Wanted(Desk.HEALTH, TaskKind.CALL),),
    Outcome.URGENT: (Wanted(Desk.HEALTH, TaskKind.CALL), Wanted(Desk.COMMUNITY, TaskKind.VISIT)),
}


def wanted_for(outcome: Outcome, *, call: bool) -> tuple[Wanted, ...]:
    """Who asked to be called is called by the community, whatever else is brought."""
    return (Wanted(Desk.COMMUNITY, TaskKind.CALL),) if call and outcome is Outcome.LIVING else CALLS_FOR[outcome]


def graver(one: Outcome, other: Outcome) -> bool:
    return GRAVEST.index(one) > GRAVEST.index(other)
