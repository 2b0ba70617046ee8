"""What can happen on a chain, as events. `step` is the number of the step in the version of the rule; accounts are of staff."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.escalation.chain import Timer, Whom
from cockpit.events import Event
from cockpit.teams import TeamRole


@dataclass(frozen=True)
class Escalated(Event):
    """`after` is in seconds or in per cent of the timer's time; `count` how many were told: with 0 the next step came at once."""

    step: int
    timer: Timer
    to: Whom
    after: int
    count: int


@dataclass(frozen=True)
class CalledIn(Event):
    """It goes to this person now."""

    step: int
    account: int


@dataclass(frozen=True)
class CallSeen(Event):
    """The person has opened it."""

    step: int


@dataclass(frozen=True)
class SeesToIt(Event):
    """The person has acknowledged, and promised to have seen to it by then."""

    step: int
    until: datetime


@dataclass(frozen=True)
class PromiseDue(Event):
    """The promised time has come, and nothing has moved: the person is reminded."""

    step: int
    account: int


@dataclass(frozen=True)
class PromiseLapsed(Event):
    """Silence: what was promised counts no more, and the chain goes on."""

    step: int
    account: int


@dataclass(frozen=True)
class NobodyCanGo(Event):
    """No team of this role can be sent: the chain starts with the shift lead."""

    role: TeamRole
