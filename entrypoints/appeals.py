"""What the worker does for appeals: their deadlines are told in time."""

from collections.abc import Callable
from typing import Any

from procrastinate import App

from cockpit import appeals


def add_to(app: App, when_due: Callable[..., None], **retry: Any) -> None:
    """`when_due` does a use-case when the district's clock shows its time."""

    @app.task(name=appeals.HALF, **retry)
    def appeal_half(due: str, appeal: int) -> None:
        when_due(appeals.HALF, due, appeals.half_over, appeal=appeal)

    @app.task(name=appeals.LATE, **retry)
    def appeal_late(due: str, appeal: int) -> None:
        when_due(appeals.LATE, due, appeals.overdue, appeal=appeal)
