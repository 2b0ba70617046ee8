"""What is told of tasks for people at home, in words: what happened, never to whom."""

from typing import Any

from cockpit.home_health import DESKS, OUTCOMES, RESULTS, TASKS, WHY_NOT, WHY_REMOVED
from cockpit.texts import N_

TASKS_TOLD = {
    "task_opened": N_("{desk}: {care_task} is to be done ({gravity})"),
    "task_joined": N_("{desk}: another report that calls for {care_task}"),
    "task_raised": N_("{desk}: {care_task} became graver ({gravity})"),
    "task_taken": N_("{who} took it: {care_task}"),
    "task_given_back": N_("{who} gave it back: {care_task}"),
    "transfer_approved": N_("{who} approved it: {care_task}"),
    "care_task_done": N_("{who} did it: {care_task}, {care_result}"),
    "task_not_executable": N_("{who} could not do it: {care_task}, {care_why}"),
    "task_removed": N_("It fell away: {care_task}, {care_why}"),
    "task_answer_undone": N_("{who} took an answer back: {care_task}"),
    "knocks_opened": N_("{count} people said nothing in time ({window}): they are knocked at"),
    "tasks_late": N_(
        "{count} tasks for people at home: {percent} per cent of their time is over, {told} people were told"
    ),
    "conditions_said": N_("{who} wrote down what weighs in with a person at home"),
    "swab_said": N_("{who} wrote down a test of a person at home"),
}
# What a sentence calls it, the words for it, and the fact they are the words of.
NAMED: dict[str, tuple[dict[Any, str], str]] = {
    "care_task": (TASKS, "kind"),
    "care_result": (RESULTS, "result"),
    "care_why": (WHY_NOT | WHY_REMOVED, "why"),
    "desk": (DESKS, "desk"),
    "gravity": (OUTCOMES, "gravity"),
}
