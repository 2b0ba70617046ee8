"""The teams' phone without network: the app opens, the jobs are there, what was tapped outlives a kill and is stored once."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from cockpit.incidents import Answer
from tests.entrypoints.plain_doors import serving, small_app, token_of
from tests.journeys.conftest import browser_here
from tests.journeys.test_field import PHONE, STEPS, STORED, give_feedback, opened, tap, told
from tests.morning import Morning

pytestmark = pytest.mark.many  # the phone's requests and its stream come at once
INSTALLED = "navigator.serviceWorker.ready.then((found) => found.active.state)"
KEPT_IN_CHINESE = """
  (async () => {
    const gone = async () => (await caches.keys()).some((name) => name.startsWith("field-en"));
    while (!(await caches.match("/field/shell/zh_CN")) || (await gone())) await new Promise((resolve) => setTimeout(resolve, 50));
  })()
"""


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


class Phone:
    """One phone whose browser can be killed and opened again: what it keeps lies in its folder."""

    def __init__(self, playwright: Playwright, url: str, folder: str) -> None:
        self.playwright, self.url, self.folder = playwright, url, folder
        self.context: BrowserContext | None = None
        self.faults: list[str] = []

    def open(self, path: str = "/field", offline: bool = False) -> Page:
        context = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=browser_here(), args=["--no-sandbox"], viewport=PHONE, base_url=self.url,
            has_touch=True, is_mobile=True,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        context.set_offline(offline)
        self.context = context
        page = context.pages[0] if context.pages else context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(line.text) if "Content Security" in line.text else None)
        if path:
            page.goto(path)
        return page

    def sign_in(self, token: str) -> None:
        assert self.context
        self.context.add_cookies([{"name": "cockpit", "value": token, "url": self.url, "expires": 4_000_000_000}])

    def kill(self) -> None:
        """The app is gone from one moment to the next."""
        if self.context:
            self.context.close()
        self.context = None


@contextmanager
def a_phone(playwright: Playwright, app: Flask) -> Iterator[Phone]:
    folder = tempfile.mkdtemp(prefix="cockpit-phone-")
    with serving(app) as url:
        phone = Phone(playwright, url, folder)
        yield phone
        phone.kill()
    shutil.rmtree(folder)
    assert not phone.faults


@pytest.fixture
def phone(playwright: Playwright, app: Flask, morning: Morning) -> Iterator[Phone]:
    """Wu's phone, signed in."""
    with a_phone(playwright, app) as one:
        one.open("")
        one.sign_in(token_of(morning.database, morning.people.wu))
        yield one


def installed(phone: Phone) -> Page:
    assert phone.context
    page = phone.context.pages[0]
    page.goto("/field")
    assert page.evaluate(INSTALLED) in ("activating", "activated")
    return page


def test_the_whole_job_without_network_and_the_app_killed_on_the_way(phone: Phone, morning: Morning) -> None:
    incident = morning.sent_to_own()
    page = installed(phone)
    opened(page, incident, "dispatched")
    assert phone.context
    phone.context.set_offline(True)
    tap(page, "acknowledged")
    expect(page.locator("#net")).to_contain_text(STORED.format(n=1))
    phone.kill()

    page = phone.open(offline=True)
    opened(page, incident, "acknowledged")
    expect(page.locator("#net")).to_contain_text(STORED.format(n=1))
    expect(page.locator("h1").first).to_contain_text(morning.watched[0].name)
    tap(page, "en_route")
    expect(page.locator("#net")).to_contain_text(STORED.format(n=2))
    tap(page, "on_scene")
    give_feedback(page)
    expect(page.locator("#unsent li")).to_have_count(4)
    phone.kill()

    page = phone.open(offline=True)
    expect(page.locator("#unsent li")).to_have_count(4)
    assert told(morning, incident) == []
    assert phone.context
    phone.context.set_offline(False)
    expect(page.get_by_text("No jobs, on duty")).to_be_visible()
    expect(page.locator("#unsent")).to_be_hidden()
    assert told(morning, incident) == STEPS
    mine = morning.now(incident).of_team(morning.people.wu.team or 0)
    assert mine and (mine.state, mine.outcome, mine.count_seen) == (Answer.RESOLVED, "dispersed", 3)


def test_nothing_of_a_job_or_an_answer_lies_readable_on_the_phone(phone: Phone, morning: Morning) -> None:
    incident = morning.sent_to_own()
    morning.answer(morning.people.wu, incident, Answer.ON_SCENE)
    page = installed(phone)
    assert phone.context
    phone.context.set_offline(True)
    page.fill("article [name=note]", "zebra crossing blocked")
    give_feedback(page)
    expect(page.locator("#unsent li")).to_contain_text("zebra crossing blocked")
    phone.kill()
    found = b"".join(path.read_bytes() for path in Path(phone.folder).rglob("*") if path.is_file())
    for word in ("zebra crossing blocked", morning.watched[0].name, morning.watched[0].address):
        assert word.encode() not in found and word.encode("utf-16-le") not in found, word


def test_the_worker_keeps_the_shell_and_its_files_and_nothing_else(phone: Phone, morning: Morning) -> None:
    morning.sent_to_own()
    page = installed(phone)
    page.goto("/field?reported=x")
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys()))))"
        ".then((found) => found.flat().map((one) => new URL(one.url).pathname))"
    )
    assert "/field/shell/en" in kept
    assert all(one.startswith(("/assets/", "/field/shell/")) for one in kept)


def test_another_language_is_there_without_network_too(phone: Phone, morning: Morning) -> None:
    morning.sent_to_own()
    page = installed(phone)
    page.goto("/field?lang=zh_CN")
    page.evaluate(KEPT_IN_CHINESE)
    assert phone.context
    phone.context.set_offline(True)
    page.reload()
    expect(page.locator("#net")).to_contain_text("连接")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
