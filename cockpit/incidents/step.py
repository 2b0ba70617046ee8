"""A step is what somebody just did to an incident and may take back for a while: how it stood before, and after.

What follows from time is no part of it: the clocks that were started go on, whatever is done and undone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from cockpit.events import plain
from cockpit.incidents.incident import Answer, Assignment, Incident, State

if TYPE_CHECKING:
    from data_access.work import Work

P = ParamSpec("P")
Standing = dict[str, Any]
UseCase = Callable[Concatenate["Work", int, P], Incident]

SAID = ("said", "round", "opened_at", "verified_at", "closed_at", "resolution", "merged_into", "rating", "rater")
OF_TEAM = ("state", "acknowledged_at", "en_route_at", "on_scene_at", "ended_at", "outcome", "count_seen")


class Act(StrEnum):
    """What can be taken back: each has its time in the policy `undo`/act."""

    CONFIRM = "confirm"
    HOLD = "hold"
    RESUME = "resume"
    FALSE_ALARM = "false_alarm"
    CANCEL = "cancel"
    VERIFY = "verify"
    CLOSE = "close"
    SEND = "send"


# Whoever may do it, may take it back.
RIGHTS = dict.fromkeys(Act, "confirm") | {Act.VERIFY: "verify", Act.CLOSE: "close", Act.SEND: "send"}


@dataclass(frozen=True)
class Step:
    """`before` and `after` are standings of the incident; `until` was set when it was done, by the version `policy`.

    `bulk`: the number of the bulk act that it was part of.
    """

    incident: int
    act: Act
    account: int | None
    at: datetime
    until: datetime
    policy: int
    before: Standing
    after: Standing
    undone_at: datetime | None = None
    bulk: int | None = None
    id: int = 0


def standing(incident: Incident) -> Standing:
    """What people and teams said of it, as JSON holds it."""
    said = {name: plain(getattr(incident, name)) for name in SAID}
    return said | {"assignments": {str(one.id): _of_team(one) for one in incident.assignments}}


def _of_team(one: Assignment) -> Standing:
    return {name: plain(getattr(one, name)) for name in OF_TEAM}


def restored(incident: Incident, before: Standing, at: datetime) -> Incident:
    """The incident as it stood; teams that were sent since come back."""
    said = {name: _value(name, before[name]) for name in SAID}
    jobs = tuple(_restored(one, before["assignments"].get(str(one.id)), at) for one in incident.assignments)
    return replace(incident, assignments=jobs, **said)


def _restored(one: Assignment, before: Standing | None, at: datetime) -> Assignment:
    if before is None:
        return one.moved(Answer.RECALLED, at) if one.open else one
    return replace(one, **{name: _value(name, before[name]) for name in OF_TEAM})


def _value(name: str, told: Any) -> Any:
    if told is None:
        return None
    kinds: dict[str, Callable[[Any], Any]] = {"said": State, "state": Answer}
    return datetime.fromisoformat(told) if name.endswith("_at") else kinds.get(name, lambda value: value)(told)


def undoable(act: Act) -> Callable[[UseCase[P]], UseCase[P]]:
    """Mark a use-case on one incident: what it changes can be taken back. What changed nothing is no step."""

    def mark(use_case: UseCase[P]) -> UseCase[P]:
        @wraps(use_case)
        def remembered(work: "Work", incident_id: int, /, *args: P.args, **facts: P.kwargs) -> Incident:
            before = work.incidents.take(incident_id)
            after = use_case(work, incident_id, *args, **facts)
            if after.version != before.version:
                _remember(work, act, before, after)
            return after

        return remembered

    return mark


def _remember(work: "Work", act: Act, before: Incident, after: Incident) -> None:
    rule = work.policy.get("undo", act, after.spot.grid)
    until = work.at + timedelta(seconds=rule.body["seconds"])
    work.undo.add(Step(after.id, act, work.by.id, work.at, until, rule.id, standing(before), standing(after)))
