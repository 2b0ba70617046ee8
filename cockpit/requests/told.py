"""What is told of requests: kinds, fields and states, and never a value or a word of the person's."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.events import Event
from cockpit.requests.request import Field, Ground, Kind


@dataclass(frozen=True)
class RequestAsked(Event):
    kind: Kind
    field: Field | None
    due: datetime
    on_paper: bool


@dataclass(frozen=True)
class RequestAccepted(Event):
    kind: Kind
    field: Field | None


@dataclass(frozen=True)
class RequestRefused(Event):
    kind: Kind
    field: Field | None
    ground: Ground


@dataclass(frozen=True)
class RequestWithdrawn(Event):
    kind: Kind
    field: Field | None
