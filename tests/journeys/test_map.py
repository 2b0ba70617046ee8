"""The map in a real browser under the strict CSP: it draws, obeys the hand, keeps still, and does without WebGL."""

import math
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dash
import pytest
from dash import ClientsideFunction, Input, Output, State, _callback, html
from flask import Response, send_file
from playwright.sync_api import Browser, Locator, Page, Playwright, Route, expect
from werkzeug.serving import make_server

from cockpit.areas import Area
from cockpit.basemap import Basemap
from cockpit.coordinates import Datum
from pages import map as drawn
from tests.journeys.conftest import browser_here

ASSETS = Path(__file__).parents[2] / "assets"
BUNDLE = Path(str(find_spec("pydeck").origin)).parent / "nbextension" / "static" / "index.js"
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]
MAP = "#desk-map"
# Where a spot stands on the page; the CSP forbids waiting by script, not asking once.
WHERE = """([lon, lat]) => {
  const map = document.querySelector("#desk-map"), box = map.getBoundingClientRect();
  const [x, y] = CockpitMap.at(map, lon, lat);
  return [x + box.left, y + box.top];
}"""


def box(code: str, name: str, west: float, south: float, size: float) -> Area:
    ring = ((west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south))
    return Area(code, name, code[:-3] if len(code) > 6 else None, west + size / 2, south + size / 2, ring)


AREAS = {
    area.code: area
    for area in (
        box("330103", "下城区", 120.16, 30.26, 0.04),
        box("330103001", "天水街道", 120.16, 30.26, 0.02),
        box("330103003", "长庆街道", 120.18, 30.26, 0.02),
        box("330103003001", "十五家园社区", 120.18, 30.26, 0.01),
        box("330103003002", "王马社区", 120.19, 30.26, 0.01),
    )
}
ANHE = drawn.Pin("I-0127", "安和药店 <b>", 120.183, 30.275, drawn.PinState.ACT, count=31, overdue=True)
BAICAO = drawn.Pin("I-0128", "百草药房", 120.197, 30.275, drawn.PinState.ACT, count=24)
CHUNSHENG = drawn.Pin("I-0129", "春生药店", 120.165, 30.275, drawn.PinState.WATCH)

DOORS = {"id": "7,3", "name": "药店 12", "label": "12", "lon": 120.163, "lat": 30.263, "size": 18,
         "bounds": [120.162, 30.262, 120.164, 30.264]}  # fmt: skip


def tiny_desk(basemap: Basemap | None = None) -> dash.Dash:
    app = dash.Dash(__name__, assets_folder=str(ASSETS), assets_ignore=r"^(?!map[._])", use_pages=False)
    buttons = [html.Button(words, id=words) for words in ("more", "elsewhere")]
    canvas = html.Div(drawn.frame("desk"), style={"position": "absolute", "inset": "60px 0 0 0"})
    app.layout = html.Div([*buttons, html.P(id="said"), canvas])
    wire(app, basemap)
    app.server.add_url_rule("/vendor/<name>", view_func=lambda name: send_file(BUNDLE))
    app.server.add_url_rule("/tiles/<z>/<x>/<y>", view_func=tile)
    app.server.after_request(lambda response: strict(app, response))
    return app


def tile(z: str, x: str, y: str) -> Response:
    """A picture that says which tile it is; of the level `none` something that is no picture."""
    words = f'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><text y="99">{z}/{x}/{y}</text></svg>'
    return Response("gone" if z == "none" else words, mimetype="image/svg+xml")


