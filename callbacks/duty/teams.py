"""The status board: read once as of one change; afterwards only what raises no change is asked for again."""

from typing import Any

from dash import ClientsideFunction, Input, Output, clientside_callback

from callbacks import answers, open_work
from cockpit.scene.board import status_board, who_is_alive
from data_access import feed
from pages.duty import teams


@answers("see_duty", Output("duty-teams-data", "data"), Input("duty-teams", "id"), Input("duty-teams-tick", "data"))
def board(_: str | None, _tick: int | None) -> dict[str, Any]:
    with open_work() as work:
        change = feed.last_change(work.connection)  # before all else: what comes while we read is told again
        names = {area.code: area.name for area in work.areas.known.values()}
        return teams.data(status_board(work), names, change)


@answers(
    "see_duty",
    Output("duty-teams-alive", "data"),
    Input("duty-teams-beat", "data"),
    prevent_initial_call=True,  # it came with the board
)
def alive(_beat: int | None) -> dict[str, Any]:
    with open_work() as work:
        return teams.alive(who_is_alive(work))


clientside_callback(
    ClientsideFunction("cockpit_teams", "start"),
    Output("duty-teams", "title"),
    Input("duty-teams-data", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_teams", "alive"),
    Output("duty-teams", "lang"),
    Input("duty-teams-alive", "data"),
)
