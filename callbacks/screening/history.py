"""The history of the case that is open."""

from typing import Any

from dash import Input, Output

from callbacks import answers, open_work
from cockpit.screening.history import history_of
from pages.screening.history import history


@answers(
    "see_screening",
    Output("screening-history-steps", "children"),
    Input("screening-chosen", "data"),
    Input("screening-tick", "data"),
)
def told(case_id: int | None, _tick: int | None) -> Any:
    if case_id is None:
        return None
    with open_work() as work:
        return history(history_of(work, case_id))
