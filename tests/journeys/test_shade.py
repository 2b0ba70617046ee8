"""One figure shades the map: chosen by hand, by key or by address, live without a question, and nothing hidden given away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, PHONE, TABLET, Running
from tests.journeys.screens import live
from tests.journeys.test_areas import CHANGQING, WHERE, click_area, without_pins
from tests.waiting import until

pytestmark = pytest.mark.plain_map
OpenAs = Callable[..., Page]
SHADED, NUMBERS = "[data-layer-id=shade] polygon", "[data-layer-id='shade/number'] text"
# What lies on the map: area -> [colour, words said of it], in the order of the areas' codes.
ON_MAP = """() => Object.fromEntries([...document.querySelectorAll("[data-layer-id=shade] polygon")]
  .map(one => [one.row.code, [one.getAttribute("fill"), one.row.says]]).sort())"""
MIDDLE = """([layer, code]) => { const { lon, lat } = CockpitMap.base(document.querySelector("#overview-map"))
  .layers.find(one => one.id === layer).data.find(one => one.code === code); return [lon, lat]; }"""
CELLS = "() => CockpitOverview.data.cells"
STEPS = "values => CockpitOverview.steps(values)"
UNSHADED = "rgba(0,0,0,0)"


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    return calm


def opened(open_as: OpenAs, account: str, path: str, locale: str, size: tuple[int, int] = DESK) -> Page:
    page = live(open_as(account, size, path, locale))
    expect(page.locator("#overview-map")).to_have_attribute("data-drawn", re.compile("deck|svg"))
    return page


def legend(page: Page) -> Locator:
    return page.locator("#overview-legend li")


def test_a_figure_is_chosen_by_key_and_kept_in_the_address(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = opened(open_as, "officer", "/", locale)
    without_pins(rosa)
    expect(rosa.locator(SHADED)).to_have_count(0)
    rosa.focus("#overview-shade")
    rosa.keyboard.press("ArrowDown")
    expect(rosa).to_have_url(re.compile("[?&]shade=residents(&|$)"))
    expect(rosa.locator(SHADED)).to_have_count(8)
    expect(rosa.locator(NUMBERS)).to_have_count(8)
    assert 1 < legend(rosa).count() <= 5

    click_area(rosa, "streets", CHANGQING)
    expect(rosa.locator(SHADED)).to_have_count(6)
    assert all(code.startswith(CHANGQING) for code in rosa.evaluate(ON_MAP))
    rosa.reload()
    expect(rosa.locator(SHADED)).to_have_count(6)
    expect(rosa.locator("#overview-shade")).to_have_value("residents")
    rosa.go_back()
    expect(rosa.locator(SHADED)).to_have_count(8)
    rosa.go_back()
    expect(rosa.locator(SHADED)).to_have_count(0)
    expect(legend(rosa)).to_have_count(0)


def test_an_area_says_its_number_under_the_hand(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = opened(open_as, "officer", f"/?area={CHANGQING}&shade=rented", locale)
    expect(rosa.locator(SHADED)).to_have_count(6)
    without_pins(rosa)
    unit = rosa.locator("#overview-shade option:checked").get_attribute("data-unit")
    expect(legend(rosa).first).to_contain_text(str(unit))
    code, (_, says) = next(iter(rosa.evaluate(ON_MAP).items()))
    features = rosa.request.get("/api/layers/communities.geojson").json()["features"]
    name = next(one for one in features if one["id"] == code)["properties"]["name"]
    rosa.mouse.move(*rosa.evaluate(WHERE, middle_of(rosa, "outline/community", code)))
    expect(rosa.locator("#overview-map .map-tip")).to_have_text(f"{name} · {says}")


def test_a_new_incident_shades_its_area_without_a_question(demo: Running, open_as: OpenAs, locale: str) -> None:
    demo.move_clock("+8m")
    rosa = opened(open_as, "officer", "/?shade=incidents_open", locale)
    expect(rosa.locator(NUMBERS)).to_have_count(8)
    before, asked = numbers(rosa), questions_of(rosa)
    demo.crowd(demo.watched[locale == "en"], 31)  # the other language's crowd is in hand already
    expect(rosa.locator("#overview-figure-incidents_open")).to_have_text(str(sum(before.values()) + 1))
    assert numbers(rosa) == before | {CHANGQING: before[CHANGQING] + 1}
    assert asked == []


def numbers(page: Page) -> dict[str, int]:
    """What stands on the map, by area; its words say the same."""
    shown = sorted(int(text) for text in page.locator(NUMBERS).all_text_contents())
    said = {code: int(re.findall(r" (\d+) ", says)[-1]) for code, (_, says) in page.evaluate(ON_MAP).items()}
    assert shown == sorted(said.values())
    return said


def questions_of(page: Page) -> list[str]:
    """Addresses of the callbacks that the page asks from now on."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "_dash-update" in one.url else None)
    return asked


