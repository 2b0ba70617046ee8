"""What a version of the rule must be like, besides having the figures that its kind has."""

from collections.abc import Mapping
from typing import Any

from cockpit.escalation.chain import BY_PERCENT, TEAMS, Timer, Whom
from cockpit.texts import N_

MOST_STEPS = 30
LONGEST = {True: 1_000, False: 7 * 86_400}  # per cent, seconds
FIGURES = {"timer", "after", "to"}


def misfit(kind: str, body: Mapping[str, Any]) -> tuple[str, str] | None:
    """Why `body` would be no chain, as a marked sentence, and the step that is meant; None for what is one, or no chain at all."""
    if kind != "escalation":
        return None
    steps = body.get("steps")
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        return N_("a chain has 1 to 30 steps: {value}"), "steps"
    wrong = (number for number, one in enumerate(steps, 1) if not _fits(one))
    number = next(wrong, None)
    return None if number is None else (N_("this step has no such timer, time or person: {value}"), str(number))


def _fits(step: Any) -> bool:
    """Teams are asked while their answer is waited for; anybody else may be told at any time."""
    if not isinstance(step, dict) or step.keys() != FIGURES:
        return False
    if step["timer"] not in set(Timer) or step["to"] not in set(Whom):
        return False
    after, timer = step["after"], Timer(step["timer"])
    whole = isinstance(after, int) and not isinstance(after, bool)
    if step["to"] in TEAMS and timer is not Timer.ANSWER:
        return False
    return whole and 0 < after <= LONGEST[timer in BY_PERCENT]
