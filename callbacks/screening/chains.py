"""Chains of transmission: read once, and again when cases or contacts change."""

from typing import Any

from dash import ClientsideFunction, Input, Output, clientside_callback

from callbacks import answers, open_work
from cockpit.screening.chain import transmission
from pages.screening import chains as page


@answers(
    "see_screening",
    Output("screening-chains-data", "data"),
    Output("screening-chains-beside", "children"),
    Input("screening-chains-tick", "data"),
)
def read(_tick: int | None) -> Any:
    with open_work() as work:
        found = transmission(work)
        return page.graph(found), page.beside(found)


clientside_callback(
    ClientsideFunction("cockpit_chains", "draw"),
    Output("screening-chains-drawn", "title"),
    Input("screening-chains-data", "data"),
    prevent_initial_call=True,
)
