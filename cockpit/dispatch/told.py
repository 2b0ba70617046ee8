"""What can happen to an assignment, as events; `team` is the id of the team."""

from dataclasses import dataclass

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
