"""What is told of people at home: that somebody reported and what it calls for, never what was said or by whom."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.home_health.report import Channel, Outcome
from cockpit.home_health.task import Desk, TaskKind, TaskResult, WhyNot, WhyRemoved
from cockpit.home_health.window import Slot


@dataclass(frozen=True)
class HealthReported(Event):
    slot: Slot
    channel: Channel
    outcome: Outcome
    again: bool


@dataclass(frozen=True)
class TaskOpened(Event):
    kind: TaskKind
    desk: Desk
    gravity: Outcome


@dataclass(frozen=True)
class TaskJoined(Event):
    """Another report that calls for the same joined the open task."""

    kind: TaskKind
    desk: Desk


@dataclass(frozen=True)
class TaskRaised(TaskOpened):
    """A graver report came."""


@dataclass(frozen=True)
class TaskTaken(Event):
    kind: TaskKind


@dataclass(frozen=True)
class TaskGivenBack(Event):
    kind: TaskKind


@dataclass(frozen=True)
class TransferApproved(Event):
    kind: TaskKind


@dataclass(frozen=True)
class CareTaskDone(Event):
    kind: TaskKind
    result: TaskResult


@dataclass(frozen=True)
class TaskNotExecutable(Event):
    kind: TaskKind
    why: WhyNot


@dataclass(frozen=True)
class TaskRemoved(Event):
    kind: TaskKind
    why: WhyRemoved


@dataclass(frozen=True)
class TaskAnswerUndone(Event):
    kind: TaskKind


@dataclass(frozen=True)
class KnocksOpened(Event):
    """Of one community: so many people said nothing in the window."""

    slot: Slot
    count: int


@dataclass(frozen=True)
class TasksLate(Event):
    """`percent` of their time is over; `told` persons were."""

    percent: int
    count: int
    told: int


@dataclass(frozen=True)
class ConditionsSaid(Event):
    """What weighs in with one person was written down; what it is lies sealed."""


@dataclass(frozen=True)
class SwabSaid(Event):
    """A test of one person was ordered, or its result came."""
