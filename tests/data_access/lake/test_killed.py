"""A writer that is killed in the middle leaves nothing that is read, and the next one begins where it would have."""

import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.lake import Kind
from data_access.lake import Lake
from tests.data_access.lake.brought import HE, NOW, SU, TAO, ZONE, at, bring, here, lake_at, presences
from tests.data_access.lake.test_kept import persons_in

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from pathlib import Path
from data_access.lake import lake as module
from data_access.lake.ledger import Ledgers
from tests.data_access.lake.brought import HE, NOW, SU, at, bring, here, lake_at, presences
from cockpit.lake import Kind

def wait(*_):
    print("here", flush=True)
    sys.stdin.read()

def stream():
    yield from presences(here(SU, at(9)), here(SU, at(10)))
    wait()

lake, rows = lake_at(Path(sys.argv[1])), (here(SU, at(9)), here(SU, at(10)))
"""
MOMENTS = {
    "while rows come": "lake.bring(2, Kind.PRESENCE, 'hub', NOW, stream())",
    "when the files lie there": "Ledgers.replace = wait; bring(lake, 2, *rows)",
    "before the new files lie there": "module.put = wait; bring(lake, 2, *rows)",
}


def killed(folder: Path, does: str) -> None:
    """By SIGKILL, at the moment at which it waits."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER + does, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout and writer.stdout.readline() == "here\n"
        writer.kill()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_batch_is_there_as_a_whole_or_not_at_all(tmp_path: Path, moment: str) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(9)))
    before = lake.stand()

    killed(tmp_path, MOMENTS[moment])

    assert lake.stand() == before
    assert bring(lake, 2, here(SU, at(9)), here(SU, at(10))).added == 2
    assert len(list(tmp_path.rglob("*.parquet"))) == 3
    assert not [one for one in tmp_path.iterdir() if one.name.startswith((".beside", ".spill"))]


def test_whoever_was_erased_is_gone_though_the_eraser_was_killed_before_the_old_file_was(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(9)), here(TAO, at(9)))
    killed(tmp_path, "Ledgers.sweeping = wait; lake.forget([HE])")
    assert persons_in(tmp_path) == {HE, TAO}

    assert lake.forget([HE]) == 0

    assert persons_in(tmp_path) == {TAO}
    assert lake.stand().rows == 1


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield from presences(here(SU, at(9)))
        raise OSError("the line was cut")

    lake = Lake(tmp_path, ZONE)
    with pytest.raises(OSError):
        lake.bring(1, Kind.PRESENCE, "hub", NOW, broken())  # type: ignore[arg-type]
    assert lake.stand().rows == 0 and lake.stand().batches == ()
    assert not list(tmp_path.rglob("*.parquet"))
