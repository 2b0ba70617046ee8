"""What is told of needs: that one was asked for and what became of it, never whose, at which door, or in which words."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.needs.need import NeedKind, Why


@dataclass(frozen=True)
class NeedAsked(Event):
    kind: NeedKind


@dataclass(frozen=True)
class NeedHanded(Event):
    """By the desk, to a team."""

    kind: NeedKind
    team: int


@dataclass(frozen=True)
class NeedClaimed(Event):
    kind: NeedKind
    team: int


@dataclass(frozen=True)
class NeedTakenOn(Event):
    """The community brings it itself."""

    kind: NeedKind


@dataclass(frozen=True)
class NeedGivenBack(Event):
    kind: NeedKind


@dataclass(frozen=True)
class NeedBought(Event):
    kind: NeedKind
    fen: int


@dataclass(frozen=True)
class NeedDelivered(Event):
    kind: NeedKind
    photo: bool


@dataclass(frozen=True)
class NeedNotExecutable(Event):
    kind: NeedKind
    why: Why


@dataclass(frozen=True)
class NeedCancelled(Event):
    kind: NeedKind
    why: Why


@dataclass(frozen=True)
class NeedThanked(Event):
    kind: NeedKind


@dataclass(frozen=True)
class NeedPaid(Event):
    """What was spent came back, or it was said by mistake."""

    kind: NeedKind
    paid: bool


@dataclass(frozen=True)
class NeedStepUndone(Event):
    kind: NeedKind


@dataclass(frozen=True)
class TeamNeedsChanged(Event):
    """Of what a team may claim or has, something changed: its phones draw it anew."""

    team: int
