"""Imports in the worker: each for whoever brought the file, with the rights they have when it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cockpit.access import Actor
from cockpit.importing.acts import undo_within
from cockpit.importing.batch import Batch
from cockpit.refusals import Unavailable
from cockpit.texts import N_
from data_access import upkeep
from data_access.database import Database
from data_access.importing.jobs import Runner
from data_access.importing.store import Store
from entrypoints import logs

log = logs.get()
GIVEN_UP = N_("something failed that nobody foresaw; the worker's log says what")


@dataclass(frozen=True)
class Imports:
    database: Database
    data: Path

    @property
    def store(self) -> Store:
        return Store(self.data, self.database.keys.field)

    def check(self, number: int) -> None:
        self._run(number, Runner.check)

    def apply(self, number: int) -> None:
        self._run(number, Runner.apply)

    def _run(self, number: int, step: Callable[[Runner], Batch]) -> None:
        by = self._by(number)
        if by is None:
            log.warning("who brought the file may no longer sign in", task="import", batch=number)
            return
        try:
            with self.store.opened(number) as file:
                batch = step(Runner(self.database, by, number, file))
        except Unavailable:
            raise
        except Exception as error:
            log.error("failed", task="import", batch=number, exc_info=error)
            self._give_up(by, number)
            return
        log.info("import", task="import", batch=number, state=batch.state.value)

    def _give_up(self, by: Actor, number: int) -> None:
        """Whoever waits for it is told; why it is, stands in the log."""
        with self.database.work(by) as work:
            before = work.imports.get(number)
            work.imports.keep(before.given_up(GIVEN_UP), before)

    def _by(self, number: int) -> Actor | None:
        keeper = upkeep.keeper(self.database)
        if keeper is None:
            return None
        with self.database.work(keeper) as work:
            account = work.imports.get(number).account
            return keeper if account is None else work.accounts.acting(account)

    def forget_old(self) -> None:
        """Files and rows whose day is over: what can no longer be taken back needs neither."""
        keeper = upkeep.keeper(self.database)
        if keeper is None:
            return
        with self.database.work(keeper) as work:
            kept = work.imports.forget_before(work.at - undo_within(work))
        for number in self.store.kept():
            if number not in kept:
                self.store.forget(number)
