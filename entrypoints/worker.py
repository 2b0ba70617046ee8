"""The worker: runs what waits for its time, beside the web processes. `python app.py worker`.

Jobs lie in PostgreSQL and are kept by Procrastinate; `Work.later` puts them there as part of its own transaction.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from procrastinate import App, PsycopgConnector, RetryStrategy

from cockpit import dispatch
from cockpit.backup_runs import Outcome
from cockpit.importing import acts
from cockpit.linking.run import TASK
from cockpit.refusals import ChangedMeanwhile, Refusal, Unavailable
from data_access import anchor, jobs, retention, scope, upkeep
from data_access.database import Database
from data_access.work import Work
from entrypoints import appeals, escalation, home_health, logs, mind_care, notify, scene, screening
from entrypoints.backups import Backups, scheduled
from entrypoints.exports import Exports
from entrypoints.imports import Imports, of_batch
from entrypoints.linking import of_run
from entrypoints.pager.begin import ways_out
from entrypoints.settings import BadSetting, Settings

POLL, HEARTBEAT = 0.5, 5.0  # seconds of machine time, as all of these: an escalation is at most POLL late
ANCHOR_EVERY = 10.0
LOOK_AGAIN = 1.0  # while the database is gone
LAST_MOMENT = 2.7  # from the signal to the end, whatever still hangs
CONCURRENCY = 4
EVERY_MINUTE = "* * * * *"
AGAIN = RetryStrategy(max_attempts=20, wait=1, linear_wait=1)

log = logs.get()


def main(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT; returns 0, within 3 s of the signal. A database that is gone is waited for."""
    logs.start("worker", settings.log_level)
    found = channels_of(settings)
    database = Database(settings.database_url, settings.keys, settings.zone, pool_size=CONCURRENCY + 2 + len(found))
    out = ways_out(database, found, settings)
    asyncio.run(Worker(database, settings.data_dir / anchor.FILE, out).run_until_told())
    return 0


def channels_of(settings: Settings) -> list[notify.Way]:
    try:
        return notify.ways(settings.notify_urls)
    except ValueError as error:
        raise BadSetting(f"COCKPIT_NOTIFY_URLS cannot be used: {error}.") from None


def make_app(database: Database) -> App:
    """The queue with its tasks; names and arguments are those of `Work.later`."""
    conninfo = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=conninfo, min_size=1, max_size=CONCURRENCY + 2, timeout=2.0))
    _add_clocks(app, database)
    _add_chores(app, database)
    return app


def _add_clocks(app: App, database: Database) -> None:
    """What incidents and appeals wait for: answers that do not come, and red items that nobody touches."""

    @app.task(name="time_out", retry=AGAIN)
    def time_out(due: str, incident: int, team: int) -> None:
        when_due(database, "time_out", due, dispatch.time_out, incident=incident, team=team)

    for subject in (escalation, scene, appeals, home_health, mind_care):
        subject.add_to(app, lambda *task, **args: when_due(database, *task, **args), retry=AGAIN)


def _add_imports(app: App, brought: Imports) -> None:
    for name, step in {acts.CHECK: brought.check, acts.APPLY: brought.apply, acts.UNDO: brought.undo}.items():
        app.task(name=name, queue=jobs.SLOW, retry=AGAIN)(of_batch(step))

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="keep_imports", queueing_lock="keep_imports", lock="keep_imports")
    def keep_imports(timestamp: int) -> None:
        told("keep_imports", brought.keep_house)


def _add_chores(app: App, database: Database) -> None:
    """What comes every minute; a chore that still waits or failed is not put in the queue a second time."""

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="freeze_days", queueing_lock="freeze_days", lock="freeze_days")
    def freeze_days(timestamp: int) -> None:
        told("freeze_days", lambda: _freeze_days(database))

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="expire", queueing_lock="expire", lock="expire")
    def expire(timestamp: int) -> None:
        told("expire", lambda: _expire(database))

    mind_care.add_reminder(app, database, told)
    home_health.add_chores(app, database, told)


def _add_backups(app: App, backups: Backups) -> None:
    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="back_up", queue=jobs.SLOW, queueing_lock="back_up", lock="back_up")
    def back_up(timestamp: int) -> None:
        told("back_up", lambda: _back_up(backups))


def when_due(database: Database, task: str, due: str, use_case: Callable[..., Any], **args: Any) -> None:
    """Do it as the cockpit itself; when the district's clock is not there yet (it was moved), wait on.

    A rule that says no is the end of the matter; only what may go otherwise next time is tried again.
    """
    by = upkeep.keeper(database)
    if by is None:
        return
    try:
        with database.work(by) as work:
            if _too_early(work, task, due, args):
                return
            use_case(work, *args.values())
    except (ChangedMeanwhile, Unavailable):
        raise
    except Refusal as refusal:
        log.warning("a rule says no", task=task, refusal=type(refusal).__name__, **told_of(args))
    except Exception as error:
        log.error("failed, to be tried again", task=task, exc_info=error, **told_of(args))
        raise


def told_of(args: Mapping[str, Any]) -> dict[str, Any]:
    """Of a job's arguments the log tells the numbers of things."""
    return {name: value for name, value in args.items() if isinstance(value, int)}


