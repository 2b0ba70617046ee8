"""The top bar is the same on every page: its clock runs and it is live, whatever the role may see."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import DESK, PHONE, TABLET, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    """One for all journeys here: they only look."""
    return calm


@pytest.mark.parametrize(("account", "path"), [("guard", "/help"), ("auditor", "/audit"), ("admin", "/help")])
def test_the_clock_runs_for_those_who_may_not_see_the_cockpit(
    demo: Running, open_as: OpenAs, locale: str, account: str, path: str
) -> None:
    page = live(open_as(account, DESK, path, locale))
    clock = page.locator("#shell-clock")
    expect(clock).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))
    expect(clock).not_to_have_text(clock.inner_text())
    expect(page.locator("html")).to_have_attribute("lang", locale[:2])
    expect(page.locator("#shell-crumb")).to_contain_text("街道" if account == "guard" else "下城区")
    expect(page.locator("#shell-desk")).to_be_hidden()


def test_a_clock_that_is_moved_moves_on_every_open_page(demo: Running, open_as: OpenAs) -> None:
    page = live(open_as("guard", DESK, "/help"))
    demo.move_clock("+3h")
    expect(page.locator("#shell-clock")).to_have_text(re.compile(f"^{demo.now():%H}:"))


def test_a_page_costs_no_callback_for_its_frame(demo: Running, open_as: OpenAs) -> None:
    page = live(open_as("guard", DESK, "/help"))
    asked: list[str] = []

    def count(request: Request) -> None:
        if "_dash-update-component" in request.url:
            asked.append(request.post_data_json["output"])

    page.on("request", count)
    page.reload()
    expect(live(page).locator("#help kbd").first).to_be_visible()
    assert asked == ["shell-content.children"]


def test_sound_once_turned_on_stays_on_for_the_shift(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = live(open_as("officer", DESK, "/help", locale))
    sound = rosa.locator("#shell-sound")
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")
    rosa.click("#shell-rail a[href='/warnings']")
    expect(rosa.locator("#warnings-list")).to_be_visible()
    expect(sound).to_have_attribute("aria-pressed", "true")
    rosa.reload()
    rosa.click("#warnings h1")  # any gesture will do, a browser sounds for nothing less
    expect(sound).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_the_top_bar_fits_also_while_the_line_is_down(
    demo: Running, open_as: OpenAs, locale: str, size: tuple[int, int]
) -> None:
    page = live(open_as("street_officer", size, "/warnings", locale))
    page.add_init_script("delete window.SharedWorker")  # its requests cannot be cut off; the page's own can
    page.route("**/api/stream*", lambda route: route.abort())
    page.reload()
    expect(page.locator("#shell-live")).to_have_attribute("data-state", "down")
    expect(page.locator("#shell-clock")).to_have_text(re.compile(r"\d"))
    bar = page.locator("header.top")
    assert bar.evaluate("bar => bar.scrollWidth") <= size[0]
    for button in bar.locator("button:visible, summary:visible").all():
        box = button.bounding_box()
        assert box and box["height"] >= 44 and box["x"] + box["width"] <= size[0], button.inner_text()


CUT = """
() => [...document.querySelectorAll(".shell, .shell > *, .page, .page > *, .overview, .overview > *")]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && !["auto", "scroll"].includes(getComputedStyle(one).overflowX))
  .map(one => `${one.tagName}.${one.className} ${one.scrollWidth} > ${one.clientWidth}`)
"""


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_no_part_of_a_page_is_wider_than_its_place(
    demo: Running, open_as: OpenAs, locale: str, size: tuple[int, int]
) -> None:
    """What is wider is pushed under the rail by the first click into it."""
    rosa = live(open_as("officer", size, "/", locale))
    expect(rosa.locator("#overview-tabs b").first).to_have_text(re.compile(r"\d"))
    assert rosa.evaluate(CUT) == []
    for path in ("/incidents", "/warnings", "/inventory", "/requests", "/settings"):
        rosa.goto(demo.url + path)
        live(rosa)
        if path == "/incidents":
            expect(rosa.locator("#incidents-tabs b").first).to_have_text(re.compile(r"\d"))
        assert [path, rosa.evaluate(CUT)] == [path, []]


SECTIONS = ("persons", "places&q=ahyd", "import", "exports", "alike", "sources", "sheets")
SMALL = """
() => [...document.querySelectorAll("#inventory-place :is(a, button, select, summary, input, label)")]
  .filter(one => one.checkVisibility() && !one.matches("input[type=radio], input[type=checkbox], .dash-input-container label"))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && (Math.min(box.width, box.height) < 43.5 || box.right > innerWidth))
  .map(([one, box]) => `${one.tagName} ${one.id} ${one.innerText} ${box.width} x ${box.height}, ${box.left}`)
"""


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_every_section_of_the_inventory_fits_and_can_be_touched(
    demo: Running, open_as: OpenAs, locale: str, size: tuple[int, int]
) -> None:
    """All seven are in sight from each of them, also on a phone; what is touched is as large as a finger."""
    jia = live(open_as("data_officer", size, "/inventory", locale))
    for name in SECTIONS:
        jia.goto(f"{demo.url}/inventory?show={name}")
        live(jia)
        expect(jia.locator("#inventory .bars")).to_have_count(0)
        if "places" in name:
            jia.locator("#inventory-places-list [data-code]").first.click()
            jia.locator("#inventory-one-form summary").click()
        expect(jia.locator("#inventory-place > .tabs a")).to_have_count(len(SECTIONS))
        assert [name, jia.evaluate(CUT), jia.evaluate(SMALL)] == [name, [], []]
        assert jia.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert jia.locator("#inventory .primary:visible").count() <= 1
