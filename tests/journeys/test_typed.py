"""What was typed waits in the tab for whoever typed it, over a reload and a lost session, until it is sent or emptied."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import HeldAnswer, live, sign_in, sign_out

OpenAs = Callable[..., Page]
CALL = "楼上邻居发热,不肯开门"


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    return calm


def half_a_report(page: Page, place: int = 1) -> None:
    """Typed from the keyboard's N on; nothing is sent."""
    page.locator("#incidents-count").click()
    page.keyboard.press("n")
    page.locator("#incidents-report-kind label").nth(2).click()
    page.fill("#incidents-report-words", "药")
    page.locator("#incidents-report-place label").nth(place).click()
    page.fill("input#incidents-report-count", "3")
    page.fill("#incidents-report-note", CALL)
    page.locator("#incidents-report-home label").click()
    is_half_typed(page, place)


def is_half_typed(page: Page, place: int = 1) -> None:
    expect(page.locator("#incidents-report")).to_be_visible()
    expect(page.locator("#incidents-report-kind input").nth(2)).to_be_checked()
    expect(page.locator("#incidents-report-words")).to_have_value("药")
    expect(page.locator("#incidents-report-place input").nth(place)).to_be_checked()
    expect(page.locator("input#incidents-report-count")).to_have_value("3")
    expect(page.locator("#incidents-report-note")).to_have_value(CALL)
    expect(page.locator("#incidents-report-home input")).to_be_checked()


def is_blank(page: Page) -> None:
    expect(page.locator("#incidents-report-kind input").nth(0)).to_be_checked()
    expect(page.locator("#incidents-report-words")).to_have_value("")
    expect(page.locator("#incidents-report-place label")).to_have_count(0)
    expect(page.locator("input#incidents-report-count")).to_have_value("")
    expect(page.locator("#incidents-report-note")).to_have_value("")
    expect(page.locator("#incidents-report-home input")).not_to_be_checked()


def nothing_is_kept(page: Page) -> None:
    assert not page.evaluate("text => JSON.stringify({...sessionStorage, ...localStorage}).includes(text)", CALL)


def ready(page: Page) -> Page:
    expect(page.locator("#incidents-count")).to_have_text(re.compile(r"\d"))
    return live(page)


def test_half_a_report_waits_for_its_writer_and_for_nobody_else(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = ready(open_as("officer", DESK, "/incidents?kind=crowd", locale))
    half_a_report(rosa)
    rosa.reload()
    is_half_typed(ready(rosa))

    elsewhere = rosa.context.new_page()
    elsewhere.goto(demo.url + "/help")
    sign_out(elsewhere)
    sign_in(rosa, demo, "officer")
    is_half_typed(ready(rosa))
    assert "kind=crowd" in rosa.url

    rosa.context.clear_cookies(name="cockpit")
    rosa.click("#incidents-report-send")
    sign_in(rosa, demo, "officer2")
    expect(ready(rosa).locator(".menu.me summary")).to_have_text("何清")
    is_blank(rosa)

    sign_out(rosa)
    sign_in(rosa, demo, "officer")
    rosa.goto(demo.url + "/incidents?new=1")
    is_half_typed(ready(rosa))
    sign_out(rosa)
    nothing_is_kept(rosa)
    sign_in(rosa, demo, "officer")
    rosa.goto(demo.url + "/incidents?new=1")
    is_blank(ready(rosa))


def test_what_was_reported_or_emptied_is_kept_no_more(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = ready(open_as("officer", DESK, "/incidents", locale))
    half_a_report(rosa)
    rosa.click("#incidents-report-empty")
    is_blank(rosa)
    nothing_is_kept(rosa)

    half_a_report(rosa)
    rosa.click("#incidents-report-leave")
    expect(rosa.locator("#incidents-report")).to_be_hidden()
    rosa.locator("#incidents-new").click()
    is_half_typed(rosa)
    rosa.click("#incidents-report-send")
    expect(rosa.locator("#incidents-detail .detail")).to_be_visible()
    nothing_is_kept(rosa)
    rosa.reload()
    expect(ready(rosa).locator("#incidents-report")).to_be_hidden()
    rosa.locator("#incidents-new").click()
    is_blank(rosa)


def test_a_report_whose_answer_was_lost_counts_once(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = ready(open_as("officer", DESK, "/incidents", locale))
    before = int(re.findall(r"\d+", rosa.inner_text("#incidents-count"))[-1])
    place = {"zh_CN": 2, "en": 3}[locale]  # where nobody has reported yet
    half_a_report(rosa, place)
    answer = HeldAnswer(rosa, "incidents-reported.data")
    rosa.click("#incidents-report-send")
    answer.wait()
    answer.lose()
    expect(rosa.locator("#shell-toasts .toast.refusal")).to_be_visible()
    is_half_typed(rosa, place)
    once = re.compile(rf"{before + 1}\D*$")
    expect(rosa.locator("#incidents-count")).to_have_text(once)

    rosa.click("#incidents-report-send")
    expect(rosa.locator("#incidents-report")).to_be_hidden()
    expect(rosa.locator("#shell-toasts .toast.done")).to_be_visible()
    expect(rosa.locator("#incidents-count")).to_have_text(once)
    nothing_is_kept(rosa)
