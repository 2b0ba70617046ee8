"""What is told of appeals: grounds and decisions, and never whose, or a word of anybody's."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.appeals.appeal import Ground
from cockpit.events import Event


@dataclass(frozen=True)
class AppealMade(Event):
    ground: Ground
    due: datetime
    on_paper: bool


@dataclass(frozen=True)
class AppealUpheld(Event):
    ground: Ground


@dataclass(frozen=True)
class AppealRefused(Event):
    ground: Ground


@dataclass(frozen=True)
class AppealWithdrawn(Event):
    ground: Ground


@dataclass(frozen=True)
class AppealWaits(Event):
    """Half of its time is over, and so many who decide were told of it."""

    told: int


@dataclass(frozen=True)
class AppealOverdue(Event):
    """All of its time is over, and so many shift leads were told of it."""

    told: int
