"""One act on many that are chosen in the table, a few at a time until all are done; and a step, or all, taken back."""

from typing import Any, NotRequired, TypedDict

from dash import ClientsideFunction, Input, Output, clientside_callback, no_update

from callbacks import answers, open_work
from cockpit.bulk import Bulk, act_on_many, undo_many, undo_until
from cockpit.incidents.step import Act
from cockpit.undo import undo
from data_access.work import Work
from pages.incidents import bulk


class Order(TypedDict):
    """`key` was made by the browser with the click; `turn` grows with each step of it."""

    key: str
    turn: int
    act: Act
    ids: list[int]
    resolution: NotRequired[str]


class Back(TypedDict):
    """`undoes` is the number of a bulk act."""

    key: str
    turn: int
    undoes: int


@answers(
    "bulk",
    Output("incidents-bulk-results", "children"),
    Output("incidents-bulk-left", "data"),
    Input("incidents-bulk-asked", "data"),
    running=[(Output("incidents-bulk-acts", "disabled"), True, False)],
    prevent_initial_call=True,
)
def many(asked: Order | Back | None) -> tuple[Any, Any]:
    if asked is None:
        return no_update, no_update
    with open_work() as work:
        done = undo_many(work, asked["undoes"], key=asked["key"]) if "undoes" in asked else ordered(work, asked)
        until = undo_until(work, done)
    return bulk.results(done, until), {"left": len(done.waiting), "key": asked["key"]}


def ordered(work: Work, asked: Order) -> Bulk:
    reason = asked.get("resolution")
    return act_on_many(work, Act(asked["act"]), asked["ids"], key=asked["key"], resolution=reason)


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
