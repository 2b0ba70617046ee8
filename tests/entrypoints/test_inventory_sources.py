"""Sources at the page's one door: each role its own area, a leader no small number, and the address names the way."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit.access import Actor
from data_access import sources
from entrypoints.imports import Imports
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import CHANGQING, WULIN, People, somebody

SHOWN = "inventory-sources.children"


def shown(visitor: Visitor, search: str = "") -> Any:
    return visitor.call(visitor.body(SHOWN, None, None, f"?show=sources{search}"))


@pytest.fixture
def leader(morning: Morning) -> Actor:
    return somebody(morning.database, "leader")


def test_a_leader_opens_the_inventory_and_finds_sources_and_no_persons(app: Flask, leader: Actor) -> None:
    visitor = Visitor(app).signed_in(leader)
    assert status_of(visitor.get("/inventory")) == 200
    assert "inventory-search" not in visitor.call(visitor.body("inventory-place.children", "?show=persons")).text
    drawn = visitor.call(visitor.body("inventory-place.children", "?show=sources")).text
    assert "inventory-sources" in drawn and "inventory-search" not in drawn


def test_a_leader_sees_no_number_under_five(app: Flask, morning: Morning, leader: Actor) -> None:
    with morning.database.connection() as connection:
        small = connection.execute(
            text("select community from household group by community having count(*) < 5 order by 1 limit 1")
        ).scalar_one()
    visitor = Visitor(app).signed_in(leader)
    said = shown(visitor, f"&area={small[:9]}&kind=households").text
    assert status_of(shown(visitor, f"&area={small[:9]}")) == 200
    assert "<5" in said or "\\u003c5" in said


def test_the_address_names_area_and_kind_and_what_is_none_of_ones_own_is_not_there(app: Flask, people: People) -> None:
    shen = Visitor(app).signed_in(people.shen)
    assert status_of(shown(shen, f"&area={CHANGQING}&kind=persons")) == 200
    foreign, missing = shown(shen, f"&area={WULIN}"), shown(shen, "&area=330103999")
    assert status_of(foreign) == 404 and foreign.data == missing.data
    for bad in ("&kind=teams", "&kind=%00", "&area=x", "&area=330103"):
        assert status_of(shown(shen, bad)) == 404, bad


def test_who_has_no_business_with_it_is_refused(app: Flask, people: People) -> None:
    for nobody in (people.eve, people.wu, people.chen):
        assert status_of(shown(Visitor(app).signed_in(nobody))) == 403


def test_the_worker_reckons_anew_with_what_comes_every_minute(morning: Morning, tmp_path: Path) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("update source set things = 0"))
        connection.execute(text("delete from source_run"))
    Imports(morning.database, tmp_path).keep_house()
    with morning.database.connection() as connection:
        assert sources.differences(connection) == []
        told = connection.execute(text("select event, street from change order by id desc limit 1")).one()
        assert tuple(told) == ("sources_reckoned", None), "whoever has the page open hears of it"
        assert connection.execute(text("select sum(things) from source where kind = 'places'")).scalar_one() > 0
