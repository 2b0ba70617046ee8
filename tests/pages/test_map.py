"""What the map's JSON says: which layers, in which order, with which words and colours."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from cockpit.areas import Area
from cockpit.basemap import Basemap
from cockpit.coordinates import Datum
from pages import map as drawn

LIVE = ["warning", "incident/halo", "incident", "incident/count"]


def box(code: str, name: str, west: float, south: float, size: float) -> Area:
    ring = ((west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south))
    return Area(code, name, code[:-3] if len(code) > 6 else None, west + size / 2, south + size / 2, ring)


DISTRICT = [
    box("330103", "下城区", 120.0, 30.0, 0.4),
    box("330103001", "天水街道", 120.0, 30.0, 0.2),
    box("330103003", "长庆街道", 120.2, 30.0, 0.2),
    box("330103001001", "灯芯巷社区", 120.0, 30.0, 0.1),
    box("330103003001", "十五家园社区", 120.2, 30.0, 0.1),
    box("330103003002", "王马社区", 120.3, 30.0, 0.1),
    box("330103003001001", "长庆-01网格", 120.2, 30.0, 0.05),
    box("330103003001002", "长庆-02网格", 120.25, 30.0, 0.05),
]


def layers(*args: Any, **named: Any) -> dict[str, dict[str, Any]]:
    return {layer["id"]: layer for layer in drawn.deck(DISTRICT, *args, **named)["layers"]}


def names(layer: dict[str, Any]) -> list[str]:
    return [row["name"] for row in layer["data"]]


def test_the_quiet_ground_lies_below_and_red_incidents_lie_on_top() -> None:
    outlines = ["outline/grid", "outline/community", "outline/street", "outline/focus"]
    assert list(layers()) == ["area", "focus", "shade", *outlines, "team", "label", "shade/number", *LIVE]


def test_the_district_view_names_streets_and_highlights_nothing() -> None:
    view = layers()
    assert names(view["label"]) == ["天水街道", "长庆街道"]
    assert view["focus"]["data"] == [] and view["outline/grid"]["data"] == []
    assert len(view["outline/community"]["data"]) == 3


def test_a_street_view_names_its_communities_and_its_neighbours_dimly() -> None:
    view = layers("330103003")
    inks = {row["name"]: row["colour"][:3] for row in view["label"]["data"]}
    assert inks == {"天水街道": [154, 167, 179], "十五家园社区": [232, 237, 242], "王马社区": [232, 237, 242]}
    assert names(view["focus"]) == ["长庆街道"]
    assert len(view["outline/grid"]["data"]) == 2


def test_a_community_view_names_its_grids() -> None:
    assert names(layers("330103003001")["label"]) == ["天水街道", "王马社区", "长庆-01网格", "长庆-02网格"]


def test_what_a_click_can_choose_covers_the_district_once() -> None:
    for focus in (None, "330103003", "330103003001", "330103003001002"):
        codes = [row["code"] for row in layers(focus)["area"]["data"]]
        assert not [(a, b) for a in codes for b in codes if a != b and b.startswith(a)]
        assert names(layers(focus)["area"]) == names(layers(focus)["label"])


def test_a_street_officer_who_sees_one_street_starts_in_it() -> None:
    own = [area for area in DISTRICT if area.code.startswith("330103003")]
    label = next(layer for layer in drawn.deck(own)["layers"] if layer["id"] == "label")
    assert names(label) == ["十五家园社区", "王马社区"]


def test_a_map_without_areas_is_an_empty_map() -> None:
    assert all(layer["data"] == [] for layer in drawn.deck([])["layers"])


def test_texts_are_texts_and_only_accessors_are_expressions() -> None:
    label = layers()["label"]
    assert label["characterSet"] == "auto"
    assert label["fontFamily"].startswith('"PingFang SC"')
    assert label["getText"] == "@@=name" and label["getPosition"] == "@@=[lon, lat]"


def test_a_hostile_name_stays_a_text_in_the_rows() -> None:
    rows = drawn.rows([drawn.Pin("I-1", "@@=constructor <b>", 120.1, 30.1)])
    assert rows[0]["name"] == "@@=constructor <b>"


def test_what_a_pin_does_not_say_does_not_travel() -> None:
    [row] = drawn.rows([drawn.Pin("P-1", "百草药房", 120.1, 30.1)])
    assert set(row) == {"id", "name", "lon", "lat", "state", "overdue"}


def test_an_overdue_pin_says_so_and_its_halo_is_a_ring_of_translucent_red() -> None:
    rosa = drawn.Pin("I-0127", "安和药店", 120.2, 30.1, drawn.PinState.ACT, count=31, overdue=True)
    [row] = drawn.rows([rosa])
    halo = layers()["incident/halo"]
    assert row["overdue"] and row["count"] == 31 and row["state"] == "act"
    assert halo["getFillColor"][:3] == [255, 90, 82] and halo["getFillColor"][3] < 80
    assert halo["getLineWidth"] == "@@=overdue ? 2 : 0"


def test_a_count_of_nought_is_still_a_count() -> None:
    [row] = drawn.rows([drawn.Pin("I-1", "百草药房", 120.1, 30.1, count=0)])
    assert row["count"] == 0


def test_rows_do_not_travel_in_the_deck() -> None:
    view = layers(doors=drawn.DOORS)
    doors = ["place", "place/together", "place/number", "enterprise", "enterprise/together"]
    assert all(view[name]["data"] == [] for name in ["shade", "shade/number", "team", *LIVE, *doors])
    assert list(view).index("label") < list(view).index("place/together") < list(view).index("incident")


def test_every_state_has_a_shape_a_colour_and_a_cell_of_the_atlas() -> None:
    look = drawn.deck(DISTRICT)["look"]
    cells = layers()["incident"]["iconMapping"]
    assert list(look["shapes"]) == ["plan", "done", "hand", "watch", "act"] and set(cells) == set(look["shapes"])
    assert [cells[name]["x"] for name in look["shapes"]] == [0, 64, 128, 192, 256]
    assert look["shapes"]["act"]["colour"] == "#ff5a52"


def test_the_light_theme_is_paper_with_a_darker_red() -> None:
    light = drawn.deck(DISTRICT, light=True)
    assert light["look"]["shapes"]["act"]["colour"] == "#c8241c"
    assert light["layers"][0]["getFillColor"] == [255, 255, 255, 255]


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
def test_quantities_take_one_ramp_on_which_words_can_be_read(light: bool) -> None:
    look = drawn.deck(DISTRICT, light=light)["look"]
    text = drawn.COLOURS["text"][light]
    steps = [luminance(ink) for ink in look["ramp"]]
    assert len(steps) == 5 and steps == sorted(steps, reverse=light)
    ink = luminance(list(bytes.fromhex(text[1:])))
    assert all(contrast(ink, step) >= 4.5 for step in steps)


def luminance(ink: list[int]) -> float:
    """Of WCAG 2."""
    red, green, blue = ((one / 255 + 0.055) / 1.055 for one in ink[:3])
    return float(0.2126 * red**2.4 + 0.7152 * green**2.4 + 0.0722 * blue**2.4)


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_what_can_be_shaded_is_outlined_and_lies_below_its_outlines() -> None:
    view = layers("330103003")
    rows = [row for level in ("street", "community") for row in view[f"outline/{level}"]["data"]]
    assert {row["code"] for row in rows} == {area.code for area in DISTRICT if len(area.code) in (9, 12)}
    assert all(row["lon"] and row["lat"] for row in rows)
    assert view["shade"]["getFillColor"] == "@@=fill" and not view["shade"].get("pickable")


def test_over_tiles_a_shade_lets_streets_through() -> None:
    over = drawn.deck(DISTRICT, basemap=Basemap("https://tiles.example/{z}/{x}/{y}.png", Datum.GCJ02))
    assert {ink[3] for ink in over["look"]["ramp"]} == {140} and drawn.deck(DISTRICT)["look"]["ramp"][0][3] == 255


def test_a_wall_is_drawn_twice_as_large() -> None:
    wall = layers(scale=2.0)
    assert wall["label"]["getSize"] == 28 and wall["outline/street"]["getWidth"] == 3.0


def test_nothing_in_the_deck_points_to_another_machine() -> None:
    assert "http" not in json.dumps(drawn.deck(DISTRICT))


def test_over_tiles_the_ground_is_glass_that_still_takes_clicks() -> None:
    tiles = Basemap("https://tiles.example/{z}/{x}/{y}.png", Datum.GCJ02)
    over = drawn.deck(DISTRICT, "330103003", basemap=tiles)
    ground, focus = over["layers"][:2]
    assert ground["pickable"] and ground["getFillColor"][3] == focus["getFillColor"][3] == 38
    assert over["tiles"] == {"url": "https://tiles.example/{z}/{x}/{y}.png", "datum": "gcj02"}
    assert drawn.deck(DISTRICT)["tiles"] is None and layers()["area"]["getFillColor"][3] == 255


def test_looking_at_an_area_means_its_bounds() -> None:
    assert drawn.focus_on(DISTRICT[2]) == {"code": "330103003", "bounds": [120.2, 30.0, 120.4, 30.2], "force": False}
    assert drawn.focus_at(120.1, 30.2, force=True) == {"lon": 120.1, "lat": 30.2, "zoom": 16.5, "force": True}


@pytest.fixture
def request_context() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("request_context")
def test_the_frame_names_all_its_ids_after_the_page() -> None:
    ids = [part.id for part in drawn.frame("home").children]
    assert ids[:4] == ["home-map", "home-map-star", "home-map-notes", "home-map-chips"]
    assert all(name.startswith("home-map") for name in ids) and len(set(ids)) == len(ids)


@pytest.mark.usefixtures("request_context")
def test_the_frame_can_be_read_aloud_and_starts_without_excuses() -> None:
    canvas, _star, notes, chips = drawn.frame("home", [drawn.Chip("place:site", "工地", on=False)]).children[:4]
    facts = canvas.to_plotly_json()["props"]
    assert facts["role"] == "application" and facts["aria-label"] and facts["tabIndex"] == 0
    assert facts["data-bundle"].startswith("/vendor/pydeck-") and facts["data-chosen"] == "home-map-chosen"
    assert [(note.id, note.hidden) for note in notes.children] == [("home-map-plain", True), ("home-map-bare", True)]
    assert chips.children[0].to_plotly_json()["props"]["aria-pressed"] == "false"
