"""The teams' phone without network: the app opens, the jobs are there, what was tapped outlives a kill and is stored once."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from cockpit import incidents
from cockpit.attachments import of_incident
from cockpit.incidents import Answer, Incident, Kind, Source
from tests.data_access.test_pictures import photo
from tests.entrypoints.plain_doors import csrf_of, serving, signed_in, small_app, token_of
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


# Signing out

LEFT_BEHIND = """
  (async () => {
    const opened = await new Promise((resolve) => { const asked = indexedDB.open("field"); asked.onsuccess = () => resolve(asked.result); });
    const count = (name) => new Promise((resolve) => {
      const asked = opened.transaction(name).objectStore(name).count();
      asked.onsuccess = () => resolve(asked.result);
    });
    const stores = [...opened.objectStoreNames], found = {};
    for (const name of stores) found[name] = await count(name);
    opened.close();
    return { ...found, caches: (await caches.keys()).length, old: localStorage.length };
  })()
"""
NOTHING = {"keys": 0, "kept": 0, "items": 0, "files": 0, "sealed": 0, "caches": 0, "old": 0}


def one_kept(phone: Phone, morning: Morning) -> tuple[Page, Incident]:
    """Wu took a job without network."""
    incident = morning.sent_to_own()
    page = installed(phone)
    assert phone.context
    phone.context.set_offline(True)
    tap(page, "acknowledged")
    expect(page.locator("#unsent li")).to_have_count(1)
    return page, incident


def test_signing_out_says_what_is_unsent_and_sends_it_first(phone: Phone, morning: Morning) -> None:
    page, incident = one_kept(phone, morning)
    page.get_by_role("button", name="Sign out").tap()
    expect(page.locator("#leaving p")).to_contain_text("Not at the desk yet: 1")
    page.get_by_role("button", name="Send now").tap()
    expect(page.locator("#leaving p")).to_contain_text("Still not sent: 1")
    page.get_by_role("button", name="Stay signed in").tap()
    expect(page.locator("#leaving")).to_be_hidden()
    page.get_by_role("button", name="Sign out").tap()
    assert phone.context
    phone.context.set_offline(False)
    page.get_by_role("button", name="Send now").tap()
    page.wait_for_url(re.compile("/sign-in"))
    assert told(morning, incident) == STEPS[:1]
    assert page.evaluate(LEFT_BEHIND) == NOTHING


def test_handed_over_without_network_nothing_is_left_and_the_shift_lead_releases_it(
    phone: Phone, app: Flask, morning: Morning
) -> None:
    page, incident = one_kept(phone, morning)
    page.get_by_role("button", name="Sign out").tap()
    page.get_by_role("button", name="Hand over sealed").tap()
    expect(page.locator("#net")).to_contain_text("Nothing of yours is left on this phone")
    expect(page.locator("article")).to_have_count(0)
    phone.kill()
    page = phone.open(offline=True)
    expect(page.locator("#net")).to_contain_text("Nothing of yours is left on this phone")
    expect(page.locator("#unsent")).to_be_hidden()
    left = page.evaluate(LEFT_BEHIND)
    assert (left["keys"], left["kept"], left["items"], left["files"], left["sealed"]) == (0, 0, 0, 0, 1)
    assert phone.context
    phone.context.set_offline(False)
    page.wait_for_url(re.compile("/sign-in"))
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    page.goto("/field")
    page.wait_for_url(re.compile("/sign-in"))
    assert told(morning, incident) == []
    gu = signed_in(app, morning.people.gu)
    waiting = gu.get("/field/sealed").text
    assert f"{incident.code} Take the job" in waiting
    gu.post(f"/field/sealed/{morning.people.wu.id}", data={"csrf_token": csrf_of(waiting)})
    assert told(morning, incident) == STEPS[:1]


def test_another_account_neither_sees_nor_sends_it_and_the_same_one_does(phone: Phone, morning: Morning) -> None:
    page, incident = one_kept(phone, morning)
    assert phone.context
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(page.locator("#net")).to_contain_text("Signed out. Kept on this phone: 1")
    phone.sign_in(token_of(morning.database, morning.people.mei))
    page.goto("/field")
    opened(page, incident, "dispatched")
    expect(page.locator("#unsent")).to_be_hidden()
    assert told(morning, incident) == []
    phone.sign_in(token_of(morning.database, morning.people.wu))
    page.goto("/field")
    opened(page, incident, "acknowledged")
    expect(page.locator("#unsent")).to_be_hidden()
    assert told(morning, incident) == STEPS[:1]


# What is kept


def test_a_photo_outlives_a_kill_too(phone: Phone, morning: Morning) -> None:
    page = installed(phone)
    assert phone.context
    phone.context.set_offline(True)
    page.locator(".report summary").tap()
    page.set_input_files("#phreport", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.get_by_text("Hazard").tap()
    page.get_by_role("button", name="Report", exact=True).tap()
    expect(page.locator("#unsent li")).to_contain_text("a.jpg")
    phone.kill()
    page = phone.open()
    expect(page.locator("#said")).to_contain_text("Reported as I-")
    with morning.work(morning.people.rosa) as work:
        (one,) = work.incidents.open_in("330103")
    (kept,) = morning.do(morning.people.rosa, of_incident, one.id)
    assert (kept.form, kept.width, kept.height) == ("photo", 640, 480)


def hours_pass(page: Page, hours: int) -> None:
    """For the phone: the server says so with its next page."""

    def later(route: Route) -> None:
        answer = route.fetch()
        moved = re.sub(
            r'(data-machine=")(\d+)', lambda found: f"{found[1]}{int(found[2]) + hours * 3_600_000}", answer.text()
        )
        route.fulfill(response=answer, body=moved)

    page.route("**/field/jobs*", later)


def test_what_came_too_late_is_shown_on_the_phone_and_at_the_desk(phone: Phone, morning: Morning) -> None:
    page, incident = one_kept(phone, morning)
    morning.do(morning.people.rosa, incidents.call_false, incident.id)
    hours_pass(page, 5)
    assert phone.context
    phone.context.set_offline(False)
    row = page.locator("#unsent li")
    expect(row).to_have_attribute("data-state", "refused")
    expect(row).to_contain_text(f"{incident.code} is over")
    with morning.work(morning.people.rosa) as work:
        (late,) = [one for one in work.timeline("incident", incident.id) if one.event == "came_too_late"]
    tapped, received = (datetime.fromisoformat(late.facts[name]) for name in ("tapped_at", "received_at"))
    assert timedelta(hours=5, seconds=-1) < received - tapped < timedelta(hours=5, minutes=5)


def test_what_waited_for_over_a_week_is_not_sent_and_stays_to_be_told_by_phone(phone: Phone, morning: Morning) -> None:
    page, incident = one_kept(phone, morning)
    hours_pass(page, 8 * 24)
    assert phone.context
    phone.context.set_offline(False)
    expect(page.locator("#unsent li")).to_have_attribute("data-state", "refused")
    expect(page.locator("#unsent li")).to_contain_text("over seven days")
    assert told(morning, incident) == []


def test_a_phone_whose_clock_is_wrong_by_a_day_says_nothing_wrong(phone: Phone, morning: Morning) -> None:
    incident = morning.sent_to_own()
    assert phone.context
    page = phone.context.pages[0]
    page.clock.install(time=datetime.now() - timedelta(days=1))
    page = installed(phone)
    phone.context.set_offline(True)
    tap(page, "acknowledged")
    expect(page.locator("#unsent li")).to_contain_text("0 min ago")
    phone.context.set_offline(False)
    expect(page.locator("#unsent")).to_be_hidden()
    with morning.work(morning.people.rosa) as work:
        events = [one.event for one in work.timeline("incident", incident.id)]
    assert events[-1] == "acknowledged"


def test_what_the_version_before_kept_in_the_clear_is_taken_over_once(phone: Phone, morning: Morning) -> None:
    incident = morning.sent_to_own()
    page = installed(phone)
    key = page.locator("article .step.acknowledged [name=key]").input_value()
    item = {
        "owner": str(morning.people.wu.id), "fields": {"state": "acknowledged", "key": key}, "failed": True,
        "action": f"/field/{incident.id}/answer", "says": "Take the job", "incident": str(incident.id), "code": incident.code,
    }  # fmt: skip
    page.evaluate("(item) => localStorage.setItem('field.queue', JSON.stringify([item]))", item)
    page.reload()
    opened(page, incident, "acknowledged")
    expect(page.locator("#net")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('field.queue')") is None
    assert told(morning, incident) == STEPS[:1]


# Sizes


def test_the_map_and_the_walk_are_there_without_network(phone: Phone, morning: Morning) -> None:
    team = morning.people.wu.team or 0
    jobs = [morning.send(morning.report(n, priority=2 - n % 2), team) for n in range(3)]
    page = installed(phone)
    expect(page.locator("#map")).to_be_visible()
    assert phone.context
    phone.context.set_offline(True)
    page.reload()
    page.locator("#map summary").tap()
    expect(page.locator("#map .pin")).to_have_count(3)
    assert page.locator("#jobs [data-incident]").first.get_attribute("data-incident") == str(jobs[1].id)
    page.locator("#map .pin").last.tap()
    expect(page.locator("#jobs details[open]")).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_community_workers_tablet_sends_her_volunteers(playwright: Playwright, app: Flask, morning: Morning) -> None:
    people = morning.people
    with morning.work(people.rosa) as work:
        middle = work.areas.get(people.lin.area)
        spot = work.areas.spot(middle.lon, middle.lat)
    incident = morning.do(people.rosa, incidents.report, Kind.SUPPLY, Source.PHONE, spot)
    morning.do(people.rosa, incidents.confirm, incident.id)
    with a_phone(playwright, app) as tablet:
        page = tablet.open("")
        tablet.sign_in(token_of(morning.database, people.lin))
        page.set_viewport_size({"width": 1024, "height": 768})
        page = installed(tablet)
        for target in page.locator("button, summary, .chips label, a").all():
            box = target.bounding_box()
            assert box is None or box["width"] == 0 or box["height"] >= 44, target.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") == 1024
        assert tablet.context
        tablet.context.set_offline(True)
        page.get_by_role("button", name="Send volunteers").tap()
        expect(page.locator("#unsent li")).to_have_count(1)
        tablet.context.set_offline(False)
        expect(page.locator("#unsent")).to_be_hidden()
    (one,) = morning.now(incident).assignments
    assert (one.role, one.by_account) == ("volunteer", people.lin.id)
