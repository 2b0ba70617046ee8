"""The parent of one installation's processes: starts them, restarts what dies, stops all of it when asked.

It imports no web code, so its children can patch with gevent before anything else. If the parent itself is killed,
Linux ends its children (they get SIGTERM); other systems do not. PostgreSQL outlives it on purpose, and the next
start adopts it.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from data_access.embedded import Embedded, EmbeddedFailed

LOOK_EVERY = 0.25  # seconds; all of these are machine time
SHORTEST_PAUSE, LONGEST_PAUSE = 0.2, 3.0
LONG_LIFE = 10.0  # after such a life the pause before a restart is short again: what cannot start ends sooner
CHILDREN_HAVE, ALL_HAVE = 6.0, 8.5  # seconds from the signal; the rest of the 10 is for PostgreSQL's forced end
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
C_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Child:
    """A process to keep running; `env` is added to the parent's environment."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] | None = None


def supervise(children: list[Child], embedded: Embedded | None, ready: Callable[[], None]) -> int:
    """Run until SIGTERM, SIGINT or SIGHUP; return 0 when all is stopped, within 10 s. Main thread only.

    `ready` is called once, in a thread of its own, when everything has been started: it may wait for a page to
    answer. Raises EmbeddedFailed when PostgreSQL does not start in the first place.
    """
    asked = _note_signals()
    watched = [_Watched(child) for child in children]
    patience = _Patience()
    try:
        if embedded is not None:
            embedded.start()
        for each in watched:
            each.start()
        threading.Thread(target=ready, name="ready", daemon=True).start()
        while not asked:
            time.sleep(LOOK_EVERY)
            _look_after_database(embedded, patience)
            for each in watched:
                each.look_after()
    finally:
        _stop(watched, embedded, asked[0] if asked else time.monotonic())
    return 0


class _Patience:
    """The pause before the next start: 0.2 s, doubling to 3 s, short again after a long life."""

    def __init__(self) -> None:
        self.pause, self.due, self.started = 0.0, 0.0, time.monotonic()

    def lose(self) -> float:
        now = time.monotonic()
        before = 0.0 if now - self.started > LONG_LIFE else self.pause
        self.pause = min(max(before * 2, SHORTEST_PAUSE), LONGEST_PAUSE)
        self.due = now + self.pause
        return self.pause

    def over(self) -> bool:
        if time.monotonic() < self.due:
            return False
        self.started = time.monotonic()
        return True


class _Watched:
    """A child with its process, which leads a group of its own."""

    def __init__(self, child: Child) -> None:
        self.child, self.patience = child, _Patience()
        self.process: subprocess.Popen[bytes] | None = None

    def look_after(self) -> None:
        if self.process is None and self.patience.over():
            self.start()
        elif self.process is not None and self.process.poll() is not None:
            self._restart_later(f"ended with {self.process.returncode}")

    def start(self) -> None:
        own = {**os.environ, **(self.child.env or {})}
        bound = partial(_end_with, os.getpid())
        try:
            self.process = subprocess.Popen(
                self.child.argv,
                env=own,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=bound,
            )
        except (OSError, subprocess.SubprocessError) as error:
            self._restart_later(f"could not be started ({error})")

    def kill(self) -> None:
        """The whole group: also what a dead child has left behind."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError, subprocess.TimeoutExpired):
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(timeout=1)

    def _restart_later(self, why: str) -> None:
        self.kill()
        self.process = None
        _say(f"{self.child.name} {why}; next start in {self.patience.lose():.1f} s.")


def _look_after_database(embedded: Embedded | None, patience: _Patience) -> None:
    if embedded is None or embedded.alive() or not patience.over():
        return
    try:
        embedded.start(within=3.0)
        _say("PostgreSQL had ended and runs again.")
    except EmbeddedFailed as error:
        _say(f"PostgreSQL has ended; next look in {patience.lose():.1f} s. {error}")


def _stop(watched: list[_Watched], embedded: Embedded | None, asked_at: float) -> None:
    processes = [each.process for each in watched if each.process is not None]
    for process in processes:
        process.terminate()
    while any(process.poll() is None for process in processes) and time.monotonic() < asked_at + CHILDREN_HAVE:
        time.sleep(0.05)
    for each in watched:
        each.kill()
    if embedded is not None:
        embedded.stop(within=max(asked_at + ALL_HAVE - time.monotonic(), 1.0))


def _note_signals() -> list[float]:
    """A list that gets the moment of each signal. `nohup` keeps its word: an ignored SIGHUP stays ignored."""
    asked: list[float] = []
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if sign != signal.SIGHUP or signal.getsignal(sign) != signal.SIG_IGN:
            signal.signal(sign, lambda *_: asked.append(time.monotonic()))
    return asked


def _end_with(parent: int) -> None:
    """Called in the child, before it becomes its program."""
    if C_LIBRARY is not None:
        C_LIBRARY.prctl(DIE_WITH_PARENT, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