def wire(app: dash.Dash, basemap: Basemap | None) -> None:
    @app.callback(
        Output("desk-map-base", "data"),
        Output("desk-map-focus", "data"),
        Output("said", "children"),
        Input("desk-map-chosen", "data"),
        Input("elsewhere", "n_clicks"),
    )
    def look(chosen: dict[str, Any] | None, clicks: int | None) -> Any:
        if dash.ctx.triggered_id == "elsewhere":
            return dash.no_update, drawn.focus_on(AREAS["330103001"]), "elsewhere"
        if chosen and chosen["kind"] != "area":
            return dash.no_update, dash.no_update, f"{chosen['kind']} {chosen['id']}"
        code = chosen["code"] if chosen else "330103"
        return (
            drawn.deck(list(AREAS.values()), code, doors=drawn.DOORS, basemap=basemap),
            drawn.focus_on(AREAS[code]),
            f"area {code}",
        )

    @app.callback(Output("desk-map-pins", "data"), Input("more", "n_clicks"))
    def live(clicks: int | None) -> Any:
        pins = drawn.rows([ANHE, CHUNSHENG, *([BAICAO] if clicks else [])])
        return {"incident": pins, "place/together": [DOORS], "place/number": [DOORS]}

    stores = [Input(f"desk-map-{name}", "data") for name in ("base", "pins", "focus")]
    draw = ClientsideFunction("cockpit_map", "draw")
    app.clientside_callback(draw, Output("desk-map-drawn", "data"), *stores, State("desk-map", "id"))


def strict(app: dash.Dash, response: Response) -> Response:
    scripts = " ".join(["'self'", *app.csp_hashes()])
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src {scripts}; worker-src 'self' blob:; connect-src 'self'; "
        "img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self'"
    )
    return response


@contextmanager
def alone() -> Iterator[None]:
    """Callbacks that other modules left for the next Dash application are not for this one."""
    kept = list(_callback.GLOBAL_CALLBACK_LIST), dict(_callback.GLOBAL_CALLBACK_MAP)
    _callback.GLOBAL_CALLBACK_LIST.clear()
    _callback.GLOBAL_CALLBACK_MAP.clear()
    yield
    _callback.GLOBAL_CALLBACK_LIST.extend(kept[0])
    _callback.GLOBAL_CALLBACK_MAP.update(kept[1])


