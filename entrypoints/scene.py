"""What the worker does for teams on the scene: it sees when nobody was heard of."""

from collections.abc import Callable
from typing import Any

from procrastinate import App

from cockpit.scene import lapse as use_case


def add_to(app: App, when_due: Callable[..., None], **retry: Any) -> None:
    """`when_due` does a use-case when the district's clock shows its time."""

    @app.task(name="lapse", **retry)
    def lapse(due: str, incident: int, team: int) -> None:
        when_due("lapse", due, use_case, incident=incident, team=team)
