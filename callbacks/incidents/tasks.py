"""The tasks of an incident: set, ticked off, opened again, dropped."""

from typing import Any, TypedDict

from dash import Input, Output, State, no_update

from callbacks import answers, open_work
from callbacks.incidents.acts import do, on_click
from cockpit.incidents import tasks
from cockpit.refusals import Invalid
from cockpit.texts import N_

DROP = "not_needed"
SAYS = {"done": tasks.tick, "undo": tasks.untick}


class Said(TypedDict):
    """`say` is one of SAYS, or a reason to drop it; `at` tells one click from the next."""

    say: str
    task: int
    at: int


def wire(prefix: str) -> None:
    wire_add(prefix)
    wire_said(prefix)


def wire_add(prefix: str) -> None:
    typed = [State(f"{prefix}-task-{name}", "value") for name in ("act", "words", "team", "minutes")]

    @on_click(prefix, "plan_tasks", "task-add", *typed, State(f"{prefix}-task-key", "data"))
    def add(
        clicks: int | None, incident_id: int, act: str, words: str | None, team: int, minutes: int | None, key: str
    ) -> Any:
        return do(
            clicks, incident_id, tasks.add_task, act, minutes, key=key, team=team or None, words=words or ""
        )  # fmt: skip


def wire_said(prefix: str) -> None:
    @answers(
        "plan_tasks",
        Output(f"{prefix}-tasked", "data"),
        Input(f"{prefix}-task-said", "data"),
        State(f"{prefix}-shown", "data"),
        prevent_initial_call=True,
    )
    def say(said: Said | None, incident_id: int) -> Any:
        if not said:
            return no_update
        with open_work() as work:
            if said["say"] in SAYS:
                SAYS[said["say"]](work, incident_id, said["task"])
            elif said["say"] == DROP:
                tasks.drop_task(work, incident_id, said["task"], DROP)
            else:
                raise Invalid("say", N_("choose one of the list"))
        return said["at"]


for page in ("incidents", "overview"):
    wire(page)
