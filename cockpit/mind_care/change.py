"""Reliable change 可靠变化: what lies between the first and the last test of a person, and which outcomes it shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.mind_care.case import Outcome
from cockpit.mind_care.said import Answered
from cockpit.mind_care.scale import Change, ScaleName, scales


@dataclass(frozen=True)
class Compared:
    """`change` is None for a scale that was answered once."""

    scale: ScaleName
    first: int
    last: int
    times: int
    change: Change | None


def compared(answered: Sequence[Answered]) -> tuple[Compared, ...]:
    """Of each scale that has a total, the first against the last; `answered` is the newest first."""
    return tuple(found for name in ScaleName if (found := _of_scale(name, answered)))


def _of_scale(name: ScaleName, answered: Sequence[Answered]) -> Compared | None:
    scored = [one.scored[name].total for one in reversed(answered) if name in one.answers]
    totals = [total for total in scored if total is not None]
    if not totals:
        return None
    change = scales()[name].change(totals[0], totals[-1]) if len(totals) > 1 else None
    return Compared(name, totals[0], totals[-1], len(totals), change)


def shown_by(answered: Sequence[Answered]) -> tuple[Outcome, ...]:
    """Better: on one scale reliably, and on none reliably worse. Recovered: moreover all last totals lie below the line."""
    found = compared(answered)
    changes = [one.change for one in found]
    if Change.BETTER not in changes or Change.WORSE in changes:
        return ()
    below = all(one.last < scales()[one.scale].well_below for one in found)
    return (Outcome.RECOVERED, Outcome.IMPROVED) if below else (Outcome.IMPROVED,)
