"""What the worker does for people at home: who said nothing is knocked at, and what nobody does goes up its chain."""

from collections.abc import Callable
from typing import Any

from procrastinate import App

from cockpit import home_health
from data_access import upkeep
from data_access.database import Database

EVERY_MINUTE = "* * * * *"


def add_to(app: App, when_due: Callable[..., None], **retry: Any) -> None:
    """`when_due` does a use-case when the district's clock shows its time."""

    @app.task(name=home_health.STEP, **retry)
    def care_step(due: str) -> None:
        when_due(home_health.STEP, due, home_health.step_due)

    @app.task(name=home_health.ROUND, **retry)
    def care_knocks(due: str) -> None:
        when_due(home_health.ROUND, due, home_health.knock_round)


def add_chores(app: App, database: Database, told: Callable[..., None]) -> None:
    """The round is in the queue for its instant; each minute sees to it that it is, and catches up what a dead worker left."""

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="keep_care", queueing_lock="keep_care", lock="keep_care")
    def keep_care(timestamp: int) -> None:
        told("keep_care", lambda: knock(database))
        told("keep_care_days", lambda: keep_days(database))


def knock(database: Database) -> None:
    if by := upkeep.keeper(database):
        with database.work(by) as work:
            home_health.knock_round(work)


def keep_days(database: Database) -> None:
    """The numbers of days that ended; before what they rest on may go."""
    if by := upkeep.keeper(database):
        with database.work(by) as work:
            home_health.keep_days(work)
