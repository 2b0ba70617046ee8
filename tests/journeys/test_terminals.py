"""A wall is enrolled by an administrator, shows its page without a sign-in, and says so large when it is revoked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
Size = tuple[int, int]
WORDS = {
    "zh_CN": {"wall": "大屏 (wall)", "title": "将此浏览器登记为大屏", "used": "链接无效", "state": "使用中", "gone": "已撤销",
              "ended": "本屏已停用"},
    "en": {"wall": "大屏 (wall)", "title": "This browser becomes a wall screen", "used": "This link is not good",
           "state": "in use", "gone": "is revoked", "ended": "This screen is let in no more"},
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    return calm


def link_for(gan: Page, name: str, account: str) -> str:
    """Gan enrols a terminal by the form of the settings; the link that is shown for it."""
    gan.fill("#settings-terminal-name", name)
    gan.click("#settings-terminal-account")
    gan.locator(".dash-dropdown-content").get_by_role("option", name=account).first.click()
    gan.click("#settings-terminal-enrol")
    expect(gan.locator("#settings-terminals-said")).to_contain_text(name)
    return gan.locator("#settings-terminal-link").input_value()


def test_the_hall_is_enrolled_shows_the_wall_and_is_revoked(
    demo: Running, open_as: OpenAs, browser: Browser, desk_size: Size, locale: str
) -> None:
    words, about = WORDS[locale], f"{locale} {desk_size[0]}"
    name, car = f"一楼大厅 {about}", f"巡逻车 {about}"
    gan = live(open_as("admin", desk_size, "/settings?show=terminals", locale))
    faults: list[str] = []
    gan.on("pageerror", lambda error: faults.append(str(error)))
    link_for(gan, car, "police")
    link = link_for(gan, name, words["wall"])

    context = browser.new_context(viewport={"width": 1920, "height": 1080}, base_url=demo.url)
    context.add_cookies([{"name": "lang", "value": locale, "url": demo.url}])
    wall = context.new_page()
    wall.goto(link)
    expect(wall.get_by_role("heading")).to_have_text(words["title"])
    wall.get_by_role("button").click()
    expect(wall.locator("#wall-live")).to_have_attribute("data-state", "live")
    expect(wall).to_have_url(re.compile("/wall$"))

    late = context.new_page()
    late.goto(link)
    expect(late.get_by_text(words["used"])).to_be_visible()
    late.close()

    gan.click("#settings-terminals-look")
    expect(gan.locator("#settings-terminals")).to_contain_text(car)
    gan.locator("#settings-terminals").get_by_text(name).click()
    expect(gan.locator("#settings-terminal")).to_contain_text(words["state"])
    gan.click("#settings-terminal-revoke")
    gan.click("#settings-terminal-sure")
    expect(gan.locator("#settings-terminals-said")).to_contain_text(words["gone"])
    expect(wall.locator(".ended h1")).to_contain_text(words["ended"])
    expect(wall.locator(".ended h1")).to_have_css("font-size", "76.8px")  # once the style has come: 4 % of the width
    assert faults == []
    context.close()
