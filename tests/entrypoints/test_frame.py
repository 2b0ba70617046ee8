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
        "account": people.rosa.id, "role": "officer", "area": DISTRICT, "area_name": "", "desk": True, "reviews": False, "seat": None,
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
