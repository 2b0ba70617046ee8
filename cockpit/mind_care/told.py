"""What is told of psychological care: that something happened, of which case, and how many were called; never a word or a figure of it."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.mind_care.case import Outcome
from cockpit.mind_care.rules import Whom


@dataclass(frozen=True)
class MindOpened(Event):
    """`asks`: a talk was asked for."""

    asks: bool


@dataclass(frozen=True)
class MindAsked(Event):
    told: int


@dataclass(frozen=True)
class MindAnswered(Event):
    """The questions were answered once more."""


@dataclass(frozen=True)
class CrisisRaised(Event):
    """A human is to call at once."""


@dataclass(frozen=True)
class CrisisTold(Event):
    """A step of the rule: `to` whom it went, `told` how many of them were called; who they are stands with each paging."""

    step: int
    to: Whom
    told: int


@dataclass(frozen=True)
class CrisisAnswered(Event):
    seconds: int


@dataclass(frozen=True)
class MindTaken(Event):
    again: bool


@dataclass(frozen=True)
class MindPlanned(Event):
    pass


@dataclass(frozen=True)
class MindCalled(Event):
    reached: bool


@dataclass(frozen=True)
class MindHandedOver(Event):
    to: int


@dataclass(frozen=True)
class MindRetestDue(Event):
    told: int


@dataclass(frozen=True)
class MindClosed(Event):
    outcome: Outcome
