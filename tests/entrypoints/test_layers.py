"""GeoJSON layers: what RFC 7946 asks for, what one's own scope holds, and nothing else."""

from typing import Any

import pytest
from flask import Flask

from data_access.demo.district import District
from entrypoints.api.layers import LAYERS
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


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_geojson_as_rfc_7946_has_it(rosa: Visitor, shared_morning: Morning, name: str) -> None:
    shared_morning.crowd()
    answer = layer(rosa, name)
    assert answer.mimetype == "application/geo+json"
    assert answer.get_json(force=True)["features"]
    must_be_geojson(answer)


def test_a_street_officer_has_her_own_street_and_no_other(
    shen: Visitor, rosa: Visitor, shared_morning: Morning
) -> None:
    shared_morning.report(0)
    others = [place for place in shared_morning.watched if place.spot.street != CHANGQING]
    for name in ("communities", "grids", "places", "incidents", "teams"):
        mine = {feature["id"] for feature in features(shen, name)}
        assert mine == {feature["id"] for feature in features(rosa, name, area=CHANGQING)}
        assert mine < {feature["id"] for feature in features(rosa, name)} or name == "incidents"
    assert not {place.code for place in others} & {feature["id"] for feature in features(shen, "places")}
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
        {"kind": "nothing"}, {"kind": "pharmacy\0"}, {"kind": "pharmacy,'"},
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused_with_a_sentence(rosa: Visitor, query: dict[str, str]) -> None:
    answer = layer(rosa, "places", **query)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["title"]
