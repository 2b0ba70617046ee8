"""Cases are entered and changed by investigators 流调; each time, who was near them is reckoned anew."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.refusals import Invalid
from cockpit.screening.case import AlreadyACase, Case, CaseStatus
from cockpit.screening.order import plan_visits, settle
from cockpit.screening.told import CaseChanged, CaseEntered
from cockpit.screening.trace import trace
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

OLDEST = timedelta(days=366)  # what lies further back is a mistyped year


@dataclass(frozen=True)
class CaseFacts:
    """What is said of a case: days are the district's own."""

    status: CaseStatus
    onset: date | None = None
    sampled: date | None = None
    isolated_at: datetime | None = None
    severe: bool = False


@allowed_to("keep_cases")
def enter_case(work: "Work", person_id: int, facts: CaseFacts) -> Case:
    """Somebody is a case from now on, by the rule of contact that holds today; their contacts are listed at once."""
    must_be_possible(facts, work.at, local_day_start(work.at, work.zone).date())
    person = work.people.take(person_id)
    if known := work.cases.of_persons([person.id]).get(person.id):
        raise AlreadyACase(code=known.code)
    rule = work.policy.get("contact", "any", person.community)
    new = Case(0, person.id, **vars(facts), reported_at=work.at, policy=rule.id)
    case = work.cases.add(new, person, work.emergencies.at(person.grid))
    work.tell_area(work.areas.district().code, case.subject, case.id, CaseEntered(case.id, case.status))
    plan_visits(work, trace(work, case) | {case.person})
    return case


@allowed_to("keep_cases")
def change_case(work: "Work", case_id: int, facts: CaseFacts) -> Case:
    """Another status or other days: its contacts follow, by the rule that it was entered under."""
    must_be_possible(facts, work.at, local_day_start(work.at, work.zone).date())
    was = work.cases.take(case_id)
    case = work.cases.keep(replace(was, **vars(facts)), work.at)
    told = CaseChanged(case.id, was.status, case.status)
    work.tell_area(work.areas.district().code, case.subject, case.id, told)
    settle(work, trace(work, case))
    plan_visits(work, [case.person])
    return case


def must_be_possible(facts: CaseFacts, at: datetime, today: date) -> None:
    """Refuses days that are still to come, or so long ago that the year must be wrong, and a case without any day."""
    for name, day in (("onset", facts.onset), ("sampled", facts.sampled)):
        if day and day > today:
            raise Invalid(name, N_("this day is still to come"))
        if day and day < today - OLDEST:
            raise Invalid(name, N_("this is more than a year ago: look at the year"))
    if facts.isolated_at and facts.isolated_at > at:
        raise Invalid("isolated_at", N_("this moment is still to come"))
    if facts.onset is None and facts.sampled is None:
        raise Invalid(
            "onset", N_("give the day of the onset, or of the sampling: nobody can say without it whom the case met")
        )
