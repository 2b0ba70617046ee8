"""A chain 逐级上报: whom an incident goes to when nobody sees to it, step by step, each in its time.

The steps are a version of the policy `escalation`, which the incident follows to its end. A step belongs to a timer: how
long nobody has taken it up, how long a team has not acknowledged, how much of the time to arrive or to finish is over.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cockpit.incidents.incident import Answer, Incident, State

if TYPE_CHECKING:
    from cockpit.policy import Policy


class Timer(StrEnum):
    """What a step waits for; the first two count seconds, the last two per cent of their time."""

    TAKE_UP = "take_up"  # 无人受理
    ANSWER = "answer"  # 未接单
    ARRIVE = "arrive"  # 到场时限
    CLOSE = "close"  # 办结时限


class Whom(StrEnum):
    """Who is meant: a role and the incident's area, but for the teams and the seats of the desk."""

    TEAM = "team"  # the one that has not answered, once more
    NEXT_TEAM = "next_team"
    DESK = "desk"
    SECOND_DESK = "second_desk"
    STREET_OFFICER = "street_officer"
    SHIFT_LEAD = "shift_lead"
    DUTY_LEADER = "duty_leader"


class Stand(StrEnum):
    """`nobody`: there was nobody to tell, so that the step after it came at once; `passed`: there was nothing to do at it."""

    WAITING = "waiting"
    DONE = "done"
    NOBODY = "nobody"
    PASSED = "passed"


BY_PERCENT = {Timer.ARRIVE, Timer.CLOSE}
TEAMS = {Whom.TEAM, Whom.NEXT_TEAM}
ACKNOWLEDGED = (Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE, Answer.RESOLVED)
UNTIL_DONE = {State.CONFIRMED, State.REOPENED, State.DISPATCHED, State.ACKNOWLEDGED, State.EN_ROUTE, State.ON_SCENE}


@dataclass(frozen=True)
class Step:
    """`after` is in seconds or in per cent, as its timer counts; `due` is empty until the timer has begun."""

    number: int
    timer: Timer
    to: Whom
    after: int
    due: datetime | None = None
    stand: Stand = Stand.WAITING
    at: datetime | None = None  # when it was done

    @property
    def waits(self) -> bool:
        return self.stand is Stand.WAITING and self.due is not None


