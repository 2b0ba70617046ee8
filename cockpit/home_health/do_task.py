"""Doing a task: taken, given back, answered with a result, said to be impossible with a reason, and the answer taken back.

The conditional update is the lock: who comes second is told who was faster.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.greeting import How, greet
from cockpit.home_health.chain import watch
from cockpit.home_health.open_tasks import keep, rule_of_tasks
from cockpit.home_health.task import POSSIBLE, REACHED, Desk, Task, TaskKind, TaskResult, TaskState, WhyNot
from cockpit.home_health.told import CareTaskDone, TaskAnswerUndone, TaskGivenBack, TaskNotExecutable, TaskTaken
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from cockpit.access import Actor
    from data_access.work import Work

LONGEST = 500  # characters
HOW = {TaskKind.CALL: How.CALL, TaskKind.SUPPLY: How.CALL, TaskKind.VISIT: How.VISIT, TaskKind.KNOCK: How.KNOCK}
ROLE_OF = {Desk.COMMUNITY: "community", Desk.HEALTH: "clinician"}


@dataclass(eq=False)
class SomebodyWasFaster(Refusal):
    status = 409
    says = N_("{who} was faster, at {at}: this task is theirs or done.")
    way_out = N_("Look at it as it is now and take the next one.")
    who: str
    at: datetime


class NotOfThisDesk(Refusal):
    status = 409
    says = N_("This task is the other desk's: the community's own, or the health centre's.")
    way_out = N_("Leave it to them; what you found goes into a report of the person.")


class TooLateToTakeBack(Refusal):
    status = 409
    says = N_("This answer cannot be taken back any more.")
    way_out = N_("Write down what you found as a report of the person: it opens what is needed.")


@allowed_to("do_care_task")
def take(work: "Work", task_id: int) -> Task:
    one = _mine_to_do(work, task_id)
    if one.state is not TaskState.PENDING or one.kind is TaskKind.TRANSFER:
        raise faster(work, one)
    return keep(work, one.taken(work.by.id, work.at), TaskTaken(one.kind))


@allowed_to("do_care_task")
def give_back(work: "Work", task_id: int) -> Task:
    one = _mine_to_do(work, task_id)
    if one.state is not TaskState.IN_PROGRESS or one.owner != work.by.id:
        raise faster(work, one)
    return keep(work, one.given_back(), TaskGivenBack(one.kind))


@allowed_to("do_care_task")
def finish(work: "Work", task_id: int, result: TaskResult, note: str = "") -> Task:
    """With what came of it; whoever was met or spoken to is greeted. Taken or not: but not another's."""
    one, said = _free_or_mine(work, task_id), _tidy(note)
    if one.kind is TaskKind.TRANSFER or result not in POSSIBLE[one.kind]:
        raise Invalid("result", N_("choose one of the list"))
    if result in REACHED:
        greet(work, one.person, HOW[one.kind])
    done = keep(work, one.done(result, work.by.id, work.at), CareTaskDone(one.kind, result))
    return _noted(work, done, said)


@allowed_to("do_care_task")
def cannot(work: "Work", task_id: int, why: WhyNot | None, note: str = "") -> Task:
    """Only for a reason; another one than those of the list in own words."""
    one, said = _free_or_mine(work, task_id), _tidy(note)
    if why is None:
        raise Invalid("why", N_("say why it cannot be done"))
    if why is WhyNot.OTHER and not said:
        raise Invalid("note", N_("for another reason than those of the list, say which"))
    return _noted(
        work, keep(work, one.not_executable(why, work.by.id, work.at), TaskNotExecutable(one.kind, why)), said
    )


@allowed_to("do_care_task")
def take_back(work: "Work", task_id: int) -> Task:
    """One's own answer, as long as the rule's minutes last, and no other task of the same was opened meanwhile."""
    one = _of_my_desk(work, task_id)
    answered = one.state in (TaskState.DONE, TaskState.NOT_EXECUTABLE) and one.kind is not TaskKind.TRANSFER
    late = one.ended_at is None or work.at >= one.ended_at + rule_of_tasks(work, one.community).undo
    if not answered or late or one.ended_by != work.by.id or work.care_tasks.in_the_way(one):
        raise TooLateToTakeBack()
    return keep(work, watch(work, one.undone()), TaskAnswerUndone(one.kind))


def _of_my_desk(work: "Work", task_id: int) -> Task:
    one = work.care_tasks.take(task_id)
    if not does(work.by, one):
        raise NotOfThisDesk()
    return one


def _mine_to_do(work: "Work", task_id: int) -> Task:
    one = _of_my_desk(work, task_id)
    if not one.open:
        raise faster(work, one)
    return one


def _free_or_mine(work: "Work", task_id: int) -> Task:
    one = _mine_to_do(work, task_id)
    if one.kind is TaskKind.TRANSFER or one.owner not in (None, work.by.id):
        raise faster(work, one)
    return one


def faster(work: "Work", one: Task) -> SomebodyWasFaster:
    """Whoever has it or ended it, and when."""
    who = one.ended_by or one.owner or one.approved_by
    at = one.ended_at or one.taken_at or one.approved_at or one.opened_at
    return SomebodyWasFaster(who=work.accounts.name_of(who) if who else N_("The cockpit"), at=at)


def _tidy(note: str) -> str:
    said = " ".join(note.split())
    if len(said) > LONGEST:
        raise Invalid("note", N_("at most 500 characters"))
    return said


def _noted(work: "Work", one: Task, said: str) -> Task:
    if said:
        work.care_tasks.note(one, said)
    return one


def does(by: "Actor", one: Task) -> bool:
    """Whether the task is of the desk of whoever asks."""
    return by.role == ROLE_OF[one.desk]
