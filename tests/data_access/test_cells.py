"""Numbers of people as those see them who see aggregates only: small ones hidden, on the page and in trends."""

from json import dumps
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit import figures
from cockpit.access import Actor
from cockpit.figures import Figure
from data_access import feed
from entrypoints.api.changes import Change, group_of
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import DISTRICT

LEADER = Actor(96, "leader", "Lu", "leader", DISTRICT)
WALL = Actor(97, "wall", "wall", "wall", DISTRICT)
THREE = f"{DISTRICT}001001"


@pytest.fixture
def few(morning: Morning) -> Morning:
    """Three people and three homes are left in one community of 长庆; its neighbours have a hundred."""
    with morning.database.connection() as connection:
        connection.execute(
            text("update figure_now set value = 100 where figure in ('residents', 'households', 'rented')")
        )
        connection.execute(text("update figure_now set value = 3 where figure = 'residents' and community = :c"), {"c": THREE})  # fmt: skip
        connection.execute(
            text(
                "insert into figure_day select date '2020-01-31', community, figure, value from figure_now on conflict do nothing"
            )
        )
    return morning


@pytest.mark.parametrize("by", [LEADER, WALL], ids=lambda by: by.role)
def test_a_leader_and_the_wall_see_less_than_five_and_a_second_one_hidden(few: Morning, by: Actor) -> None:
    shown = few.do(by, figures.cells)
    street = [cell["residents"] for area, cell in shown.items() if len(area) == 12 and area.startswith(THREE[:9])]
    assert street[:2] == ["<5", "–"] and set(street[2:]) == {"100"}
    assert shown[THREE[:9]]["residents"].startswith("≈") and shown[DISTRICT]["residents"].startswith("≈")
    assert shown[THREE]["households"] == "100"


def test_the_counters_that_a_screen_adds_up_hold_no_people_for_them(few: Morning) -> None:
    for one in few.do(LEADER, figures.counters).values():
        assert not set(one) & set(figures.PEOPLE)


def test_rosa_and_lin_see_the_numbers_as_they_are(few: Morning) -> None:
    for by in (few.people.rosa, few.people.lin):
        assert few.do(by, figures.cells) == {}
        assert few.do(by, figures.counters)[THREE]["residents"] == 3


def test_a_trend_of_people_is_drawn_only_where_todays_number_is_shown_as_it_is(few: Morning) -> None:
    assert Figure.RESIDENTS in few.do(few.people.rosa, figures.trend_of, THREE)
    for area in (THREE, THREE[:9], DISTRICT):
        assert Figure.RESIDENTS not in few.do(LEADER, figures.trend_of, area)
        assert Figure.HOUSEHOLDS in few.do(LEADER, figures.trend_of, area)


def test_a_change_tells_numbers_of_people_to_who_may_add_them_up_and_to_no_leader_and_no_wall(few: Morning) -> None:
    """A home of one community: its counters go with the change, and so does what would uncover the small ones."""
    incident = few.crowd()
    with few.database.connection() as connection:
        told = {THREE: {"residents": 3, "rented": 2, "incidents_open": 1}}
        connection.execute(text("update change set figures = cast(:told as jsonb)"), {"told": dumps(told)})
        row = feed.changes_of(connection, "incident", str(incident.id))[0]
    change = Change.of(row)
    assert b'"residents":3' in change.told(group_of(few.people.rosa))
    for by in (LEADER, WALL):
        assert change.concerns(group_of(by)) and b'"incidents_open":1' in change.told(group_of(by))
        assert b"residents" not in change.told(group_of(by)) and b"rented" not in change.told(group_of(by))


def test_the_cockpits_first_data_hides_them_from_the_leader(app: Flask, few: Morning) -> None:
    first: dict[str, Any] = {}
    for account in ("leader", "officer"):
        with few.database.connection() as connection:
            row = connection.execute(
                text("select id, account, name, role, area, team from account where account = :name"), {"name": account}
            ).one()
        visitor = Visitor(app).signed_in(Actor(*row))
        page = visitor.call(visitor.body("shell-content.children", "/")).json["response"]["shell-content"]["children"]
        first[account] = next(one["props"]["data"] for one in page["props"]["children"] if "data" in one["props"])
    assert first["officer"]["figures"][THREE]["residents"] == 3 and first["officer"]["cells"] == {}
    assert "residents" not in str(first["leader"]["figures"]) and first["leader"]["cells"][THREE]["residents"] == "<5"
