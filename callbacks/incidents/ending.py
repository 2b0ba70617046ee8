"""Closing, with how well it was done; sending back, with a reason."""

from typing import Any

from dash import State

from callbacks.incidents.acts import do, on_click
from cockpit import incidents


def wire(prefix: str) -> None:
    said = [State(f"{prefix}-{name}", "value") for name in ("resolution", "rating", "rater", "drop")]

    @on_click(prefix, "close", "close", *said)
    def close(
        clicks: int | None, incident_id: int, resolution: str, rating: int | None, rater: str | None, drop: str | None
    ) -> Any:  # fmt: skip
        return do(clicks, incident_id, incidents.close, resolution, rating=rating, rater=rater, drop=drop)

    @on_click(prefix, "verify", "reopen", State(f"{prefix}-redo", "value"), State(f"{prefix}-redo-words", "value"))
    def reopen(clicks: int | None, incident_id: int, reason: str | None, words: str | None) -> Any:
        return do(clicks, incident_id, incidents.reopen, reason or "", words or "")


for page in ("incidents", "overview"):
    wire(page)
