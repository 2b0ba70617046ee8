"""What the tests of files have in common."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cockpit.access import Actor, system
from cockpit.importing import acts
from cockpit.importing.batch import Batch, State
from data_access.database import Database
from data_access.importing.jobs import Runner
from tests.people import DISTRICT

COCKPIT = system(DISTRICT)
Bring = Callable[..., Batch]


@pytest.fixture
def bring(database: Database, tmp_path: Path) -> Bring:
    """A file of a kind, its header and its rows: checked, and where that would change something confirmed and written."""
    numbers = iter(range(100))

    def brought(kind: str, header: str, *rows: str, by: Actor = COCKPIT, source: str = "") -> Batch:
        path = tmp_path / f"{next(numbers)}.csv"
        path.write_text("\n".join((header, *rows)))
        with database.work(by) as work:
            number = acts.receive(work, kind, path.name, {}, source=source).id
        runner = Runner(database, by, number, path, data=tmp_path)
        batch = runner.check()
        if batch.state is not State.CHECKED or not batch.counts.added + batch.counts.changed:
            return batch
        with database.work(by) as work:
            acts.confirm_here(work, number)
        return runner.apply()

    return brought
