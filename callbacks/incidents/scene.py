"""Somebody at the desk heard of a team on the scene."""

from typing import Any

from dash import State

from callbacks.incidents.acts import NO_TEAM, do, on_click
from cockpit import scene


def wire(prefix: str) -> None:
    @on_click(prefix, "send", "heard", State(f"{prefix}-heard-team", "value"))
    def heard(clicks: int | None, incident_id: int, team: int | None) -> Any:
        return do(clicks, incident_id, scene.heard, team or NO_TEAM)


for page in ("incidents", "overview"):
    wire(page)
