"""Linking in the worker: all records compared, by the cockpit itself, whoever asked for it."""

from collections.abc import Callable

from cockpit.refusals import Refusal, Unavailable
from data_access import upkeep
from data_access.database import Database
from entrypoints import logs

log = logs.get()


def of_run(database: Database) -> Callable[[str, int], None]:
    """A job: `due` is when, `run` which."""

    def go(due: str, run: int) -> None:
        by = upkeep.keeper(database)
        if by is None:
            return
        from data_access.linking.jobs import Runner  # what compares is loaded with the first run

        try:
            done = Runner(database, by, run).go()
        except Unavailable:
            raise
        except Refusal as refusal:
            log.warning("a rule says no", task="link_persons", refusal=type(refusal).__name__)
            return
        except Exception as error:  # the run keeps that it failed
            log.error("failed", task="link_persons", exc_info=error)
            return
        log.info("link", task="link_persons", state=done.stage.value, count=done.merged)

    return go
