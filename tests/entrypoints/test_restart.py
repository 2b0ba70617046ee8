"""gunicorn is told to load anew (SIGHUP): other workers take over, no screen misses a change, what was counted stays."""

import os
import re
import signal
from contextlib import closing, suppress
from functools import partial

import psutil

from cockpit.access import Actor
from tests.entrypoints.changes import change_in, last_id
from tests.entrypoints.served import METRICS_KEY, Served, Stream
from tests.entrypoints.test_stream import cookie_of
from tests.people import CHANGQING, People
from tests.waiting import until

OVER_WITHIN = 25.0
FEW = 12


def workers(served: Served) -> set[int]:
    return {one.pid for one in psutil.Process(served.pid).children()}


def counted(served: Served) -> int:
    """Answers of /healthz by all workers there have been."""
    status, _, body = served.get("/metrics", Authorization=f"Bearer {METRICS_KEY}")
    assert status == 200
    found = re.findall(r'^cockpit_requests_total{endpoint="api[.]alive".*} ([0-9.]+)$', body.decode(), re.M)
    return int(sum(map(float, found)))


def followed(served: Served, who: Actor, stream: Stream, last: int) -> list[int]:
    """The changes that a screen gets up to that one; it comes back with the last it has, as a browser does."""
    found: list[int] = []
    while not found or found[-1] < last:
        with closing(stream), suppress(ConnectionError):  # the worker is gone; what had come before counts
            for event, number, _ in stream.events():
                found += [int(number)] if event == "change" else []
                if found and found[-1] >= last:
                    return found
        stream = until(partial(opened, served, who, found), within=OVER_WITHIN)
    return found


def opened(served: Served, who: Actor, found: list[int]) -> Stream | None:
    with suppress(OSError):
        return Stream(served.url, cookie_of(served.database, who), last_id=found[-1])
    return None


def test_no_screen_misses_a_change_or_gets_one_twice(served: Served, people: People) -> None:
    until(lambda: len(workers(served)) == 2)
    old, start = workers(served), last_id(served.database)
    stream = Stream(served.url, cookie_of(served.database, people.rosa), start)
    change_in(served.database, people.rosa, CHANGQING)
    os.kill(served.pid, signal.SIGHUP)

    def all_are_new() -> bool:
        change_in(served.database, people.rosa, CHANGQING)
        return not old & workers(served)

    until(all_are_new, within=OVER_WITHIN)
    last = change_in(served.database, people.rosa, CHANGQING)
    assert followed(served, people.rosa, stream, last) == list(range(start + 1, last + 1))


def test_both_workers_count_together_and_a_reload_forgets_nothing(served: Served) -> None:
    before, old = counted(served), workers(served)
    assert {served.get("/healthz")[0] for _ in range(FEW)} == {200}
    assert counted(served) == before + FEW
    os.kill(served.pid, signal.SIGHUP)
    until(lambda: len(workers(served) - old) == 2 and not old & workers(served), within=OVER_WITHIN)
    until(lambda: served.get("/healthz")[0] == 200, within=OVER_WITHIN)
    assert counted(served) > before + FEW


def test_its_parent_opens_no_door_but_the_one_that_it_serves(served: Served) -> None:
    """gunicorn would let whoever has the account steer it through a socket in the home folder, one for all installations."""
    parent = psutil.Process(served.pid)
    assert [one.status for one in parent.net_connections("inet")] == ["LISTEN"]
    assert parent.net_connections("unix") == []
