"""A crisis 危机干预: a human is called at once, and the next one when nobody says that they see to it.

What goes out is that a crisis waits, and nothing of what was said. Whoever is off duty is left in peace; where nobody could be told
the next step is taken at once, and after the last it is tried again until somebody comes on duty.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.duty import is_on, who_is_on
from cockpit.events import Event
from cockpit.mind_care.case import MindCase
from cockpit.mind_care.rules import Whom, crisis_rule
from cockpit.mind_care.told import CrisisRaised, CrisisTold
from cockpit.paging import page

if TYPE_CHECKING:
    from data_access.work import Work

TASK = "mind_crisis"
COUNSELLOR, LEAD = "counsellor", "shift_lead"


def tell(work: "Work", one: MindCase, event: Event) -> None:
    work.tell_area(work.areas.district().code, one.subject, one.id, event)


def alarm(work: "Work", one: MindCase) -> MindCase:
    """Kept with every step it will take if nobody answers: whatever happens to this process, the worker calls."""
    if one.in_crisis:
        return one
    kept = work.minds.keep(one.alarmed(work.at))
    tell(work, kept, CrisisRaised())
    for number, step in enumerate(crisis_rule(work).steps):
        work.later(TASK, work.at + step.after, case=kept.id, step=number, began=work.at.isoformat())
    return kept


@allowed_to("keep_clocks")
def escalate(work: "Work", case_id: int, step: int, began: str) -> None:
    """Its row is held: of two who come to the same step the second finds it taken. An older crisis' clock rings for nobody."""
    one = work.minds.take(case_id)
    if not one.in_crisis or one.crisis_at != datetime.fromisoformat(began) or step <= one.crisis_step:
        return
    rule = crisis_rule(work)
    for number in range(step, len(rule.steps)):
        told = _tell(work, one, rule.steps[number].to)
        tell(work, one, CrisisTold(number, rule.steps[number].to, told))
        if told:
            work.minds.keep(replace(one, crisis_step=number))
            return
    work.later(TASK, work.at + rule.again, case=case_id, step=step, began=began)


def _tell(work: "Work", one: MindCase, to: Whom) -> int:
    event = "mind_crisis_lead" if to is Whom.LEAD else "mind_crisis"
    return len(page(work, WHO[to](work, one), event, None, urgent=True, mind=one.id))


def _on_duty(work: "Work", one: MindCase) -> tuple[int, ...]:
    """The counsellor of the case where they are on duty, else whoever is."""
    if one.counsellor and is_on(work, one.counsellor):
        return (one.counsellor,)
    return who_is_on(work, COUNSELLOR, work.areas.district().code)


def _counsellors(work: "Work", one: MindCase) -> tuple[int, ...]:
    return tuple(each.id for each in work.accounts.all() if each.role == COUNSELLOR and not each.disabled)


def _lead(work: "Work", one: MindCase) -> tuple[int, ...]:
    return who_is_on(work, LEAD, work.areas.district().code)


WHO: dict[Whom, Callable[["Work", MindCase], tuple[int, ...]]] = {
    Whom.ON_DUTY: _on_duty,
    Whom.COUNSELLORS: _counsellors,
    Whom.LEAD: _lead,
}
