"""What is killed or frozen while phones report and sensors count: nothing that was accepted is lost or there twice.

Three phones report one incident after the other, each under a key of its own; like the phone's own queue, one that got
no answer sends the same again until it has one. Four doors send a count each, again and again. Then something fails.
"""

import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.parse import urlencode

import psutil

from bench.measure import Goal, Outcome
from bench.running import ROOT, Demo, demo

PHONES = ("police", "enforcement", "volunteer")
BACK_WITHIN = 30.0  # seconds from the fault, or from the end of a freeze, until all doors take what is sent
PATIENCE = 90.0


@dataclass(frozen=True)
class Size:
    rounds: int
    frozen: float  # seconds
    calm: float = 1.0  # seconds of work before the fault and after
    scale: float = 0.02


SIZES = {"quick": Size(2, 10), "full": Size(10, 30, calm=3), "tiny": Size(1, 1, calm=0.3, scale=0.002)}


@dataclass
class Storm:
    """What the clients were answered; `reports` are keys that got a yes, `counts` (door, instant) that were accepted."""

    clients: int
    reports: set[str] = field(default_factory=set)
    tries: int = 0
    counts: set[tuple[str, str]] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)  # answers that are neither a yes nor a time to come back
    last: dict[str, float] = field(default_factory=dict)  # client -> when it was last told yes
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass
class Fell:
    """One kind of fault, all its rounds."""

    fault: str
    back: list[float] = field(default_factory=list)


@dataclass
class Found:
    falls: list[Fell]
    storm: Storm
    incidents: int
    kept: set[tuple[str, str]]
    check: bool


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    before, falls = incidents_of(served), [Fell(name) for name in FAULTS]
    with storming(served) as storm:
        for fell in falls:
            for _ in range(size.rounds):
                time.sleep(size.calm)
                FAULTS[fell.fault](served, size)
                fell.back.append(back_after(storm))
    return Found(falls, storm, incidents_of(served) - before, counts_of(served), chain_holds(served))


# The storm


@contextmanager
def storming(served: Demo) -> Iterator[Storm]:
    doors = served.known()["watched"]
    storm = Storm(len(PHONES) + len(doors))
    clients = [threading.Thread(target=phone, args=(served, storm, name), daemon=True) for name in PHONES]
    clients += [threading.Thread(target=door, args=(served, storm, code), daemon=True) for code in doors]
    for one in clients:
        one.start()
    back_after(storm)
    yield storm
    storm.stop.set()
    for one in clients:
        one.join(PATIENCE)


def phone(served: Demo, storm: Storm, account: str) -> None:
    cookie = served.sign_in(account)
    page = urllib.request.Request(served.url + "/field", headers={"Cookie": cookie})
    with urllib.request.urlopen(page, timeout=20) as answer:
        given = dict(one.partition(";")[0].split("=", 1) for one in answer.headers.get_all("Set-Cookie") or [])
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert token
    cookies = "; ".join([cookie, *(f"{name}={value}" for name, value in given.items())])
    headers = {"Cookie": cookies, "X-Requested-With": "fetch"}
    while not storm.stop.is_set():
        key = str(uuid.uuid4())
        form = {"csrf_token": token[1], "kind": "hazard", "place": f"drill {key[:8]}", "key": key}
        while not asked(served, storm, "/field/report", headers, urlencode(form).encode()):
            storm.tries += 1
            if gave_up(storm):
                return
        storm.reports.add(key)
        storm.last[account] = time.monotonic()


def door(served: Demo, storm: Storm, code: str) -> None:
    """Counts of a time that has passed, a second apart."""
    at = datetime.fromisoformat(served.health()["now"]) - timedelta(hours=5)
    headers = {"Authorization": f"Bearer {served.known()['device_key']}", "Content-Type": "application/json"}
    while not storm.stop.is_set():
        at += timedelta(seconds=1)
        body = json.dumps([{"place": code, "at": at.isoformat(), "count": 3}]).encode()
        if asked(served, storm, "/api/readings", headers, body):
            storm.counts.add((code, at.isoformat()))
            storm.last[code] = time.monotonic()


