"""Care figures: counts, drawn anew from time to time."""

from typing import Any

from dash import Input, Output

from callbacks import answers, open_work
from cockpit.mind_care.figures import care_figures
from pages.care.mind_care import mindfigures as page


@answers("see_mind_figures", Output("care-mindfigures-body", "children"), Input("care-mindfigures-tick", "data"))
def figures(_tick: int | None) -> Any:
    with open_work() as work:
        return page.drawn(care_figures(work))
