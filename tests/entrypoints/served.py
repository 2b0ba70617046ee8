"""A real server, as the demo starts it, and real connections to its stream."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data_access.database import Database
from entrypoints.demo import gunicorn_command
from tests.waiting import until

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
METRICS_KEY = "a key of the tests for who counts, long enough"


@dataclass
class Served:
    """`log` is the file that the server's own lines go to, `pid` gunicorn's parent of the workers."""

    url: str
    database: Database
    log: Path
    pid: int

    def get(self, path: str, cookie: str = "", **headers: str) -> tuple[int, Any, bytes]:
        return ask(self.url, "GET", path, None, {"Cookie": cookie} | headers)


def ask(url: str, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any, bytes]:
    """Status, headers and body of one request."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def browser_of(url: str, cookie: str) -> dict[str, str]:
    """The headers by which a browser asks for a callback: all cookies that a page gave, and the token of one of them."""
    _, headers, _ = ask(url, "GET", "/incidents", None, {"Cookie": cookie})
    given = dict(one.partition(";")[0].split("=", 1) for one in headers.get_all("Set-Cookie"))
    cookies = "; ".join([cookie, *(f"{name}={value}" for name, value in given.items())])
    return {"Cookie": cookies, "X-CSRFToken": given["_csrf_token"], "Content-Type": "application/json"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(url: str, path: str = "/readyz") -> bool:
    with suppress(OSError, http.client.HTTPException):
        return ask(url, "GET", path, None, {})[0] == 200
    return False


@contextmanager
def running(database: Database, folder: Path) -> Iterator[Served]:
    port, log = free_port(), folder / "web.log"
    environment = os.environ | {
        "COCKPIT_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "COCKPIT_SECRET_KEY": "a secret of the tests, long enough to be one",
        "COCKPIT_FIELD_KEYS": f"k001:{'78' * 32}",
        "COCKPIT_AUDIT_KEY": "61" * 32,
        "COCKPIT_INDEX_KEY": "69" * 32,
        "COCKPIT_METRICS_KEY": METRICS_KEY,
    }
    with log.open("w") as lines:
        web = subprocess.Popen(gunicorn_command(port), env=environment, cwd=ROOT, stdout=lines, stderr=lines)
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url), within=PATIENCE)
        yield Served(url, database, log, web.pid)
    finally:
        web.terminate()
        web.wait(10)


class Stream:
    """One screen: reads events of the stream as they come."""

    def __init__(self, url: str, cookie: str, after: int | None = None, last_id: int | None = None) -> None:
        address = urlsplit(url)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=PATIENCE)
        query = "" if after is None else f"?after={after}"
        headers = f"Host: {address.netloc}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip, br\r\n"
        headers += "" if last_id is None else f"Last-Event-ID: {last_id}\r\n"
        self.socket.sendall(f"GET /api/stream{query} HTTP/1.1\r\n{headers}\r\n".encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = dict(self._header_lines())

    def _header_lines(self) -> Iterator[tuple[str, str]]:
        while line := self.file.readline().strip():
            name, _, value = line.decode().partition(": ")
            yield name.lower(), value

    def events(self, within: float = PATIENCE) -> Iterator[tuple[str, str, Any]]:
        """(event, id, data) until the server ends the stream; fails when nothing at all comes within the time."""
        end = time.monotonic() + within
        event, number = "", ""
        while line := self._line(end):
            name, _, value = line.decode().strip().partition(": ")
            if name == "event":
                event = value
            elif name == "id":
                number = value
            elif name == "data":
                yield event, number, json.loads(value)
                event, number = "", ""

    def _line(self, end: float) -> bytes:
        """One line of an event; chunk sizes are passed over, an empty answer is the end."""
        while True:
            self.socket.settimeout(max(end - time.monotonic(), 0.001))
            line = self.file.readline()
            if not line or line.strip() == b"0":
                return b""
            if line.startswith((b"id:", b"event:", b"data:", b"retry:", b":")):
                return line

    def take(self, wanted: str = "change", within: float = PATIENCE) -> tuple[str, Any]:
        """Id and data of the next event of that name."""
        return next((number, data) for event, number, data in self.events(within) if event == wanted)

    def until_change(self, change_id: int, within: float = PATIENCE) -> list[int]:
        """The ids of changes up to that one."""
        found: list[int] = []
        for event, number, _ in self.events(within):
            if event == "change":
                found.append(int(number))
                if found[-1] >= change_id:
                    break
        return found

    def close(self) -> None:
        self.file.close()
        self.socket.close()


@dataclass
class Demo:
    """`python app.py demo` in a folder of its own."""

    folder: Path
    port: int
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(ROOT / "app.py"), *words, "--data", str(self.folder)]

    def start(self, *options: str) -> None:
        words = ["demo", "--port", str(self.port), "--scale", "0.002", "--no-simulator", *options]
        with (self.folder / "said").open("w") as said:
            self.process = subprocess.Popen(self.command(*words), stdout=said, stderr=said, text=True, cwd=ROOT)

    def ready(self) -> None:
        until(lambda: f"ready {self.url}" in self.said() or self.ended(), within=120)
        assert not self.ended(), self.said()

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def said(self) -> str:
        return (self.folder / "said").read_text()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*words), capture_output=True, text=True, cwd=ROOT, timeout=40, check=False)

    def known(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "demo.json").read_text())
        return found

    def health(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(ask(self.url, "GET", "/healthz", None, {})[2])
        return found

    def post_readings(self, items: Any) -> tuple[int, Any, bytes]:
        headers = {"Authorization": f"Bearer {self.known()['device_key']}", "Content-Type": "application/json"}
        return ask(self.url, "POST", "/api/readings", json.dumps(items), headers)

    def stop(self) -> int:
        assert self.process
        self.process.terminate()
        return self.process.wait(12)

    def remove(self) -> None:
        if not self.ended():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
