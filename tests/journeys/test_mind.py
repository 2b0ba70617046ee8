"""Yu answers on a phone without a name; Bai sees it at once, calls her day by day, and after two weeks it is over. And a crisis, with
nobody on duty."""

import re
from collections.abc import Callable

import psycopg
from playwright.sync_api import Browser, Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
NOTE = "丈夫在隔离点，她一个人带孩子"
LINE = "0571-85029595"


def phone_of(browser: Browser, demo: Running, locale: str) -> Page:
    """An old phone without a script."""
    window = {"width": PHONE[0], "height": PHONE[1]}
    page = browser.new_context(base_url=demo.url, java_script_enabled=False, viewport=window).new_page()
    page.goto(f"/p/mind?lang={locale}")
    expect(page.locator(".mind-lines")).to_contain_text(LINE)
    assert page.locator("html").evaluate("it => it.scrollWidth") <= PHONE[0]
    return page


def answer(page: Page, phq: list[int], gad: list[int]) -> None:
    for scale, given in (("phq9", phq), ("gad7", gad)):
        for place, one in enumerate(given, 1):
            page.locator(f"label[for={scale}-{place}-{one}]").click()


def test_a_heavy_burden_on_a_phone_is_called_day_by_day_and_over_after_two_weeks(
    demo: Running, browser: Browser, open_as: OpenAs, locale: str
) -> None:
    bai = live(open_as("counsellor", DESK, "/care?show=mind", locale))
    expect(bai.locator("#care-mind-list .empty")).to_be_visible()
    yu = phone_of(browser, demo, locale)
    answer(yu, [2] * 8 + [0], [2] * 7)
    yu.fill("#phone", "13900000009")
    yu.locator("form button.primary").first.click()
    expect(yu.locator("#result")).to_contain_text("PHQ-9")
    expect(yu.locator("#result")).to_contain_text("16")
    expect(yu.locator(".mind-lines")).to_contain_text(LINE)

    waits = bai.locator("#care-mind-list [data-mind]")
    expect(waits).to_have_count(1)  # by the stream
    waits.click()
    expect(bai.locator("#care-mind-one")).not_to_contain_text("16")  # sealed until she takes it
    bai.click("#care-mind-take")
    expect(bai.locator("#care-mind-one .mind-changes")).to_contain_text("PHQ-9 16")
    expect(bai.locator("#care-mind-one")).to_contain_text("13900000009")
    for day in range(2):
        call(bai, day)
        demo.move_clock("+24h")
    bai.locator("#care-mind-one").scroll_into_view_if_needed()
    gu = open_as("shift_lead", DESK, "/care?show=mindfigures", locale)
    expect(gu.locator("#care-mindfigures-body .facts")).to_contain_text("<5")

    demo.move_clock("+300h")
    yu.reload()
    yu.locator("summary", has_text=re.compile("再答一次|Answer once more")).click() if not yu.locator(
        "#phq9-1-0"
    ).is_visible() else None
    answer(yu, [0] * 9, [0] * 7)
    yu.locator("button[value=answer]").click()
    expect(yu.locator("#result")).to_contain_text("0")
    changes = bai.locator("#care-mind-one .mind-changes")
    expect(changes).to_contain_text("PHQ-9 16 → 0")
    expect(changes).to_contain_text(re.compile("明显好转|reliably better"))
    bai.locator("#care-mind-ending summary").click()
    bai.locator("#care-mind-outcome label").first.click()
    bai.click("#care-mind-close")
    expect(bai.locator("#care-mind-list [data-mind]")).to_have_count(0)
    yu.reload()
    expect(yu.locator("#code")).to_contain_text(re.compile("已结案|closed"))


def call(bai: Page, day: int) -> None:
    expect(bai.locator("#care-mind-calling")).to_be_visible()
    bai.locator("#care-mind-reached label").first.click()
    bai.locator("#care-mind-risk label").nth(1).click()
    bai.fill("#care-mind-mood", str(4 + day))
    bai.fill("#care-mind-note", NOTE)
    bai.click("#care-mind-call")
    expect(bai.locator("#care-mind-one [data-call]")).to_have_count(day + 1)
    expect(bai.locator("#care-mind-note")).to_have_value("")


def test_a_crisis_with_nobody_on_duty_shows_the_hotline_first_and_reaches_the_shift_lead(
    demo: Running, browser: Browser, open_as: OpenAs, locale: str
) -> None:
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as connection:
        connection.execute("update account set disabled = true where role = 'counsellor'")
    gu = live(open_as("shift_lead", DESK, "/", locale))
    yu = phone_of(browser, demo, locale)
    answer(yu, [0] * 8 + [1], [0] * 7)
    yu.locator("form button.primary").first.click()
    expect(yu.locator("#crisis")).to_contain_text(re.compile("没有咨询师值班|No counsellor is on duty"))
    assert yu.locator("main > :first-child").get_attribute("class") == "mind-lines first"
    expect(gu.locator("#shell-paging-count")).to_have_text("1")
    yu.fill("#phone", "13900000009")
    yu.locator("button[value=call]").click()
    expect(yu.locator("#call")).to_have_count(0)
