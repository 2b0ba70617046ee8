"""What waited on a phone before it came: taken, the desk is told when it was tapped; not taken, it is told that too."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from cockpit.dispatch import late
from cockpit.dispatch.late import Step, Typed
from cockpit.incidents import Incident
from cockpit.refusals import Refusal
from data_access.work import Work
from entrypoints.at_hand import open_work

NOT_TAKEN = (404, 409, 413, 422)
LONGEST_NUMBER = 9


def ago() -> float:
    """How many seconds ago it was tapped, as the phone reckons it; 0 where it says nothing that can be read."""
    words = request.headers.get("X-Tapped-Ago", "")
    return float(words) if words.isascii() and words.isdecimal() and len(words) <= LONGEST_NUMBER else 0.0


def tell(work: Work, incident: Incident, step: Step | None, key: str) -> None:
    """Once, however often it comes."""
    if not work.once(f"{key}/late", "tell_late", {"incident": incident.id}):
        late.tell_late(work, incident, step, ago())


@contextmanager
def or_told(incident_id: int, typed: Typed, key: str) -> Iterator[None]:
    """Whoever was refused at once sees it; of what waited on the phone for long the desk hears too."""
    try:
        yield
    except Refusal as refusal:
        if refusal.status in NOT_TAKEN:
            with open_work() as work:
                late.tell_too_late(work, incident_id, typed, type(refusal).__name__, key=key)
        raise


@contextmanager
def or_told_of_team(step: Step, key: str) -> Iterator[None]:
    """The same for what is about no incident."""
    try:
        yield
    except Refusal as refusal:
        if refusal.status in NOT_TAKEN:
            with open_work() as work:
                late.tell_team_too_late(work, Typed(step, ago()), type(refusal).__name__, key=key)
        raise