@contextmanager
def served(basemap: Basemap | None = None) -> Iterator[str]:
    with alone():
        app = tiny_desk(basemap)
        app._setup_server()
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join(5)


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=browser_here(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """A page that fails its test on any complaint in the console and any request beyond this machine."""
    complaints: list[str] = []

    def stay(route: Route) -> None:
        if "//127.0.0.1:" in route.request.url:
            return route.continue_()
        complaints.append(route.request.url)
        return route.abort()

    page = chromium.new_page(viewport={"width": 1000, "height": 660})
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("http*://**", stay)
    yield page
    page.close()
    assert not complaints


HOME, CHANGQING, TIANSHUI = "120.18000,30.28000,12.95", "120.19000,30.27000,13.95", "120.17000,30.27000,13.95"


def opened(screen: Page, address: str, painter: str) -> Locator:
    screen.goto(address)
    shown = screen.locator(MAP)
    expect(shown).to_have_attribute("data-drawn", painter, timeout=15_000)
    expect(shown).to_have_attribute("data-pins", "2")
    expect(shown).to_have_attribute("data-view", HOME)
    return shown


@pytest.fixture
def shown(screen: Page, desk: str) -> Locator:
    """The plain map with its first pins; what it promises the full one promises too, in the one long test."""
    return opened(screen, desk + "?map=svg", "svg")


READS = """
  window.readings = 0;
  const given = WebGL2RenderingContext.prototype.readPixels;
  WebGL2RenderingContext.prototype.readPixels = function (...all) { window.readings += 1; return given.apply(this, all); };
"""
LAY = "rows => CockpitMap.update(document.querySelector('#desk-map'), rows)"


def drag(page: Page) -> None:
    page.mouse.move(150, 500)
    page.mouse.down()
    page.mouse.move(250, 560, steps=4)
    page.mouse.up()


def new_pins_replace_data_and_never_move_the_view(shown: Locator) -> None:
    view = str(shown.get_attribute("data-view"))
    shown.page.click("#more")
    expect(shown).to_have_attribute("data-pins", "3")
    expect(shown).to_have_attribute("data-halos", "2")
    expect(shown).to_have_attribute("data-view", view)


def a_drag_is_undone_by_the_star_alone(shown: Locator) -> None:
    drag(shown.page)
    expect(shown).to_have_attribute("data-locked", "true")
    dragged = str(shown.get_attribute("data-view"))
    assert dragged != HOME
    shown.page.click("#elsewhere")
    expect(shown.page.locator("#said")).to_have_text("elsewhere")
    expect(shown).to_have_attribute("data-view", dragged)
    shown.page.click("#desk-map-star")
    expect(shown).to_have_attribute("data-locked", "false")
    expect(shown).to_have_attribute("data-view", TIANSHUI)


def a_click_on_a_pin_says_which_and_its_name_is_text(shown: Locator) -> None:
    spot = shown.page.evaluate(WHERE, [ANHE.lon, ANHE.lat])
    shown.page.mouse.move(*spot)
    expect(shown.locator(".map-tip")).to_have_text("安和药店 <b>")
    shown.page.mouse.click(*spot, delay=2500)  # a slow hand, or a slow computer that still draws what was before
    expect(shown.page.locator("#said")).to_have_text("incident I-0127")


def a_click_on_a_street_goes_into_it_even_after_a_drag(shown: Locator) -> None:
    drag(shown.page)
    expect(shown).to_have_attribute("data-locked", "true")
    shown.page.mouse.click(*shown.page.evaluate(WHERE, [120.186, 30.268]))
    expect(shown.page.locator("#said")).to_have_text("area 330103003")
    expect(shown).to_have_attribute("data-view", CHANGQING)
    expect(shown).to_have_attribute("data-locked", "false")


def a_click_on_what_stands_together_goes_closer(shown: Locator) -> None:
    """As close as shows all of it, and by a hand: only the star leads back."""
    spot = shown.page.evaluate(WHERE, [DOORS["lon"], DOORS["lat"]])
    shown.page.mouse.move(*spot)
    expect(shown.locator(".map-tip")).to_have_text("药店 12")
    shown.page.mouse.click(*spot)
    expect(shown).to_have_attribute("data-view", re.compile(r"^120\.16300,30\.2630\d,17\."))
    expect(shown).to_have_attribute("data-locked", "true")
    shown.page.click("#desk-map-star")
    expect(shown).to_have_attribute("data-view", HOME)


def a_chip_hides_its_layer_and_shows_it_again(shown: Locator) -> None:
    before = str(shown.get_attribute("data-pins"))
    chip = shown.page.locator("[data-layer=incident]")
    chip.click()
    expect(shown).to_have_attribute("data-pins", "0")
    chip.click()
    expect(shown).to_have_attribute("data-pins", before)


def a_lost_graphics_card_leaves_the_plain_map_where_it_was(shown: Locator) -> None:
    view = str(shown.get_attribute("data-view"))
    shown.locator("canvas").evaluate("it => it.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()")
    expect(shown).to_have_attribute("data-drawn", "svg")
    expect(shown).to_have_attribute("data-view", view)
    expect(shown.page.locator("#desk-map-plain")).to_be_visible()


def test_the_full_map_keeps_every_promise(screen: Page, desk: str) -> None:
    screen.add_init_script(READS)
    full = opened(screen, desk, "deck")
    expect(screen.locator("#desk-map-plain")).to_be_hidden()
    a_click_on_what_stands_together_goes_closer(full)
    a_click_on_a_pin_says_which_and_its_name_is_text(full)
    new_pins_replace_data_and_never_move_the_view(full)
    a_chip_hides_its_layer_and_shows_it_again(full)
    a_click_on_a_street_goes_into_it_even_after_a_drag(full)
    assert screen.evaluate("window.readings") == 0, "a hand waited for the graphics card"
    screen.emulate_media(reduced_motion="reduce")  # the card is lost when the way back is over, not on it
    a_drag_is_undone_by_the_star_alone(full)
    a_lost_graphics_card_leaves_the_plain_map_where_it_was(full)


def test_the_plain_map_says_that_it_is_plain_and_keeps_every_promise(shown: Locator) -> None:
    expect(shown.page.locator("#desk-map-plain")).to_be_visible()
    a_click_on_what_stands_together_goes_closer(shown)
    a_click_on_a_pin_says_which_and_its_name_is_text(shown)
    expect(shown.locator(".map-pulse")).to_have_count(0)
    new_pins_replace_data_and_never_move_the_view(shown)
    expect(shown.locator(".map-pulse")).to_have_count(1)
    a_chip_hides_its_layer_and_shows_it_again(shown)
    a_click_on_a_street_goes_into_it_even_after_a_drag(shown)
    a_drag_is_undone_by_the_star_alone(shown)
    expect(shown.locator(".map-pulse")).to_have_count(0)


# From the lowest up.
LYING = ["place", "enterprise", "team", "place/together", "enterprise/together", "warning", "incident"]


def test_of_what_lies_over_each_other_a_hand_means_the_top(shown: Locator) -> None:
    x, y = shown.page.evaluate(WHERE, [120.165, 30.265])
    row = {"id": "1", "lon": 120.165, "lat": 30.265, "state": "hand", "mark": "警", "label": "12", "size": 18}
    shown.page.evaluate(LAY, {"place/number": []} | {layer: [row | {"name": layer}] for layer in LYING})
    for layer in reversed(LYING):
        shown.page.mouse.move(x, y + 3)
        shown.page.mouse.move(x, y + 2)
        expect(shown.locator(".map-tip")).to_have_text(layer)
        shown.page.evaluate(LAY, {layer: []})
    shown.page.mouse.move(x, y)
    expect(shown.locator(".map-tip")).to_have_text("天水街道")


def test_a_hand_beside_a_mark_and_beyond_every_outline_means_neither(shown: Locator) -> None:
    """The street begins where its outline is drawn, a pin eleven pixels from its spot."""
    x, y = shown.page.evaluate(WHERE, [CHUNSHENG.lon, CHUNSHENG.lat])
    edge, _top = shown.page.evaluate(WHERE, [120.16, 30.28])
    sheet, said = shown.locator("svg"), shown.locator(".map-tip")
    for spot, words in (((x - 10, y), "春生药店"), ((x, y - 12), "天水街道"), ((edge + 2, y), "天水街道")):
        shown.page.mouse.move(*spot)
        expect(said).to_have_text(words)
        expect(sheet).to_have_css("cursor", "pointer")
    shown.page.mouse.move(edge - 2, y)
    expect(said).to_be_hidden()
    expect(sheet).to_have_css("cursor", "grab")
    shown.page.mouse.click(edge - 2, y)
    expect(shown).not_to_have_attribute("data-clicks", re.compile("."))


def test_close_by_the_ground_is_still_there(shown: Locator) -> None:
    """Drawn far from its own corner it would be numbers that no browser can draw."""
    shown.focus()
    for _ in range(13):
        shown.press("+")
    expect(shown).to_have_attribute("data-view", re.compile(",19.00$"))
    ground = shown.page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).tagName", shown.page.evaluate(WHERE, [120.1801, 30.2799])
    )
    assert ground == "polygon"


