"""A transfer to hospital 转运: ordered by a clinician, approved by a second person, ended when the person has arrived.

With the arrival the quarantine at home ends by its own act; whoever is cared for in hospital is measured there.
"""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.greeting import How, greet
from cockpit.home_health.do_task import faster
from cockpit.home_health.make import NothingToReport, today_of
from cockpit.home_health.open_tasks import add, fresh, keep, rule_of_tasks
from cockpit.home_health.report import Outcome
from cockpit.home_health.task import Desk, Task, TaskKind, TaskResult, TaskState, Wanted, WhyRemoved
from cockpit.home_health.told import CareTaskDone, TaskRemoved, TransferApproved
from cockpit.quarantine import Lifted, lift
from cockpit.refusals import NotFound, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

WANTED = Wanted(Desk.HEALTH, TaskKind.TRANSFER)


class TransferOrdered(Refusal):
    status = 409
    says = N_("A transfer of this person is ordered already.")
    way_out = N_("See what it waits for.")


class ApprovedByAnother(Refusal):
    status = 409
    says = N_("Whoever ordered a transfer does not approve it: a second person does.")
    way_out = N_("Ask an investigator or another clinician.")


class NotApprovedYet(Refusal):
    status = 409
    says = N_("This transfer is not approved yet.")
    way_out = N_("Ask an investigator or another clinician to approve it first.")


@allowed_to("order_transfer")
def order_transfer(work: "Work", episode_id: int) -> Task:
    """Of somebody who is apart at home now; the person's row is held, so that it is ordered once."""
    episode = work.quarantine.get(episode_id)
    person = work.people.take(episode.person)
    if not episode.holds_on(today_of(work)):
        raise NothingToReport()
    if work.care_tasks.open_of(person.id, TaskKind.TRANSFER):
        raise TransferOrdered()
    rule = rule_of_tasks(work, person.community)
    clock = (rule, rule.due(work.at, TaskKind.TRANSFER))
    return add(work, fresh(work, person, WANTED, Outcome.URGENT, clock, episode=episode.id), person)


@allowed_to("approve_transfer")
def approve_transfer(work: "Work", task_id: int) -> Task:
    one = _transfer(work, task_id)
    if one.state is not TaskState.PENDING:
        raise faster(work, one)
    if one.opened_by == work.by.id:
        raise ApprovedByAnother()
    return keep(work, one.approved(work.by.id, work.at), TransferApproved(one.kind))


@allowed_to("approve_transfer")
def call_off_transfer(work: "Work", task_id: int) -> Task:
    one = _transfer(work, task_id)
    if not one.open:
        raise faster(work, one)
    why = WhyRemoved.CALLED_OFF
    return keep(work, one.removed(why, work.by.id, work.at), TaskRemoved(one.kind, why))


@allowed_to("approve_transfer")
def confirm_arrival(work: "Work", task_id: int) -> Task:
    """The person is in hospital: the quarantine at home is over, and with it whatever else was to be done there."""
    one = _transfer(work, task_id)
    if not one.open:
        raise faster(work, one)
    if one.state is TaskState.PENDING:
        raise NotApprovedYet()
    greet(work, one.person, How.TRANSFER)
    lift(work, one.episode, Lifted.HOSPITAL)
    for other in work.care_tasks.open_of(one.person):
        if other.id != one.id:
            keep(work, other.removed(WhyRemoved.OVER, work.by.id, work.at), TaskRemoved(other.kind, WhyRemoved.OVER))
    return keep(work, one.done(TaskResult.ARRIVED, work.by.id, work.at), CareTaskDone(one.kind, TaskResult.ARRIVED))


def _transfer(work: "Work", task_id: int) -> Task:
    one = work.care_tasks.take(task_id)
    if one.kind is not TaskKind.TRANSFER:
        raise NotFound()
    return one
