"""A canary at home asks for something in words: who reads her name, her door and her words, and who hears nothing of any."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit import needs
from cockpit.access import Actor
from cockpit.needs import NeedKind, Said
from data_access import feed
from data_access.database import Database
from entrypoints.api.changes import message
from tests.access.canaries import Canary, heard, plant
from tests.access.test_canaries import wrong
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING, People

WORDS = "金丝雀牌代乳粉两罐"
APART = """
insert into quarantine (person_id, kind, since, until, street, community, grid)
select id, 'home', cast(:at as date) - 2, cast(:at as date) + 12, street, community, grid from person where id = :id returning id
"""
LISTED = "..care-needs-head.children...care-needs-list.children.."


@pytest.fixture(scope="module")
def canaries(shared_database: Database, people: People) -> list[Canary]:
    return plant(shared_database, people)


@pytest.fixture(scope="module")
def need(shared_database: Database, people: People, canaries: list[Canary]) -> int:
    """What the canary of Lin's own community asks for; Mei's volunteers serve the street."""
    with shared_database.work(people.rosa) as work:
        at = work.at
    with shared_database.connection() as connection:
        episode = connection.execute(text(APART), {"at": at, "id": canaries[0].id}).scalar_one()
        connection.execute(
            text("update team set area = :area where id = :id"), {"area": CHANGQING, "id": people.mei.team}
        )
    with shared_database.work(people.shen) as work:
        return needs.enter_need(work, episode, [NeedKind.OTHER], WORDS, Said.PHONE)[0].id


@pytest.fixture
def visitors(shared_app: Flask, actors: dict[str, Actor]) -> dict[str, Visitor]:
    of_role = {one.role: name for name, one in reversed(actors.items())}
    return {name: Visitor(shared_app).signed_in(actors[name]) for name in of_role.values()}


def answers(visitor: Visitor, number: int) -> list[Any]:
    return [
        visitor.call(visitor.body(LISTED, "all", "all", None)),
        visitor.call(visitor.body("care-needs-one.children", number, None)),
        visitor.call(visitor.body("care-needs-tomorrow.children", "care-needs-tomorrow")),
        visitor.get("/reports/needs"),
        visitor.get("/care?show=needs"),
        visitor.get("/field"),
    ]


def test_each_role_reads_of_her_what_the_matrix_says_and_her_words_where_needs_are_seen_to(
    visitors: dict[str, Visitor], actors: dict[str, Actor], canaries: list[Canary], need: int
) -> None:
    read, named = set(), set()
    for name, visitor in visitors.items():
        said = " ".join(answer.text for answer in answers(visitor, need))
        assert wrong(said, actors[name], canaries) == [], name
        read |= {actors[name].role} if WORDS in said or WORDS.encode("unicode_escape").decode() in said else set()
        named |= {actors[name].role} if heard(said, canaries) else set()
    assert named == {"community"}
    assert read == {"community", "street_officer", "duty_leader", "officer", "shift_lead"}


def test_a_volunteer_reads_the_building_before_and_the_door_after_and_never_name_or_phone(
    visitors: dict[str, Visitor], canaries: list[Canary], need: int
) -> None:
    mei = visitors["volunteer"]
    before = mei.get("/field").text
    assert f'value="{need}"' in before and heard(before, canaries) == set() and WORDS not in before
    csrf = {"X-Requested-With": "fetch"}
    assert mei.post("/field/needs", data={"need": str(need), "key": "c1"}, headers=csrf).status_code == 200
    after = mei.get("/field").text
    assert heard(after, canaries) == {("own", "address")} and WORDS in after
    mei.post(f"/field/need/{need}", data={"step": "give_back", "key": "b1"}, headers=csrf)
    again = mei.get("/field").text
    assert heard(again, canaries) == set() and WORDS not in again


def test_neither_the_stream_nor_the_audit_hears_a_word_of_it(
    shared_database: Database, canaries: list[Canary], need: int
) -> None:
    with shared_database.connection() as connection:
        rows = feed.changes_after(connection, 0)
        told = b"".join(message(row) for row in rows).decode()
        lines = connection.execute(text("select string_agg(facts::text, ' ') from audit_entry")).scalar_one()
        looks = connection.execute(text("select string_agg(facts::text, ' ') from look_entry")).scalar_one()
    assert '"need"' in told and str(need) in told
    for said in (told, lines, looks):
        assert heard(said, canaries) == set() and WORDS not in said