def _too_early(work: Work, task: str, due: str, args: dict[str, Any]) -> bool:
    when = datetime.fromisoformat(due)
    if work.at < when:
        work.later(task, when, **args)
    return work.at < when


def _freeze_days(database: Database) -> None:
    now = database.status()["now"]
    with database.connection() as connection:
        if frozen := upkeep.freeze_days(connection, now, database.zone):
            log.info("days frozen", task="freeze_days", count=len(frozen))


def _expire(database: Database) -> None:
    """Days are frozen before, and those of the map: what goes has been counted."""
    _freeze_days(database)
    upkeep.keep_map(database)
    home_health.keep_days(database)
    by = upkeep.keeper(database)
    gone = upkeep.expire(database, by) | retention.expire(database, by) if by else {}
    for one in retention.destroy_ended(database, by) if by else ():
        log.info("emergency destroyed", task="destroy", gone={"emergency": one.id})
    if any(gone.values()):
        log.info("expired", task="expire", gone=gone)


def _back_up(backups: Backups) -> None:
    run = backups.look()
    if run and run.outcome is Outcome.GOOD:
        log.info("backed up", task="back_up", size=run.size)
    elif run:
        log.error("backup failed", task="back_up", says=run.says)


def told(name: str, chore: Callable[[], None]) -> None:
    """A chore that fails says so and is over: it comes again with the next minute anyhow."""
    try:
        chore()
    except Unavailable:
        log.warning("the database does not answer", task=name)
    except Exception as error:
        log.error("failed", task=name, exc_info=error)


class Worker:
    """One process: the queue, and the anchor beside it."""

    def __init__(self, database: Database, anchor_file: Path, out: notify.Out | None = None) -> None:
        self.database = database
        self.out = out or notify.Out(database, [])
        self.anchor_file = anchor_file
        self.anchored: list[anchor.Head] = []
        self.told_gone = False
        self.stop = asyncio.Event()

    async def run_until_told(self) -> None:
        """Serve the queue for as long as nobody asks to stop; start over whenever the database was gone."""
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self.ask_to_stop)
        beside = asyncio.create_task(self._look_around())
        told = threading.Event()
        self.out.start(told)
        while not self.stop.is_set():
            await self._serve()
            await self._pause(LOOK_AGAIN)
        told.set()
        await beside
        self.database.engine.dispose()

    def ask_to_stop(self) -> None:
        """Jobs are transactions: one that is cut off at the last moment is put back and done by the next worker."""
        self.stop.set()
        last = threading.Timer(LAST_MOMENT, os._exit, [0])
        last.daemon = True
        last.start()

    async def _serve(self) -> None:
        """One life of the queue, ended by a request to stop or by the database's end."""
        if not await asyncio.to_thread(self._answers):
            return
        app = make_app(self.database)
        _add_backups(app, scheduled(self.database, self.anchor_file.parent))
        _add_imports(app, Imports(self.database, self.anchor_file.parent))
        Exports(self.database, self.anchor_file.parent).add_to(app, told, retry=AGAIN)
        screening.add_to(app, self.database, self.anchor_file.parent, retry=AGAIN)
        app.task(name=TASK, queue=jobs.SLOW, retry=AGAIN)(of_run(self.database))
        with suppress(asyncio.CancelledError):
            try:
                async with app.open_async():
                    await self._until_stopped(_run(app))
            except Exception as error:  # whatever ends the queue, it begins anew
                self._say_gone(error)

    async def _until_stopped(self, life: Any) -> None:
        queue, stopped = asyncio.create_task(life), asyncio.create_task(self.stop.wait())
        await asyncio.wait({queue, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not queue.done():
            queue.cancel()
        await queue

    def _answers(self) -> bool:
        try:
            self.database.status()
        except Exception as error:
            self._say_gone(error)
            return False
        if self.told_gone:
            log.warning("the database answers again")
        self.told_gone = False
        return True

    def _say_gone(self, error: Exception) -> None:
        if not self.told_gone:
            log.warning("the queue stands still, trying again", exc_info=error)
        self.told_gone = True

    async def _look_around(self) -> None:
        """Anchor both chains and put back what a dead worker had begun; once more at the end."""
        while not self.stop.is_set():
            await asyncio.to_thread(self.look_around)
            await self._pause(ANCHOR_EVERY)
        await asyncio.to_thread(self.look_around)

    def look_around(self) -> None:
        machine = datetime.now(UTC)
        try:
            with self.database.connection() as connection:
                with scope.reading(connection):
                    heads = anchor.heads(connection)
                again = jobs.retry_left_lying(connection, machine)
                retention.export_ledger(connection, self.anchor_file.with_name(retention.FILE))
            if heads != self.anchored:
                anchor.append(self.anchor_file, [head for head in heads if head not in self.anchored], machine)
            self.anchored = heads
        except Exception as error:  # the database, a full disk: said once, and tried again in 10 s
            self._say_gone(error)
            return
        if again:
            log.warning("jobs of a worker that ended were put back", count=again)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)


async def _run(app: App) -> None:
    await app.run_worker_async(
        concurrency=CONCURRENCY,
        fetch_job_polling_interval=POLL,
        update_heartbeat_interval=HEARTBEAT,
        shutdown_graceful_timeout=1.0,
        delete_jobs="successful",
        install_signal_handlers=False,
        listen_notify=False,  # jobs wait for a time: looking twice a second finds them, a listener would not
    )
