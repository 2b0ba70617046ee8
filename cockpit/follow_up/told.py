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


@dataclass(frozen=True)
class VisitsHanded(Event):
    """To a team, whose phones hear of it."""

    count: int
    team: int


@dataclass(frozen=True)
class HandOutTakenBack(Event):
    count: int


@dataclass(frozen=True)
class TeamVisitsChanged(Event):
    """Of what a team was handed one was made, or went to somebody else: its phones draw it anew."""

    team: int


@dataclass(frozen=True)
class SheetTyped(Event):
    """Of a sheet of visits so many rows were taken, and so many refused."""

    sheet: int
    taken: int
    refused: int
