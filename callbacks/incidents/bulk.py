"""One act on many that are chosen in the table, a few at a time until all are done; and a step, or all, taken back."""

from typing import Any, NotRequired, TypedDict

from dash import ClientsideFunction, Input, Output, clientside_callback, no_update

from callbacks import answers, open_work
from cockpit.bulk import act_on_many, undo_many, undo_until
from cockpit.incidents.step import Act
from cockpit.undo import undo
from pages.incidents import bulk


class Asked(TypedDict):
    """`key` was made by the browser with the click; `turn` grows with each step of it. `undoes` is a bulk act's number."""

    key: str
    turn: int
    act: NotRequired[Act]
    ids: NotRequired[list[int]]
    resolution: NotRequired[str]
    undoes: NotRequired[int]


@answers(
    "bulk",
    Output("incidents-bulk-results", "children"),
    Output("incidents-bulk-left", "data"),
    Input("incidents-bulk-asked", "data"),
    running=[(Output("incidents-bulk-acts", "disabled"), True, False)],
    prevent_initial_call=True,
)
def many(asked: Asked | None) -> tuple[Any, Any]:
    if asked is None:
        return no_update, no_update
    key = asked["key"]
    with open_work() as work:
        if "undoes" in asked:
            done = undo_many(work, asked["undoes"], key=key)
        else:
            reason = asked.get("resolution")
            done = act_on_many(work, Act(asked["act"]), asked["ids"], key=key, resolution=reason)
        until = undo_until(work, done)
    return bulk.results(done, until), {"left": len(done.waiting), "key": key, "undone": done.act is None}


class Step(TypedDict):
    """`turn` tells one click from the next."""

    incident: int
    step: int
    turn: int


@answers("undo", Output("shell-undone", "data"), Input("shell-undo", "data"), prevent_initial_call=True)
def undone(asked: Step | None) -> Any:
    if asked is None:
        return no_update
    with open_work() as work:
        return {"code": undo(work, asked["incident"], asked["step"]).code, "turn": asked["turn"]}


clientside_callback(
    ClientsideFunction("cockpit_bulk", "left"),
    Output("incidents-bulk", "title"),
    Input("incidents-bulk-left", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_undo", "undone"),
    Output("shell-toasts", "title"),
    Input("shell-undone", "data"),
    prevent_initial_call=True,
)
