"""Canary persons are searched for in all that leaves the house: they stand where the matrix says so, and nowhere else."""

import re
from io import BytesIO
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit import exports, incidents
from cockpit.access import Actor, matrix
from cockpit.exports import Format
from cockpit.exports.columns import kinds_of
from cockpit.exports.export import ON_THE_MAP
from cockpit.incidents import Kind, Source
from cockpit.sight import PERSON_FIELDS, sight
from data_access import feed
from data_access.database import Database
from data_access.exports.run import Runner as Making
from entrypoints.api.changes import message
from pages import PAGES
from tests.access.canaries import Canary, callbacks, heard, knocks, plain_routes, plant
from tests.entrypoints.visitors import Visitor
from tests.people import People


@pytest.fixture
def visitors(shared_app: Flask, actors: dict[str, Actor]) -> dict[str, Visitor]:
    """One of each role, the last of two who have the same."""
    of_role = {one.role: name for name, one in reversed(actors.items())}
    return {name: Visitor(shared_app).signed_in(actors[name]) for name in of_role.values()}


@pytest.fixture(scope="module")
def canaries(shared_database: Database, people: People) -> list[Canary]:
    return plant(shared_database, people)


@pytest.fixture(scope="module")
def at_home(shared_database: Database, people: People, canaries: list[Canary]) -> int:
    """An incident at the home of the first canary, reported with all that is known of her in the note."""
    one = canaries[0]
    with shared_database.work(people.rosa) as work:
        place = work.places.of_kinds(["compound"], one.community)[0]
        note = " ".join(one.values.values())
        found = incidents.report(work, Kind.FEVER, Source.PHONE, place, note=note, at_home=True)
    return int(found.id)


# Where an incident is drawn with its notes.
STORIES = {f"{page}-{part}" for page in ("incidents", "overview") for part in ("detail", "told")}


def wrong(said: str, by: Actor, canaries: list[Canary]) -> list[tuple[str, str]]:
    may = {(one.kind, field) for one in canaries for field in one.allowed(by)}
    return sorted(heard(said, canaries) - may)


def test_what_somebody_asks_about_a_canary_is_answered_by_the_matrix(
    visitors: dict[str, Visitor], actors: dict[str, Actor], canaries: list[Canary], told: BytesIO
) -> None:
    """Every role knocks with every canary's whole values in the hand; the log keeps quiet about all of it."""
    for name, visitor in visitors.items():
        by, answers = actors[name], {}
        for canary in canaries:
            for what, knock in knocks(visitor, canary):
                answer = knock()
                said = answer.text
                answer.close()  # now it is over, and told to the log
                answers[canary.kind, what] = said
                assert answer.status_code < 500, (name, canary.kind, what)
                assert wrong(said, by, canaries) == [], (name, canary.kind, what)
            if by.may("see_people") and canary.allowed(by):
                seen = heard(answers[canary.kind, "person"], canaries)
                assert seen == {(canary.kind, field) for field in canary.allowed(by)}, name
    assert len(told.getvalue().splitlines()) > 500
    assert heard(told.getvalue().decode(), canaries) == set()


def test_a_reason_reveals_one_field_to_whom_the_matrix_lets_ask_and_nothing_to_anybody_else(
    visitors: dict[str, Visitor], actors: dict[str, Actor], canaries: list[Canary]
) -> None:
    given = 0
    for name, visitor in visitors.items():
        by = actors[name]
        for canary, field in product(canaries, PERSON_FIELDS):
            body = visitor.body(
                "inventory-revealed.children", 1, canary.id, field, "danger", "她家中无人应答需立即联系"
            )
            answer = visitor.call(body)
            may = by.may("reveal") and canary.in_scope(by) and sight(by.role, field).reveal
            assert heard(answer.text, canaries) == ({(canary.kind, field)} if may else set()), (
                name,
                canary.kind,
                field,
            )
            assert (answer.status_code == 200) is may, (name, canary.kind, field)
            given += may
    assert given >= 40


def test_no_page_route_or_layer_of_any_role_says_a_word_of_a_canary(
    visitors: dict[str, Visitor], shared_app: Flask, canaries: list[Canary], at_home: int
) -> None:
    paths = {*plain_routes(shared_app), *(page.path for page in PAGES), "/api/layers/incidents.geojson"}
    assert len(paths) > 20
    for name, visitor in {**visitors, "stranger": Visitor(shared_app)}.items():
        for path in sorted(paths):
            assert heard(visitor.get(path).text, canaries) == set(), (name, path)


def test_no_callback_says_a_word_of_a_canary_but_the_note_to_who_reads_notes(
    visitors: dict[str, Visitor], actors: dict[str, Actor], canaries: list[Canary], at_home: int
) -> None:
    """With the number of the incident at her home in every field that takes one."""
    read_it = set()
    for name, visitor in visitors.items():
        for where, answer in callbacks(visitor, actors[name], at_home):
            found = wrong(answer.text, actors[name], canaries)
            if found and actors[name].may("see_notes") and STORIES & set(re.findall(r"[\w-]+(?=\.)", where)):
                read_it.add(actors[name].role)
                continue
            assert found == [], (name, where)
    assert read_it == set(matrix()["acts"]["see_notes"]["roles"])


def test_what_leaves_in_a_file_that_somebody_asked_for_alone_says_no_word_of_a_canary(
    shared_database: Database, actors: dict[str, Actor], canaries: list[Canary]
) -> None:
    """Whatever the kind and the form: masked for those who see her in full at the page, too."""
    made = 0
    for by in {one.role: one for one in actors.values()}.values():
        for what, form in product(kinds_of(by.role), (Format.CSV, Format.GEOJSON)):
            if form is Format.GEOJSON and what not in ON_THE_MAP:
                continue
            stream = BytesIO()
            with shared_database.work(by) as work:
                number = exports.ask(work, what, by.area, form).id
            Making(shared_database, by, number).make(stream)
            assert heard(stream.getvalue().decode("utf-8-sig"), canaries) == set(), (by.role, what)
            made += 1
    assert made > 50


def test_no_change_row_and_no_line_of_either_audit_holds_a_word_of_a_canary(
    shared_database: Database, canaries: list[Canary], at_home: int
) -> None:
    with shared_database.connection() as connection:
        rows = feed.changes_after(connection, 0, 100_000)
        assert rows and heard("".join(message(row).decode() for row in rows), canaries) == set()
        for table in ("audit_entry", "look_entry", "change", "idempotency_key"):
            lines = connection.execute(text(f"select row_to_json(t)::text from {table} t")).scalars()
            assert heard("\n".join(lines), canaries) == set(), table


def test_nothing_of_a_canary_lies_in_the_database_in_the_clear(
    shared_database: Database, canaries: list[Canary], at_home: int
) -> None:
    with shared_database.connection() as connection:
        tables = connection.execute(text("select tablename from pg_tables where schemaname = 'public'")).scalars().all()
        for table in tables:
            lines = connection.execute(text(f"select t::text from {table} t")).scalars()
            assert heard("\n".join(lines), canaries) == set(), table


def test_a_canary_is_heard_where_it_sings(canaries: list[Canary]) -> None:
    """The search itself: in plain, in JSON's spelling and in an address's."""
    one = canaries[0]
    for said in (one.values["name"], r"\u7518\u91d1\u96c0", "%E7%94%98%E9%87%91%E9%9B%80"):
        assert heard(f"<b>{said}</b>", canaries) == {("own", "name")}
    assert heard("甘** 100****1001", canaries) == set()
