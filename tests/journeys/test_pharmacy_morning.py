"""1 February, half past seven: people linger at the doors of four pharmacies in 长庆 street.

The cockpit says so by itself; Rosa at the desk sends police, enforcement and volunteers with one click each; Wu, Zheng
and Mei go, look and report from their phones; Rosa verifies and closes; the leader's screen follows all of it.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, WALL, Running

OpenAs = Callable[..., Page]

pytestmark = pytest.mark.full_map


def pins(page: Page) -> str:
    return page.locator("#overview-map").get_attribute("data-pins") or "0"


def test_the_whole_morning(demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]) -> None:
    demo.move_clock("+8m")
    rosa = open_as("officer", desk_size, locale=locale)
    leader = open_as("leader", WALL, locale=locale)
    phones = {name: open_as(name, PHONE, "/field", locale) for name in ("police", "enforcement", "volunteer")}
    for screen in (rosa, leader):
        expect(screen.locator("#overview-map")).to_have_attribute("data-drawn", "deck")
        expect(screen.locator("#shell-live")).to_have_attribute("data-state", "live")
    before = int(pins(leader))

    for place, count in zip(demo.watched, (31, 24, 19, 18), strict=True):
        demo.crowd(place, count)

    expect(leader.locator("#overview-map")).to_have_attribute("data-pins", str(before + 4))
    waiting = rosa.locator("#overview-list [data-state=reported]")
    expect(waiting).to_have_count(4)

    first = rosa.locator("#overview-list [data-state=reported]", has_text="安和药店")
    first.click()
    detail = rosa.locator("#overview-detail .detail")
    expect(detail.locator(".proposed li[data-team]")).to_have_count(3)
    expect(detail.locator("img.evidence")).to_be_visible()
    incident = detail.get_attribute("data-incident")
    rosa.keyboard.press("d")
    expect(detail).to_have_attribute("data-state", "dispatched")

    expect(waiting).to_have_count(3)
    others = [row.get_attribute("data-incident") for row in waiting.all()]
    for other in others:
        rosa.locator(f"#overview-list [data-incident='{other}']").click()
        expect(rosa.locator(f".detail[data-incident='{other}'] .proposed li[data-team]").first).to_be_visible()
        rosa.click("#overview-send")
        expect(rosa.locator(f".detail[data-incident='{other}']")).to_have_attribute("data-state", "dispatched")
    expect(rosa.locator("#overview-list [data-state=reported]")).to_have_count(0)

    rosa.click("#overview-tabs [data-tab=in_hand]")
    rosa.locator(f"#overview-list [data-incident='{incident}']").click()
    for phone in phones.values():
        job = phone.locator(f"[data-incident='{incident}']")
        expect(job).to_have_count(1)
        for folded in phone.locator(f"details[data-incident='{incident}'] > summary").all():
            folded.click()  # another red one is nearer
        for tap, state in (("acknowledged", "acknowledged"), ("en_route", "en_route"), ("on_scene", "on_scene")):
            job.locator(f"form.{tap} button.primary").click()
            expect(job).to_have_attribute("data-state", state)
        job.locator("form.resolved input[value=dispersed] + label").click()
        job.locator("form.resolved input[name=count]").fill("3")
        job.locator("form.resolved button.primary").click()
        expect(job).to_have_count(0)

    expect(detail).to_have_attribute("data-state", "resolved")
    expect(detail.locator(".teams [data-state=resolved]")).to_have_count(3)
    rosa.keyboard.press("v")
    expect(detail).to_have_attribute("data-state", "verified")
    rosa.keyboard.press("c")
    expect(detail).to_have_attribute("data-state", "closed")
    expect(leader.locator("#overview-map")).to_have_attribute("data-pins", str(before + 3))
    expect(detail.locator(".timeline [data-event=closed]")).to_be_visible()


def test_eight_tabs_of_one_browser_stay_live_on_one_stream(demo: Running, open_as: OpenAs) -> None:
    demo.move_clock("+8m")
    first = open_as("officer2", DESK)
    expect(first.locator("#overview-map")).to_have_attribute("data-drawn", "deck")
    tabs = [first] + [first.context.new_page() for _ in range(7)]
    for tab in tabs[1:]:
        tab.goto(demo.url + "/?map=svg")
    for tab in tabs:
        expect(tab.locator("#shell-live")).to_have_attribute("data-state", "live")
    before = [tab.locator("#overview-list [data-incident]").count() for tab in tabs]
    pharmacies = first.request.get(demo.url + "/api/layers/places.geojson?kind=pharmacy").json()["features"]
    quiet = next(one["id"] for one in pharmacies if one["id"] not in demo.watched)
    demo.crowd(quiet, 40)
    for tab, count in zip(tabs, before, strict=True):
        expect(tab.locator("#overview-list [data-incident]")).to_have_count(count + 1)
