"""A round 排查轮次: what the records of stays and journeys say of cases, kept by the cockpit itself, every hour and on demand."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.screening.case import Case
from cockpit.screening.contact import Exposure
from cockpit.screening.order import plan_visits, settle
from cockpit.screening.told import CaseChanged
from cockpit.screening.trace import trace_more, trace_records

if TYPE_CHECKING:
    from data_access.work import Work

NEWS = "screen_news"  # the worker's job: what came into the lake since the last round


@allowed_to("screen")
def cases_to_screen(work: "Work") -> list[Case]:
    """All that may have exposed somebody."""
    return work.cases.exposing()


@allowed_to("screen")
def by_newest_rule(work: "Work") -> list[Case]:
    """Open cases are looked at by what is ruled now for the day of their report, where their publisher says so: by itself
    a new version touches nothing that has begun. Returns those for which that is another version."""
    moved = []
    for one in work.cases.exposing():
        community = work.people.get(one.person).community
        rule = work.policy.get("contact", "any", community, one.reported_at)
        if rule.id != one.policy:
            moved.append(work.cases.keep(replace(one, policy=rule.id), work.at))
            told = CaseChanged(one.id, one.status, one.status)
            work.tell_area(work.areas.district().code, one.subject, one.id, told)
    return moved


@allowed_to("screen")
def plan_all(work: "Work") -> None:
    """The days to come of everybody who is still together with a case are planned on, day by day."""
    plan_visits(work)


@allowed_to("screen")
def keep_found(work: "Work", case: Case, recorded: Iterable[Exposure]) -> bool:
    """The contacts of the case as the round found them; no, where it was changed meanwhile: that asked for a round of its own."""
    if work.cases.take(case.id) != case:
        return False
    settle(work, trace_records(work, case, recorded))
    return True


@allowed_to("screen")
def keep_more(work: "Work", case: Case, recorded: Iterable[Exposure]) -> bool:
    """The same of what came since the last round: what that one found stays."""
    if work.cases.take(case.id) != case:
        return False
    settle(work, trace_more(work, case, recorded))
    return True
