"""Volunteers' hours of the week or month that the address names."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output, State

from callbacks import answers, open_work
from cockpit.hours import hours, period_of
from pages import shell
from pages.duty import hours as page


@answers("see_hours", Output("duty-hours", "children"), Input("duty-hours", "id"), State(shell.URL, "search"))
def shown(_: str | None, search: str | None) -> Any:
    asked = parse_qs((search or "").lstrip("?"))
    with open_work() as work:
        period = period_of(work, asked.get("period", ["week"])[-1], asked.get("day", [""])[-1])
        return page.drawn(hours(work, period))
