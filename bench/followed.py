"""Staff screens in a process of their own, which counts what comes to each and keeps nothing else."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter

from bench.measure import allow_many_connections
from bench.running import Demo
from bench.screens import Screens

LATE = 20.0  # seconds after the last post for what is still under way
OPENING = 60.0


@dataclass(frozen=True)
class Followed:
    """`came` changes to all screens together; `doubled` were there before; `ended` streams the server closed."""

    screens: int
    came: int
    doubled: int
    ended: int


@contextmanager
def following(served: Demo, after: int, count: int, account: str = "officer") -> Iterator[Callable[[int], Followed]]:
    """So many streams of that account, open from change `after` on; ask with the last change to have what came until then."""
    ours, theirs = multiprocessing.Pipe()
    cookie, started = served.sign_in(account), multiprocessing.get_context("spawn")
    process = started.Process(target=follow, args=(served.port, after, cookie, count, theirs), daemon=True)
    process.start()
    try:
        if not ours.poll(OPENING):
            raise RuntimeError("the screens did not open")
        ours.recv()
        yield lambda last: _asked(ours, last)
    finally:
        process.kill()
        process.join()


def _asked(ours: "Connection[int, Followed | str]", last: int) -> Followed:
    ours.send(last)
    found = ours.recv()
    assert isinstance(found, Followed)
    return found


def follow(port: int, after: int, cookie: str, count: int, ends: "Connection[Followed | str, int]") -> None:
    allow_many_connections()
    screens = Screens(port, f"/api/stream?after={after}", f"Cookie: {cookie}\r\n", count)
    ends.send("open")
    newest, came, doubled, last, until = [after] * count, 0, 0, 0, 0.0
    while not last or (min(newest) < last and screens.ended < count and perf_counter() < until):
        for key, _ in screens.selector.select(0.1):
            screens.read(key.data)
        for number, change, _ in screens.arrived:
            came, doubled = came + (not last or change <= last), doubled + (change <= newest[number])
            newest[number] = max(newest[number], change)
        screens.arrived.clear()
        if not last and ends.poll():
            last, until = ends.recv(), perf_counter() + LATE
    ends.send(Followed(count, came, doubled, screens.ended))
