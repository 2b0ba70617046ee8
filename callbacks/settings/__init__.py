"""The settings, one module a section; here, which section is shown."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output

from callbacks import actor, answers
from callbacks.settings import accounts, channels, emergency, notifications, own, terminals, two_people
from pages import settings, shell

__all__ = ["accounts", "channels", "emergency", "notifications", "own", "terminals", "two_people"]


@answers(
    "own_account",
    Output(settings.PLACE, "children"),
    Input(shell.URL, "search"),
    prevent_initial_call=True,  # the page came with its section
)
def show(search: str | None) -> Any:
    asked = parse_qs((search or "").lstrip("?")).get("show", [""])
    return settings.sections(actor(), asked[-1])
