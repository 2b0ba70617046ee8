"""The parent of all processes, run as a process: what dies comes back, and a stop leaves nothing behind."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg
import pytest

from data_access.embedded import Embedded
from entrypoints import supervise
from tests.waiting import all_end, until

ROOT = Path(__file__).parents[2]
PARENT = """
import sys
from pathlib import Path
from data_access.embedded import Embedded
from entrypoints.supervise import Child, supervise
folder, child, kinds = Path(sys.argv[1]), sys.argv[2], sys.argv[3].split()
children = [Child(kind, [sys.executable, "-c", child], {"KIND": kind, "FOLDER": str(folder)}) for kind in kinds]
children += [Child("missing", ["/no/such/program"])] if "with_missing" in sys.argv else []
embedded = Embedded(Path(sys.argv[4]), durable=False) if "with_postgresql" in sys.argv else None
sys.exit(supervise(children, embedded, (folder / "ready").touch))
"""
CHILD = """
import os, signal, sys
from pathlib import Path
kind, folder = os.environ["KIND"], Path(os.environ["FOLDER"])
if kind == "failing":
    sys.exit(3)
signal.signal(signal.SIGTERM, signal.SIG_IGN if kind == "stubborn" else signal.SIG_DFL)
helper = os.fork()
if helper == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.pause()
note = folder / f"{kind}.new"
note.write_text(f"{os.getpid()} {helper}")
note.rename(folder / f"{kind}.pids")
signal.pause()
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def embedded() -> Iterator[Embedded]:
    """One cluster for all tests; each parent starts and stops its server."""
    path = Path(tempfile.mkdtemp(prefix="cockpit-"))
    database = Embedded(path, durable=False)
    database.start()
    database.stop()
    yield database
    database.stop()
    shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    """What the children and their parent write."""
    path = Path(tempfile.mkdtemp(prefix="cockpit-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def start(folder: Path, embedded: Embedded) -> Iterator[Start]:
    """Starts a parent over children of the named kinds, and waits until it calls `ready`."""
    parents: list[subprocess.Popen[str]] = []

    def go(kinds: str, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PARENT, str(folder), CHILD, kinds, str(embedded.data), *options]
        with (folder / "said").open("w") as said:
            parents.append(subprocess.Popen(command, cwd=ROOT, stderr=said, text=True))
        until((folder / "ready").exists, within=10)
        return parents[-1]

    yield go
    for parent in parents:
        parent.terminate()
        with suppress(subprocess.TimeoutExpired):
            parent.wait(12)
        parent.kill()


def processes(folder: Path, kind: str) -> list[psutil.Process]:
    """The child of that kind and the helper that it forked."""
    note = folder / f"{kind}.pids"
    until(note.exists)
    return [psutil.Process(int(pid)) for pid in note.read_text().split()]


def said(folder: Path) -> str:
    return (folder / "said").read_text()


def stopped(parent: subprocess.Popen[str], sign: signal.Signals) -> tuple[int, float]:
    """Exit code, and seconds from the signal to the end."""
    began = time.monotonic()
    parent.send_signal(sign)
    return parent.wait(12), time.monotonic() - began


def test_a_dead_child_is_started_again_and_what_it_left_behind_is_ended(start: Start, folder: Path) -> None:
    start("web worker")
    web, worker = processes(folder, "web"), processes(folder, "worker")
    (folder / "worker.pids").unlink()
    worker[0].kill()
    again = processes(folder, "worker")
    assert again[0].pid != worker[0].pid
    assert all_end(worker, within=5)
    assert all(each.is_running() for each in web)
    assert said(folder) == "worker ended with -9; next start in 0.2 s.\n"


def test_a_child_that_fails_at_once_is_tried_again_with_growing_pauses(start: Start, folder: Path) -> None:
    start("failing", "with_missing")
    until(lambda: "failing ended with 3; next start in 0.8 s." in said(folder))
    pauses = [line.split()[-2] for line in said(folder).splitlines() if line.startswith("failing")]
    assert pauses == ["0.2", "0.4", "0.8"]
    assert "missing could not be started ([Errno 2] No such file or directory: '/no/such/program')" in said(folder)


def test_a_killed_postgresql_is_started_again_within_5_s(start: Start, folder: Path, embedded: Embedded) -> None:
    start("web", "with_postgresql")
    killed = embedded.pid
    assert killed is not None
    psutil.Process(killed).kill()
    until(lambda: embedded.pid not in (None, killed), within=5)
    until(lambda: "PostgreSQL had ended and runs again." in said(folder), within=5)
    with psycopg.connect(embedded.url("postgres").replace("+psycopg", "")) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_and_leaves_no_process(
    start: Start, folder: Path, embedded: Embedded, sign: signal.Signals
) -> None:
    parent = start("web worker", "with_postgresql")
    postmaster = psutil.Process(embedded.pid)
    server = [postmaster, *postmaster.children()]
    children = processes(folder, "web") + processes(folder, "worker")
    code, seconds = stopped(parent, sign)
    assert code == 0
    assert seconds < 10
    assert all_end(children + server, within=1)


def test_a_child_that_ignores_the_signal_is_ended_within_10_s(start: Start, folder: Path, embedded: Embedded) -> None:
    parent = start("stubborn", "with_postgresql")
    postmaster = psutil.Process(embedded.pid)
    children = processes(folder, "stubborn")
    code, seconds = stopped(parent, signal.SIGTERM)
    assert code == 0
    assert 5.5 < seconds < 10
    assert all_end([*children, postmaster], within=1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is dead")
def test_a_killed_parent_takes_its_children_along_but_not_the_database(
    start: Start, folder: Path, embedded: Embedded
) -> None:
    parent = start("web", "with_postgresql")
    web, before = processes(folder, "web"), embedded.pid
    parent.kill()
    assert all_end(web[:1], within=5)
    web[1].kill()
    embedded.start()
    assert embedded.pid == before


def test_the_parent_loads_no_web_code_and_no_driver() -> None:
    look = "import sys, entrypoints.supervise; print(*(n for n in sys.argv[1:] if n in sys.modules))"
    heavy = ["dash", "flask", "gevent", "sqlalchemy", "psycopg", "pandas"]
    seen = subprocess.run([sys.executable, "-c", look, *heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == ""


def test_who_has_worked_for_a_while_is_started_again_at_once_however_often_it_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fifty kills a quarter of a minute apart once cost three seconds each, as if it could not start."""
    now = iter(range(0, 10_000, 15))
    monkeypatch.setattr(supervise, "time", SimpleNamespace(monotonic=lambda: float(next(now))))
    patience = supervise._Patience()
    pauses = []
    for _ in range(5):
        pauses.append(patience.lose())
        assert patience.over()
    assert pauses == [0.2] * 5
