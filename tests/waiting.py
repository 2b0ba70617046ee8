"""Waiting for another process: bounded, and no longer than it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

import psutil

Found = TypeVar("Found")


def until(look: Callable[[], Found], within: float = 15.0) -> Found:
    """The first true thing that `look` returns; fails after `within` seconds."""
    end = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < end, f"nothing came within {within} s"
        time.sleep(0.02)
    return found


def all_end(processes: list[psutil.Process], within: float = 15.0) -> bool:
    """True when all are dead, else fails after `within` seconds; a dead one that nobody collects is dead too."""
    return until(lambda: not any(map(lives, processes)), within)


def lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
