"""Journeys run in a real browser against the whole product: supervisor, PostgreSQL, two web workers, worker."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psutil
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import create_engine, text

from data_access import clock
from data_access.accounts import AccountShelf
from data_access.embedded import Embedded
from entrypoints.cli import main as command
from entrypoints.demo import SERVES
from tests.entrypoints.served import answers
from tests.planted import APP, AS_PLANTED, copied, planted
from tests.waiting import until

ARGUMENTS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    # WebGL is drawn by the processor here; the pages around it need not be: each tick of a clock would cost a third of a core.
    "--disable-gpu-compositing",
]  # fmt: skip
NO_WEBGL = """
  const given = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith("webgl") ? null : given.call(this, kind, ...more);
  };
"""
HEARD = "[document.body.dataset.live, (window.CockpitOverview?.data || window.CockpitBoard?.data)?.change]"
LATELY = text("select id, machine_at, account, subject, subject_id, event from change order by id desc limit 12")
FAILED = pytest.StashKey[bool]()
SCALE = 0.02  # as whoever tries it out
DESK, WALL, TABLET, PHONE = (1440, 900), (1920, 1080), (1024, 768), (390, 844)

expect.set_options(timeout=20_000)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "full_map: drawn with WebGL; other journeys see the plain map")
    config.addinivalue_line("markers", "plain_map: reads the shapes of the plain map, and has it with --all-sizes too")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-sizes", action="store_true", help="every journey at all sizes, in both languages")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`locale` and `desk_size`: Chinese at the desk; with --all-sizes English too, and every size of screen."""
    everything = metafunc.config.getoption("--all-sizes", default=False)
    if "locale" in metafunc.fixturenames:
        metafunc.parametrize("locale", ["zh_CN", "en"] if everything else ["zh_CN"])
    if "desk_size" in metafunc.fixturenames:
        sizes = {"desk": DESK, "tablet": TABLET, "wall": WALL, "phone": PHONE}
        names = list(sizes) if everything else ["desk"]
        metafunc.parametrize("desk_size", [sizes[name] for name in names], ids=names)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"args": ARGUMENTS, "executable_path": browser_here()}


