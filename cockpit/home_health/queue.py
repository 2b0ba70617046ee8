"""The health centre's queue 医疗处置队列: what waits there, the gravest and the first due first, beside each one's temperatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.figures import must_see
from cockpit.home_health.board import LISTS, Home, Only, homes_of, with_names
from cockpit.home_health.task import GRAVEST, Desk, Task
from cockpit.sight import sight

if TYPE_CHECKING:
    from data_access.work import Work

SHOWN = 60  # rows with a curve each
Heat = Sequence[tuple[datetime, float]]
LINES = (Only.ALL, Only.SYMPTOMATIC, Only.NON_REPORTING, Only.ASYMPTOMATIC, Only.UNSEEN)


@dataclass(frozen=True)
class Line:
    """One person; `task` is what waits at this desk, `heat` when what was measured. Degrees Celsius."""

    home: Home
    task: Task | None
    heat: Heat


@dataclass(frozen=True)
class Queue:
    """`total` of the list that is asked for; `counts` of each; `overdue` of what waits."""

    lines: tuple[Line, ...]
    total: int
    counts: dict[Only, int]
    overdue: int
    fever: float
    at: datetime


@allowed_to("see_health_queue")
def queue(work: "Work", area: str = "", only: Only = Only.ALL) -> Queue:
    """What waits; or one of the lists, as a line list."""
    where = area or work.by.area
    must_see(work, where)
    every = homes_of(work, where)
    waiting = [one for one in every if one.waits_at(Desk.HEALTH)]
    wanted = sorted(waiting if only is Only.ALL else filter(LISTS[only], every), key=_order)
    lines = _lines(work, wanted[:SHOWN], {"area": where, "only": only.value})
    counts = {name: sum(map(LISTS[name], every)) for name in LINES} | {Only.ALL: len(waiting)}
    overdue = sum(one.overdue(work.at) for home in waiting for one in home.tasks if one.desk is Desk.HEALTH)
    return Queue(lines, len(wanted), counts, overdue, work.policy.get("triage", "any", where).body["fever"], work.at)


def _lines(work: "Work", homes: Sequence[Home], asked: dict[str, str]) -> tuple[Line, ...]:
    """Temperatures of those alone whose health the reader sees in full."""
    whole = [
        one.lives.id for one in homes if sight(work.by.role, "health", work.people.ties(one.lives)).whole
    ]  # fmt: skip
    heat = work.report_lists.temperatures_of(whole) if whole else {}
    return tuple(Line(one, task_of(one), heat.get(one.lives.id, ())) for one in with_names(work, homes, asked))


def task_of(one: Home) -> Task | None:
    """The gravest of this desk that is open."""
    own = [task for task in one.tasks if task.desk is Desk.HEALTH]
    return min(own, key=lambda task: (-GRAVEST.index(task.gravity), task.due_at), default=None)


def _order(one: Home) -> tuple[int, bool, float, int]:
    task = task_of(one)
    due = task.due_at.timestamp() if task else 0.0
    return -GRAVEST.index(task.gravity if task else one.worst), task is None, due, one.lives.id
