"""What the worker does for psychological care: a crisis goes on until somebody answers, who asks is told of, a second test is reminded of."""

from collections.abc import Callable
from typing import Any

from procrastinate import App

from cockpit.mind_care import alarm, own, remind
from data_access.database import Database
from data_access.upkeep import keeper

EVERY_MINUTE = "* * * * *"


def add_to(app: App, when_due: Callable[..., None], **retry: Any) -> None:
    """`when_due` does a use-case when the district's clock shows its time."""

    @app.task(name=alarm.TASK, **retry)
    def mind_crisis(due: str, case: int, step: int, began: str) -> None:
        when_due(alarm.TASK, due, alarm.escalate, case=case, step=step, began=began)

    @app.task(name=own.ASKED, **retry)
    def mind_asked(due: str, case: int) -> None:
        when_due(own.ASKED, due, remind.asked, case=case)


def add_reminder(app: App, database: Database, told: Callable[[str, Callable[[], None]], None]) -> None:
    """Once a minute; `told` says where it failed."""

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name=remind.RETEST, queueing_lock=remind.RETEST, lock=remind.RETEST)
    def mind_retest(timestamp: int) -> None:
        told(remind.RETEST, lambda: remind_of(database))


def remind_of(database: Database) -> None:
    by = keeper(database)
    if by:
        with database.work(by) as work:
            remind.retests(work)
