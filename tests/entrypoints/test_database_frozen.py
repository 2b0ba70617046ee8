"""The demo's database freezes: whoever knocks is told in a sentence, by and by all is back, and /readyz says so."""

import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
import pytest
from flask import Flask

from data_access.embedded import Embedded
from tests.entrypoints.served import Demo, ask, browser_of
from tests.entrypoints.test_database_killed import signed_in_at
from tests.entrypoints.visitors import DOOR, Visitor
from tests.waiting import until

AT_MOST = 10.0  # seconds until whoever knocks is told
BACK_WITHIN = 30.0


@dataclass
class Knock:
    """One request at the demo's door, and what came of it."""

    method: str
    path: str
    body: Any
    headers: dict[str, str]
    status: int = 0
    retry: str = ""
    text: str = ""
    spent: float = 0.0

    def go(self, url: str) -> int:
        began = time.monotonic()
        self.status, headers, body = ask(url, self.method, self.path, self.body, self.headers)
        self.text = body.decode()
        self.retry, self.spent = headers.get("Retry-After", ""), time.monotonic() - began
        return self.status


@contextmanager
def frozen(demo: Demo) -> Iterator[None]:
    postmaster = psutil.Process(Embedded(demo.folder).pid)
    family = [postmaster, *postmaster.children(recursive=True)]
    for one in family:
        one.send_signal(signal.SIGSTOP)
    yield
    for one in family[::-1]:
        one.send_signal(signal.SIGCONT)


@pytest.fixture
def knocks(demo: Demo, whole_app: Flask) -> dict[str, Knock]:
    """A page, a callback, two of the API and a sensor's post, each by somebody who may."""
    officer = browser_of(demo.url, signed_in_at(demo))
    sensor = {"Authorization": f"Bearer {demo.known()['device_key']}", "Content-Type": "application/json"}
    callback = Visitor(whole_app).body("shell-content.children", "/incidents", "")
    return {
        "page": Knock("GET", "/incidents", None, {"Cookie": officer["Cookie"]}),
        "callback": Knock("POST", DOOR, json.dumps(callback), officer),
        "layer": Knock("GET", "/api/layers/incidents.geojson", None, officer),
        "sensor": Knock("POST", "/api/readings", "[]", sensor),
        "health": Knock("GET", "/healthz", None, {}),
        "ready": Knock("GET", "/readyz", None, {}),
    }


def all_knock(demo: Demo, knocks: dict[str, Knock]) -> None:
    threads = [threading.Thread(target=one.go, args=(demo.url,)) for one in knocks.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def test_who_knocks_while_the_database_is_frozen_is_told_within_10_s_and_all_is_back_afterwards(
    demo: Demo, knocks: dict[str, Knock]
) -> None:
    all_knock(demo, knocks)
    assert {one.status for one in knocks.values()} <= {200, 202}
    with frozen(demo):
        all_knock(demo, knocks)
    assert {name: (one.status, one.retry) for name, one in knocks.items()} == dict.fromkeys(knocks, (503, "3"))
    assert max(one.spent for one in knocks.values()) < AT_MOST
    assert "数据库没有回应" in knocks["page"].text
    for name in knocks.keys() - {"page"}:
        assert "数据库没有回应" in json.loads(knocks[name].text)["title"], name
    assert [one["name"] for one in json.loads(knocks["ready"].text)["wrong"]] == ["database"]
    until(lambda: {one.go(demo.url) for one in knocks.values()} <= {200, 202}, within=BACK_WITHIN)
