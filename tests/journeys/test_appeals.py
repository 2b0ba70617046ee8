"""Dong orders and prints; the person opens the code on a phone and appeals; Bao upholds it; nobody waits for an order any more."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live
from tests.journeys.test_screening import case_of_a_home

OpenAs = Callable[..., Page]
WORDS, WHY = "那几天我住在单位宿舍，没有回家", "单位宿舍的门禁记录可以证明"


def printed(dong: Page) -> str:
    """The code on the paper of the first contact."""
    with dong.context.expect_page() as opened:
        dong.locator("#screening-case a[href^='/reports/quarantine/']").first.click()
    paper = opened.value
    expect(paper.locator(".door.appeal img")).to_have_count(1)
    code = paper.locator(".door.appeal .code").inner_text()
    paper.close()
    return code


def test_an_appeal_on_a_phone_is_decided_at_the_desk_and_read_on_the_phone(
    demo: Running, browser: Browser, open_as: OpenAs, locale: str
) -> None:
    dong, others = case_of_a_home(demo, open_as, locale)
    contacts = dong.locator("#screening-case [data-contact]")
    dong.click("#screening-order-all")
    expect(dong.locator("#screening-case [data-waits=no]")).to_have_count(others)
    code = printed(dong)
    bao = live(open_as("clinician", DESK, "/screening?show=appeals", locale))
    expect(bao.locator("#screening-appeals-list .empty")).to_be_visible()

    window = {"width": PHONE[0], "height": PHONE[1]}
    own = browser.new_context(base_url=demo.url, java_script_enabled=False, viewport=window).new_page()
    own.goto(f"/p/appeal?lang={locale}")
    own.fill("#code", code.lower())
    own.locator("form button").click()
    own.click("label[for=ground-not_there]")
    own.fill("#words", WORDS)
    own.locator("#send button").click()
    expect(own.locator("#appeals article")).to_have_count(1)
    assert own.locator("html").evaluate("it => it.scrollWidth") <= PHONE[0]

    bao.locator("#screening-appeals-list [data-appeal]").click()
    expect(bao.locator("#screening-appeals-one")).to_contain_text(WORDS)
    dong.goto(bao.url)
    expect(dong.locator("#screening-appeals-one .warn")).to_be_visible()
    expect(dong.locator("#screening-appeals-deciding")).to_be_hidden()
    bao.fill("#screening-appeals-reason", WHY)
    bao.click("#screening-appeals-uphold")
    expect(bao.locator("#screening-appeals-one [data-state=upheld]")).to_be_visible()
    expect(bao.locator("[data-figure=upheld]")).to_have_text("1")

    own.reload()
    expect(own.locator("#appeals")).to_contain_text(WHY)
    expect(own.locator("#send")).to_have_count(0)
    dong.goto("/screening?case=1")
    expect(contacts).to_have_count(others - 1)
    expect(dong.locator("#screening-case [data-waits=yes]")).to_have_count(0)
    expect(dong.locator("#screening-list [data-case='1']")).to_have_attribute("data-left", re.compile("0"))
