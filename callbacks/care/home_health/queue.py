"""The health centre's queue: the list, anew when somebody reports or something was done."""

from typing import Any

from dash import Input, Output, State

from callbacks import answers, open_work
from callbacks.care.home_health.homes import area_of, names, streets_of
from cockpit.home_health import queue
from pages.care.home_health import queue as page
from pages.care.home_health.words import only_of


@answers(
    "see_health_queue",
    Output("care-queue-area", "options"),
    Input("care-queue-area", "id"),
    State("care-queue-area", "value"),
)
def streets(_: str | None, asked: str | None) -> Any:
    with open_work() as work:
        return streets_of(work, asked)


@answers(
    "see_health_queue",
    Output("care-queue-head", "children"),
    Output("care-queue-list", "children"),
    Output("care-queue-only", "options"),
    Input("care-queue-area", "value"),
    Input("care-queue-only", "value"),
    Input("care-queue-tick", "data"),
)
def listed(area: str | None, only: str | None, _tick: int | None) -> Any:
    with open_work() as work:
        asked = only_of(only)
        found = queue(work, area_of(area), asked)
        return page.head(found), page.rows(found, names(work), asked), page.options(found)
