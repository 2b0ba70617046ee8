"""Replay 回放: what stood where at any minute, from the change rows alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from cockpit.incidents.incident import OVER
from cockpit.warnings.alarm import AlarmState

State = dict[str, Any]
Key = tuple[str, str]  # subject and its id, as the rows hold them


class Change(Protocol):
    """A change row: `state` is what every viewer of the area may know of the thing after it."""

    @property
    def district_at(self) -> datetime: ...
    @property
    def subject(self) -> str: ...
    @property
    def subject_id(self) -> str: ...
    @property
    def state(self) -> State: ...


def rebuild(changes: Iterable[Change], until: datetime) -> dict[Key, State]:
    """The state of each thing still open at `until` (included), from all rows before it in order of id.

    A watched place is followed until its warning is raised: from then on the warning speaks for it.
    """
    found: dict[Key, State] = {}
    for change in changes:
        if change.district_at <= until:
            _follow(found, (change.subject, change.subject_id), change.state)
    return found


def _follow(found: dict[Key, State], key: Key, state: State) -> None:
    if is_open(key[0], state):
        found[key] = state
    else:
        found.pop(key, None)
    if key[0] == "warning":
        found.pop(("watch", str(state["place_id"])), None)


def is_open(subject: str, state: State) -> bool:
    """Whether somebody still has to look at the thing; an event without a state opens nothing."""
    match subject:
        case "incident":
            return state["said"] not in {one.value for one in OVER}
        case "warning":
            return state["recovered_at"] is None
        case "watch":
            return bool(state["state"] == AlarmState.PENDING)
    return bool(state)
