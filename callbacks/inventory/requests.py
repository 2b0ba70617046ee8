"""What the chosen person asks about their own data, written down for them."""

from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks import answers, open_work
from cockpit.refusals import Invalid
from cockpit.requests import Field, Kind, enter
from cockpit.texts import N_
from pages import inventory


@answers(
    "enter_request",
    Output("inventory-asked-for", "children"),
    Input("inventory-ask", "n_clicks"),
    Input("inventory-chosen", "data"),
    State("inventory-ask-what", "value"),
    State("inventory-ask-value", "value"),
    State("inventory-ask-why", "value"),
    prevent_initial_call=True,
)
def write_down(clicks: int | None, person_id: int | None, what: str | None, value: str | None, why: str | None) -> Any:
    """A new choice of a person takes away what was said of the one before."""
    if ctx.triggered_id != "inventory-ask":
        return []
    if not clicks or person_id is None:
        return no_update
    kind = Kind.DELETION if what == Kind.DELETION else Kind.CORRECTION
    with open_work() as work:
        asked = enter(work, person_id, kind, field_of(what), value or "", why or "")
    return inventory.written(asked)


def field_of(what: str | None) -> Field | None:
    if what not in {*Field, Kind.DELETION}:
        raise Invalid("field", N_("choose what is wrong"))
    return None if what == Kind.DELETION else Field(what)
