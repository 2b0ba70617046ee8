"""What only reports say, counted as they come: how many people of a community had a fever that day, how many named a need.

So the day's numbers need nobody's report to be opened, and stay when the reports are gone. Of a corrected report the last word counts.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cockpit.home_health.daily_figures import DayFigure
from cockpit.home_health.report import Report
from cockpit.home_health.triage import Reason
from cockpit.home_health.window import Slot, Window

if TYPE_CHECKING:
    from data_access.work import Work

WORDS = {DayFigure.FEVER: {Reason.FEVER, Reason.HIGH_FEVER}, DayFigure.NEEDS: {Reason.NEED}}
Reasons = Mapping[Slot, tuple[Reason, ...]]


def said_on(work: "Work", person: int, window: Window) -> Reasons:
    """Why each report of that day which counts was handled as it was; of one person, in whose name one is being written."""
    theirs = work.reports.of_day([person], window.day)
    slots = {one.id: one.slot for one in theirs}
    return {slots[number]: reasons for number, (_, reasons) in work.reports.opened(person, theirs).items()}


def count_said(work: "Work", one: Report, reasons: tuple[Reason, ...], before: Reasons) -> None:
    """`before`: of the day without this report. The person's row is held, so nobody counts twice."""
    after = {**before, one.slot: reasons}
    for figure, words in WORDS.items():
        more = _any(after, words) - _any(before, words)
        if more:
            work.care_days.add(one.day, one.community, figure, more)


def _any(said: Reasons, words: set[Reason]) -> bool:
    return any(words & set(reasons) for reasons in said.values())
