"""Paper sheets of grids: the area that the address names, and one's own sheets with the one that is made now."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output, State

from callbacks import answers, open_work
from callbacks.inventory.sources import path_to
from cockpit.areas import Level
from cockpit.figures import must_see
from cockpit.refusals import Invalid
from cockpit.sheets import grids, latest, make
from cockpit.texts import N_
from pages import shell
from pages.inventory import sheets


@answers(
    "print_sheet",
    Output("inventory-sheets", "children"),
    Output("inventory-sheet-grid", "options"),
    Output("inventory-sheet-choosing", "hidden"),
    Input("inventory-sheets", "id"),
    State(shell.URL, "search"),
)
def shown(_: str | None, search: str | None) -> Any:
    asked = parse_qs((search or "").lstrip("?")).get("area", [""])[-1]
    with open_work() as work:
        must_see(work, asked or work.by.area)
        area = work.areas.get(asked or work.by.area)
        ends = area.level in (Level.COMMUNITY, Level.GRID)
        below = [] if ends else work.areas.children(area.code)
        found = [one for one in grids(work) if ends and one.code.startswith(area.code)]
        return sheets.areas(path_to(work, area), below), sheets.choices(found), not found


@answers(
    "print_sheet",
    Output("inventory-sheets-mine", "children"),
    Input("inventory-sheet-make", "n_clicks"),
    State("inventory-sheet-grid", "value"),
)
def mine(clicks: int | None, grid: str | None) -> Any:
    """Without a click, those that are there."""
    if clicks and not grid:
        raise Invalid("grid", N_("choose a grid first"))
    with open_work() as work:
        if clicks and grid:
            make(work, grid)
        names = {code: area.name for code, area in work.areas.known.items()}
        return sheets.mine(latest(work), names)
