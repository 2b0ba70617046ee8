"""Dong enters a case, its household is listed with the reason, one press orders all of it apart, and day 14 ends it."""

import re
from collections.abc import Callable
from typing import Any

import psycopg
from playwright.sync_api import Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
TOGETHER = """
select min(r.person_id), count(*) from residence r join account a on a.account = 'community' and r.community = a.area
where r.until is null group by r.household_id having count(*) > 2 order by 1 limit 1
"""


def of_a_home(demo: Running) -> tuple[int, int]:
    """Somebody of Lin's community who does not live alone, and how many live there."""
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        person, together = owner.execute(TOGETHER).fetchone() or (0, 0)
    return int(person), int(together)


def phone_that_lin_reads(open_as: OpenAs, person: int, locale: str) -> str:
    lin = open_as("community", DESK, path="/inventory", locale=locale)
    lin.click("#inventory .fold summary")
    lin.locator("#inventory-community label").first.click()
    lin.locator(f"#inventory-list [data-person='{person}']").click()
    phone = lin.locator("#inventory-person [data-field=phone] .value")
    expect(phone).to_have_text(re.compile(r"^\d{11}$"))
    return phone.inner_text()


def enter(dong: Page, phone: str) -> None:
    dong.keyboard.press("n")
    dong.fill("#screening-case-value", phone)
    dong.click("#screening-case-find")
    expect(dong.locator("#screening-case-person input:checked")).to_have_count(1)
    dong.fill("#screening-new-onset", "2020-01-30")
    dong.click("#screening-enter")


def case_of_a_home(demo: Running, open_as: OpenAs, locale: str, size: tuple[int, int] = DESK) -> tuple[Page, int]:
    """Dong, who has just entered somebody of Lin's community and reads who lives with them; and how many those are."""
    person, together = of_a_home(demo)
    phone = phone_that_lin_reads(open_as, person, locale)
    dong = live(open_as("investigator", size, "/screening", locale))
    enter(dong, phone)
    expect(dong.locator("#screening-case [data-contact]")).to_have_count(together - 1)
    return dong, together - 1


def test_a_case_its_household_the_order_and_the_fourteenth_day(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    dong, others = case_of_a_home(demo, open_as, locale, desk_size)
    contacts = dong.locator("#screening-case [data-contact]")
    expect(contacts.first.locator(".reasons li")).to_contain_text("C-0001")
    expect(dong).to_have_url(re.compile("case=1"))
    lists = dong.locator("#screening-list [data-case='1']")
    expect(lists).to_have_attribute("data-left", str(others))

    where_it_was(dong)
    lin = live(open_as("community", DESK, "/screening?case=1", locale))
    expect(lin.locator("#screening-case [data-waits=yes]")).to_have_count(others)
    expect(lin.locator("#screening-side button, #screening-new:visible")).to_have_count(0)
    isolate(dong)
    dong.click("#screening-order-all")
    for page in (dong, lin):  # hers by the stream
        expect(page.locator("#screening-case [data-waits=no]")).to_have_count(others)
    expect(lists).to_have_attribute("data-left", "0")
    the_paper_says_why(dong, contacts.first)

    demo.move_clock("+336h")
    dong.reload()
    expect(contacts.first.locator("p.hint").first).to_contain_text(re.compile("14"))
    demo.move_clock("+24h")
    dong.reload()
    expect(contacts.first.locator("p.hint").first).to_contain_text(re.compile("已于|over"))


def where_it_was(dong: Page) -> None:
    """Read from words; what is lacking is asked for and answered in place, and a stop that was not so goes."""
    fold = dong.locator("#screening-known details", has=dong.locator("#screening-track-text"))
    fold.locator("summary").click()
    dong.fill(
        "#screening-track-text", "1月30日9:02-13:40乘G7512次07车12F；1月31日上午9点到9点半买口罩；1月31日去了朋友家"
    )
    dong.click("#screening-track-tell")
    stops = dong.locator("#screening-track [data-stop]")
    expect(stops).to_have_count(3)
    expect(dong.locator("#screening-track [data-counts=yes]")).to_have_count(1)
    expect(stops.nth(1).locator("[data-field=place] input")).to_have_count(1)
    stops.nth(1).locator("[data-field=place] input").fill("天上药店")
    stops.nth(1).locator("[data-stop-say=complete]").click()
    expect(dong.locator("#toasts, .toast").first).to_contain_text(re.compile("同名场所|no place"))
    stops.nth(2).locator("[data-stop-say=remove]").click()
    expect(stops).to_have_count(2)


def isolate(dong: Page) -> None:
    dong.locator("#screening-known details", has=dong.locator("#screening-known-onset")).locator("summary").click()
    dong.fill("#screening-known-isolated", "2020-02-01T07:00")
    dong.click("#screening-change")
    expect(dong.locator("#screening-case .facts .late")).to_have_count(0)


def the_paper_says_why(dong: Page, contact: Any) -> None:
    with dong.context.expect_page() as opened:
        contact.locator("a[href^='/reports/quarantine/']").click()
    paper = opened.value
    expect(paper.locator("h1")).to_have_text(re.compile("告知书|Order of quarantine"))
    expect(paper.locator("dl dd").first).not_to_be_empty()
    expect(paper.locator("ul").first).to_contain_text(re.compile("同住|Lived"))
    expect(paper.locator("main")).not_to_contain_text("C-0001")
    paper.close()


def test_what_dong_orders_in_one_tab_stands_in_her_other_one(demo: Running, open_as: OpenAs, locale: str) -> None:
    """Whoever did it hears of it too: where the answer to a press is lost, the page is right all the same."""
    dong, others = case_of_a_home(demo, open_as, locale)
    other = live(open_as("investigator", DESK, "/screening?case=1", locale))
    for tab in (dong, other):
        expect(tab.locator("#screening-case [data-waits=yes]")).to_have_count(others)
    dong.click("#screening-order-all")
    for tab in (dong, other):
        expect(tab.locator("#screening-case [data-waits=no]")).to_have_count(others)
