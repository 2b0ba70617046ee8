"""Quarantine 隔离: where somebody stays apart from others for a time; an episode has its own days, a person may have several."""

from cockpit.quarantine.episode import BY_HAND, KINDS, LIFTED, Cause, Episode, Lifted, QuarantineKind
from cockpit.quarantine.lift import AlreadyOver, lift
from cockpit.quarantine.release import NotOverYet, ReleasePaper, release_paper
from cockpit.quarantine.told import QuarantineLifted, QuarantineMoved, QuarantineOrdered

__all__ = [
    "BY_HAND",
    "KINDS",
    "LIFTED",
    "AlreadyOver",
    "Cause",
    "Episode",
    "Lifted",
    "NotOverYet",
    "QuarantineKind",
    "QuarantineLifted",
    "QuarantineMoved",
    "QuarantineOrdered",
    "ReleasePaper",
    "lift",
    "release_paper",
]  # fmt: skip
