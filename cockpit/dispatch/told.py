"""What can happen to an assignment, as events; `team` is the id of the team."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.events import Event
from cockpit.incidents.incident import Answer


@dataclass(frozen=True)
class Sent(Event):
    team: int
    role: str


@dataclass(frozen=True)
class Acknowledged(Event):
    team: int


@dataclass(frozen=True)
class SetsOutBy(Event):
    """What the team promised with its acknowledge."""

    team: int
    until: datetime


@dataclass(frozen=True)
class DepartureDue(Event):
    """It meant to be on its way by now, and is reminded."""

    team: int


@dataclass(frozen=True)
class DepartureLapsed(Event):
    """It is silent: its acknowledge counts no more."""

    team: int


@dataclass(frozen=True)
class EnRoute(Event):
    team: int


@dataclass(frozen=True)
class OnScene(Event):
    team: int


@dataclass(frozen=True)
class Resolved(Event):
    team: int
    outcome: str
    count: int | None = None


@dataclass(frozen=True)
class Declined(Event):
    team: int
    reason: str


@dataclass(frozen=True)
class TimedOut(Event):
    team: int


@dataclass(frozen=True)
class Recalled(Event):
    team: int


TOLD = {Answer.ACKNOWLEDGED: Acknowledged, Answer.EN_ROUTE: EnRoute, Answer.ON_SCENE: OnScene}
