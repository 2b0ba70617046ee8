"""The wall in the hall: it follows by itself, keeps still under a hand, jumps to what is red, and is led from the desk."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bench import wall as days
from bench.line import line
from tests.journeys.conftest import DESK, WALL, Running
from tests.waiting import until

OpenAs = Callable[..., Page]
FOUR_K = (3840, 2160)
LED = {"zh_CN": "值班台引导中", "en": "Led from the desk"}
LOST = {"zh_CN": re.compile("连接中断 · 自 0\\d:\\d\\d 起"), "en": re.compile(r"Connection lost since 0\d:\d\d")}
# Every text that is seen: how large it is at a width of 1920, and whether it is a figure. What names the hours of the curve,
# or stands over the map, is a text.
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.querySelector("#wall"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const says = walker.currentNode.textContent.trim(), box = walker.currentNode.parentElement;
    if (!says || !box.checkVisibility({ checkVisibilityCSS: true }) || box.tagName === "OPTION") continue;
    const size = parseFloat(getComputedStyle(box).fontSize) * 1920 / innerWidth;
    found.push({ says, size, figure: /^[<≈]?[\\d,.:]+%?$|^–$/.test(says) && !box.closest(".map, .map-frame, .axis") });
  }
  return found;
}"""


def hung(page: Page) -> Page:
    """The wall hangs: it follows the stream, and its map is drawn."""
    expect(page.locator("#wall-live")).to_have_attribute("data-state", "live")
    expect(page.locator("#wall-map")).to_have_attribute("data-view", re.compile(r"\d"))
    expect(page.locator("#wall-map")).to_have_attribute(
        "data-drawn", re.compile("deck|svg")
    )  # a hand before that moves nothing
    return page


def looks_at(page: Page) -> list[float]:
    return [float(one) for one in (page.locator("#wall-map").get_attribute("data-view") or "").split(",")]


def shows(page: Page, view: str) -> None:
    expect(page.locator("#wall")).to_have_attribute("data-view", view)


def doors_go_over_and_calm_down(demo: Running, page: Page, times: int) -> None:
    """Each post brings one reading of each of twenty doors, and as many changes."""
    found = page.request.get(demo.url + "/api/layers/places.geojson?kind=pharmacy").json()["features"]
    doors, now = [one["id"] for one in found if one["id"] not in demo.watched][:20], demo.now()
    assert len(doors) == 20
    for turn in range(times):
        at = (now + timedelta(seconds=60 + turn)).isoformat()
        demo.post([{"place": door, "at": at, "count": 3 if turn % 2 else 20} for door in doors])


