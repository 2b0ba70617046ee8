"""The wall's frame: views by one table, their painters by the same names, and a hand for presenters alone."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from cockpit.access import Actor
from cockpit.desk_figures import INTERVALS, RATES, Asked, DeskFigures, Rate, Shown, Spans
from cockpit.wall import View
from pages import shell, wall
from pages.wall.views import COLUMNS, SIX

ASSETS = Path(__file__).parents[2] / "assets"
ROSA = Actor(1, "officer", "Rosa", "officer", "330103", session="1")
HALL = Actor(12, "wall", "大屏", "wall", "330103", session="3", terminal=7)


def drawn(by: Actor) -> dict[str, Any]:
    app = Flask("test")
    Babel(app)
    with app.test_request_context():
        tree = wall.layout(by=by)
        return {part.id: part for part in [tree, *tree._traverse()] if getattr(part, "id", None)}


def test_each_view_of_the_table_has_a_painter_in_the_browser() -> None:
    script = (ASSETS / "wall_views.js").read_text(encoding="utf-8")
    painted = re.search(r"Object\.assign\(wall\.views, {(.*?)}\)", script)
    assert painted
    last = (ASSETS / "wall_risk.js").read_text(encoding="utf-8")
    names = [*re.findall(r"(\w+): draw", painted[1]), *re.findall(r"wall\.views\.(\w+) = draw", last)]
    assert names == [view.name for view in wall.VIEWS] == list(View)


def test_every_view_and_every_figure_has_its_place() -> None:
    there = drawn(HALL)
    assert {f"wall-view-{view.name}" for view in wall.VIEWS} | {f"wall-figure-{name}" for name in SIX} <= there.keys()


@pytest.mark.parametrize(("by", "hidden"), [(ROSA, False), (replace(ROSA, role="shift_lead"), False), (HALL, True),
                                            (replace(ROSA, role="leader"), True)])  # fmt: skip
def test_only_who_may_present_gets_the_hand_for_it(by: Actor, hidden: bool) -> None:
    assert drawn(by)["wall-hand"].hidden is hidden


def test_it_stands_alone_and_nobodys_name_is_around_it() -> None:
    frame = shell.alone({"me": {}}, None)
    ids = [one.id for one in frame._traverse() if getattr(one, "id", None)]
    assert ids == [shell.FIRST, "shell-toasts"] and frame.className == "alone"


def test_the_desk_view_says_of_each_figure_what_the_duty_page_says_and_nothing_of_nothing() -> None:
    nothing = DeskFigures(0, {name: Rate(0, 0) for name in RATES}, {name: Spans(0, None, None) for name in INTERVALS})
    some = DeskFigures(
        1200, nothing.rates | {"filed": Rate(199, 200)}, nothing.intervals | {"handling": Spans(3, 84, 3744)}
    )
    asked = Asked("330103", date(2020, 2, 1), date(2020, 2, 1))
    shown = Shown(asked, datetime(2020, 2, 1, tzinfo=UTC), 2, None, some, (("330103001", nothing),))
    app = Flask("test")
    Babel(app)
    with app.test_request_context():
        said = wall.desk_words(shown)
    whole, street = said["330103"], said["330103001"]
    assert (whole["received"], whole["filed"], whole["p50"], whole["p90"]) == ("1,200", "99%", "1:24", "1:02:24")
    assert street == dict.fromkeys(street, "–") | {"received": "0"}
    assert {*street, "untouched", "open", "overdue"} == set(COLUMNS)
