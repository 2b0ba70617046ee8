"""What residents ask about their own data: on the phone or at the door, answered at the desk, read on the phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
RIGHT, MISTYPED, PHONE_NUMBER = "金小雨", "199", "10099999999"


def chosen_at_the_door(open_as: OpenAs, locale: str) -> Page:
    lin = live(open_as("community", DESK, "/inventory", locale))
    lin.click("#inventory .fold summary")
    lin.locator("#inventory-community label").first.click()
    lin.locator("#inventory-list [data-person]").first.click()
    expect(lin.locator("#inventory-person [data-field=phone] .value")).to_have_text(re.compile(r"^\d{11}$"))
    return lin


def on_a_phone(browser: Browser, demo: Running, code: str, locale: str) -> Page:
    """Anybody's phone, without a script."""
    phone = browser.new_context(
        base_url=demo.url, java_script_enabled=False, viewport={"width": PHONE[0], "height": PHONE[1]}
    ).new_page()
    phone.goto(f"/p/mine/{code}/ask?lang={locale}")
    return phone


def written_down(lin: Page) -> None:
    """A number that is none is refused, and what was typed stays."""
    lin.click(".fold:has(#inventory-ask) summary")
    lin.locator("#inventory-ask-what label").nth(1).click()
    lin.fill("#inventory-ask-value", MISTYPED)
    lin.click("#inventory-ask")
    expect(lin.locator("#shell-toasts .toast").first).to_be_visible()
    expect(lin.locator("#inventory-ask-value")).to_have_value(MISTYPED)
    lin.fill("#inventory-ask-value", PHONE_NUMBER)
    lin.click("#inventory-ask")
    expect(lin.locator("#inventory-asked-for [data-written]")).to_be_visible()


def test_a_resident_asks_on_her_phone_and_reads_there_what_the_desk_made_of_it(
    demo: Running, browser: Browser, open_as: OpenAs, locale: str
) -> None:
    lin = chosen_at_the_door(open_as, locale)
    lin.click("#inventory-give")
    code = lin.locator("#inventory-receipt .code").inner_text().replace("-", "")
    dan = live(open_as("data_officer", DESK, "/requests", locale))
    expect(dan.locator("#requests-list .empty")).to_be_visible()

    jin = on_a_phone(browser, demo, code, locale)
    jin.click("label[for=field-name]")
    jin.fill("#value", RIGHT)
    jin.locator("form").first.locator("button").click()
    expect(jin.locator("#asked article")).to_have_count(1)
    expect(dan.locator("#requests-list [data-request]")).to_have_count(1)

    written_down(lin)
    expect(dan.locator("#requests-list [data-request]")).to_have_count(2)
    expect(jin.locator("form[action$='/withdraw/1']")).to_have_count(1)

    dan.locator("#requests-list [data-request='1']").click()
    expect(dan).to_have_url(re.compile(r"request=1"))
    dan.reload()
    expect(dan.locator("#requests-detail [data-new]")).to_have_text(RIGHT)
    expect(dan.locator("#requests-detail [data-old]")).to_be_visible()
    dan.fill("#requests-said", "按身份证更正")
    dan.click("#requests-accept")
    expect(dan.locator("#requests-detail [data-state=accepted]")).to_be_visible()
    expect(dan.locator("#requests-detail [data-old]")).to_have_count(0)
    expect(dan.locator("#requests-list [data-request]")).to_have_count(1)
    expect(dan.locator("#requests-answering")).to_be_hidden()

    dan.locator("#requests-list [data-request='2']").focus()
    dan.keyboard.press("Enter")
    expect(dan.locator("#requests-detail [data-new]")).to_have_text(PHONE_NUMBER)
    expect(dan.locator("#requests-said")).to_have_value("")
    dan.locator("#requests-ground label").first.click()
    dan.click("#requests-refuse")
    expect(dan.locator("#requests-detail [data-state=refused]")).to_be_visible()
    expect(dan.locator("#requests-list .empty")).to_be_visible()

    jin.goto(f"/p/mine/{code}")
    expect(jin.locator("main .card").first).to_contain_text(RIGHT)
    expect(jin.locator("#asked")).to_contain_text("按身份证更正")
    expect(jin.locator("#asked form")).to_have_count(0)
    assert jin.locator("html").evaluate("it => it.scrollWidth") <= PHONE[0]
