"""Lin knocks with her tablet: the list says who is next, two taps say what was found, and Dong sees it at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, TABLET, Running
from tests.journeys.screens import live
from tests.journeys.test_screening import enter, isolate, of_a_home, phone_that_lin_reads

OpenAs = Callable[..., Page]


def test_a_visit_at_the_door_is_seen_at_the_desk_and_the_slip_ends_it(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    person, together = of_a_home(demo)
    phone = phone_that_lin_reads(open_as, person, locale)
    dong = live(open_as("investigator", DESK, "/screening", locale))
    enter(dong, phone)
    expect(dong.locator("#screening-case [data-contact]")).to_have_count(together - 1)
    isolate(dong)
    dong.click("#screening-order-all")
    expect(dong.locator("#screening-case [data-waits=no]")).to_have_count(together - 1)

    lin = live(open_as("community", TABLET, "/screening?show=visits", locale))
    desk = live(open_as("investigator", DESK, "/screening?show=visits", locale))
    visits = lin.locator("#screening-visits-list [data-visit]")
    expect(visits).to_have_count(together - 1)
    expect(desk.locator("#screening-visits-list [data-visit]")).to_have_count(together - 1)

    visits.first.click()
    expect(lin).to_have_url(re.compile(r"visit=\d+"))
    expect(lin.locator("#screening-visits-one .days li")).to_have_count(15)
    expect(lin.locator("#screening-visits-one .facts")).to_contain_text(phone[:3])  # whose address and phone she needs
    without = lin.locator("#screening-visits-list [data-unsupplied]")
    expect(without).to_have_count(together - 1)
    lin.locator("#screening-visits-one [data-supplies=relatives]").click()
    expect(lin.locator("#screening-visits-one [data-supplies=relatives].here")).to_be_visible()
    for page in (lin, desk):
        expect(page.locator("#screening-visits-list [data-unsupplied]")).to_have_count(together - 2)
    lin.fill("#screening-visits-temperature", "38.2")
    lin.locator("#screening-visits-symptoms label", has_text=re.compile("咳嗽|Cough")).click()
    lin.click("#screening-visits-save")
    for page in (lin, desk):  # his by the stream
        expect(page.locator("#screening-visits-list [data-result=seen_not_ok]")).to_have_count(1)
        expect(page.locator("#screening-visits-head .late").first).to_contain_text("1")

    visits.nth(1).click() if together > 2 else None
    lin.locator("#screening-visits-met label", has_text=re.compile("家中无人|Nobody")).click()
    expect(lin.locator("#screening-visits-temperature")).to_be_hidden()
    lin.click("#screening-visits-save")
    expect(lin.locator("#screening-visits-list [data-result=not_home]")).to_have_count(1)
    expect(desk.locator("#screening-visits-list [data-result=not_home]")).to_have_count(1)

    demo.move_clock("+360h")
    with dong.context.expect_page() as opened:
        dong.reload()
        dong.locator("#screening-case a[href^='/reports/release/']").first.click()
    slip = opened.value
    expect(slip.locator("h1")).to_have_text(re.compile("解除隔离证明|End of quarantine"))
    expect(slip.locator("main")).not_to_contain_text("C-0001")