@pytest.mark.parametrize("figure", ["residents", "households", "rented"])
def test_what_a_leader_may_not_know_is_neither_shaded_nor_said(
    demo: Running, open_as: OpenAs, locale: str, figure: str
) -> None:
    lu = opened(open_as, "leader", f"/?area={CHANGQING}&shade={figure}", locale)
    expect(lu.locator(SHADED)).to_have_count(6)
    cells = lu.evaluate(CELLS)
    for code, (colour, says) in lu.evaluate(ON_MAP).items():
        shown = cells[code][figure]
        assert f" {shown} " in says
        assert (colour == UNSHADED) == shown.startswith(("<", "–"))


def test_a_hidden_number_is_no_end_of_a_step(demo: Running, open_as: OpenAs, locale: str) -> None:
    """As if three lived in one community, and its neighbour were hidden for it: both are as the ground."""
    lu = opened(open_as, "leader", f"/?area={CHANGQING}", locale)
    first, second, *others = sorted(
        code for code in lu.evaluate(CELLS) if code.startswith(CHANGQING) and len(code) == 12
    )
    told = {first: "<5", second: "–"} | {code: f"{1000 + n}" for n, code in enumerate(others)}
    lu.evaluate(
        "told => { for (const [code, text] of Object.entries(told)) CockpitOverview.data.cells[code].residents = text; }",
        told,
    )
    lu.select_option("#overview-shade", "residents")
    expect(lu.locator(SHADED)).to_have_count(6)
    on_map = lu.evaluate(ON_MAP)
    assert [on_map[code][0] for code in (first, second)] == [UNSHADED, UNSHADED]
    assert UNSHADED not in [on_map[code][0] for code in others]
    *steps, hidden = legend(lu).all_inner_texts()
    assert steps[0].startswith("1,000") and len(steps) == len(others)
    assert not re.search(r"\d", hidden)


@pytest.mark.parametrize("asked", ["shade=nobody", "shade=", "shade=%00&area=999", "shade=<b>"])
def test_a_figure_that_is_none_shades_nothing(demo: Running, open_as: OpenAs, locale: str, asked: str) -> None:
    rosa = opened(open_as, "officer", f"/?{asked}", locale)
    expect(rosa.locator("#overview-figure-residents")).to_have_text(re.compile(r"\d"))
    expect(rosa.locator(SHADED)).to_have_count(0)
    expect(rosa.locator("#overview-shade")).to_have_value("")


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_on_small_screens_it_is_chosen_with_a_finger(
    demo: Running, open_as: OpenAs, locale: str, size: tuple[int, int]
) -> None:
    lin = opened(open_as, "community", "/?shade=", locale, size)  # by "/" alone Lin comes to the field app
    box = lin.locator("#overview-shade").bounding_box()
    assert box is not None and box["height"] >= 44
    lin.select_option("#overview-shade", "rented")
    expect(lin.locator(SHADED)).to_have_count(1)
    expect(legend(lin)).to_have_count(1)


def test_steps_are_round_few_and_hold_every_value(demo: Running, open_as: OpenAs) -> None:
    rosa = opened(open_as, "officer", "/", "en")
    assert rosa.evaluate(STEPS, []) == []
    assert rosa.evaluate(STEPS, [7]) == [[7, 7]]
    assert rosa.evaluate(STEPS, [0, 3]) == [[0, 0], [1, 1], [2, 2], [3, 3]]
    assert rosa.evaluate(STEPS, [0, 7]) == [[0, 1], [2, 3], [4, 5], [6, 7]]
    assert rosa.evaluate(STEPS, [48_120, 110_003])[0] == [40_000, 59_999]
    for values in ([0, 1], [4, 5], [99, 101], [1, 1_000_000], [123, 456, 789]):
        steps = rosa.evaluate(STEPS, values)
        assert len(steps) <= 5 and steps[0][0] <= min(values) and max(values) <= steps[-1][1]


@pytest.mark.full_map
def test_the_full_map_shades_and_says_the_same(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = opened(open_as, "officer", "/?shade=enterprises", locale)
    shown = rosa.locator("#overview-map")
    expect(shown).to_have_attribute("data-drawn", "deck")
    expect(shown).to_have_attribute("data-shaded", "8")
    without_pins(rosa)
    features = rosa.request.get("/api/layers/streets.geojson").json()["features"]
    name = next(one for one in features if one["id"] == CHANGQING)["properties"]["name"]
    words = rosa.locator("#overview-shade option:checked").inner_text()
    spot = rosa.evaluate(WHERE, middle_of(rosa, "outline/street", CHANGQING))
    until(lambda: says_under_the_hand(rosa, spot, rf"{name} · {words} \d+(,\d+)? \S+"), within=60)


def says_under_the_hand(page: Page, spot: list[float], words: str) -> bool:
    """A picture that is being drawn by the processor answers no hand: it is moved again."""
    page.mouse.move(*spot)
    page.mouse.move(spot[0] + 2, spot[1])
    return bool(re.fullmatch(words, page.locator("#overview-map .map-tip").text_content() or ""))


def middle_of(page: Page, layer: str, code: str) -> list[float]:
    """Where the label of an area stands."""
    found: list[float] = page.evaluate(MIDDLE, [layer, code])
    return found
