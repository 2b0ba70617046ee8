"""A red item rings on every page that the desk has open: once a page, and only where it is somebody's to hear."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import HeldAnswer, live

OpenAs = Callable[..., Page]
NOT_TAKEN_UP = {"zh_CN": "无人受理", "en": "Not taken up"}


def rung(page: Page, times: int) -> None:
    expect(page.locator("body")).to_have_attribute("data-alarms", str(times))


def test_a_red_item_rings_once_on_whatever_page_the_desk_has_open(demo: Running, open_as: OpenAs, locale: str) -> None:
    demo.move_clock("+8m")
    rosa = live(open_as("officer", DESK, "/warnings", locale))
    hana = live(open_as("officer2", DESK, "/help", locale))
    leader = live(open_as("leader", DESK, "/warnings", locale))
    cockpit = rosa.context.new_page()
    cockpit.goto(demo.url + "/?map=svg")
    live(cockpit)
    for page, seat in ((rosa, "first"), (hana, "second")):
        page.click("#shell-desk")
        page.click(f"#shell-take-{seat}")
    for page in (rosa, hana, cockpit):
        expect(page.locator("#shell-desk")).to_have_text(re.compile("罗莎.*何清"))

    demo.crowd(demo.watched[0], 31)
    rung(rosa, 1)
    rung(cockpit, 1)
    expect(rosa.locator("#shell-toasts .toast.red a")).to_have_attribute(
        "href", re.compile(r"^/incidents\?incident=\d+$")
    )

    for path, there in (("/", "#overview-list"), ("/incidents", "#incidents-board"), ("/warnings", "#warnings-list")):
        rosa.click(f"#shell-rail a[href='{path}']")
        expect(rosa.locator(there)).to_be_visible()
        expect(rosa.locator("#shell-rail [aria-current=page]")).to_have_attribute("href", path)
    demo.crowd(demo.watched[1], 24)
    rung(rosa, 2)  # though three pages have followed the stream by now
    rung(cockpit, 2)

    demo.move_clock("+61s")
    expect(hana.locator("#shell-toasts .toast.red", has_text=NOT_TAKEN_UP[locale])).to_have_count(2)
    rung(hana, 2)  # not four: new ones ring at the first desk only
    rung(rosa, 4)
    expect(leader.locator("#warnings-list .item")).to_have_count(2)
    expect(leader.locator("body")).not_to_have_attribute("data-alarms", re.compile("."))

    hana.locator("#shell-toasts .toast.red a").first.click()
    expect(hana.locator("#incidents-detail .detail")).to_have_attribute("data-state", "reported")


def test_what_happens_while_a_page_is_read_is_neither_lost_nor_rung_twice(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    rosa = live(open_as("officer", DESK, "/help", locale))
    pharmacies = rosa.request.get(demo.url + "/api/layers/places.geojson?kind=pharmacy").json()["features"]
    name = next(one["properties"]["name"] for one in pharmacies if one["id"] == demo.watched[2])
    answer = HeldAnswer(rosa, "shell-content.children")
    rosa.click("#shell-rail a[href='/']")
    answer.wait()
    demo.crowd(demo.watched[2], 24)
    rung(rosa, 1)
    answer.let_go()
    expect(rosa.locator("#overview-list [data-state=reported]", has_text=name)).to_be_visible()
    rung(rosa, 1)
