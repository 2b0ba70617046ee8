"""Processes of the system, as the embedded server's keeper sees them: does it run, is it gone."""

import signal
import time
from contextlib import suppress

import psutil


def runs(pid: int, cluster: str) -> bool:
    try:
        return cluster in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


def ended(pid: int, sign: signal.Signals, within: float) -> bool:
    with suppress(psutil.NoSuchProcess):
        server = psutil.Process(pid)
        server.send_signal(sign)
        return all_gone([server], within)
    return True


def kill_all(title: str) -> None:
    listed = psutil.process_iter(["cmdline"])
    orphans = [each for each in listed if " ".join(each.info["cmdline"] or ()).startswith(title)]
    for orphan in orphans:
        with suppress(psutil.Error):
            orphan.kill()
    all_gone(orphans, within=3.0)


def all_gone(processes: list[psutil.Process], within: float) -> bool:
    """A dead process that nobody collects (a container without an init) counts as gone."""
    until = time.monotonic() + within
    while any(map(lives, processes)):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False
