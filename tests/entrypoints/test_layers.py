"""GeoJSON layers: what RFC 7946 asks for, what one's own scope holds, and nothing else."""

from typing import Any

import pytest
from flask import Flask

from cockpit import scene
from cockpit.incidents import Answer
from data_access.demo.district import District
from entrypoints.api.layers import LAYERS, Layer, point
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People


def layer(visitor: Visitor, name: str, **query: str) -> Any:
    return visitor.get(f"/api/layers/{name}.geojson", query_string=query)


def features(visitor: Visitor, name: str, **query: str) -> list[Any]:
    answer = layer(visitor, name, **query)
    assert (answer.status_code, answer.mimetype) == (200, "application/geo+json"), answer.text
    found: list[Any] = answer.get_json(force=True)["features"]
    return found


@pytest.fixture
def shen(shared_app: Flask, people: People) -> Visitor:
    return Visitor(shared_app).signed_in(people.shen)


def area_of(ring: list[list[float]]) -> float:
    """Signed: above 0 for a ring that runs counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)) / 2


def must_be_a_position(value: Any) -> None:
    lon, lat = value
    assert 119 < lon < 121
    assert 29 < lat < 31


def must_be_geojson(answer: Any) -> None:
    found = answer.get_json(force=True)
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert len({feature["id"] for feature in found["features"]}) == len(found["features"])
    for feature in found["features"]:
        assert (feature["type"], isinstance(feature["properties"], dict)) == ("Feature", True)
        geometry = feature["geometry"]
        if geometry["type"] == "Point":
            must_be_a_position(geometry["coordinates"])
            continue
        assert geometry["type"] == "Polygon"
        (ring,) = geometry["coordinates"]
        assert len(ring) >= 4
        assert ring[0] == ring[-1]
        assert area_of(ring) > 0
        for position in ring:
            must_be_a_position(position)


def something_in_every_layer(morning: Morning) -> None:
    """A crowd, and Wu's team on its way to another, whose phone says where it is."""
    wu, place = morning.people.wu, morning.watched[0]
    morning.crowd()
    morning.answer(wu, morning.sent_to_own(), Answer.EN_ROUTE)
    morning.do(wu, scene.allow_position, morning.do(wu, scene.consent_to).notice.version, key=morning.key())
    morning.do(wu, scene.take_position, place.spot.lon, place.spot.lat, 10.0)


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_geojson_as_rfc_7946_has_it(rosa: Visitor, shared_morning: Morning, name: str) -> None:
    something_in_every_layer(shared_morning)
    answer = layer(rosa, name)
    assert answer.mimetype == "application/geo+json"
    assert answer.get_json(force=True)["features"]
    must_be_geojson(answer)


def test_a_street_officer_has_her_own_street_and_no_other(
    shen: Visitor, rosa: Visitor, shared_morning: Morning
) -> None:
    shared_morning.report(0)
    others = [place for place in shared_morning.watched if place.spot.street != CHANGQING]
    for name in ("communities", "grids", "places", "enterprises", "incidents", "teams"):
        mine = {feature["id"] for feature in features(shen, name)}
        assert mine == {feature["id"] for feature in features(rosa, name, area=CHANGQING)}
        assert mine < {feature["id"] for feature in features(rosa, name)} or name == "incidents"
    assert not {place.code for place in others} & {feature["id"] for feature in features(shen, "places")}
    together = features(shen, "places", zoom="12")
    assert sum(standing(one) for one in together) == len(features(shen, "places"))
    assert [one["id"] for one in features(shen, "streets")] == [CHANGQING]


def test_another_street_looks_like_one_that_is_not_there(shen: Visitor) -> None:
    hidden = [layer(shen, "incidents", area=area) for area in (WULIN, DISTRICT, f"{WULIN}001")]
    missing = [layer(shen, "incidents", area=area) for area in ("330103999", "x", "33010300", "330103001\0", "é" * 500)]
    assert {answer.status_code for answer in hidden + missing} == {404}
    assert len({answer.data for answer in hidden + missing + [layer(shen, "nothing")]}) == 1


def test_who_may_not_look_at_the_cockpit_gets_no_layer(eve: Visitor, stranger: Visitor) -> None:
    assert layer(eve, "streets").status_code == 403
    assert layer(stranger, "streets").status_code == 401


def test_a_box_and_a_limit_choose(rosa: Visitor, district: District) -> None:
    place = district.watched[0]
    lon, lat = place.spot.lon, place.spot.lat
    box = f"{lon - 0.0001},{lat - 0.0001},{lon + 0.0001},{lat + 0.0001}"
    near = features(rosa, "places", bbox=box)
    assert place.code in {feature["id"] for feature in near}
    assert len(near) < len(features(rosa, "places"))
    assert place.spot.street in {feature["id"] for feature in features(rosa, "streets", bbox=box)}
    assert features(rosa, "places", bbox="0,0,1,1") == []
    assert len(features(rosa, "places", limit="3")) == 3


def test_a_box_and_a_limit_choose_of_every_layer(rosa: Visitor, shared_morning: Morning) -> None:
    """The box around one thing holds it, the box beside it does not, and one of two is as many as one asked for."""
    something_in_every_layer(shared_morning)
    for name in LAYERS:
        every = features(rosa, name)
        west, south, east, north = box_of(every[0])
        around = f"{west - 1e-6},{south - 1e-6},{east + 1e-6},{north + 1e-6}"
        assert every[0]["id"] in {one["id"] for one in features(rosa, name, bbox=around)}, name
        assert features(rosa, name, bbox=f"{west - 2},{south},{west - 1},{north}") == [], name
        assert len(features(rosa, name, limit="1")) == 1, name