@dataclass(frozen=True)
class Chain:
    """The chain of one incident; `policy` is the version it follows, `paused_at` since when it stands still, `look_at` for
    when a look at it lies in the queue."""

    incident: int
    policy: int
    steps: tuple[Step, ...]
    paused_at: datetime | None = None
    look_at: datetime | None = None

    def waiting(self, incident: Incident) -> list[Step]:
        """What is still to come, as things stand: the earliest first."""
        waiting = [one for one in self.steps if one.due and one.waits and runs(one.timer, incident)]
        return sorted(waiting, key=lambda one: (one.due, one.number))

    def due(self, incident: Incident, at: datetime) -> Step | None:
        """The step that has to be done now."""
        found = next(iter(self.waiting(incident)), None)
        return found if found and found.due and found.due <= at and self.paused_at is None else None

    def stood(self, step: Step, stand: Stand, at: datetime) -> "Chain":
        """After the step was done; where it reached nobody, the next one of its timer is due at once."""
        after = self._with(replace(step, stand=stand, at=at))
        return after if stand is Stand.DONE else after.drawn_up(step.timer, at)

    def without_teams(self, at: datetime) -> "Chain":
        """A role has nobody left who could be asked: the first person of the wait for an answer is told now, if none was."""
        people = [one for one in self.steps if one.timer is Timer.ANSWER and one.to not in TEAMS]
        return self if any(not one.waits for one in people) else self.drawn_up(Timer.ANSWER, at)

    def drawn_up(self, timer: Timer, at: datetime) -> "Chain":
        """The next step of the timer is due now, the others at their distance from it."""
        coming = [one.due for one in self.steps if one.timer is timer and one.waits and one.due]
        return self._moved(at - min(coming), timer) if coming else self

    def begun_with(self, to: Whom, at: datetime) -> "Chain":
        """Nobody waits where waiting helps nobody: whoever would be told first is passed over, and `to` is told now."""
        first = next((one.number for one in self.steps if one.timer is Timer.TAKE_UP and one.to is to), 0)
        left_out = (
            replace(one, stand=Stand.PASSED) if one.timer is Timer.TAKE_UP and one.number < first else one
            for one in self.steps
        )
        return replace(self, steps=tuple(left_out)).drawn_up(Timer.TAKE_UP, at)

    def gone_on(self, timer: Timer, at: datetime) -> "Chain":
        """From where it stood: what it missed meanwhile comes now, one step at a time; what is to come stays."""
        missed = [one.due for one in self.steps if one.timer is timer and one.waits and one.due and one.due < at]
        return self._moved(at - min(missed), timer) if missed else self

    def paused(self, at: datetime) -> "Chain":
        return replace(self, paused_at=self.paused_at or at)

    def resumed(self, at: datetime) -> "Chain":
        """Whatever is still to come moves by the length of the pause."""
        if self.paused_at is None:
            return self
        return replace(self._moved(at - self.paused_at), paused_at=None)

    def sent(self, at: datetime) -> "Chain":
        """Somebody sent teams: from now on their answer is waited for, whatever came of those sent before."""
        begun = (
            replace(one, due=at + timedelta(seconds=one.after), stand=Stand.WAITING, at=None)
            if one.timer is Timer.ANSWER
            else one
            for one in self.steps
        )
        return replace(self, steps=tuple(begun))

    def seconds_to(self, to: str) -> int | None:
        """How long a team has to answer before that happens; None where the chain does not say."""
        return next((one.after for one in self.steps if one.timer is Timer.ANSWER and one.to == to), None)

    def _with(self, changed: Step) -> "Chain":
        return replace(self, steps=tuple(changed if one.number == changed.number else one for one in self.steps))

    def _moved(self, by: timedelta, timer: Timer | None = None) -> "Chain":
        moved = (
            replace(one, due=one.due + by) if one.due and one.waits and timer in (None, one.timer) else one
            for one in self.steps
        )
        return replace(self, steps=tuple(moved))


def begun(policy: "Policy", incident: Incident) -> Chain:
    """The chain of an incident that was just reported; the wait for an answer begins when somebody is sent."""
    steps = (_step(number, told, incident) for number, told in enumerate(policy.body["steps"]))
    return Chain(incident.id, policy.id, tuple(steps))


def _step(number: int, told: dict[str, Any], incident: Incident) -> Step:
    timer, after = Timer(told["timer"]), int(told["after"])
    return Step(number, timer, Whom(told["to"]), after, _due(timer, after, incident))


def _due(timer: Timer, after: int, incident: Incident) -> datetime | None:
    if timer is Timer.ANSWER:
        return None
    if timer is Timer.TAKE_UP:
        return incident.received_at + timedelta(seconds=after)
    by = incident.arrive_by if timer is Timer.ARRIVE else incident.close_by
    return incident.received_at + (by - incident.received_at) * after / 100


def is_quiet(incident: Incident) -> bool:
    """On hold, or over: nothing is escalated."""
    return incident.over or incident.state is State.ON_HOLD


def runs(timer: Timer, incident: Incident) -> bool:
    """Whether what the timer waits for is still wanting."""
    if is_quiet(incident):
        return False
    if timer is Timer.TAKE_UP:
        return incident.state is State.REPORTED
    if timer is Timer.ANSWER:
        return bool(unanswered(incident))
    return timer is Timer.CLOSE or (
        incident.arrived_at is None and incident.state not in (State.RESOLVED, State.VERIFIED)
    )


def unanswered(incident: Incident) -> list[str]:
    """Roles that were sent in this round and of which no team has acknowledged; one that was recalled is wanted no more."""
    if incident.state not in UNTIL_DONE:
        return []
    last = {one.role: one for one in incident.assignments if one.round == incident.round}
    answered = {one.role for one in incident.counting if one.state in ACKNOWLEDGED}
    return [role for role, one in last.items() if role not in answered and one.state is not Answer.RECALLED]


def missing(incident: Incident) -> list[str]:
    """Of these, the roles of which nobody is even asked any more: all have declined, or not answered."""
    asked = {one.role for one in incident.counting}
    return [role for role in unanswered(incident) if role not in asked]
