"""A team's phone in a real browser: taps through a job over a bad network, and nothing is lost or done twice."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, Route, expect
from sqlalchemy import text

from cockpit.incidents import Answer, Incident
from data_access import feed
from tests.conftest import PASSWORD
from tests.entrypoints.plain_doors import serving, small_app, tell_streams, token_of
from tests.journeys.conftest import browser_here
from tests.morning import Morning
from tests.waiting import until

PHONE = {"width": 390, "height": 844}
ANSWERS = "**/field/*/answer"
STEPS = ["acknowledged", "en_route", "on_scene", "resolved"]
STORED = "Network unsteady: {n} kept on this phone"

pytestmark = pytest.mark.many  # the phone's requests and its stream come at once


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=browser_here(), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def phone(chromium: Browser, app: Flask, morning: Morning) -> Iterator[Page]:
    """Wu's phone, signed in; a page that breaks a rule of the CSP or throws fails the test."""
    faults: list[str] = []
    with serving(app) as url:
        context = chromium.new_context(viewport=PHONE, base_url=url, has_touch=True, is_mobile=True)
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "cockpit", "value": token_of(morning.database, morning.people.wu), "url": url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
        yield page
        context.close()
    assert not faults


def told(morning: Morning, incident: Incident) -> list[str]:
    """What Wu's team did with the incident, in order, as the feed has it."""
    with morning.database.connection() as connection:
        rows = feed.changes_after(connection, 0)
    mine = [row for row in rows if row.subject == "incident" and row.subject_id == str(incident.id)]
    return [row.event for row in mine if row.event in STEPS and row.facts["team"] == morning.people.wu.team]


def opened(phone: Page, incident: Incident, state: str) -> None:
    expect(phone.locator(f"#job-{incident.id}")).to_have_attribute("data-state", state)


def tap(phone: Page, step: str) -> None:
    """The button rests for a moment after the last tap; Playwright waits until it can be pressed."""
    phone.locator(f"article .step.{step} button.primary").tap()


def give_feedback(phone: Page) -> None:
    phone.get_by_text("Crowd dispersed").tap()
    phone.fill("article [name=count]", "3")
    tap(phone, "resolved")


def test_a_job_from_taking_it_to_feedback_with_the_network_cut_on_the_way(phone: Page, morning: Morning) -> None:
    incident = morning.sent_to_own()
    phone.goto("/field")
    expect(phone.locator("article .due")).to_contain_text("left to be there")
    phone.locator("article .step.acknowledged button").dblclick()
    opened(phone, incident, "acknowledged")
    phone.context.set_offline(True)
    tap(phone, "en_route")
    expect(phone.locator("#net")).to_contain_text(STORED.format(n=1))
    tap(phone, "on_scene")
    expect(phone.locator("#net")).to_contain_text(STORED.format(n=2))
    expect(phone.locator("article .kept")).to_contain_text("Set out → I am there")
    assert told(morning, incident) == STEPS[:1]
    phone.context.set_offline(False)
    expect(phone.locator("#net")).to_be_hidden()
    expect(phone.locator("article .kept")).to_be_hidden()
    opened(phone, incident, "on_scene")
    give_feedback(phone)
    expect(phone.get_by_text("No jobs, on duty")).to_be_visible()
    expect(phone.locator("#said")).to_have_text(f"✓ The desk has it: {incident.code} Send feedback")
    assert told(morning, incident) == STEPS


def test_an_answer_whose_receipt_was_lost_is_sent_again_and_counts_once(phone: Page, morning: Morning) -> None:
    incident = morning.sent_to_own()
    phone.goto("/field")

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route(ANSWERS, swallow, times=1)
    tap(phone, "acknowledged")
    expect(phone.locator("#net")).to_contain_text(STORED.format(n=1))
    expect(phone.locator("#net")).to_be_hidden()
    opened(phone, incident, "acknowledged")
    assert told(morning, incident) == STEPS[:1]


