"""Who brings what somebody needs who stays apart at home."""

from typing import Any, TypedDict

from dash import Input, Output, no_update

from callbacks import answers, open_work
from cockpit.quarantine import Supplies, say_supplies


class Said(TypedDict):
    """`at` tells one tap from the next."""

    episode: int
    who: Supplies
    at: int


@answers(
    "follow_up",
    Output("screening-supply-done", "data"),
    Input("screening-supply-said", "data"),
    prevent_initial_call=True,
)
def supplied(said: Said | None) -> Any:
    if not said:
        return no_update
    with open_work() as work:
        say_supplies(work, said["episode"], Supplies(said["who"]))
    return said["at"]
