"""Imports in the worker: each for whoever brought the file, with the rights they have when it runs."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.access import Actor
from cockpit.importing.acts import undo_within
from cockpit.importing.batch import Batch, Failed
from cockpit.refusals import Refusal, Unavailable
from data_access import sources, upkeep
from data_access.database import Database
from data_access.importing.backfill import fill
from data_access.importing.store import Store
from entrypoints import logs

if TYPE_CHECKING:
    from data_access.importing.jobs import Runner  # what reads files is loaded with the first of them

log = logs.get()


def of_batch(step: Callable[[int], None]) -> Callable[[str, int], None]:
    """A job: `due` is when, `batch` which."""

    def run(due: str, batch: int) -> None:
        step(batch)

    return run


@dataclass(frozen=True)
class Imports:
    database: Database
    data: Path

    @property
    def store(self) -> Store:
        return Store(self.data, self.database.keys.field)

    def check(self, number: int) -> None:
        self._run(number, lambda runner: runner.check())

    def apply(self, number: int) -> None:
        self._run(number, lambda runner: runner.apply())

    def undo(self, number: int) -> None:
        """The file itself is not needed for it."""
        self._run(number, lambda runner: runner.undo(), needs_file=False)

    def _run(self, number: int, step: Callable[["Runner"], Batch], *, needs_file: bool = True) -> None:
        """What fails for good is told to whoever waits for it; a database that is gone is waited for."""
        by = self._by(number)
        if by is None:
            log.warning("who brought the file may no longer sign in", task="import", batch=number)
            return
        try:
            batch = self._stepped(by, number, step, needs_file)
        except Unavailable:
            raise
        except Refusal as refusal:
            log.warning("a rule says no", task="import", batch=number, refusal=type(refusal).__name__)
            self._give_up(by, number, refusal)
            return
        except Exception as error:
            log.error("failed", task="import", batch=number, exc_info=error)
            self._give_up(by, number, Failed())
            return
        log.info("import", task="import", batch=number, state=batch.state.value)

    def _stepped(self, by: Actor, number: int, step: Callable[["Runner"], Batch], needs_file: bool) -> Batch:
        from data_access.importing.jobs import Runner

        with self.store.opened(number) if needs_file else nullcontext(Path()) as file:
            return step(Runner(self.database, by, number, file, data=self.data))

    def _give_up(self, by: Actor, number: int, refusal: Refusal) -> None:
        """A job that comes a second time finds the batch where the first left it, and that is no failure."""
        with self.database.work(by) as work:
            before = work.imports.get(number)
            if before.runs:
                work.imports.keep(before.given_up(refusal), before)

    def _by(self, number: int) -> Actor | None:
        keeper = upkeep.keeper(self.database)
        if keeper is None:
            return None
        with self.database.work(keeper) as work:
            account = work.imports.get(number).account
            return keeper if account is None else work.accounts.acting(account)

    def keep_house(self) -> None:
        """What comes every minute."""
        keeper = upkeep.keeper(self.database)
        if keeper is None:
            return
        self._forget_old(keeper)
        if swept := self.store.sweep():
            log.warning("files were left in the clear by a run that was killed", task="keep_imports", count=swept)
        if filled := fill(self.database, keeper):
            log.info("filled", task="keep_imports", count=filled)
        if sources.reckon(self.database, keeper):
            log.info("reckoned", task="keep_imports")

    def _forget_old(self, keeper: Actor) -> None:
        """Files and rows whose day is over: what can no longer be taken back needs neither."""
        with self.database.work(keeper) as work:
            kept = work.imports.forget_before(work.at - undo_within(work))
        for number in self.store.kept():
            if number not in kept:
                self.store.forget(number)
