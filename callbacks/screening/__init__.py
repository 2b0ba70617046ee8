"""The screening page, one module a section; here, which section is shown."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output

from callbacks import actor, answers
from callbacks.screening import (
    appeals,
    canvass,
    cases,
    chains,
    follow_up,
    hand_out,
    history,
    itinerary,
    returns,
    risk,
    risk_map,
    risk_publish,
    sources,
    supply,
)
from pages import screening, shell

__all__ = [
    "appeals",
    "canvass",
    "cases",
    "chains",
    "follow_up",
    "hand_out",
    "history",
    "itinerary",
    "returns",
    "risk",
    "risk_map",
    "risk_publish",
    "sources",
    "supply",
]


@answers(
    "open_screening",
    Output(screening.PLACE, "children"),
    Input(shell.URL, "search"),
    prevent_initial_call=True,  # the page came with its section
)
def show(search: str | None) -> Any:
    asked = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
    return screening.sections(actor(), **asked)
