"""The inventory, one module a section or panel; here, which section is shown."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output

from callbacks import actor, answers
from callbacks.inventory import importing, people, places, receipts, requests, sheets, sources
from pages import inventory, shell

__all__ = ["importing", "people", "places", "receipts", "requests", "sheets", "sources"]


@answers(
    "see_inventory",
    Output(inventory.PLACE, "children"),
    Input(shell.URL, "search"),
    prevent_initial_call=True,  # the page came with its section
)
def show(search: str | None) -> Any:
    asked = parse_qs((search or "").lstrip("?")).get("show", [""])
    return inventory.sections(actor(), asked[-1])
