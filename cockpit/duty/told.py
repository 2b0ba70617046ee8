"""What is told of the roster: whose shifts by number and when, never a name and never why somebody is away."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.events import Event


@dataclass(frozen=True)
class ShiftAdded(Event):
    team: int | None
    account: int | None
    starts: datetime
    ends: datetime
    on_call: bool


@dataclass(frozen=True)
class ShiftMoved(Event):
    team: int | None
    account: int | None
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class ShiftEnded(Event):
    team: int | None
    account: int | None
    ends: datetime


@dataclass(frozen=True)
class ShiftTakenOff(Event):
    team: int | None
    account: int | None
    starts: datetime


@dataclass(frozen=True)
class RosterCopied(Event):
    shifts: int
    left_out: int


@dataclass(frozen=True)
class RosterUndone(Event):
    shifts: int


@dataclass(frozen=True)
class SwapOffered(Event):
    shift: int
    giver: int


@dataclass(frozen=True)
class SwapTaken(Event):
    """Somebody wants it; it is theirs when the lead has agreed."""

    shift: int
    giver: int
    taker: int


@dataclass(frozen=True)
class SwapMade(Event):
    """From now on the shift is the taker's."""

    shift: int
    giver: int
    taker: int


@dataclass(frozen=True)
class SwapRefused(Event):
    shift: int
    giver: int
    taker: int


@dataclass(frozen=True)
class SwapWithdrawn(Event):
    shift: int
    giver: int
    taker: int | None


@dataclass(frozen=True)
class LeaveTaken(Event):
    """`shifts` are those that it took off the roster or cut short."""

    absent: int
    starts: datetime
    ends: datetime
    shifts: int


@dataclass(frozen=True)
class LeaveEnded(Event):
    absent: int
