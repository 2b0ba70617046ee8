"""What can happen to an incident, as events."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.incidents.incident import Kind, Source


@dataclass(frozen=True)
class Reported(Event):
    kind: Kind
    source: Source
    priority: int
    count: int | None = None


@dataclass(frozen=True)
class Joined(Event):
    """A further report of the same thing."""

    source: Source
    count: int | None = None


@dataclass(frozen=True)
class Confirmed(Event):
    pass


@dataclass(frozen=True)
class Held(Event):
    pass


@dataclass(frozen=True)
class Resumed(Event):
    pass


@dataclass(frozen=True)
class CalledFalse(Event):
    pass


@dataclass(frozen=True)
class Cancelled(Event):
    pass


@dataclass(frozen=True)
class Verified(Event):
    pass


@dataclass(frozen=True)
class Noted(Event):
    """`note` is the id of the sealed text."""

    note: int


@dataclass(frozen=True)
class PassedOn(Event):
    """Nobody touched it in time: it goes to the next desk."""

    to: str
    after: int
