"""A shift changes hands, and who is on now is the right one at the right minute; a lead plans in place."""

import re
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
ROSA, HANA = "罗莎", "何清"
SUNDAY = "2020-02-02"
OFFICER = "officer/330103"


def at(page: Page, demo: Running, show: str, **asked: str) -> Page:
    said = "&".join(f"{name}={value}" for name, value in {"show": show, **asked}.items())
    page.goto(f"{demo.url}/duty?{said}")
    return live(page)


def on_now(page: Page) -> Locator:
    return page.locator(f"[data-post='{OFFICER}']")


def move_to(demo: Running, local: str) -> None:
    """The clock stands within the minute that is said."""
    ahead = datetime.fromisoformat(f"{local}:01+08:00") - demo.now()
    demo.move_clock(f"+{int(ahead.total_seconds())}s")


def test_a_shift_is_swapped_and_the_right_one_is_on_at_the_right_minute(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    rosa = at(open_as("officer", DESK, locale=locale), demo, "swap")
    hana = at(open_as("officer2", DESK, locale=locale), demo, "swap")
    gu = at(open_as("shift_lead", DESK, locale=locale), demo, "swap")
    rosa.locator("[data-act^='offer/']").first.click()
    expect(rosa.locator("[data-act^='withdraw/']")).to_have_count(1)

    hana.locator("[data-act^='take/']").click()  # the offer came by itself
    expect(rosa.locator(".toast a")).to_have_attribute("href", "/duty?show=swap")
    gu.locator("[data-act^='agree/']").click()
    expect(gu.locator("#duty-swap [data-act^='agree/']")).to_have_count(0)
    expect(hana.locator(".toast a")).to_have_attribute("href", "/duty?show=swap")

    at(gu, demo, "now")
    expect(on_now(gu)).to_contain_text(ROSA)
    move_to(demo, f"{SUNDAY}T06:59")
    expect(on_now(gu)).to_have_attribute("data-held", "on_call")
    expect(on_now(gu)).to_contain_text(HANA)
    move_to(demo, f"{SUNDAY}T07:00")
    expect(on_now(gu)).to_have_attribute("data-held", "on")
    expect(on_now(gu).locator("td").nth(1)).to_have_text(HANA)


def test_a_lead_plans_in_place_is_refused_what_overlaps_and_takes_it_back(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    gu = at(open_as("shift_lead2", DESK, locale=locale), demo, "roster")
    row = gu.locator(".roster tr", has_text=HANA)
    row.locator(f".plan[data-day='{SUNDAY}']").click()
    expect(gu.locator("#duty-plan-starts")).to_have_value(f"{SUNDAY} 07:00")
    gu.locator("#duty-plan-kind label").nth(1).click()
    expect(gu.locator("#duty-plan-ends")).to_have_value(f"{SUNDAY} 23:00")
    gu.click("#duty-plan-save")
    expect(gu.locator(".toast")).to_contain_text(re.compile(f"{HANA}.*02-02 19:00–02-03 07:00.*02-02 15:00–23:00"))

    gu.fill("#duty-plan-ends", f"{SUNDAY} 19:00")
    gu.click("#duty-plan-save")
    planned = row.locator(f"[data-shift][data-day='{SUNDAY}']", has_text="15:00–19:00")
    expect(planned).to_have_count(1)
    expect(gu.locator("#duty-roster-said")).to_be_visible()
    gu.click("#duty-roster-undo")
    expect(planned).to_have_count(0)
