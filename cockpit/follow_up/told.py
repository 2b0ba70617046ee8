"""What is told of follow-ups: never whose."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.follow_up.day import Result


@dataclass(frozen=True)
class FollowedUp(Event):
    result: Result


@dataclass(frozen=True)
class ContactUnwell(Event):
    """A contact has symptoms: whoever investigates has to look."""


@dataclass(frozen=True)
class VisitsAssigned(Event):
    count: int