def test_keys_move_and_zoom_and_nought_shows_all(shown: Locator) -> None:
    shown.focus()
    shown.press("+")
    expect(shown).to_have_attribute("data-view", HOME.replace("12.95", "13.45"))
    expect(shown).to_have_attribute("data-locked", "true")
    shown.press("ArrowRight")
    expect(shown).not_to_have_attribute("data-view", HOME.replace("12.95", "13.45"))
    shown.press("0")
    expect(shown).to_have_attribute("data-view", HOME)
    expect(shown).to_have_attribute("data-locked", "false")


def test_without_webgl_the_plain_map_comes_by_itself(screen: Page, desk: str) -> None:
    screen.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    screen.goto(desk)
    expect(screen.locator(MAP)).to_have_attribute("data-drawn", "svg")
    expect(screen.locator(MAP)).to_have_attribute("data-pins", "2")


def test_reduced_motion_means_no_pulse_and_no_glide(screen: Page, desk: str) -> None:
    screen.emulate_media(reduced_motion="reduce")
    screen.goto(desk + "?map=svg")
    shown = screen.locator(MAP)
    expect(shown).to_have_attribute("data-pins", "2")
    screen.click("#more")
    expect(shown).to_have_attribute("data-pins", "3")
    expect(shown.locator(".map-pulse")).to_have_count(0)


