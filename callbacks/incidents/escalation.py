"""What was escalated to me: which incidents, and my promise to see to one."""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback

from callbacks import answers, open_work
from callbacks.incidents.acts import do, on_click
from cockpit.escalation import mine, see_to


def wire(prefix: str) -> None:
    wire_promise(prefix)
    wire_mine(prefix)


def wire_promise(prefix: str) -> None:
    @on_click(prefix, "see_to", "see-to", State(f"{prefix}-promise", "value"))
    def promise(clicks: int | None, incident_id: int, minutes: int | None) -> Any:
        return do(clicks, incident_id, see_to, minutes)


def wire_mine(prefix: str) -> None:
    """Asked anew when the stream tells of somebody called in, or of one that is mine."""

    @answers(
        "see_to", Output(f"{prefix}-mine", "data"), Input(f"{prefix}-mine-tick", "data"), prevent_initial_call=True
    )
    def to_me(_tick: int | None) -> list[int]:
        with open_work() as work:
            return list(mine(work))

    clientside_callback(
        ClientsideFunction("cockpit_escalation", "mine"),
        Output(f"{prefix}-tabs", "title"),
        Input(f"{prefix}-mine", "data"),
        prevent_initial_call=True,
    )


for page in ("incidents", "overview"):
    wire(page)
