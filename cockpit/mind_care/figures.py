"""Supervision by numbers 督导: how much is asked for, how long people wait, what came of it. No names, no texts, nobody alone.

A number of people under five is shown as <5, a span or a share only where it rests on five or more, a sum over hidden days to the
next five.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import ceil
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.duty import is_on
from cockpit.mind_care.case import BETTER, MindCase
from cockpit.mind_care.rules import crisis_rule
from cockpit.small_cells import LEAST, ROUNDED_TO, Cell

if TYPE_CHECKING:
    from data_access.work import Work

DAYS = 14


@dataclass(frozen=True)
class Spans:
    """None where fewer than five are behind them."""

    p50: timedelta | None
    p90: timedelta | None


@dataclass(frozen=True)
class CareFigures:
    """Of the last fourteen days; `days` the oldest first. Shares are per cent."""

    days: tuple[tuple[date, Cell], ...]
    demand: Cell
    waiting: Cell
    open: Cell
    unattended: Cell
    overdue: Cell
    wait: Spans
    crises: Cell
    crises_in_time: int | None
    within: timedelta
    retests: int | None
    better: int | None


@allowed_to("see_mind_figures")
def care_figures(work: "Work") -> CareFigures:
    today = local_day_start(work.at, work.zone)
    since = today - timedelta(days=DAYS - 1)
    cases, rule = work.minds.since(since), crisis_rule(work)
    there = {one: is_on(work, one) for one in {each.counsellor for each in cases if each.open and each.counsellor}}
    return reckoned(
        cases, since.date(), work.at, work.zone, rule.within, lambda one: there.get(one.counsellor or 0, True)
    )


def reckoned(
    cases: Sequence[MindCase], since: date, at: datetime, zone: tzinfo, within: timedelta, there: Callable[[MindCase], bool]
) -> CareFigures:  # fmt: skip
    """`there` says whether the counsellor of a case is on duty."""
    days = _by_day(cases, since, zone)
    taken = [one for one in cases if one.open and one.counsellor]
    waits = [one.first_contact_at - one.asked_at for one in cases if one.first_contact_at and one.asked_at]
    crises = [one for one in cases if one.crisis_at and one.crisis_at.astimezone(zone).date() >= since]
    closed = [one for one in cases if one.closed_at and one.counsellor]
    due = [one for one in cases if one.counsellor and one.retest_at <= at]
    return CareFigures(
        days, _sum(days, sum(one.opened_at.astimezone(zone).date() >= since for one in cases)),
        cell(sum(one.waits for one in cases)), cell(len(taken)), cell(sum(not there(one) for one in taken)),
        cell(sum(one.call_due(at) for one in taken)), _spans(waits), cell(len(crises)),
        share(crises, lambda one: _in_time(one, within)), within, share(due, lambda one: one.retested_at is not None),
        share(closed, lambda one: one.outcome in BETTER),
    )  # fmt: skip


def _by_day(cases: Iterable[MindCase], since: date, zone: tzinfo) -> tuple[tuple[date, Cell], ...]:
    found = Counter(one.opened_at.astimezone(zone).date() for one in cases)
    return tuple((day, cell(found[day])) for day in (since + timedelta(days=n) for n in range(DAYS)))


def _sum(days: Sequence[tuple[date, Cell]], whole: int) -> Cell:
    """To the next five where a day is hidden: what is left of it would be that day."""
    if whole < LEAST:
        return cell(whole)
    if all(one.value is not None for _, one in days):
        return Cell(whole)
    return Cell(ROUNDED_TO * round(whole / ROUNDED_TO), rounded=True)


def cell(number: int) -> Cell:
    """None at all says nothing of anybody."""
    return Cell(None, small=True) if 0 < number < LEAST else Cell(number)


def _spans(found: Sequence[timedelta]) -> Spans:
    if len(found) < LEAST:
        return Spans(None, None)
    order = sorted(found)
    return Spans(*(order[ceil(part * len(order)) - 1] for part in (0.5, 0.9)))


def share(cases: Sequence[MindCase], is_so: Callable[[MindCase], bool]) -> int | None:
    """None where fewer than five are behind it; to the next five per cent, since the number behind it may be known."""
    if len(cases) < LEAST:
        return None
    return ROUNDED_TO * round(100 * sum(is_so(one) for one in cases) / len(cases) / ROUNDED_TO)


def _in_time(one: MindCase, within: timedelta) -> bool:
    return bool(one.crisis_at and one.crisis_answered_at and one.crisis_answered_at - one.crisis_at <= within)
