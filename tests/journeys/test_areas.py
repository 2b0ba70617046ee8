"""Down into the district and up again; and what lies outside one's own street is not there at all."""

import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from shapely.geometry import shape

from tests.journeys.conftest import DESK, Running
from tests.waiting import until

OpenAs = Callable[..., Page]
DISTRICT, CHANGQING = "330103", "330103001"
WHERE = """([lon, lat]) => {
  const map = document.querySelector("#overview-map"), box = map.getBoundingClientRect();
  const [x, y] = CockpitMap.at(map, lon, lat);
  return [x + box.left, y + box.top];
}"""


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    return calm


def ready(page: Page) -> Page:
    expect(page.locator("#shell-live")).to_have_attribute("data-state", "live")
    expect(page.locator("#overview-map")).to_have_attribute("data-drawn", re.compile("deck|svg"))
    return page


def crumbs(page: Page) -> list[str]:
    return [one.get_attribute("data-area") or "" for one in page.locator("#shell-crumb [data-area]").all()]


def expect_area(page: Page, code: str) -> None:
    expect(page.locator("#shell-crumb [data-area]").last).to_have_attribute("data-area", code)
    expect(page).to_have_url(re.compile(rf"[?&]area={code}(&|$)"))


def click_area(page: Page, layer: str, code: str) -> None:
    """On the map, inside the area; a map that is still being drawn may miss a click, or take it for the area around."""
    features = page.request.get(f"/api/layers/{layer}.geojson").json()["features"]
    inside_it = shape(next(one for one in features if one["id"] == code)["geometry"]).representative_point()
    until(lambda: leads_to(page, [inside_it.x, inside_it.y], code), within=60)


def leads_to(page: Page, spot: list[float], code: str) -> bool:
    """A click that was taken is waited for: a second one there would lead on, into what lies inside. So is the map, which
    turns to the area when the figures are there already: whatever is clicked before that lies elsewhere a moment later."""
    shown = page.locator("#overview-map")
    before, view = int(shown.get_attribute("data-clicks") or 0), shown.get_attribute("data-view") or ""
    x, y = page.evaluate(WHERE, spot)
    page.mouse.click(x, y)
    try:
        expect(shown).to_have_attribute("data-clicks", str(before + 1), timeout=2000)
        expect(page.locator("#shell-crumb [data-area]").last).to_have_attribute("data-area", code, timeout=10_000)
        expect(shown).not_to_have_attribute("data-view", view, timeout=10_000)
    except AssertionError:
        return False
    return True


def without_pins(page: Page) -> None:
    """A pin that lies over the middle of an area takes the click: it is meant to."""
    for layer in ("incident", "warning"):
        page.click(f"#overview-map-chips [data-layer={layer}]")
    expect(page.locator("#overview-map")).to_have_attribute("data-pins", "0")


def number(page: Page, figure: str) -> int:
    return int(re.sub(r"\D", "", page.inner_text(f"#overview-figure-{figure}")) or -1)


@pytest.mark.parametrize("painter", [pytest.param("", marks=pytest.mark.full_map), "map=svg"])
def test_a_click_leads_down_and_crumb_or_escape_leads_up(
    demo: Running, open_as: OpenAs, locale: str, painter: str
) -> None:
    rosa = ready(open_as("officer", DESK, f"/?{painter}", locale))
    rosa.emulate_media(reduced_motion="reduce")  # a gliding map is clicked where it will be, not where it is
    expect(rosa.locator("#overview-figure-residents")).to_have_text(re.compile(r"\d"))
    everybody = number(rosa, "residents")
    without_pins(rosa)

    for layer, code in (("streets", CHANGQING), ("communities", CHANGQING + "001"), ("grids", CHANGQING + "001001")):
        click_area(rosa, layer, code)
        expect_area(rosa, code)
        if layer == "streets":
            assert 0 < number(rosa, "residents") < everybody
    assert crumbs(rosa) == [DISTRICT, CHANGQING, CHANGQING + "001", CHANGQING + "001001"]

    rosa.reload()
    expect_area(ready(rosa), CHANGQING + "001001")
    rosa.locator("#overview-list").focus()
    rosa.keyboard.press("Escape")
    expect_area(rosa, CHANGQING + "001")
    rosa.click(f"#shell-crumb [data-area='{DISTRICT}']")
    expect_area(rosa, DISTRICT)
    expect(rosa.locator("#overview-figure-residents")).to_have_text(re.compile(f"{everybody:,}"))
    rosa.go_back()
    expect_area(rosa, CHANGQING + "001")


