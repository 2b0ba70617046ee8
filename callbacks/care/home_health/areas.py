"""People at home by street and community: the counts, anew when something changed."""

from typing import Any

from dash import Input, Output

from callbacks import answers, open_work
from cockpit.home_health import by_area
from pages.care.home_health import areas as page


@answers("see_care_figures", Output("care-areas-table", "children"), Input("care-areas-tick", "data"))
def counted(_tick: int | None) -> Any:
    with open_work() as work:
        return page.table(by_area(work), page.order(dict(work.areas.known)))
