"""The wall is sent nobody: canaries stand in every personal column, and none sings in anything that it gets.

Whatever the district knows of persons, in whatever table, is replaced by one word; then a morning happens; then the wall
asks for all that a page of its role can ask for, and the stream tells it all that it would be told.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit import desk, incidents, wall
from cockpit.access import Actor
from cockpit.desk import Seat
from cockpit.incidents import Answer, Kind, Source
from cockpit.incidents.packed import unpacked
from cockpit.wall import View
from data_access.database import Database
from data_access.demo.district import District
from data_access.keys import SEALED
from entrypoints.api.hub import Hub, Screen, group_of
from tests.access.canaries import callbacks, plain_routes
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import CHANGQING, People

CANARY = "金丝雀甘金雀"
PHONE, NUMBER = "10077001001", "999000198801017712"
SUNG = (CANARY, PHONE, NUMBER)
STAFF = {  # who works here, in plain; the wall's own account is called after a screen
    "account.name": "role <> 'wall'", "desk_watch.name": "true", "team_member.name": "true",
}  # fmt: skip
KEYS = {"second_step.secret", "person_key.wrapped"}  # sealed, but no word about anybody
MUST = {"household.door", "place.contact", "enterprise.contact", "note.text", *STAFF}  # there is somebody in each


def sings(said: str) -> list[str]:
    """What is heard of the canary, in whatever spelling."""
    return [one for one in SUNG if any(way in said for way in (one, quote(one), json.dumps(one)[1:-1]))]


@pytest.fixture(scope="module")
def hall(shared_database: Database) -> Actor:
    with shared_database.connection() as connection:
        query = text("select id, account, name, role, area, team from account where account = 'wall'")
        return Actor(*connection.execute(query).one())


@pytest.fixture(scope="module")
def lived(shared_database: Database, district: District, people: People) -> set[str]:
    """The columns that hold the canary; all that happens happens to it, and by people who are called so."""
    planted = plant(shared_database, people)
    happens(Morning(shared_database, people, district.watched), people)
    return planted | plant(shared_database, people)  # what the morning wrote, too


def plant(database: Database, people: People) -> set[str]:
    found = set()
    with database.work(people.cockpit) as work:
        for person in work.connection.execute(text("select id from person order by id limit 40")).scalars().all():
            for field, value in (("name", CANARY), ("phone", PHONE), ("number", NUMBER)):
                work.people.keep(person, field, value)
        for one in SEALED:
            if one.name not in KEYS:
                found |= {one.name for _ in sealed_anew(work, one)}
        for name, where in STAFF.items():
            table, column = name.split(".")
            update = text(f"update {table} set {column} = :word where {where}")
            if work.connection.execute(update, {"word": CANARY}).rowcount:
                found.add(name)
    return found


def sealed_anew(work: Any, one: Any) -> Iterator[int]:
    table, column, row = one.column.table.name, one.column.name, one.row.name
    for number in work.connection.execute(text(f"select {row} from {table} order by {row} limit 40")).scalars().all():
        value = work.people.sealer.seal(CANARY, cell=f"{one.name}/{number}")
        values = {"value": value, "number": number}
        work.connection.execute(text(f"update {table} set {column} = :value where {row} = :number"), values)
        yield number


def happens(morning: Morning, people: People) -> None:
    """Reported at her home with all that is known of her, seen to by people of her name, who write it down."""
    morning.do(people.rosa, desk.take_over, Seat.FIRST)
    with morning.work(people.rosa) as work:
        place = work.places.of_kinds(["compound"], people.lin.area)[0]
        incidents.report(work, Kind.FEVER, Source.PHONE, place, note=" ".join(SUNG), at_home=True, priority=1)
    crowd = morning.sent_to_own()
    morning.do(people.rosa, incidents.add_note, crowd.id, " ".join(SUNG))
    for person in morning.field_people():
        morning.answer(person, crowd, Answer.ACKNOWLEDGED)
        morning.resolve(person, crowd, note=" ".join(SUNG))
    morning.do(people.hana, incidents.verify, crowd.id)
    morning.do(people.hana, incidents.close, crowd.id, "dispersed")
    morning.do(people.rosa, wall.present, View.MAP, CHANGQING, True, True)


def asked(visitor: Visitor, hall: Actor, app: Flask, number: int) -> Iterator[tuple[str, str]]:
    """All that a page of the wall's role can ask for."""
    yield "layout", visitor.get("/_dash-layout", headers={"Referer": "http://localhost/wall"}).text
    yield "page", visitor.get("/wall").text
    for path in plain_routes(app):
        if path == "/sign-in":
            continue  # nobody is let in by it yet: a demo lists its made up accounts there
        yield path, visitor.get(path).text
    for where, answer in callbacks(visitor, hall, number):
        yield where, answer.text


def test_a_canary_in_every_personal_column_is_heard_in_nothing_that_the_wall_is_sent(
    shared_app: Flask, shared_database: Database, hall: Actor, lived: set[str]
) -> None:
    assert lived >= MUST
    with shared_database.connection() as connection:
        number = connection.execute(text("select max(id) from incident where at_home")).scalar_one()
    visitor, asks = Visitor(shared_app).signed_in(hall), 0
    for where, said in asked(visitor, hall, shared_app, number):
        assert sings(said) == [], where
        asks += 1
    assert asks > 30

    layout = visitor.get("/_dash-layout", headers={"Referer": "http://localhost/wall"}).text
    assert '"wall-data"' in layout and '"incidents"' in layout, "it was not the wall that was looked at"


def test_the_stream_tells_the_wall_of_all_of_it_and_of_nobody(
    shared_database: Database, hall: Actor, people: People, lived: set[str]
) -> None:
    hub = Hub(shared_database)
    hub._read_kept()
    told = b"".join(hub._missed(Screen(group_of(hall), None, hall.id), hub.kept_from, hub.position)).decode()
    for event in ("reported", "noted", "resolved", "closed", "took_over", "presented"):
        assert f'"event":"{event}"' in told
    assert sings(told) == []


def test_what_happens_at_her_home_stands_in_the_middle_of_its_grid_without_a_place(
    shared_database: Database, hall: Actor, lived: set[str]
) -> None:
    with shared_database.work(hall) as work:
        told = wall.contents(work)
        rows = [one for one in unpacked(told["incidents"]) if one["at_home"]]
        assert rows
        for one in rows:
            grid = work.areas.get(one["area"][2])
            assert (one["place"], one["place_id"]) == ("", None)
            assert (one["lon"], one["lat"]) == pytest.approx((grid.lon, grid.lat), abs=1e-5)


def test_the_search_would_have_heard_it(shared_app: Flask, people: People, lived: set[str], hall: Actor) -> None:
    """Rosa, who may, reads the note of it and the name of who sits at the desk."""
    rosa = Visitor(shared_app).signed_in(people.rosa)
    assert sings(rosa.get("/_dash-layout", headers={"Referer": "http://localhost/"}).text) == [CANARY]
    answers = [answer.text for _, answer in callbacks(rosa, people.rosa, _at_home(shared_app))]
    assert any(set(sings(said)) == set(SUNG) or CANARY in sings(said) for said in answers)


def _at_home(app: Flask) -> int:
    with app.extensions["cockpit"].connection() as connection:
        return int(connection.execute(text("select max(id) from incident where at_home")).scalar_one())