@pytest.mark.parametrize(
    "asked", ["area=999999", "area=330103002", "area=%00&incident=abc", "x=1&x=2&incident=-1&day=xx"]
)
def test_an_address_that_makes_no_sense_shows_ones_own_area(demo: Running, open_as: OpenAs, asked: str) -> None:
    shen = ready(open_as("street_officer", DESK, f"/?{asked}"))
    expect(shen.locator("#shell-crumb [data-area]").last).to_have_attribute("data-area", CHANGQING)
    expect(shen.locator("#overview-figure-residents")).to_have_text(re.compile(r"\d"))


def test_another_streets_incident_is_as_little_there_as_one_that_never_was(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    """What the street officer gets for it is, to the letter, what she gets for a number that does not exist."""
    rosa = ready(open_as("officer", DESK, locale=locale))
    foreign = next(
        one for one in rosa.request.get("/api/layers/incidents.geojson").json()["features"]
        if one["properties"]["state"] != "closed" and not inside(rosa, one["id"])
    )  # fmt: skip
    shen = ready(open_as("street_officer", DESK, locale=locale))
    said = []
    for number_ in (foreign["id"], 987654):
        shen.goto(f"/?incident={number_}")
        ready(shen)
        expect(shen.locator("#shell-toasts .toast").first).to_be_visible()
        said.append(shen.inner_text("#shell-toasts .toast"))
        expect(shen.locator("#overview-detail .detail")).to_have_count(0)
    assert said[0] == said[1]
    assert foreign["properties"]["code"] not in shen.content()
    own = shen.request.get("/api/layers/incidents.geojson").json()["features"]
    assert foreign["id"] not in [one["id"] for one in own]


def inside(page: Page, incident: int) -> bool:
    own = page.request.get(f"/api/layers/incidents.geojson?area={CHANGQING}").json()["features"]
    return incident in [one["id"] for one in own]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_part_of_the_district_lies_under_the_chips(demo: Running, open_as: OpenAs, language: str) -> None:
    """English words need two lines of them, and the south of the district is where the pharmacies are."""
    rosa = ready(open_as("officer", DESK, locale=language))
    streets = rosa.request.get("/api/layers/streets.geojson").json()["features"]
    south = min((spot for one in streets for spot in shape(one["geometry"]).exterior.coords), key=lambda spot: spot[1])
    box = rosa.locator("#overview-map-chips").bounding_box()
    assert box is not None
    assert rosa.evaluate(WHERE, list(south))[1] < box["y"]


def test_doors_are_counted_from_afar_and_stand_by_themselves_close_by(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    rosa = ready(open_as("officer", DESK, "/?map=svg", locale))
    shown = rosa.locator("#overview-map")
    without_pins(rosa)
    for layer, name in (("place:pharmacy", "places.geojson?kind=pharmacy"), ("enterprise", "enterprises.geojson")):
        rosa.click(f"#overview-map-chips [data-layer='{layer}']")
        there = len(rosa.request.get(f"/api/layers/{name}").json()["features"])
        expect(shown).to_have_attribute(f"data-{layer.partition(':')[0]}", str(there))
    rosa.click("#overview-map-chips [data-layer=enterprise]")
    expect(rosa.locator("[data-layer-id^=enterprise] > *")).to_have_count(0)
    together, alone = (rosa.locator(f"[data-layer-id='{name}'] > *") for name in ("place/together", "place"))
    for _ in range(8):
        if together.count() == 0:
            break
        before = str(shown.get_attribute("data-view"))
        together.last.click()
        expect(shown).not_to_have_attribute("data-view", before)
        expect(shown).to_have_attribute("data-asked", re.compile(f"zoom={zoom_asked(rosa)}&"))
    expect(together).to_have_count(0)
    alone.first.click()
    expect(rosa.locator("#shell-toasts a[href^='/incidents?new=1&place=P-']")).to_be_visible()
    rosa.press("#overview-map", "0")
    expect(together.first).to_be_visible()


def zoom_asked(page: Page) -> int:
    """The zoom at which the doors of what is in view are asked for."""
    view = str(page.get_attribute("#overview-map", "data-view"))
    return math.floor(float(view.split(",")[2]) + 0.25)
