"""Deadlines of appeals: who decides is told when half of the time is over, the shift lead when all of it is; each once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.appeals.appeal import Appeal
from cockpit.appeals.told import AppealOverdue, AppealWaits
from cockpit.appeals.who import barred_from
from cockpit.duty import who_is_on
from cockpit.paging import page

if TYPE_CHECKING:
    from data_access.work import Work

HALF, LATE = "appeal_half", "appeal_late"
DECIDE = ("investigator", "clinician")
LEAD = ("shift_lead",)
MOMENT = timedelta(seconds=1)  # at the due instant itself it is not overdue yet


def watch(work: "Work", one: Appeal) -> None:
    work.later(HALF, one.half_at, appeal=one.id)
    work.later(LATE, one.due_at + MOMENT, appeal=one.id)


@allowed_to("keep_clocks")
def half_over(work: "Work", appeal_id: int) -> None:
    """Its row is held: of two workers the second finds it told."""
    one = work.appeals.take(appeal_id)
    if one.open and one.half_told is None:
        told = _page(work, one, DECIDE, HALF)
        work.appeals.keep(replace(one, half_told=work.at))
        work.tell_area(work.people.get(one.person).grid, one.subject, one.id, AppealWaits(told))


@allowed_to("keep_clocks")
def overdue(work: "Work", appeal_id: int) -> None:
    one = work.appeals.take(appeal_id)
    if one.overdue(work.at) and one.late_told is None:
        told = _page(work, one, LEAD, LATE)
        work.appeals.keep(replace(one, late_told=work.at))
        work.tell_area(work.people.get(one.person).grid, one.subject, one.id, AppealOverdue(told))


def _page(work: "Work", one: Appeal, roles: Iterable[str], event: str) -> int:
    """Those of these roles who are on duty; who may not decide this one is left out, unless they are the shift lead, who sees
    to it that somebody does."""
    grid = work.people.get(one.person).grid
    on = [account for role in roles for account in who_is_on(work, role, grid)]
    barred = barred_from(work, work.quarantine.get(one.episode)) if roles is DECIDE else set()
    return len(page(work, [each for each in on if each not in barred], event, None, appeal=one.id, code=one.code))
