"""What is told of cases: never whose, and of contacts no more than how many."""

from dataclasses import dataclass
from enum import StrEnum

from cockpit.events import Event
from cockpit.screening.case import CaseStatus
from cockpit.screening.meeting import Setting


@dataclass(frozen=True)
class CaseEntered(Event):
    case: int
    status: CaseStatus


@dataclass(frozen=True)
class CaseChanged(Event):
    """`was` and `status` are equal where its days were corrected and nothing else."""

    case: int
    was: CaseStatus
    status: CaseStatus


@dataclass(frozen=True)
class ItineraryTold(Event):
    """So many stops and rides are known, and of `asks` something is still to be asked."""

    case: int
    stops: int
    asks: int


@dataclass(frozen=True)
class ContactsFound(Event):
    """Of one case: how many people are contacts now who were none, and how many are none any more."""

    case: int
    found: int
    gone: int


@dataclass(frozen=True)
class ContactAdded(Event):
    """By the investigator's own word."""

    case: int
    setting: Setting


@dataclass(frozen=True)
class ContactDenied(Event):
    """The same; `why` is one of DENIALS."""

    case: int
    why: StrEnum


@dataclass(frozen=True)
class ContactListedAgain(Event):
    case: int
