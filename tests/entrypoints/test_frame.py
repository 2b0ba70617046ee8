"""The frame as each role gets it: one load brings all that every page needs, and nobody's name to whom it is not due."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from cockpit.access import Actor
from cockpit.desk import Seat, take_over
from data_access import feed
from pages.incidents import table
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT


def frame_of(app: Flask, person: Actor) -> Any:
    """(what the browser starts from, the whole frame as text)"""
    answer = Visitor(app).signed_in(person).get("/_dash-layout")
    store = next(part for part in answer.json["props"]["children"] if part["props"].get("id") == "shell-first")
    return store["props"]["data"], answer.text


def test_it_brings_the_clock_the_streams_position_and_the_readers_words(app: Flask, morning: Morning) -> None:
    morning.report(0)
    with morning.work(morning.people.rosa) as work:
        last = feed.last_change(work.connection)
    first, _ = frame_of(app, morning.people.rosa)
    assert (first["change"], first["speed"]) == (last, 1.0)
    late = morning.database.status()["now"] - datetime.fromisoformat(first["now"])
    assert timedelta(0) <= late < timedelta(minutes=1)
    assert first["words"]["lang"] == "zh"
    assert {"live", "sound", "new", "passed", "kinds", "states", "marks"} <= first["words"].keys()


def test_it_says_who_one_is_and_where_one_sits(app: Flask, morning: Morning) -> None:
    people = morning.people
    assert frame_of(app, people.rosa)[0]["me"] | {"area_name": ""} == {
        "account": people.rosa.id, "role": "officer", "area": DISTRICT, "area_name": "", "desk": True, "reviews": False, "leads": False, "seat": None,
        "watch": None,
    }  # fmt: skip
    watch = morning.do(people.rosa, take_over, Seat.FIRST)
    me = frame_of(app, people.rosa)[0]["me"]
    assert (me["seat"], me["watch"]) == ("first", watch.id)
    assert frame_of(app, people.hana)[0]["me"]["seat"] is None
    assert frame_of(app, people.shen)[0]["me"]["area"] == CHANGQING


@pytest.mark.parametrize("name", ["eve", "chen", "lin", "wu"])
def test_who_sits_at_the_desk_is_told_to_the_desk_only(app: Flask, morning: Morning, name: str) -> None:
    morning.do(morning.people.rosa, take_over, Seat.FIRST)
    assert morning.people.rosa.name in frame_of(app, morning.people.hana)[1]
    first, whole = frame_of(app, getattr(morning.people, name))
    assert morning.people.rosa.name not in whole
    assert (first["me"]["desk"], first["me"]["seat"]) == (False, None)


def content_of(app: Flask, person: Actor, address: str | None) -> tuple[Any, Any]:
    """(the path that the frame knows, the page inside) for a page at that address."""
    headers = {"Referer": address} if address is not None else {}
    parts = Visitor(app).signed_in(person).get("/_dash-layout", headers=headers).json["props"]["children"]
    props = {part["props"].get("id"): part["props"] for part in parts}
    return props["shell-url"].get("pathname"), props["shell-content"]["children"]


def test_the_cockpit_comes_inside_its_frame_with_its_first_data(app: Flask, morning: Morning) -> None:
    morning.report(0)
    path, page = content_of(app, morning.people.rosa, "http://localhost/?area=330103001&first=x&trends=x&by=1")
    assert (path, page["props"]["id"]) == ("/", "overview")
    first = next(one["props"]["data"] for one in page["props"]["children"] if one["props"].get("id") == "overview-data")
    visitor = Visitor(app).signed_in(morning.people.rosa)
    asked = visitor.call(visitor.body("shell-content.children", "/")).json["response"]["shell-content"]["children"]
    assert first == next(one["props"]["data"] for one in asked["props"]["children"] if "data" in one["props"])
    assert len(json.loads(first["incidents"])["steps"]["id"]) == 1
    assert json.loads(first["map"][0])["layers"] and first["map"][1]["code"] == DISTRICT


@pytest.mark.parametrize(
    "address", [None, "", "http://[", "http://localhost/help", "http://localhost/nowhere", "x" * 9000]
)
def test_where_no_address_leads_to_the_cockpit_the_browser_asks_for_its_page(
    app: Flask, morning: Morning, address: str | None
) -> None:
    assert content_of(app, morning.people.rosa, address) == (None, None)


def test_whoever_may_not_see_the_cockpit_gets_a_frame_without_it(app: Flask, morning: Morning) -> None:
    assert content_of(app, morning.people.eve, "http://localhost/") == (None, None)


def test_a_page_names_what_it_will_ask_for_and_a_refusal_does_not(app: Flask, morning: Morning) -> None:
    rosa, eve = (Visitor(app).signed_in(who) for who in (morning.people.rosa, morning.people.eve))
    names = rosa.get("/").headers["Link"]
    asked = [one.partition(">")[0].strip("<") for one in names.split(", ")]
    assert asked[:2] == ["/_dash-layout", "/_dash-dependencies"]
    for one in asked:
        assert rosa.get(one).status_code == 200
    assert "pydeck" in names and "pydeck" not in rosa.get("/help").headers["Link"]
    for answer in (eve.get("/incidents"), Visitor(app).get("/"), Visitor(app).get("/sign-in"), rosa.get("/nowhere")):
        assert "Link" not in answer.headers


def test_nobody_else_is_made_of_a_reader_by_the_address(app: Flask, morning: Morning) -> None:
    rosa, hana = morning.people.rosa, morning.people.hana
    visitor = Visitor(app).signed_in(rosa)
    answer = visitor.call(visitor.body("shell-content.children", "/incidents", f"?new=1&by={hana.id}"))
    page = json.dumps(answer.json)
    assert f'"{rosa.id}/report"' in page
    assert f'"{hana.id}/report"' not in page


def test_the_tables_library_comes_to_the_board_alone(app: Flask, morning: Morning) -> None:
    visitor = Visitor(app).signed_in(morning.people.rosa)
    frame = visitor.get("/incidents").text
    assert "/dash_core_components.v" in frame and "/dash_ag_grid.v" not in frame
    board = json.dumps(visitor.call(visitor.body("shell-content.children", "/incidents")).json)
    assert table.address() in board
    library = visitor.get(table.address())
    assert library.status_code == 200 and "immutable" in library.headers["Cache-Control"]