def asked(served: Demo, storm: Storm, path: str, headers: dict[str, str], body: bytes) -> bool:
    """Whether it was taken; no answer, or 503 with a time to come back, is a no that one may send again."""
    request = urllib.request.Request(served.url + path, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=15):
            return True
    except urllib.error.HTTPError as error:
        if error.code != 503 or not error.headers["Retry-After"]:
            storm.broken.append(f"{path} {error.code} {error.read()[:200]!r}")
    except (OSError, HTTPException):
        pass
    time.sleep(0.1)
    return False


def gave_up(storm: Storm) -> bool:
    """Only when nothing works any more for a long time after the end."""
    return storm.stop.is_set() and time.monotonic() > max(storm.last.values()) + PATIENCE


def back_after(storm: Storm) -> float:
    """Seconds until every client was told yes once more."""
    began = time.monotonic()
    while len(storm.last) < storm.clients or min(storm.last.values()) < began:
        if time.monotonic() > began + PATIENCE:
            raise RuntimeError(f"not back within {PATIENCE:.0f} s: {storm.broken[-3:]}")
        time.sleep(0.05)
    return time.monotonic() - began


# The faults


def kill_a_web_worker(served: Demo, _: Size) -> None:
    random.choice(psutil.Process(served.web).children()).kill()


def kill_the_web(served: Demo, _: Size) -> None:
    psutil.Process(served.web).kill()


def kill_the_worker(served: Demo, _: Size) -> None:
    family = psutil.Process(served.pid).children()
    next(one for one in family if "worker" in one.cmdline()).kill()


def kill_the_database(served: Demo, _: Size) -> None:
    psutil.Process(served.postgres).kill()


def freeze_the_database(served: Demo, size: Size) -> None:
    server = psutil.Process(served.postgres)
    family = [server, *server.children(recursive=True)]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGSTOP)
    time.sleep(size.frozen)
    for one in family[::-1]:
        with suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGCONT)


FAULTS: dict[str, Callable[[Demo, Size], None]] = {
    "a web worker killed": kill_a_web_worker,
    "the web killed": kill_the_web,
    "the worker killed": kill_the_worker,
    "the database killed": kill_the_database,
    "the database frozen": freeze_the_database,
}


# What is there afterwards


def incidents_of(served: Demo) -> int:
    return int(served.ask("select count(*) from incident where source = 'patrol'")[0][0])


def counts_of(served: Demo) -> set[tuple[str, str]]:
    rows = served.ask(
        "select code, at from reading join place on place.id = place_id where code = any(%s)", served.known()["watched"]
    )
    zone = datetime.fromisoformat(served.health()["now"]).tzinfo
    return {(code, at.astimezone(zone).isoformat()) for code, at in rows}


def chain_holds(served: Demo) -> bool:
    command = [sys.executable, str(ROOT / "app.py"), "check", "--data", str(served.folder)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0


def outcome(found: Found) -> Outcome:
    storm, result = found.storm, Outcome("faults", ["fault", "times", "back after s, median", "at most"])
    for fell in found.falls:
        ordered = sorted(fell.back)
        result.rows.append([fell.fault, str(len(ordered)), f"{ordered[len(ordered) // 2]:.1f}", f"{ordered[-1]:.1f}"])
    result.remarks.append(
        f"meanwhile {len(storm.reports)} reports of three phones ({storm.tries} sent again) and {len(storm.counts)} counts of four doors"
    )
    worst = max(most for fell in found.falls for most in fell.back)
    lost = len(storm.counts - found.kept)
    result.goals += [
        Goal(f"all doors work again within {BACK_WITHIN:.0f} s", f"{worst:.1f} s", worst <= BACK_WITHIN),
        Goal("no accepted count is lost", f"{lost} lost", not lost),
        Goal(
            "each report is there, once",
            f"{found.incidents} incidents of {len(storm.reports)} reports",
            found.incidents == len(storm.reports) > 0,
        ),
        Goal(
            "each refusal says when to come back",
            f"{len(storm.broken)} others {storm.broken[:2] or ''}".strip(),
            not storm.broken,
        ),
        Goal("the audit's chain and all counters hold (`check`)", "yes" if found.check else "NO", found.check),
    ]
    return result
