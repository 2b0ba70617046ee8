"""Files made in the worker: each for whoever asked for it, with the rights they have when it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from procrastinate import App

from cockpit.access import Actor
from cockpit.exports import give_up
from cockpit.exports.acts import MAKE
from cockpit.refusals import Refusal, Unavailable
from data_access import jobs, upkeep
from data_access.database import Database
from data_access.exports.store import Store
from entrypoints import logs

REMEMBERED = timedelta(days=30)  # what was asked for, and why

log = logs.get()


@dataclass(frozen=True)
class Exports:
    database: Database
    data: Path

    @property
    def store(self) -> Store:
        return Store(self.data, self.database.keys.field)

    def add_to(self, app: App, told: Callable[[str, Callable[[], None]], None], **retry: Any) -> None:
        """The job, and the chore of every minute; `told` runs a chore."""

        @app.task(name=MAKE, queue=jobs.SLOW, **retry)
        def make_export(due: str, export: int) -> None:
            self.make(export)

        @app.periodic(cron="* * * * *")
        @app.task(name="keep_exports", queueing_lock="keep_exports", lock="keep_exports")
        def keep_exports(timestamp: int) -> None:
            told("keep_exports", self.keep_house)

    def make(self, number: int) -> None:
        """What fails for good is told to whoever waits for it; a database that is gone is waited for."""
        keeper = upkeep.keeper(self.database)
        by = self._by(keeper, number) if keeper else None
        if keeper is None or by is None:
            log.warning("who asked for the file may no longer sign in", task="export", export=number)
            return
        try:
            made = self._made(by, number)
        except Unavailable:
            raise
        except Refusal as refusal:
            log.warning("a rule says no", task="export", export=number, refusal=type(refusal).__name__)
            self._give_up(keeper, number)
        except Exception as error:
            log.error("failed", task="export", export=number, exc_info=error)
            self._give_up(keeper, number)
        else:
            log.info("export", task="export", export=number, count=made)

    def _made(self, by: Actor, number: int) -> int:
        from data_access.exports.run import Runner  # what writes files is loaded with the first of them

        with self.store.scratch() as plain:
            return Runner(self.database, by, number).make(plain, lambda: self.store.keep(number, plain)).rows

    def _give_up(self, keeper: Actor, number: int) -> None:
        with self.database.work(keeper) as work:
            give_up(work, number)

    def _by(self, keeper: Actor, number: int) -> Actor | None:
        with self.database.work(keeper) as work:
            account = work.exports.get(number).account
            return keeper if account is None else work.accounts.acting(account)

    def keep_house(self) -> None:
        """Files whose time is over; kept are those that may be fetched, or are just being made."""
        keeper = upkeep.keeper(self.database)
        if keeper is None:
            return
        with self.database.work(keeper) as work:
            work.exports.forget_before(work.at - REMEMBERED)
            kept = work.exports.kept_at(work.at)
        if gone := self.store.forget_all_but(kept):
            log.info("files taken away", task="keep_exports", count=gone)
