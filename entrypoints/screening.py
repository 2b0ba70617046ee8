"""Screening in the worker: every hour all cases, and each case by itself as soon as it is entered or changed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from procrastinate import App

from cockpit.screening.risk.publish import ASSESS
from cockpit.screening.rounds import NEWS
from cockpit.screening.trace import ROUND
from data_access import jobs, upkeep
from data_access.database import Database
from entrypoints import logs

EVERY_HOUR, NIGHTLY, BEFORE_IT = "0 * * * *", "20 3 * * *", "50 2 * * *"

log = logs.get()


def add_to(app: App, database: Database, data: Path, retry: Any) -> None:
    """One round at a time: the next one waits, and finds what the one before it left."""

    @app.periodic(cron=EVERY_HOUR)
    @app.task(name="screen_hour", queue=jobs.SLOW, queueing_lock="screen_hour", lock=ROUND)
    def screen_hour(timestamp: int) -> None:
        _run(database, data, "screen_hour", lambda screening: screening.news())

    @app.periodic(cron=NIGHTLY)
    @app.task(name="screen_all", queue=jobs.SLOW, queueing_lock="screen_all", lock=ROUND)
    def screen_all(timestamp: int) -> None:
        _run(database, data, "screen_all", lambda screening: screening.all())

    @app.periodic(cron=BEFORE_IT)
    @app.task(name="keep_lake", queue=jobs.SLOW, queueing_lock="keep_lake", lock=ROUND)
    def keep_lake(timestamp: int) -> None:
        _keep(database, data)

    @app.task(name=NEWS, queue=jobs.SLOW, lock=ROUND, retry=retry)
    def screen_news(due: str) -> None:
        _run(database, data, NEWS, lambda screening: screening.news())

    @app.task(name=ROUND, queue=jobs.SLOW, lock=ROUND, retry=retry)
    def screen_case(due: str, case: int) -> None:
        _run(database, data, ROUND, lambda screening: screening.one(case))

    @app.task(name=ASSESS, queue=jobs.SLOW, lock=ROUND, retry=retry)
    def assess_all(due: str) -> None:
        _assess(database, datetime.fromisoformat(due))


def _run(database: Database, data: Path, task: str, ask: Callable[[Any], Any]) -> None:
    if found := screening_of(database, data):
        done = ask(found)
        log.info("screen", task=task, count=done.cases)


def _assess(database: Database, due: datetime) -> None:
    """By the rule that holds from then on; where the district's clock was moved and is not there yet, it waits on."""
    by = upkeep.keeper(database)
    if by is None:
        return
    with database.work(by) as work:
        if work.at < due:
            return work.later(ASSESS, due, queue=jobs.SLOW, lock=ROUND)
    from data_access.screening.risk_rounds import RiskRounds

    done = RiskRounds(database, by).all()
    log.info("assessed", task=ASSESS, count=done.changed)


def _keep(database: Database, data: Path) -> None:
    if found := screening_of(database, data):
        from data_access.screening.upkeep import keep_lake

        done = keep_lake(database, found.lake, found.by)
        log.info("kept", task="keep_lake", count=done.old + done.erased)


def screening_of(database: Database, data: Path) -> Any:
    """The cockpit's own; None where there is no district yet. What reckons is loaded with the first round."""
    by = upkeep.keeper(database)
    if by is None:
        return None
    from data_access.lake import Lake
    from data_access.screening.rounds import Screening

    return Screening(database, Lake.of(data, database.zone), by)
