"""Notices while their gateway takes them, hangs, and is gone: what the phones post is not to feel any of it.

The peer of each fault is the same phones' work in the same run while the gateway is well. What it did not take says so,
and goes out when it is back.
"""

import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench.browser import Browser
from bench.measure import Goal, Outcome, Spread
from bench.posts import PHONES
from bench.running import Demo, demo
from cockpit import notifications
from cockpit.access import system
from cockpit.notifications import Standing

WELL, HANGS, GONE = "well", "hangs", "gone"
SUBMIT_P95, DRAINED_WITHIN = 0.5, 120.0
PAUSE = 0.05  # between two posts of a phone
OURS = "bench"  # whose notices these are: the worker tests a channel by itself when it finds one, and when is chance


class NotArrived(RuntimeError):
    """Within the time that is waited at most."""


@dataclass(frozen=True)
class Size:
    """`seconds` of posts in each state of the gateway; `notices` are told in each."""

    seconds: float
    notices: int
    scale: float = 0.02
    retry: str = ""  # another rule for when a channel is tried again


SIZES = {
    "quick": Size(10, 100),
    "full": Size(60, 1000),
    "tiny": Size(0.5, 3, scale=0.002, retry='{"intervals": [1], "late": 60, "give_up": 3600}'),
}
RULE = (
    "insert into policy (kind, key, area, holds_from, published_at, source, body)"
    " select kind, key, area, holds_from, published_at, 'bench', cast(%s as jsonb) from policy where kind = 'notify_retry'"
    " returning id"
)


@dataclass
class Gateway:
    """A gateway on this machine; `got` counts each notice by its number."""

    port: int
    got: dict[str, int] = field(default_factory=dict)
    hangs: bool = False

    @contextmanager
    def open(self) -> Iterator[None]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                if gateway.hangs:
                    self.rfile.read()  # until the other side goes
                    return
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                number = body["message"].partition("#")[2].partition(" ")[0]
                gateway.got[number] = gateway.got.get(number, 0) + 1
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()


@dataclass(frozen=True)
class Phase:
    gateway: str
    posts: list[float]
    errors: list[str]


@dataclass(frozen=True)
class Found:
    phases: list[Phase]
    told: int
    said_not_delivered: int
    drained: float
    got: dict[str, int]


def measure(size: Size) -> Found:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        gateway = Gateway(probe.getsockname()[1])
    os.environ["COCKPIT_NOTIFY_URLS"] = f"json://127.0.0.1:{gateway.port}/?cto=1&rto=1"
    try:
        with demo(size.scale) as served:
            return measure_on(served, gateway, size)
    finally:
        del os.environ["COCKPIT_NOTIFY_URLS"]


def measure_on(served: Demo, gateway: Gateway, size: Size) -> Found:
    if size.retry:
        served.ask(RULE, size.retry)
    phones = [Browser(served).signed_in(account) for account in PHONES]
    wait_for(lambda: served.ask("select count(*) from channel")[0][0], 1)
    with gateway.open():
        well = phase(served, WELL, phones, size)
        wait_for(lambda: len(arrived(served, gateway)), size.notices)
        gateway.hangs = True
        hangs = phase(served, HANGS, phones, size)
    gone = phase(served, GONE, phones, size)
    undelivered, gateway.hangs = not_delivered(served), False
    with gateway.open():
        began = time.monotonic()
        wait_for(lambda: len(arrived(served, gateway)), 3 * size.notices, DRAINED_WITHIN + 60)
        drained = time.monotonic() - began
    return Found([well, hangs, gone], 3 * size.notices, undelivered, drained, arrived(served, gateway))


def phase(served: Demo, name: str, phones: list[Browser], size: Size) -> Phase:
    tell(served, size.notices)
    found = Phase(name, [], [])
    threads = [threading.Thread(target=post, args=(phone, found, size.seconds)) for phone in phones]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def tell(served: Demo, notices: int, whose: str = OURS) -> None:
    with served.district() as database:
        code = served.ask("select code from district")[0][0]
        for _ in range(notices):
            with database.work(system(code)) as work:
                work.notify("test", "channel", whose, code, {})


def arrived(served: Demo, gateway: Gateway) -> dict[str, int]:
    """How often each of ours came."""
    ours = {str(one) for (one,) in served.ask("select id from notification where subject_id = %s", OURS)}
    return {number: count for number, count in dict(gateway.got).items() if number in ours}


def post(phone: Browser, found: Phase, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            phone.post("/field/report", kind="hazard", place=f"{found.gateway} {began}", key=str(uuid.uuid4()))
            found.posts.append(time.monotonic() - began)
        except Exception as error:
            found.errors.append(str(error))
        time.sleep(PAUSE)


def not_delivered(served: Demo) -> int:
    """What an hour later would say of itself that it was not delivered: all that waits, and no more."""
    with served.district() as database:
        code = served.ask("select code from district")[0][0]
        with database.work(system(code)) as work:
            told = work.notifications.of("channel", OURS)
            late = work.machine_at + 60 * (work.machine_at - min(one.notification.at for one in told))
            retry = notifications.retry_of(work)
            return sum(one.standing(late, retry) is Standing.NOT_DELIVERED for one in told)


def wait_for(counted: Callable[[], int], wanted: int, patience: float = 60.0) -> None:
    end = time.monotonic() + patience
    while (found := counted()) != wanted:
        if time.monotonic() > end:
            raise NotArrived(f"{found} after {patience:.0f} s, not {wanted}")
        time.sleep(0.1)


def outcome(found: Found) -> Outcome:
    spreads = {one.gateway: Spread.of(one.posts) for one in found.phases}
    result = Outcome("notices", ["gateway", "posts", "errors", "p50 ms", "p95 ms", "p99 ms", "max ms"])
    for one in found.phases:
        result.rows.append([one.gateway, str(len(one.posts)), str(len(one.errors)), *spreads[one.gateway].in_ms()])
    ratio = {name: spreads[name].p95 / (spreads[WELL].p95 or 1) for name in (HANGS, GONE)}
    result.remarks = [
        "3 phones report one incident after the other; the notices lie in the outbox, one channel of Apprise, the worker of the demo",
        f"ratio: p95 of a post, gateway hanging / well = {ratio[HANGS]:.2f}; gone / well = {ratio[GONE]:.2f}",
    ]
    worst, errors = max(spreads[name].p95 for name in (HANGS, GONE)), sum(len(one.errors) for one in found.phases)
    waited, doubled = found.told * 2 // 3, sum(count > 1 for count in found.got.values())
    result.goals = [
        Goal("submissions unaffected: p95 within 500 ms, no error", f"{worst * 1000:.0f} ms, {errors} errors", worst <= SUBMIT_P95 and not errors),
        Goal("the item says that it was not delivered", f"{found.said_not_delivered} of {waited}", found.said_not_delivered == waited),
        Goal("drains within 2 min of recovery", f"{found.drained:.1f} s", found.drained <= DRAINED_WITHIN),
        Goal("every notice arrives, none twice", f"{len(found.got)} of {found.told}, {doubled} twice", len(found.got) == found.told and not doubled),
    ]  # fmt: skip
    return result
