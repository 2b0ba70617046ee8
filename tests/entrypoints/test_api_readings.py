"""Counts come in by HTTP: each item judged on its own, the post refused as a whole only where it is no list of them."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from data_access.demo.build import FIRST_MINUTE
from data_access.demo.district import District
from entrypoints.gate import MIB
from tests.morning import Morning
from tests.people import SENSOR_KEY

KEY = {"Authorization": f"Bearer {SENSOR_KEY}"}


@pytest.fixture
def sensor(shared_app: Flask) -> FlaskClient:
    return shared_app.test_client()


@pytest.fixture
def pharmacy(district: District) -> str:
    return district.watched[0].code


def item(place: str, count: Any = 3, at: datetime | str = FIRST_MINUTE) -> dict[str, Any]:
    return {"place": place, "at": at if isinstance(at, str) else at.isoformat(), "count": count}


def post(sensor: FlaskClient, body: Any, lang: str = "zh_CN", **headers: str) -> Any:
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return sensor.post(f"/api/readings?lang={lang}", data=data, headers=KEY | headers, content_type="application/json")


def error_of(answer: Any) -> str:
    """The one sentence about the one item."""
    assert (answer.status_code, answer.json["accepted"]) == (202, 0), answer.text
    (rejected,) = answer.json["rejected"]
    assert rejected["index"] == 0
    return str(rejected["error"])


def test_counts_are_accepted(sensor: FlaskClient, pharmacy: str) -> None:
    answer = post(
        sensor, [item(pharmacy, 0), item(pharmacy, 12, FIRST_MINUTE + timedelta(seconds=10)), item(pharmacy, 4.0)]
    )
    assert (answer.status_code, answer.json) == (202, {"accepted": 3, "rejected": []})


def test_an_empty_list_is_a_list(sensor: FlaskClient) -> None:
    assert post(sensor, []).json == {"accepted": 0, "rejected": []}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"place": "nobody-knows"}, "unknown place"), ({"place": ""}, "unknown place"), ({"place": None}, "unknown place"),
        ({"place": 7}, "unknown place"), ({"place": ["x"]}, "unknown place"), ({"place": "a\0"}, "unknown place"),
        ({"place": "\ud800"}, "unknown place"), ({"place": "x" * 100_000}, "unknown place"),
        ({"count": -1}, "negative"), ({"count": -0.5}, "negative"), ({"count": "12"}, "not a number"),
        ({"count": None}, "not a number"), ({"count": True}, "not a number"), ({"count": []}, "not a number"),
        ({"count": float("nan")}, "not a number"), ({"count": float("inf")}, "not a number"), ({"count": 10**300}, "not a number"),
        ({"count": 2.5}, "not a whole number"),
        ({"at": FIRST_MINUTE + timedelta(minutes=16)}, "ahead"), ({"at": FIRST_MINUTE - timedelta(days=7, minutes=1)}, "older than 7 days"),
        ({"at": "2020-02-01T07:20:00"}, "RFC 3339"), ({"at": "yesterday"}, "RFC 3339"), ({"at": ""}, "RFC 3339"),
        ({"at": None}, "RFC 3339"), ({"at": 1580512800}, "RFC 3339"), ({"at": "9999-12-31T23:59:59-23:59"}, "ahead"),
        ({"at": "0001-01-01T00:00:00+23:59"}, "older than 7 days"), ({"at": "2020-02-30T00:00:00Z"}, "RFC 3339"),
    ],
)  # fmt: skip
def test_one_unfit_item_is_rejected_with_a_sentence(
    sensor: FlaskClient, pharmacy: str, change: dict[str, Any], why: str
) -> None:
    body = item(pharmacy) | {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in change.items()
    }
    assert why in error_of(post(sensor, [body], "en"))


def test_a_number_beyond_all_numbers_is_rejected(sensor: FlaskClient, pharmacy: str) -> None:
    body = json.dumps([item(pharmacy, "N")]).replace('"N"', "1e400")
    assert "not a number" in error_of(post(sensor, body, "en"))


@pytest.mark.parametrize("one", [None, 1, "x", [], {}, {"place": "x"}, {"at": "x", "count": 1}, True])
def test_an_item_that_lacks_something_is_rejected(sensor: FlaskClient, one: Any) -> None:
    assert error_of(post(sensor, [one]))


def test_4_minutes_ahead_and_almost_7_days_old_are_accepted(sensor: FlaskClient, pharmacy: str) -> None:
    times = [FIRST_MINUTE + timedelta(minutes=4), FIRST_MINUTE - timedelta(days=6, hours=23)]
    assert post(sensor, [item(pharmacy, 1, at) for at in times]).json["accepted"] == 2


def test_good_items_are_kept_beside_bad_ones_and_each_error_names_its_index(sensor: FlaskClient, pharmacy: str) -> None:
    body = [item(pharmacy, -1), item(pharmacy, 5, FIRST_MINUTE + timedelta(seconds=20)), None, item("no-place")]
    answer = post(sensor, body).json
    assert answer["accepted"] == 1
    assert [one["index"] for one in answer["rejected"]] == [0, 2, 3]


def test_sentences_are_in_the_readers_language(sensor: FlaskClient) -> None:
    english, chinese = (error_of(post(sensor, [None], language)) for language in ("en", "zh_CN"))
    assert english == "is not an object with place, at and count"
    assert chinese == "不是含 place、at、count 的对象"


def rows_of(morning: Morning, code: str) -> list[tuple[datetime, int]]:
    query = text(
        "select at, count from reading join place on place.id = place_id where code = :code and at >= :from order by at"
    )
    with morning.database.connection() as connection:
        return [(row[0], row[1]) for row in connection.execute(query, {"code": code, "from": FIRST_MINUTE})]


def test_the_same_again_is_accepted_and_changes_nothing(app: Flask, morning: Morning, pharmacy: str) -> None:
    sensor = app.test_client()
    body = [item(pharmacy, count, FIRST_MINUTE + timedelta(seconds=10 * count)) for count in range(5)]
    assert post(sensor, body).json["accepted"] == 5
    kept = rows_of(morning, pharmacy)
    assert post(sensor, body[::-1]).json["accepted"] == 5
    assert post(sensor, [body[0] | {"count": 99}, body[0] | {"count": 98}]).json["accepted"] == 2
    assert rows_of(morning, pharmacy) == kept
    assert len(kept) == 5


def test_a_crowd_told_out_of_order_and_twice_is_one_warning(app: Flask, morning: Morning, pharmacy: str) -> None:
    sensor = app.test_client()
    body = [item(pharmacy, 31, FIRST_MINUTE + timedelta(seconds=10 * step)) for step in range(25)]
    for part in (body[12:], body[:12], body[::-1]):
        assert post(sensor, part).status_code == 202
    with morning.work(morning.people.rosa) as work:
        assert len(work.incidents.open_in(morning.people.rosa.area)) == 1


def test_2000_readings_come_in_one_post(sensor: FlaskClient, district: District) -> None:
    places = [place.code for place in district.watched]
    body = [item(places[n % 4], n % 7, FIRST_MINUTE - timedelta(seconds=10 * n)) for n in range(2000)]
    assert post(sensor, body).json == {"accepted": 2000, "rejected": []}


def test_more_than_5000_are_refused_with_a_sentence(sensor: FlaskClient) -> None:
    answer = post(sensor, [0] * 5001, "en")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "5,000" in answer.json["title"]
    assert post(sensor, [0] * 5000).status_code == 202


@pytest.mark.parametrize(
    "data", [b"", b"{", b"{}", b"null", b"12", b'"x"', b"\xff\xfe", b"[1,]", b"[" * 100_000, b"9" * 5000, b"a=1"]
)
def test_what_is_no_json_list_is_refused_as_a_whole(sensor: FlaskClient, data: bytes) -> None:
    answer = post(sensor, data)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["title"]


def test_a_body_over_1_mb_is_refused(sensor: FlaskClient) -> None:
    answer = post(sensor, b"[" + b" " * MIB + b"]")
    assert (answer.status_code, answer.json["kind"]) == (413, "TooLarge")
    assert post(sensor, b"[" + b" " * (MIB - 2) + b"]").status_code == 202


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", f"Basic {SENSOR_KEY}", SENSOR_KEY, "Bearer \xff", "Bearer a b"],
)
def test_without_the_right_key_nothing_is_taken(sensor: FlaskClient, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = sensor.post("/api/readings", json=[], headers=headers)
    assert (answer.status_code, answer.json["kind"]) == (401, "NotSignedIn")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_key_is_none(app: Flask, morning: Morning) -> None:
    sensor = app.test_client()
    assert post(sensor, []).status_code == 202
    with morning.database.connection() as connection:
        connection.execute(text("update device set revoked = true"))
    assert post(sensor, []).status_code == 401


def test_no_cookie_and_no_token_is_asked_of_a_sensor(sensor: FlaskClient) -> None:
    assert post(sensor, [], Origin="https://elsewhere.example").status_code == 202
