"""Overdue tasks of people at home: whom they go to when nobody has done them, step by step, each once.

The steps are dated policy: after so many per cent of the time, whoever has the task or is on duty at its desk, then who is
on duty for the street, then the shift lead. One job of the worker sees to all that is due by then.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.duty import who_is_on
from cockpit.home_health.task import Desk, Task
from cockpit.home_health.told import TasksLate
from cockpit.paging import page
from cockpit.policy import Policy

if TYPE_CHECKING:
    from data_access.work import Work

STEP = "care_step"
MOMENT = timedelta(seconds=1)  # at the due instant itself nothing is overdue yet
AT_ONCE = 500


class To(StrEnum):
    OWNER = "owner"
    STREET = "street"
    LEAD = "lead"


ROLES = {Desk.COMMUNITY: ("community",), Desk.HEALTH: ("clinician",)}
ABOVE = {To.STREET: ("street_officer", "duty_leader"), To.LEAD: ("shift_lead",)}
EVENTS = {To.OWNER: "care_owner", To.STREET: "care_street", To.LEAD: "care_lead"}


@dataclass(frozen=True)
class Rung:
    """After so many per cent of the time from the opening to the due instant."""

    percent: int
    to: To

    def at(self, one: Task) -> datetime:
        return one.opened_at + (one.due_at - one.opened_at) * self.percent / 100 + MOMENT


def rungs_of(version: Policy) -> tuple[Rung, ...]:
    return tuple(Rung(one["percent"], To(one["to"])) for one in version.body["steps"])


def next_look(one: Task, rungs: Sequence[Rung]) -> datetime | None:
    return rungs[one.told].at(one) if one.told < len(rungs) else None


def watch(work: "Work", one: Task) -> Task:
    """The same with the instant of its next step, and a job for then."""
    look = next_look(one, rungs_in_force(work, one.community))
    if look:
        work.later(STEP, look)
    return replace(one, look_at=look)


def rungs_in_force(work: "Work", area: str) -> tuple[Rung, ...]:
    return rungs_of(work.policy.get("care", "chain", area))


@allowed_to("keep_clocks")
def step_due(work: "Work") -> None:
    """All tasks whose next step has come: one word a community, step and person, however many they are.

    1. Their rows are held: a second worker finds them done. 2. What was missed while nobody worked is caught up in one go.
    """
    found = defaultdict(list)
    for one in work.care_tasks.to_look_at(work.at, AT_ONCE):
        rungs = rungs_in_force(work, one.community)
        due = [n for n, rung in enumerate(rungs) if n >= one.told and rung.at(one) <= work.at]
        stepped = replace(one, told=max(due, default=one.told - 1) + 1)
        work.care_tasks.step(replace(stepped, look_at=next_look(stepped, rungs)))
        for n in due:
            owner = one.owner if rungs[n].to is To.OWNER else None
            found[one.community, one.desk, rungs[n], owner].append(one)
    for (community, desk, rung, owner), tasks in found.items():
        _tell(work, community, (desk, rung, owner), tasks)
    if look := work.care_tasks.next_look():
        work.later(STEP, max(look, work.at))


def _tell(work: "Work", community: str, to: tuple[Desk, Rung, int | None], tasks: list[Task]) -> None:
    desk, rung, owner = to
    roles = ROLES[desk] if rung.to is To.OWNER else ABOVE[rung.to]
    accounts: Iterable[int] = [owner] if owner else [one for role in roles for one in who_is_on(work, role, community)]
    told = page(work, accounts, EVENTS[rung.to], None, count=len(tasks), percent=rung.percent, care=tasks[0].id)
    work.tell_area(community, Task.subject, 0, TasksLate(rung.percent, len(tasks), len(told)))
