"""What can happen to an incident, as events."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.incidents.incident import Incident, Kind, Source, State


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
class HelpAnswered(Event):
    """A person of the desk has seen to a team's call for help."""

    team: int


def answering(incident: Incident) -> tuple[Event, ...]:
    """What the team that calls is told when a person says something of its call for the first time."""
    waits = incident.caller is not None and incident.said is State.REPORTED
    return (HelpAnswered(incident.caller),) if waits and incident.caller else ()


@dataclass(frozen=True)
class PassedOn(Event):
    """Nobody touched it in time: it goes to the next desk."""

    to: str
    after: int
