"""`backup` and `restore` beside a running demo, as its operator runs them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.entrypoints.served import ROOT, Demo, answers, free_port
from tests.planted import copied
from tests.waiting import until


@pytest.fixture(scope="module")
def own_demo() -> Iterator[Demo]:
    """A restore sends everybody away: not from the demo that the other tests share."""
    found = Demo(Path(tempfile.mkdtemp(prefix="cockpit-")), free_port())
    copied(0.002, found.folder)
    found.start()
    try:
        found.ready()
        yield found
    finally:
        found.remove()


def command(demo: Demo, *words: str) -> subprocess.CompletedProcess[str]:
    order = [sys.executable, str(ROOT / "app.py"), words[0], "--data", str(demo.folder), *words[1:]]
    return subprocess.run(order, capture_output=True, text=True, timeout=120, check=False, env=os.environ)


def test_a_district_that_is_served_is_backed_up_restored_and_holds_together(own_demo: Demo) -> None:
    file = str(own_demo.folder / "saved.cockpit")
    saved = command(own_demo, "backup", file)
    assert saved.returncode == 0 and "read back and found whole" in saved.stdout, saved.stderr
    restored = command(own_demo, "restore", "--yes", file)
    assert restored.returncode == 0 and "restored the state of" in restored.stdout, restored.stderr
    until(lambda: answers(own_demo.url), within=60)  # its worker is back too: a check each time costs a process
    checked = until(lambda: (found := command(own_demo, "check")).returncode == 0 and found, within=40)
    assert "FAIL" not in checked.stdout


def test_a_restore_that_is_not_confirmed_or_has_no_file_changes_nothing(own_demo: Demo) -> None:
    assert command(own_demo, "restore", str(own_demo.folder / "missing")).returncode == 1
    refused = command(own_demo, "restore", "--yes", str(own_demo.folder / "missing"))
    assert refused.returncode == 1 and "Traceback" not in refused.stderr and "missing" in refused.stderr