def box_of(feature: Any) -> tuple[float, float, float, float]:
    coordinates = feature["geometry"]["coordinates"]
    points = [coordinates] if feature["geometry"]["type"] == "Point" else coordinates[0]
    lons, lats = zip(*points, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def standing(feature: Any) -> int:
    """How many a feature stands for."""
    count: int = feature["properties"].get("count", 1)
    return count


@pytest.mark.parametrize("name", ["places", "enterprises"])
def test_from_afar_cells_are_counted_and_every_door_is_in_one(rosa: Visitor, name: str) -> None:
    doors = features(rosa, name)
    for zoom in ("0", "11", "13", "15"):
        found = features(rosa, name, zoom=zoom)
        assert sum(standing(one) for one in found) == len(doors)
        assert len({one["id"] for one in found}) == len(found)
        for one in found:
            must_be_in_the_middle(one)
    assert len(features(rosa, name, zoom="0")) == 1
    assert len(features(rosa, name, zoom="11")) < len(features(rosa, name, zoom="13")) < len(doors)


def must_be_in_the_middle(feature: Any) -> None:
    if "bbox" not in feature:
        return
    (west, south, east, north), (lon, lat) = feature["bbox"], feature["geometry"]["coordinates"]
    assert west <= lon <= east
    assert south <= lat <= north
    assert feature["properties"]["count"] == sum(feature["properties"]["kinds"].values()) > 1


def test_a_cell_is_counted_whole_wherever_the_box_cuts_it(rosa: Visitor) -> None:
    whole = {one["id"]: one for one in features(rosa, "places", zoom="12")}
    part = features(rosa, "places", zoom="12", bbox="120.16,30.27,120.17,30.28")
    assert part
    assert all(whole[one["id"]] == one for one in part)


def test_from_close_by_each_place_is_a_door_and_firms_are_counted_behind_theirs(rosa: Visitor) -> None:
    assert {one["id"] for one in features(rosa, "places", zoom="16")} == {one["id"] for one in features(rosa, "places")}
    found = features(rosa, "enterprises", zoom="18")
    complexes = {one["properties"]["name"] for one in features(rosa, "places", kind="complex")}
    named = {one["properties"]["name"]: one for one in found if "bbox" in one}
    assert complexes <= set(named)
    assert all(one["bbox"][:2] == one["bbox"][2:] for one in named.values())


def test_places_that_come_together_are_of_the_kinds_asked_for(rosa: Visitor) -> None:
    found = features(rosa, "places", zoom="12", kind="pharmacy,hospital")
    kinds = {kind for one in found for kind in one["properties"].get("kinds", {one["properties"].get("kind"): 1})}
    assert kinds == {"pharmacy", "hospital"}


def test_a_box_around_a_home_does_not_find_what_happened_in_it(rosa: Visitor, shared_morning: Morning) -> None:
    """It is shown in the middle of its grid, and there it is found: boxes drawn closer and closer lead nowhere."""
    home = shared_morning.report(1, at_home=True)
    lon, lat = home.shown_at
    assert (lon, lat) != (home.spot.lon, home.spot.lat)
    for (x, y), found in ((home.shown_at, True), ((home.spot.lon, home.spot.lat), False)):
        box = f"{x - 1e-5},{y - 1e-5},{x + 1e-5},{y + 1e-5}"
        assert (home.id in {one["id"] for one in features(rosa, "incidents", bbox=box)}) is found


# Layers of persons


def test_a_layer_that_says_nothing_is_for_those_who_may_look_persons_up(
    shared_app: Flask, rosa: Visitor, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LAYERS, "patients", Layer(lambda work, asked: [point(120.17, 30.28, 1, {})]))
    chen = Visitor(shared_app).signed_in(people.chen)  # looks at the cockpit, and at no person
    assert layer(chen, "streets").status_code == 200
    assert layer(chen, "patients").status_code == 403
    assert len(features(rosa, "patients")) == 1


def test_every_layer_for_all_eyes_is_known_here() -> None:
    """One more is a decision: it must hold no person, or say nothing and stay shut."""
    for_all = {name for name, one in LAYERS.items() if one.act != Layer.act}
    known = {"streets", "communities", "grids", "incidents", "warnings", "places", "enterprises", "teams", "positions"}
    assert for_all == known


def test_places_of_some_kinds(rosa: Visitor) -> None:
    kinds = {one["properties"]["kind"] for one in features(rosa, "places", kind="pharmacy,hospital")}
    assert kinds == {"pharmacy", "hospital"}


def test_a_kind_that_is_none_is_refused_by_layers_that_have_no_kinds_too(rosa: Visitor) -> None:
    assert layer(rosa, "incidents", kind="nothing").status_code == 422
    assert layer(rosa, "places", kind="pharmacy,").status_code == 422
    assert layer(rosa, "places", kind="").status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"}, {"limit": "-1"}, {"limit": "20001"}, {"limit": "x"}, {"limit": ""}, {"limit": "²"}, {"limit": "1.5"},
        {"limit": "9" * 5000}, {"bbox": ""}, {"bbox": "1,2,3"}, {"bbox": "1,2,3,x"}, {"bbox": "nan,nan,nan,nan"},
        {"bbox": "120,30,119,31"}, {"bbox": "-181,0,0,0"}, {"bbox": "0,0,0,91"}, {"bbox": "-inf,0,inf,1"}, {"bbox": "1,2,3,4,5"},
        {"zoom": ""}, {"zoom": "-1"}, {"zoom": "23"}, {"zoom": "1.5"}, {"zoom": "²"}, {"zoom": "9" * 5000},
        {"kind": "nothing"}, {"kind": "pharmacy\0"}, {"kind": "pharmacy,'"},
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused_with_a_sentence(rosa: Visitor, query: dict[str, str]) -> None:
    answer = layer(rosa, "places", **query)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["title"]
