"""Measurements at a tenth of their size or less need a district that is served: one for each file of tests."""

from collections.abc import Collection, Iterator
from contextlib import suppress

import psutil
import pytest

from bench import running
from tests import planted

running.copied = planted.copied


def family(but: Collection[int] = ()) -> dict[int, str]:
    """Our child processes and theirs: pid -> command line; one that ends while it is looked at is none.

    Those in `but` are left out with all that they start: another test's PostgreSQL opens connections when it likes.
    """
    found = {}
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if child.status() != psutil.STATUS_ZOMBIE and not {child.pid, child.ppid()} & set(but):
                found[child.pid] = " ".join(child.cmdline())
    return found


@pytest.fixture(scope="module")
def served() -> Iterator[running.Demo]:
    """One demo for those measurements that need one; whatever it started is gone afterwards, and its folder too."""
    before = family()
    with running.demo(scale=0.002) as demo:
        yield demo
        theirs = [psutil.Process(pid) for pid in (demo.pid, demo.web, demo.postgres) if pid]
    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in theirs)
    assert not demo.folder.exists()
    assert [line for line in family(but=before).values() if "resource_tracker" not in line] == []