def test_what_waits_on_the_phone_survives_a_reload(phone: Page, morning: Morning) -> None:
    incident = morning.sent_to_own()
    phone.goto("/field")
    phone.route(ANSWERS, lambda route: route.abort())
    tap(phone, "acknowledged")
    expect(phone.locator("#net")).to_contain_text(STORED.format(n=1))
    phone.reload()
    expect(phone.locator("#net")).to_contain_text(STORED.format(n=1))
    opened(phone, incident, "acknowledged")
    assert told(morning, incident) == []
    phone.unroute(ANSWERS)
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("#net")).to_be_hidden()
    assert told(morning, incident) == STEPS[:1]


def test_a_session_that_ended_is_said_and_the_answer_goes_out_after_signing_in(phone: Page, morning: Morning) -> None:
    incident = morning.sent_to_own()
    phone.goto("/field")
    with morning.database.connection() as connection:
        connection.execute(text("delete from session"))
    tap(phone, "acknowledged")
    expect(phone.locator("#net")).to_contain_text("Signed out. Kept on this phone: 1")
    phone.locator("#net a").tap()
    phone.fill("#account", "police")
    phone.fill("#password", PASSWORD)
    phone.get_by_role("button", name="Sign in").tap()
    opened(phone, incident, "acknowledged")
    expect(phone.locator("#net")).to_be_hidden()
    expect(phone.locator("article .step.en_route button")).to_be_enabled()
    assert told(morning, incident) == STEPS[:1]


def test_another_persons_answers_wait_until_they_sign_in_again(phone: Page, app: Flask, morning: Morning) -> None:
    incident = morning.sent_to_own()
    phone.goto("/field")
    phone.route(ANSWERS, lambda route: route.abort())
    tap(phone, "acknowledged")
    expect(phone.locator("#net")).to_contain_text(STORED.format(n=1))
    phone.unroute(ANSWERS)
    token = token_of(morning.database, morning.people.mei)
    phone.context.add_cookies([{"name": "cockpit", "value": token, "url": phone.url}])
    phone.goto("/field")
    opened(phone, incident, "dispatched")
    expect(phone.locator("#net")).to_be_hidden()
    assert told(morning, incident) == []


def test_a_refused_answer_says_why_and_leaves_the_queue(phone: Page, morning: Morning) -> None:
    incident = morning.sent_to_own()
    phone.goto("/field")
    morning.answer(morning.people.wu, incident, Answer.ON_SCENE)  # the other phone of the team
    tap(phone, "acknowledged")
    expect(phone.locator("#said")).to_contain_text(f"Not sent: {incident.code} Take the job.")
    expect(phone.locator("#net")).to_be_hidden()
    opened(phone, incident, "on_scene")
    expect(phone.locator("#unsent li")).to_have_attribute("data-state", "refused")
    phone.reload()
    expect(phone.locator("#unsent li")).to_contain_text("that step does not follow")
    phone.get_by_role("button", name="Throw away").tap()
    expect(phone.locator("#unsent")).to_be_hidden()
    phone.reload()
    expect(phone.locator("#unsent")).to_be_hidden()


def test_a_count_that_is_no_number_comes_back_with_all_that_was_typed(phone: Page, morning: Morning) -> None:
    incident = morning.sent_to_own()
    morning.answer(morning.people.wu, incident, Answer.ON_SCENE)
    phone.goto("/field")
    phone.get_by_text("Help was given").tap()
    phone.fill("article [name=count]", "a few")
    phone.fill("article [name=note]", "门口还有人")
    tap(phone, "resolved")
    expect(phone.locator("#said")).to_contain_text("write it as a number")
    expect(phone.locator("article [name=count]")).to_have_value("a few")
    expect(phone.locator("article [name=note]")).to_have_value("门口还有人")
    expect(phone.locator("article [value=helped]")).to_be_checked()