def test_two_hundred_changes_come_and_the_map_stays_where_a_hand_has_left_it(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    wall = hung(open_as("wall", WALL, "/wall", locale))
    expect(wall.locator("#shell-rail, .top")).to_have_count(0)
    whole = looks_at(wall)
    wall.mouse.move(500, 500)
    wall.mouse.wheel(0, -600)
    wall.mouse.down()
    wall.mouse.move(620, 560, steps=4)
    wall.mouse.up()
    expect(wall.locator("#wall-map")).to_have_attribute("data-locked", "true")
    led, before = looks_at(wall), int(wall.locator("#wall").get_attribute("data-seen") or 0)
    assert led != whole

    doors_go_over_and_calm_down(demo, wall, 10)
    expect(wall.locator("#wall")).to_have_attribute("data-seen", str(before + 200))
    assert looks_at(wall) == led
    demo.crowd(demo.watched[0], 31)
    expect(wall.locator("#wall-red")).to_be_visible()
    assert looks_at(wall) == led

    wall.keyboard.press("Home")
    expect(wall.locator("#wall-map")).to_have_attribute("data-locked", "false")


def test_a_new_red_incident_is_shown_at_once_the_next_waits_and_then_the_wall_goes_back(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    wall = hung(open_as("wall", WALL, "/wall", locale))
    whole = looks_at(wall)
    wall.keyboard.press("ArrowRight")
    shows(wall, "desk")
    expect(wall.locator("#wall-desk tr")).to_have_count(9)
    red = wall.locator("#wall-red")

    demo.crowd(demo.watched[0], 31)
    expect(red).to_contain_text("安和药店")
    shows(wall, "map")
    first = red.get_attribute("data-incident")
    expect(wall.locator("#wall-events .wall-event.red")).to_have_count(1)
    assert looks_at(wall)[2] > whole[2] + 1
    demo.crowd(demo.watched[1], 24)
    expect(red.locator(".queue")).to_contain_text("1")
    assert red.get_attribute("data-incident") == first
    expect(red).not_to_have_attribute("data-incident", str(first), timeout=25_000)
    expect(red).to_be_hidden(timeout=25_000)
    shows(wall, "desk")
    wall.keyboard.press("ArrowLeft")
    shows(wall, "map")
    until(lambda: wall.evaluate("1") and looks_at(wall) == pytest.approx(whole, abs=0.02), within=5)
    expect(wall.locator("#wall-figure-waiting")).to_have_text("2")


def test_the_playlist_goes_round_until_somebody_says_stay_and_sounds_only_if_it_may(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    wall = hung(open_as("wall", WALL, "/wall", locale))
    wall.evaluate("CockpitWall.data.rules.playlist = { map: 1, desk: 1 }")  # seconds, so that nobody waits for a minute
    for view in ("desk", "map", "desk"):
        shows(wall, view)
    wall.keyboard.press(" ")
    expect(wall.locator("#wall-pause")).to_have_attribute("aria-pressed", "true")
    expect(wall.locator("#wall-state")).to_have_text({"zh_CN": "已暂停", "en": "Paused"}[locale])
    wall.keyboard.press("ArrowLeft")
    shows(wall, "map")
    wall.keyboard.press("ArrowRight")
    shows(wall, "desk")

    box = wall.locator("#wall")
    if box.get_attribute("data-sound") == "off":  # this browser asks for a hand first
        wall.keyboard.press("m")
    expect(box).to_have_attribute("data-sound", "on")
    wall.keyboard.press("m")
    expect(box).to_have_attribute("data-sound", "off")
    wall.reload()
    hung(wall)
    expect(box).to_have_attribute("data-sound", "off")


def test_the_desk_leads_the_wall_until_it_stops_or_falls_silent(demo: Running, open_as: OpenAs, locale: str) -> None:
    demo.move_clock("+8m")
    wall = hung(open_as("wall", WALL, "/wall", locale))
    rosa = hung(open_as("officer", DESK, "/wall", locale))
    expect(wall.locator("#wall-hand")).to_be_hidden()
    whole, led = looks_at(wall), wall.locator("#wall")

    rosa.click("#wall-lead")
    expect(led).to_have_attribute("data-led", "true")
    expect(wall.locator("#wall-state")).to_have_text(LED[locale])
    rosa.select_option("#wall-say-view", "desk")
    shows(wall, "desk")
    shows(rosa, "desk")
    wall.keyboard.press("ArrowRight")  # who stands before it does not take it out of her hand
    rosa.select_option("#wall-say-view", "map")
    shows(wall, "map")
    rosa.select_option("#wall-say-shown", "330103008")
    until(lambda: wall.evaluate("1") and looks_at(wall)[2] > whole[2] + 0.5, within=5)
    rosa.click("#wall-map-chips [data-layer=warning]")
    expect(wall.locator("#wall-map-chips [data-layer=warning]")).to_have_attribute("aria-pressed", "false")
    street = looks_at(wall)

    demo.crowd(demo.watched[0], 31)
    expect(wall.locator("#wall-red")).to_contain_text("安和药店")
    assert looks_at(wall) == street, "a red incident is told over what she shows, and moves nothing"

    rosa.click("#wall-end")
    expect(led).to_have_attribute("data-led", "false")
    expect(wall.locator("#wall-map-chips [data-layer=warning]")).to_have_attribute("aria-pressed", "true")

    gu = hung(open_as("shift_lead", DESK, "/wall", locale))
    rosa.click("#wall-lead")
    expect(led).to_have_attribute("data-led", "true")
    gu.click("#wall-lead")
    expect(rosa.locator("#wall-lead")).to_be_visible()
    demo.move_clock("+11m")
    expect(led).to_have_attribute("data-led", "false")
    expect(gu.locator("#wall-lead")).to_be_visible()


@pytest.mark.parametrize("size", [WALL, FOUR_K], ids=["1920", "3840"])
def test_whatever_is_written_on_the_wall_is_read_from_six_metres(
    demo: Running, open_as: OpenAs, locale: str, size: tuple[int, int]
) -> None:
    demo.move_clock("+8m")
    wall = hung(open_as("wall", size, "/wall", locale))
    demo.crowd(demo.watched[0], 31)
    expect(wall.locator("#wall-red")).to_be_visible()
    seen = readable(wall)
    wall.evaluate("document.querySelector('#wall-trouble').hidden = false")
    wall.keyboard.press("ArrowRight")
    shows(wall, "desk")
    seen |= readable(wall)
    wall.keyboard.press("ArrowRight")
    shows(wall, "risk")
    seen |= readable(wall, figures=5)
    assert len(seen) > 60


def readable(wall: Page, figures: int = 10) -> set[str]:
    found: list[dict[str, Any]] = wall.evaluate(TEXTS)
    small = [one for one in found if one["size"] < (40 if one["figure"] else 20) - 0.05]
    assert small == []
    assert len([one for one in found if one["figure"]]) > figures
    return {one["says"] for one in found}


@pytest.fixture
def through(demo: Running, browser: Browser, locale: str) -> Iterator[tuple[Page, Any]]:
    """The wall at the end of a line that can be cut."""
    with line(int(demo.url.rsplit(":", 1)[1])) as cable:
        url = f"http://127.0.0.1:{cable.port}"
        context = browser.new_context(base_url=url, viewport={"width": WALL[0], "height": WALL[1]})
        context.add_cookies([{"name": "lang", "value": locale, "url": url}])
        page = context.new_page()
        page.goto("/wall")
        page.fill("#account", "wall")
        page.fill("#password", demo.accounts["wall"])
        page.click("button.primary")
        yield hung(page), cable
        context.close()


def test_a_wall_that_hears_nothing_says_so_large_and_heals_by_itself(
    through: tuple[Page, Any], demo: Running, locale: str
) -> None:
    wall, cable = through
    seen = int(wall.locator("#wall").get_attribute("data-seen") or 0)
    cable.down = True
    cable.cut()
    trouble: Locator = wall.locator("#wall-trouble")
    expect(trouble).to_contain_text(LOST[locale])
    expect(wall.locator("#wall")).to_have_attribute("data-lost", "true")
    doors_go_over_and_calm_down_at(demo, 2)
    cable.down = False
    expect(trouble).to_be_hidden(timeout=30_000)
    expect(wall.locator("#wall")).to_have_attribute("data-seen", str(seen + 2))


def doors_go_over_and_calm_down_at(demo: Running, times: int) -> None:
    for turn in range(times):
        at = (demo.now() + timedelta(seconds=60 + turn)).isoformat()
        demo.post([{"place": demo.watched[3], "at": at, "count": 3 if turn % 2 else 20}])


def test_it_loads_itself_anew_at_night_and_for_a_newer_server_but_never_while_it_is_needed(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    wall = hung(open_as("wall", WALL, "/wall", locale))
    began = wall.evaluate("performance.timeOrigin")
    wall.evaluate("['0.1.0', '0.2.0'].forEach((version) => CockpitWall.beat({ version }))")
    newer = until(lambda: fresh(wall, began), within=20)

    rosa = hung(open_as("officer", DESK, "/wall", locale))
    rosa.click("#wall-lead")
    expect(wall.locator("#wall")).to_have_attribute("data-led", "true")
    wall.evaluate("['0.1.0', '0.2.0'].forEach((version) => CockpitWall.beat({ version }))")
    expect(wall.locator("#wall")).to_have_attribute("data-held", "true")
    assert wall.evaluate("performance.timeOrigin") == newer
    rosa.click("#wall-end")
    again = until(lambda: fresh(wall, newer), within=20)

    demo.move_clock("+20h")
    until(lambda: fresh(wall, again), within=40)
    hung(wall)


def fresh(wall: Page, before: float) -> float:
    """When the page was loaded, if that was not before; nothing while it is being loaded."""
    try:
        at = float(wall.evaluate("performance.timeOrigin"))
    except Exception:
        return 0.0
    return at if at != before else 0.0


def test_a_day_of_the_wall_weighs_no_more_than_its_morning(request: pytest.FixtureRequest) -> None:
    """A twentieth of what `bench/wall.py` does at full length; in a process of its own, since this one has a browser already."""
    if not request.config.getoption("--all-sizes"):
        pytest.skip("walked with all journeys; `python -m bench wall --full` walks it whole")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        found = alone.submit(days.measure, days.SIZES["quick"]).result()
    assert [goal.wanted for goal in days.goals(found) if not goal.reached] == []
