"""What the worker does for incidents that nobody sees to: the steps of their chains."""

from collections.abc import Callable
from typing import Any

from procrastinate import App

from cockpit import desk, dispatch
from cockpit import escalation as chains


def add_to(app: App, when_due: Callable[..., None], **retry: Any) -> None:
    """`when_due` does a use-case when the district's clock shows its time."""

    @app.task(name="escalate", **retry)
    def escalate(due: str, incident: int) -> None:
        when_due("escalate", due, chains.escalate, incident=incident)

    @app.task(name="departed", **retry)
    def departed(due: str, incident: int, team: int) -> None:
        when_due("departed", due, dispatch.departed, incident=incident, team=team)

    @app.task(name="pass_on", **retry)
    def pass_on(due: str, incident: int, to: str, after: int) -> None:
        """Of incidents that were reported before there were chains: still in the queue of a district that goes on."""
        when_due("pass_on", due, desk.pass_on, incident=incident, to=to, after=after)
