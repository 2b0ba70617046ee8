"""Rounds of visits, one module a part; here, what the browser does by itself."""

from dash import ClientsideFunction, Input, Output, clientside_callback

from callbacks.screening.canvass import door, rounds, seen
from callbacks.screening.canvass.seen import CHOSEN, WHERE

__all__ = ["door", "rounds", "seen"]

clientside_callback(
    ClientsideFunction("cockpit_canvass", "remember"),
    Output("screening-rounds-list", "title"),
    Input(CHOSEN, "data"),
    Input(WHERE, "data"),
    Input("screening-rounds-home", "data"),
    Input("screening-rounds-list", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_canvass", "moved"),
    Output("screening-rounds-one", "title"),
    *[
        Input(f"screening-rounds-{name}", "data")
        for name in ("closed", "ordered", "shared", "sharedall", "answered", "undone")
    ],
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_canvass", "moved"),
    Output("screening-rounds-typing", "title"),
    Input("screening-rounds-typed", "children"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_canvass", "opened"),
    Output("screening-rounds-doors", "title"),
    Input("screening-rounds-opened", "data"),
    Input("screening-rounds-second", "data"),
    prevent_initial_call=True,
)
