"""A browser that agreed is woken: sealed for it alone, and reported as arrived to whoever had it sent.

The push service of a browser's maker is played by one on this machine; the browser itself, its service worker and all of
ours between are real. A browser without a window shows no notice, so that one is not looked for.
"""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from bench.receivers import Taken, web
from tests.entrypoints.push_service import Browser as Keys
from tests.journeys.conftest import DESK, Running, started
from tests.journeys.screens import live
from tests.journeys.test_paging import chosen, page
from tests.waiting import until

OpenAs = Callable[..., Page]


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """One whose settings let the push service lie on this machine."""
    monkeypatch.setenv("COCKPIT_INSIDE_GATEWAYS", "127.0.0.1")
    yield from started()


def agrees_as(who: Page, keys: Keys, endpoint: str) -> None:
    """What the browser would have asked its maker's service for, far from here."""
    one = keys.subscription(endpoint)
    told = json.dumps({"endpoint": one.endpoint, "keys": {"p256dh": one.p256dh, "auth": one.auth}})
    who.evaluate(f"() => {{ PushManager.prototype.subscribe = async () => ({{ toJSON: () => ({told}) }}); }}")


def woken(who: Page, registration: str, words: bytes) -> None:
    """The browser's maker hands the opened message to our service worker."""
    line = who.context.new_cdp_session(who)
    line.send("ServiceWorker.enable")
    origin = who.evaluate("() => location.origin")
    told = {"origin": origin, "registrationId": registration, "data": words.decode()}
    line.send("ServiceWorker.deliverPushMessage", told)


def registration_of(who: Page) -> str:
    """The number by which the browser knows our worker."""
    line = who.context.new_cdp_session(who)
    found: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    line.send("ServiceWorker.enable")
    until(lambda: who.evaluate("() => true") and bool(found), within=20)
    return found[0]


def test_who_agreed_is_woken_and_the_sender_reads_that_it_was_delivered(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    demo.crowd(demo.watched[0], 31)
    keys = Keys()
    with web(Taken(answers=lambda _: (201, ""))) as service:
        gu = live(open_as("shift_lead", DESK, "/help", locale))
        gu.context.grant_permissions(["notifications"], origin=demo.url)
        agrees_as(gu, keys, f"{service.url}/send/gu")
        gu.click("#shell-paging summary")
        gu.click("#shell-paging-list .push")
        expect(gu.locator("#shell-paging-list .push")).to_contain_text("不再" if locale == "zh_CN" else "Do not")

        rosa = live(open_as("officer", DESK, "/incidents", locale))
        rosa.locator("#incidents-board .ag-row[row-index='0']").first.click()
        incident = chosen(rosa)
        page(demo, "shift_lead", incident)
        until(lambda: rosa.evaluate("() => true") and bool(service.got), within=20)

    words = keys.opened(service.got[0][2])
    assert json.loads(words)["address"].endswith(f"/incidents?incident={incident}")
    woken(gu, registration_of(gu), words)

    def delivered() -> bool:
        rosa.reload()
        expect(rosa.locator(".told-persons li")).to_be_visible()
        return rosa.locator(".told-persons li").get_attribute("data-standing") == "delivered"

    until(delivered, within=30)
