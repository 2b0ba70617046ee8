"""From an invitation to the first sign-in, and from the administrator's click to the sign-out of an open page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
GOOD = "three pharmacies and a park"


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    return calm


def chosen_from(page: Page, name: str, words: str) -> None:
    """One of a long list: open it, type, take what is left."""
    page.locator(f"#settings-invite-{name}").click()
    page.locator(".dash-dropdown-search:visible").first.fill(words)
    page.locator(".dash-dropdown-content").get_by_role("option", name=words).first.click()


def test_lu_is_invited_signs_in_and_is_out_when_gan_disables_her(
    demo: Running, open_as: OpenAs, browser: Browser
) -> None:
    gan = live(open_as("admin", DESK, "/settings?show=accounts"))
    gan.fill("#settings-invite-account", "lu.min")
    gan.fill("#settings-invite-name", "鲁敏")
    chosen_from(gan, "role", "街道专员")
    chosen_from(gan, "area", "长庆街道")
    gan.click("#settings-invite")
    link = gan.locator("#settings-link").input_value()

    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, base_url=demo.url, locale="zh-CN")
    lu = context.new_page()
    lu.goto(link)
    expect(lu.get_by_text("鲁敏")).to_be_visible()
    lu.fill("[name=password]", GOOD)
    lu.fill("[name=again]", GOOD)
    lu.get_by_role("button").click()
    lu.fill("[name=account]", "lu.min")
    lu.fill("[name=password]", GOOD)
    lu.get_by_role("button", name="登录").click()
    live(lu)

    gan.get_by_text("鲁敏 (lu.min)").click()
    expect(gan.locator("#settings-account")).to_contain_text("长庆街道")
    gan.click("#settings-disable")
    expect(gan.locator("#settings-said")).to_contain_text("鲁敏已不能登录")
    expect(lu.locator("[name=password]")).to_be_visible()
    context.close()


def test_gu_asks_to_end_the_emergency_and_the_security_officer_confirms(demo: Running, open_as: OpenAs) -> None:
    gu = live(open_as("shift_lead", DESK, "/settings?show=emergency"))
    gu.locator("#settings-emergencies label").first.click()
    expect(gu.locator("#settings-end-says")).to_contain_text("须由两人结束")
    gu.click("#settings-end-ask")
    expect(gu.locator("#settings-end-says")).to_contain_text("您已提出结束")
    expect(gu.locator("#settings-end-confirm")).to_be_hidden()

    security = live(open_as("security", DESK, "/settings"))
    security.get_by_role("link", name="双人确认").click()
    security.locator("#settings-words label").first.click()
    expect(security.locator("#settings-word")).to_contain_text("结束突发事件")
    security.click("#settings-word-confirm")
    expect(security.locator("#settings-word-said")).to_contain_text("突发事件已结束")
    expect(security.locator("#settings-words-none")).to_contain_text("没有等待确认的事项")

    gu.reload()
    gu.locator("#settings-emergencies label").first.click()
    expect(gu.locator("#settings-emergency")).to_contain_text("销毁时间")
    with gu.expect_popup() as report:
        gu.get_by_role("link", name="销毁报告").click()
    expect(report.value.get_by_text("签名").first).to_be_visible()


def test_rosa_goes_through_her_settings_by_address_and_signs_another_browser_out(
    demo: Running, open_as: OpenAs
) -> None:
    rosa, at_home = live(open_as("officer", DESK, "/settings?show=own")), live(open_as("officer", DESK, "/incidents"))
    expect(rosa.locator("#settings-here")).to_contain_text("本浏览器")
    rosa.reload()
    rosa.locator("#settings-sessions label").first.click()
    rosa.click("#settings-end-one")
    expect(at_home.locator("[name=password]")).to_be_visible()
    expect(rosa.locator("#settings-here")).to_contain_text("没有其他登录")
