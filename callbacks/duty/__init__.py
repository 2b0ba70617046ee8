"""The duty page, one module a section; here, which section is shown."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output

from callbacks import actor, answers
from callbacks.duty import figures, now, roster, swap
from pages import duty, shell

__all__ = ["figures", "now", "roster", "swap"]


@answers(
    "see_duty",
    Output(duty.PLACE, "children"),
    Input(shell.URL, "search"),
    prevent_initial_call=True,  # the page came with its section
)
def show(search: str | None) -> Any:
    asked = parse_qs((search or "").lstrip("?")).get("show", [""])
    return duty.sections(actor(), asked[-1])