def test_a_new_job_comes_by_itself_and_never_under_the_fingers(phone: Page, app: Flask, morning: Morning) -> None:
    team = morning.people.wu.team or 0
    first = morning.send(morning.report(0, priority=1), team)
    morning.answer(morning.people.wu, first, Answer.ON_SCENE)
    phone.goto("/field")
    phone.fill("article [name=note]", "正在")
    second = morning.send(morning.report(1, priority=1), team)
    tell_streams(app)
    expect(phone.locator("#jobs[data-later]")).to_be_visible()  # the page knows of it, and puts it off
    expect(phone.locator("article [name=note]")).to_be_focused()
    expect(phone.locator(f"#job-{second.id}")).to_have_count(0)
    phone.locator("article [name=note]").blur()
    expect(phone.locator(f"#job-{second.id}")).to_be_visible()
    expect(phone.locator("article [name=note]")).to_have_value("正在")
    expect(phone).to_have_title("● New job · " + phone.title().split("· ", 1)[1])


def test_a_tap_counts_though_its_button_was_to_be_drawn_anew_under_the_finger(
    phone: Page, app: Flask, morning: Morning
) -> None:
    """Another team answers between the finger's coming down and its lifting."""
    incident = morning.sent_to_own()
    phone.goto("/field")
    button = phone.locator("article .step.acknowledged button")
    button.hover()
    phone.mouse.down()
    with phone.expect_response("**/field/jobs"):
        morning.answer(morning.people.zheng, incident, Answer.ACKNOWLEDGED)
        tell_streams(app)
    phone.mouse.up()
    opened(phone, incident, "acknowledged")
    expect(phone.locator("article")).to_contain_text("has taken it")
    assert told(morning, incident) == STEPS[:1]


def test_a_lost_stream_is_said_in_words(phone: Page, app: Flask, morning: Morning) -> None:
    phone.goto("/field")
    expect(phone.get_by_text("No jobs, on duty")).to_be_visible()
    until(lambda: app.extensions["streams"])
    phone.context.set_offline(True)
    tell_streams(app, b"")
    expect(phone.locator("#net")).to_contain_text("Connection lost")
    phone.context.set_offline(False)
    expect(phone.locator("#net")).to_be_hidden()


def test_a_report_made_without_network_goes_out_later_from_where_the_phone_was(phone: Page, morning: Morning) -> None:
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"longitude": 120.1695, "latitude": 30.2650, "accuracy": 12})
    phone.goto("/field")
    phone.locator(".report summary").tap()
    phone.get_by_text("Hazard").tap()
    phone.get_by_role("button", name="Use the position of this phone").tap()
    expect(phone.locator(".located")).to_have_text("Position found, within 12 metres")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Report", exact=True).tap()
    expect(phone.locator("#net")).to_contain_text(STORED.format(n=1))
    phone.context.set_offline(False)
    expect(phone.locator("#said")).to_contain_text("Reported as I-")
    with morning.work(morning.people.rosa) as work:
        (one,) = work.incidents.open_in("330103")
    assert (one.spot.lon, one.spot.lat) == (120.1695, 30.265)


def test_without_javascript_the_same_taps_work(chromium: Browser, app: Flask, morning: Morning) -> None:
    incident = morning.sent_to_own()
    with serving(app) as url:
        context = chromium.new_context(viewport=PHONE, base_url=url, java_script_enabled=False)
        context.add_cookies([{"name": "cockpit", "value": token_of(morning.database, morning.people.wu), "url": url}])
        page = context.new_page()
        page.goto("/field")
        for step in STEPS[:3]:
            page.locator(f"article .step.{step} button").click()
            opened(page, incident, step)
        page.get_by_text("Crowd dispersed").click()
        page.locator("article .step.resolved button.primary").click()
        expect(page.get_by_text("No jobs, on duty")).to_be_visible()
        context.close()
    assert told(morning, incident) == STEPS


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_the_phone_and_targets_fit_a_thumb(
    phone: Page, morning: Morning, width: int, locale: str
) -> None:
    morning.sent_to_own()
    phone.set_viewport_size({"width": width, "height": 844})
    phone.goto(f"/field?lang={locale}")
    phone.locator(".decline summary").tap()
    phone.locator(".report summary").tap()
    assert phone.evaluate("document.documentElement.scrollWidth") == width
    for target in phone.locator("button, summary, .chips label, a").all():
        box = target.bounding_box()
        assert box is None or box["width"] == 0 or box["height"] >= 44, target.inner_text()
