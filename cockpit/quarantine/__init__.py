"""Quarantine 隔离: where somebody stays apart from others for a time; an episode has its own days, a person may have several."""

from cockpit.quarantine.episode import (
    BY_HAND,
    KINDS,
    LIFTED,
    SUPPLIES,
    Cause,
    Episode,
    Lifted,
    QuarantineKind,
    Supplies,
)
from cockpit.quarantine.lift import AlreadyOver, lift
from cockpit.quarantine.release import NotOverYet, ReleasePaper, release_paper
from cockpit.quarantine.supply import CARED_FOR, CaredFor, ensured, say_supplies
from cockpit.quarantine.told import QuarantineLifted, QuarantineMoved, QuarantineOrdered, SuppliesSaid

__all__ = [
    "BY_HAND",
    "CARED_FOR",
    "KINDS",
    "LIFTED",
    "SUPPLIES",
    "AlreadyOver",
    "CaredFor",
    "Cause",
    "Episode",
    "Lifted",
    "NotOverYet",
    "QuarantineKind",
    "QuarantineLifted",
    "QuarantineMoved",
    "QuarantineOrdered",
    "ReleasePaper",
    "Supplies",
    "SuppliesSaid",
    "ensured",
    "lift",
    "release_paper",
    "say_supplies",
]  # fmt: skip
