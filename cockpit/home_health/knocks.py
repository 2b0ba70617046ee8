"""Missed reports 未上报: whoever said nothing by the due instant of a window is knocked at, once; by the worker, all in one go."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Level
from cockpit.home_health.chain import STEP, next_look, rungs_in_force
from cockpit.home_health.make import today_of
from cockpit.home_health.open_tasks import rule_of_tasks
from cockpit.home_health.report import Outcome
from cockpit.home_health.task import Desk, Task, TaskKind, WhyRemoved
from cockpit.home_health.told import KnocksOpened, TaskRemoved
from cockpit.home_health.window import Window, windows_of

if TYPE_CHECKING:
    from data_access.work import Work

ROUND = "care_knocks"


@allowed_to("keep_clocks")
def knock_round(work: "Work") -> int:
    """Of the window that was due last: a knock for each who is silent and waits for none. However often it runs, and whenever the
    clock was moved, one a person and window. Returns how many it opened; the next round is in the queue with it."""
    found = sum(_of_street(work, one.code) for one in work.areas.of_level(Level.STREET, work.areas.district().code))
    for community, count in work.care_tasks.end_knocks(today_of(work), work.at).items():
        work.tell_area(community, Task.subject, 0, TaskRemoved(TaskKind.KNOCK, WhyRemoved.OVER), line=bool(count))
    for community, count in work.care_tasks.end_supplies(work.at).items():
        work.tell_area(community, Task.subject, 0, TaskRemoved(TaskKind.SUPPLY, WhyRemoved.BROUGHT), line=bool(count))
    work.care_tasks.round_at(ROUND, next_due(work), work.later)
    return found


def _of_street(work: "Work", street: str) -> int:
    window = due_last(work, street)
    rule = rule_of_tasks(work, street)
    new = Task(
        TaskKind.KNOCK, Desk.COMMUNITY, 0, 0, Outcome.NONE, work.at, rule.due(work.at, TaskKind.KNOCK), rule.policy,
        day=window.day, slot=window.slot,
    )  # fmt: skip
    look = next_look(new, rungs_in_force(work, street))
    opened = work.care_tasks.knock_all(new, window, street, look)
    for community, count in opened.items():
        work.tell_area(community, Task.subject, 0, KnocksOpened(window.slot, count))
    if opened and look:
        work.later(STEP, look)
    return sum(opened.values())


def due_last(work: "Work", street: str) -> Window:
    """The window whose due instant passed last: today's, or yesterday's evening."""
    rule, today = windows_of(work.policy.get("report", "windows", street)), today_of(work)
    near = [one for day in (today - timedelta(days=1), today) for one in rule.of_day(day, work.zone)]
    return max((one for one in near if one.due < work.at), key=lambda one: one.due)


def next_due(work: "Work") -> datetime:
    """The instant just after the next window of any street is due; where no street is known yet, an hour from now."""
    today = today_of(work)
    found = [
        one.due
        for street in work.areas.of_level(Level.STREET, work.areas.district().code)
        for day in (today, today + timedelta(days=1))
        for one in windows_of(work.policy.get("report", "windows", street.code)).of_day(day, work.zone)
        if one.due > work.at
    ]
    return min(found, default=work.at + timedelta(hours=1)) + timedelta(seconds=1)
