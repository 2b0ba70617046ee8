"""The receipt of the chosen person: whether one holds, giving one, taking it back."""

from typing import Any

from dash import Input, Output, ctx, no_update
from flask import request

from callbacks import answers, open_work
from cockpit.receipts import give, held_by, revoke
from pages import inventory


@answers(
    "give_receipt",
    Output("inventory-receipt", "children"),
    Input("inventory-chosen", "data"),
    Input("inventory-give", "n_clicks"),
    Input("inventory-revoke", "n_clicks"),
    prevent_initial_call=True,
)
def receipt(person_id: int | None, _give: int | None, _revoke: int | None) -> Any:
    """The code is shown once, when it is given; whoever chooses the person again sees only that there is one."""
    if person_id is None:
        return inventory.receipt_of_nobody() if ctx.triggered_id == "inventory-chosen" else no_update
    with open_work() as work:
        if ctx.triggered_id == "inventory-revoke":
            revoke(work, person_id)
        given = give(work, person_id) if ctx.triggered_id == "inventory-give" else None
        shown = inventory.paper(given, request.url_root) if given else inventory.held(held_by(work, person_id))
    return shown