# Tiles of a base map


def tile_of(screen: Page, key: str) -> tuple[float, float, float]:
    """Where a tile lies on the page: left, top, side."""
    picture = screen.locator(f".map-tile.is-there[src='/tiles/{key}']")
    expect(picture).to_be_attached()
    found = picture.bounding_box()
    assert found
    return found["x"], found["y"], found["width"]


def corner_of(key: str) -> tuple[float, float]:
    """The north-west corner of a tile: lon, lat."""
    z, x, y = map(int, key.split("/"))
    return x / 2**z * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**z))))


def beside(screen: Page, key: str) -> tuple[float, float]:
    """How far east and south of its own corner's spot a tile is drawn, in metres."""
    left, top, side = tile_of(screen, key)
    x, y = screen.evaluate(WHERE, corner_of(key))
    metres = 40_075_016.7 * math.cos(math.radians(30.28)) / 2 ** int(key.split("/")[0]) / side
    return (left - x) * metres, (top - y) * metres


MIDDLE = "14/13661/6744"  # the tile that holds 120.18, 30.28
GCJ = (
    -444,
    -263,
)  # metres east and south; eviltransform, an implementation by others, says 444 east and 263 south there


@pytest.mark.parametrize("painter", ["deck", "svg"])
def test_tiles_lie_under_the_map_where_they_belong_and_take_no_click(screen: Page, painter: str) -> None:
    with served(Basemap("/tiles/{z}/{x}/{y}")) as address, closing(screen):
        shown = opened(screen, f"{address}?map={painter}", painter)
        assert beside(screen, MIDDLE) == pytest.approx((0, 0), abs=5)
        a_click_on_a_pin_says_which_and_its_name_is_text(shown)
        a_click_on_a_street_goes_into_it_even_after_a_drag(shown)
        expect(screen.locator(".map-tile.is-there[src^='/tiles/15/']").first).to_be_attached()
        expect(screen.locator(".map-tile[src^='/tiles/14/']")).to_have_count(0)
        expect(screen.locator("#desk-map-bare")).to_be_hidden()


def test_tiles_in_gcj_02_are_moved_back_to_where_they_belong(screen: Page) -> None:
    """At 120.18, 30.28 GCJ-02 draws a spot GCJ east and north of where it is; a tile of it goes back by as much."""
    with served(Basemap("/tiles/{z}/{x}/{y}", Datum.GCJ02)) as address, closing(screen):
        opened(screen, f"{address}?map=svg", "svg")
        assert beside(screen, MIDDLE) == pytest.approx(GCJ, abs=5)


def test_a_base_map_that_does_not_answer_is_said_and_takes_nothing_away(screen: Page) -> None:
    with served(Basemap("/tiles/none/{z}{x}/{y}")) as address, closing(screen):
        shown = opened(screen, f"{address}?map=svg", "svg")
        expect(screen.locator("#desk-map-bare")).to_be_visible()
        a_click_on_a_pin_says_which_and_its_name_is_text(shown)
