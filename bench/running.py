"""Servers to be measured: started in folders of their own on 127.0.0.1, and stopped whatever happens."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import psutil
import psycopg

from data_access.database import Database
from data_access.embedded import Embedded
from entrypoints.demo import APP_PASSWORD, APP_ROLE, gunicorn_command
from entrypoints.settings import Settings, read_env_file, read_settings

ROOT = Path(__file__).parent.parent
METRICS_KEY = "a key for whoever measures, long enough"
PATIENCE = 120.0  # seconds for a server to answer
GRACE = 12.0  # seconds for it to end when asked


@dataclass(frozen=True)
class Server:
    """A server that answers; `pid` is its parent process."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Demo(Server):
    """`python app.py demo`: two web workers, one worker for jobs, embedded PostgreSQL; no simulator."""

    folder: Path

    @property
    def web(self) -> int:
        """Process id of gunicorn, the parent of the web workers."""
        return next(one.pid for one in psutil.Process(self.pid).children() if "gunicorn" in " ".join(one.cmdline()))

    @property
    def postgres(self) -> int | None:
        return Embedded(self.folder).pid

    @property
    def database_url(self) -> str:
        """libpq's form of the address."""
        return Embedded(self.folder).url().replace("+psycopg", "", 1)

    @property
    def web_workers(self) -> list[psutil.Process]:
        return psutil.Process(self.web).children()

    @contextmanager
    def district(self) -> Iterator[Database]:
        """The district as its own processes open it, for what has to be there before a measurement begins."""
        settings = self.settings()
        database = Database(settings.database_url, settings.keys, ZoneInfo(settings.timezone))
        try:
            yield database
        finally:
            database.close()

    def settings(self) -> Settings:
        kept = read_env_file(self.folder / "keys.env")
        url = Embedded(self.folder).url("cockpit", APP_ROLE, kept[APP_PASSWORD])
        return read_settings(kept | {"COCKPIT_DATABASE_URL": url, "COCKPIT_DATA_DIR": str(self.folder)})

    def metrics(self) -> str:
        asked = urllib.request.Request(self.url + "/metrics", headers={"Authorization": f"Bearer {METRICS_KEY}"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return str(answer.read().decode())

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query, values).fetchall()

    def known(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "demo.json").read_text(encoding="utf-8"))
        return found

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(self.url + "/healthz", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def sign_in(self, account: str = "officer") -> str:
        """The cookies of a session, as a header's value."""
        jar = CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = browser.open(self.url + "/sign-in", timeout=20).read().decode()
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        form = {"csrf_token": token, "account": account, "password": self.known()["accounts"][account]}
        browser.open(self.url + "/sign-in", urlencode(form).encode(), timeout=20).close()
        return "; ".join(f"{one.name}={one.value}" for one in jar)


def copied(scale: float, into: Path) -> None:
    """A district that was planted before, where there is one: whoever tests the measurements plants one for all."""


@contextmanager
def demo(scale: float = 0.02, under: Path | None = None, patience: float = PATIENCE) -> Iterator[Demo]:
    """A demo in a temporary folder; the folder, its PostgreSQL and all processes are gone afterwards."""
    folder, port = Path(tempfile.mkdtemp(prefix="cockpit-bench-", dir=under)), free_port()
    copied(scale, folder)
    words = ["demo", "--data", str(folder), "--port", str(port), "--scale", str(scale), "--no-simulator"]
    try:
        command, given = [sys.executable, str(ROOT / "app.py"), *words], {"COCKPIT_METRICS_KEY": METRICS_KEY}
        with running(command, port, "/readyz", folder / "said", given, patience=patience) as pid:
            yield Demo(port, pid, folder)
    finally:
        Embedded(folder).stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def peer(app: str, workers: int, environment: dict[str, str], path: str) -> Iterator[Server]:
    """Another application under gunicorn with the very settings of ours, but that it is made in each worker: ours knows how to
    be made before them. `path` answers when it is ready."""
    folder, port = Path(tempfile.mkdtemp(prefix="cockpit-peer-")), free_port()
    command = [*(one for one in gunicorn_command(port, workers=workers)[:-1] if one != "--preload"), app]
    try:
        with running(command, port, path, folder / "said", environment, signal.SIGQUIT) as pid:
            yield Server(port, pid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    command: list[str], port: int, path: str, log: Path, environment: dict[str, str] | None = None,
    end: signal.Signals = signal.SIGTERM, patience: float = PATIENCE,
) -> Iterator[int]:  # fmt: skip
    """`end` asks it to end; SIGQUIT tells gunicorn to wait for no stream that is still open."""
    with log.open("w") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | (environment or {}), stdout=said, stderr=said, start_new_session=True
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}{path}", log, patience)
        yield process.pid
    finally:
        stop(process, end)


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the server to be measured does not answer: {log.read_text()[-2000:]}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def stop(process: "subprocess.Popen[bytes]", end: signal.Signals = signal.SIGTERM) -> None:
    """Ask it to end, then end it with all that it has started."""
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.send_signal(end)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for one in psutil.wait_procs(family, timeout=2)[1]:
        if "postgres" not in one.name():  # it outlives its parent on purpose, and is stopped by its folder
            one.kill()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
