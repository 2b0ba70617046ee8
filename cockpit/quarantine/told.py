"""What is told of quarantine: never whose."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.quarantine.episode import Lifted, QuarantineKind, Supplies


@dataclass(frozen=True)
class QuarantineOrdered(Event):
    """`days` it lasts in all, counted from day 0."""

    kind: QuarantineKind
    days: int


@dataclass(frozen=True)
class QuarantineMoved(QuarantineOrdered):
    """Its last day moved: a new exposure, or the days of the case were corrected."""


@dataclass(frozen=True)
class QuarantineLifted(Event):
    why: Lifted


@dataclass(frozen=True)
class SuppliesSaid(Event):
    """Who brings what is needed."""

    who: Supplies
