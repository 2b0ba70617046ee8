"""Who is at home today: the list, anew when somebody reports."""

from typing import Any

from dash import Input, Output

from callbacks import answers, open_work
from cockpit.home_health import board
from pages.care.home_health import homes as page


@answers(
    "see_reports",
    Output("care-homes-head", "children"),
    Output("care-homes-list", "children"),
    Input("care-homes-tick", "data"),
)
def listed(_tick: int | None) -> Any:
    with open_work() as work:
        found = board(work)
        return page.head(found), page.rows(found, {code: area.name for code, area in work.areas.known.items()})
