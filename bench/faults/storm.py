"""Clients that do not let go: who got no answer, or a no with a time to come back, sends the very same again.

Three phones report, four doors count, two desks send teams. Each has keys of its own, kept as long as the storm lasts.
"""

import json
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bench.browser import BROKEN, Browser, NotTaken, store_in
from bench.running import Demo
from cockpit.incidents.by_hand import NEW

PHONES = ("police", "enforcement", "volunteer")
DESKS = ("officer", "shift_lead")
HERE = (120.1759, 30.2628)
AGAIN = 0.1  # seconds until the same is sent again
PATIENCE = 90.0
LONGEST_ANSWER = 15.0


@dataclass(frozen=True)
class Sent:
    """One dispatch that got a yes."""

    account: str
    key: str
    incident: int
    teams: tuple[int, ...]


@dataclass
class Storm:
    """What the clients were answered; `reports` are keys that got a yes, `counts` (door, instant) that were accepted."""

    clients: int
    reports: set[str] = field(default_factory=set)
    counts: set[tuple[str, str]] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)
    replays: int = 0
    tries: int = 0
    told: list[float] = field(default_factory=list)  # seconds until a 503 that names a time to come back
    silent: int = 0  # connections that broke, or gave no answer in time
    broken: list[str] = field(default_factory=list)  # answers that are neither a yes nor a time to come back
    last: dict[str, float] = field(default_factory=dict)  # client -> when it was last told yes
    falls: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def insist(self, client: str, act: Callable[[], Any], done: Collection[int] = ()) -> Any:
        """Ask until there is a yes, or a status that says it is done already; None when that will never come."""
        wrong = len(self.broken)
        while (found := self._once(act, done)) is None:
            self.tries += 1
            late = self.stop.is_set() and time.monotonic() > max(self.last.values()) + PATIENCE
            if late or len(self.broken) > wrong + 20:
                return None
            time.sleep(AGAIN)
        self.last[client] = time.monotonic()
        return found

    def _once(self, act: Callable[[], Any], done: Collection[int]) -> Any:
        began = time.monotonic()
        try:
            return act() or {}
        except NotTaken as error:
            if error.status in done:
                return {}
            if error.status == 503 and error.retry:
                self.told.append(time.monotonic() - began)
            else:
                self.broken.append(str(error))
        except BROKEN:
            self.silent += 1
        return None


Act = tuple[Callable[[Demo, "Storm", str], None], str]


def all_of(served: Demo) -> list[Act]:
    doors = served.known()["watched"]
    return [*((phone, name) for name in PHONES), *((door, code) for code in doors), *((desk, name) for name in DESKS)]


@contextmanager
def storming(served: Demo, acts: Sequence[Act] = ()) -> Iterator[Storm]:
    """All of them, or those that are named."""
    acts = acts or all_of(served)
    storm = Storm(len(acts))
    clients = [threading.Thread(target=keep_at, args=(served, storm, *one), daemon=True) for one in acts]
    for one in clients:
        one.start()
    back_after(storm)
    try:
        yield storm
    finally:
        storm.stop.set()
        for one in clients:
            one.join(PATIENCE)


def keep_at(served: Demo, storm: Storm, act: Callable[[Demo, Storm, str], None], name: str) -> None:
    """A client that gives up says why, or the wait for it would not."""
    try:
        act(served, storm, name)
    except Exception as error:
        storm.broken.append(f"{name}: {error!r}")
        raise


def back_after(storm: Storm, replaced: Callable[[], bool] = lambda: True) -> float:
    """Seconds until what fell was replaced, and every client was told yes once more after that."""
    began, since = time.monotonic(), None
    while since is None or len(storm.last) < storm.clients or min(storm.last.values()) < since:
        since = since or (time.monotonic() if replaced() else None)
        if time.monotonic() > began + PATIENCE:
            raise RuntimeError(f"not back within {PATIENCE:.0f} s: {storm.broken[-3:]}")
        time.sleep(0.02)
    return time.monotonic() - began


def phone(served: Demo, storm: Storm, account: str) -> None:
    browser = Browser(served, LONGEST_ANSWER).signed_in(account)
    while not storm.stop.is_set():
        key = str(uuid.uuid4())
        told = {"kind": "hazard", "place": f"drill {key[:8]}", "key": key}
        if storm.insist(account, lambda told=told: browser.post("/field/report", **told)) is not None:
            storm.reports.add(key)


def door(served: Demo, storm: Storm, code: str) -> None:
    """Counts of a time that has passed, a second apart."""
    browser, at = Browser(served, LONGEST_ANSWER), datetime.fromisoformat(served.health()["now"]) - timedelta(hours=5)
    said = {"Authorization": f"Bearer {served.known()['device_key']}", "Content-Type": "application/json"}
    while not storm.stop.is_set():
        at += timedelta(seconds=1)
        body = json.dumps([{"place": code, "at": at.isoformat(), "count": 3}]).encode()
        if storm.insist(code, lambda body=body: browser.ask("POST", "/api/readings", body, **said)) is not None:
            storm.counts.add((code, at.isoformat()))


def desk(served: Demo, storm: Storm, account: str) -> None:
    """Report by hand, send teams under a key, end it; after each fall, and at the end, all keys since are sent again."""
    browser = Browser(served, LONGEST_ANSWER).signed_in(account, "/incidents")
    mine: list[Sent] = []
    seen, replayed = storm.falls, 0
    while not storm.stop.is_set():
        if storm.falls > seen:
            seen = storm.falls
            for one in mine[replayed:]:
                replay(browser, storm, one)
            replayed = len(mine)
        if new := dispatch(browser, storm, account):
            mine.append(new)
            storm.sent.append(new)
            end(browser, storm, new)
    for one in mine:
        replay(browser, storm, one)


def dispatch(browser: Browser, storm: Storm, account: str) -> Sent | None:
    """A new incident and its proposed teams; None where the answer with the incident's number was lost."""
    key = str(uuid.uuid4())
    typed = [1, {"key": key}, "hazard", 2, "phone", None, *HERE, None, f"drill {key[:8]}", [], NEW]
    told = storm.insist(account, lambda: browser.call("incidents-reported.data", *typed))
    one = told["incidents-reported"]["data"].get("incident") if told else None
    if not one:
        return None
    drawn = storm.insist(account, lambda: browser.call("incidents-detail.children", one))
    teams = tuple(store_in(drawn, "incidents-drawn")["teams"]) if drawn else ()
    new = Sent(account, str(uuid.uuid4()), one, teams)
    return new if teams and storm.insist(account, lambda: send(browser, new)) is not None else None


def send(browser: Browser, one: Sent) -> Any:
    drawn = {"teams": list(one.teams), "more": False, "key": one.key}
    return browser.call("incidents-send.disabled", 1, one.incident, drawn)


def end(browser: Browser, storm: Storm, one: Sent) -> None:
    """Over, so that no time-out sends anybody instead; who asks again is told that it is over already."""
    storm.insist(one.account, lambda: browser.call("incidents-false.disabled", 1, one.incident), done=(409,))


def replay(browser: Browser, storm: Storm, one: Sent) -> None:
    """The very same once more, though it is over by now."""
    if storm.insist(one.account, lambda: send(browser, one)) is not None:
        storm.replays += 1
