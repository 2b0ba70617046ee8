"""The page of people at home, one package a subject; here, which section is shown."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output

from callbacks import actor, answers
from callbacks.care import home_health, mind_care, needs
from pages import care, shell

__all__ = ["home_health", "mind_care", "needs"]


@answers(
    "open_care",
    Output(care.PLACE, "children"),
    Input(shell.URL, "search"),
    prevent_initial_call=True,  # the page came with its section
)
def show(search: str | None) -> Any:
    asked = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
    return care.sections(actor(), **asked)
