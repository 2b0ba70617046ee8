"""What fails, and what `/readyz` says of it meanwhile."""

import json
import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.browser import BROKEN, Browser, NotTaken
from bench.running import Demo

BLOCK = 1 << 20


@dataclass
class Said:
    """Of `/readyz` while something is wrong: after how many seconds it was red, and the names of what it finds wrong."""

    red_after: float | None = None
    names: set[str] = field(default_factory=set)
    unclear: int = 0  # red without a time to come back


@contextmanager
def asking_ready(served: Demo) -> Iterator[Said]:
    said, stop, began = Said(), threading.Event(), time.monotonic()

    def look() -> None:
        while not stop.wait(0.2):
            try:
                Browser(served, 8.0).ask("GET", "/readyz")
            except NotTaken as error:
                said.red_after = said.red_after or time.monotonic() - began
                said.unclear += not error.retry
                said.names |= {one["name"] for one in json.loads(error.body).get("wrong", [])}
            except BROKEN:
                continue

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield said
    finally:
        stop.set()
        watch.join()


# Killed


def the_worker(served: Demo) -> set[int]:
    return {one.pid for one in psutil.Process(served.pid).children() if "worker" in one.cmdline()}


KILLS: dict[str, Callable[[Demo], set[int]]] = {
    "a web worker killed": lambda served: {one.pid for one in served.web_workers},
    "the web killed": lambda served: {served.web},
    "the worker killed": the_worker,
    "the database killed": lambda served: {served.postgres} - {None},
}


def kill(served: Demo, fault: str) -> Callable[[], bool]:
    """kill -9 of one of those processes; what comes back says whether another has taken its place."""
    those = KILLS[fault]
    before = those(served)
    victim = random.choice(sorted(before))
    os.kill(victim, signal.SIGKILL)

    def replaced() -> bool:
        with suppress(psutil.Error, StopIteration):
            there = those(served)
            return victim not in there and len(there) == len(before)
        return False

    return replaced


# Frozen


@contextmanager
def frozen(served: Demo) -> Iterator[None]:
    family = database_of(served)
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for one in family[::-1]:
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGCONT)


def database_of(served: Demo) -> list[psutil.Process]:
    server = psutil.Process(served.postgres)
    return [server, *server.children(recursive=True)]


# Full


@contextmanager
def small_disk(mib: int) -> Iterator[Path | None]:
    """A file system of its own in memory; None where mounting is not allowed."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-disk-"))
    order = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(folder)]
    mounted = subprocess.run(order, capture_output=True, check=False).returncode == 0
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


@contextmanager
def full(served: Demo) -> Iterator[None]:
    """Not a byte more fits on the disk of the data folder; only for a disk of its own."""
    filler = served.folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * BLOCK)
        with filler.open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 4096)
        yield
    finally:
        filler.unlink()