def browser_here() -> str | None:
    """The one that `bin/browser` found or brought; none: Playwright's own.

    Chromium without its window first: the other one draws tabs and an address bar that nobody sees, beside each page.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class Running:
    """A served demo district."""

    url: str
    accounts: dict[str, str]
    device_key: str
    watched: list[str]
    data: Path
    pid: int

    def ask(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)

    def move_clock(self, by: str) -> None:
        """As the operator of a demo or drill does it: `+8m`. In this process: to start one costs more than it does."""
        with patch.dict(os.environ):
            done = CliRunner().invoke(command, ["clock", by, "--data", str(self.data)], catch_exceptions=False)
        assert done.exit_code == 0, done.output

    def session_of(self, account: str) -> dict[str, Any]:
        """The cookie of somebody who has signed in: to do it at the page each time would cost as much as the page that follows."""
        engine = create_engine(Embedded(self.data).url())
        with engine.begin() as connection:
            known = connection.execute(text("select id from account where account = :account"), {"account": account})
            token = AccountShelf(connection).sign_in(known.scalar_one(), datetime.now(UTC))
        engine.dispose()
        return {"name": "cockpit", "value": token, "url": self.url, "httpOnly": True, "sameSite": "Lax"}

    def now(self) -> datetime:
        return datetime.fromisoformat(self.ask("/healthz")["now"])

    def post(self, readings: list[dict[str, Any]]) -> dict[str, Any]:
        """Readings over HTTP, as a sensor sends them."""
        headers = {"Authorization": f"Bearer {self.device_key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + "/api/readings", json.dumps(readings).encode(), headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def crowd(self, place: str, count: int, minutes: float = 4) -> None:
        """People stand at the door since `minutes`: one count every ten seconds, the last one now."""
        now, steps = self.now(), int(minutes * 6)
        self.post(
            [
                {"place": place, "at": (now - timedelta(seconds=10 * back)).isoformat(), "count": count}
                for back in range(steps, -1, -1)
            ]
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def served() -> Iterator[Running]:
    """One for all journeys of a process, each of which finds it as it was planted."""
    yield from started()


@pytest.fixture
def demo(served: Running) -> Running:
    """A demo for this journey alone, without the simulator: the journey is the sensor."""
    return put_back(served)


@pytest.fixture(scope="module")
def calm(served: Running) -> Running:
    """A demo for all journeys of a module that leave each other alone: they only look, or each works at what is its own."""
    return put_back(served)


def put_back(running: Running) -> Running:
    """Database and folder as they were planted; who served them is killed, with all that it remembers, and comes again.

    Web workers are copies of their parent and back at once: a start of everything would cost the processor five times as much.
    """
    for one in serving(running):
        one.kill()
    embedded = Embedded(running.data)
    embedded.drop("cockpit")
    embedded.clone(AS_PLANTED, "cockpit")
    engine = create_engine(embedded.url())
    with engine.begin() as connection:
        clock.resume(connection, datetime.now(UTC))
    engine.dispose()
    for path in {one.name for one in running.data.iterdir()} - {one.name for one in planted(SCALE).iterdir()}:
        shutil.rmtree(running.data / path) if (running.data / path).is_dir() else (running.data / path).unlink()
    until(lambda: answers(running.url, SERVES), within=30)
    return running


def serving(running: Running) -> list[psutil.Process]:
    """The web workers and the worker, if it is not about to come again: not those who start them, and not PostgreSQL."""
    children = psutil.Process(running.pid).children()
    web = [one for one in children if "gunicorn" in one.cmdline()]
    return [*(each for one in web for each in one.children()), *(one for one in children if "worker" in one.cmdline())]


def started() -> Iterator[Running]:
    """A demo from start to stop; journeys that do not disturb each other share one by a fixture of their module.

    Its folder is none of pytest's: each session that begins closes those to other accounts, and so to PostgreSQL's.
    """
    data = Path(tempfile.mkdtemp(prefix="cockpit-"))
    copied(SCALE, data)
    command = [sys.executable, str(APP), "demo", "--data", str(data), "--port", str(free_port()), "--no-simulator"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as process:
        try:
            assert process.stdout is not None
            assert any(line.startswith("ready ") for line in process.stdout), "the demo ended before it was ready"
            known = json.loads((data / "demo.json").read_text(encoding="utf-8"))
            yield Running(known["url"], known["accounts"], known["device_key"], known["watched"], data, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(15)
            shutil.rmtree(data)


@pytest.fixture
def open_as(browser: Browser, demo: Running, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """`open_as("officer", DESK, path="/", locale="en")`: somebody in a browser of their own, signed in.

    A journey that is not about the full map is walked on a machine without a graphics card, and so with the plain
    one: drawing the full map by the processor would cost more than all the rest. With --all-sizes all have the full,
    but for those that read the plain one's shapes.
    """
    contexts: list[BrowserContext] = []
    full, shapes = (request.node.get_closest_marker(name) for name in ("full_map", "plain_map"))
    plain = not (full or (request.config.getoption("--all-sizes") and not shapes))

    def open_page(account: str, size: tuple[int, int], path: str = "/", locale: str = "zh_CN") -> Page:
        context = browser.new_context(
            base_url=demo.url, viewport={"width": size[0], "height": size[1]}, has_touch=size[0] < 1100
        )
        contexts.append(context)
        if plain:
            context.add_init_script(NO_WEBGL)
        context.add_cookies([{"name": "lang", "value": locale, "url": demo.url}, demo.session_of(account)])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(demo.url + path)
        return page

    yield open_page
    if FAILED in request.node.stash:
        tell(contexts, demo)
    for context in contexts:
        context.close()


def tell(contexts: list[BrowserContext], demo: Running) -> None:
    """What everybody has before their eyes, how far each had heard, and what there was to hear; pytest shows it with a journey
    that failed."""
    for page in (page for context in contexts for page in context.pages):
        heard = page.evaluate(HEARD)
        sys.stderr.write(f"---- {page.url} {heard}\n{page.evaluate('document.body.innerText')}\n")
    engine = create_engine(Embedded(demo.data).url())
    with engine.connect() as connection:
        for row in connection.execute(LATELY):
            sys.stderr.write(f"{row}\n")
    engine.dispose()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report
