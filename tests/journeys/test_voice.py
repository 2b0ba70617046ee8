"""A voice note as a browser really records it: spoken into the phone, taken by the server, heard on the page of the job."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright, expect

from cockpit.attachments import of_incident
from cockpit.incidents import Answer
from tests.entrypoints.plain_doors import serving, small_app, tell_streams, token_of
from tests.journeys.conftest import PHONE, browser_here
from tests.morning import Morning

pytestmark = pytest.mark.many
MICROPHONE = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def phone(playwright: Playwright, app: Flask, morning: Morning) -> Iterator[Page]:
    """Wu's, with a microphone that hums."""
    browser = playwright.chromium.launch(executable_path=browser_here(), args=MICROPHONE)
    with serving(app) as url:
        context = browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, base_url=url, permissions=["microphone"]
        )
        context.add_cookies([{"name": "cockpit", "value": token_of(morning.database, morning.people.wu), "url": url}])
        yield context.new_page()
        context.close()
    browser.close()


def test_wu_speaks_two_seconds_and_hears_it_back(phone: Page, app: Flask, morning: Morning) -> None:
    sent = morning.sent_to_own()
    for state in (Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE):
        morning.answer(morning.people.wu, sent, state)
    phone.goto("/field")
    record = phone.locator(f".record[data-job='{sent.id}']")
    record.click()
    expect(record).to_contain_text("0:02")
    record.click()
    expect(phone.locator(".files-said").first).to_have_text("The desk has it.")
    (one,) = morning.do(morning.people.rosa, of_incident, sent.id)
    assert one.media == "audio/webm" and 1 <= one.seconds <= 5
    tell_streams(app)
    sound = phone.locator("#jobs .attached audio")
    expect(sound).to_be_visible()
    assert sound.evaluate("(one) => one.play().then(() => true)")
    phone.evaluate("document.getElementById('jobs').dataset.older = ''")
    tell_streams(app)
    expect(phone.locator("#jobs:not([data-older])")).to_be_visible()
    assert sound.evaluate("(one) => !one.paused || one.ended"), "a page that is drawn anew does not cut it off"
