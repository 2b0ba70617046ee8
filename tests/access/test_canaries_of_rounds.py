"""Canary persons live at doors of a round: who reads their door, who their name, is what the matrix says, at each way to them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import canvass
from cockpit.access import Actor
from cockpit.canvass import Answer, Criteria, Result
from cockpit.sight import PERSON_FIELDS, Tie, sight
from data_access.database import Database
from tests.access.canaries import Canary, heard, plant
from tests.access.test_canaries import visitors
from tests.entrypoints.visitors import Visitor
from tests.people import DISTRICT, People

__all__ = ["visitors"]


@pytest.fixture(scope="module")
def canaries(shared_database: Database, people: People) -> list[Canary]:
    return plant(shared_database, people)


@pytest.fixture(scope="module")
def visits(shared_database: Database, people: People, canaries: list[Canary]) -> dict[str, Any]:
    """Kind of canary -> the visit of her home, of one round of the whole district; all of them have to stay apart."""
    with shared_database.work(people.rosa) as work:
        day = date.fromordinal(work.at.astimezone(work.zone).date().toordinal() + 5)
        one = canvass.open_round(work, "全区排查", Criteria(DISTRICT, None), day)
    found = {}
    for canary in canaries:
        with shared_database.work(people.rosa) as work:
            home = work.people.get(canary.id).household_id
            query = text("select id from round_visit where round_id = :round and household_id = :home")
            number = work.connection.execute(query, {"round": one.id, "home": home}).scalar_one()
        by = Actor(people.lin.id, "community", "林", "community", canary.community)
        with shared_database.work(by) as work:
            found[canary.kind] = canvass.knock(work, number, None, Answer(Result.FOUND, found=(canary.id,)))
    return found


def allowed(by: Actor, canaries: list[Canary]) -> set[tuple[str, str]]:
    """What the matrix says of one's own area; whoever orders has those who were found before them as cases and contacts."""
    ties = frozenset({Tie.CASE} if by.may("order_quarantine") else ())
    tied = {
        (one.kind, field)
        for one in canaries
        if one.in_scope(by)
        for field in PERSON_FIELDS
        if sight(by.role, field, ties).whole
    }
    return tied | {(one.kind, field) for one in canaries for field in one.allowed(by)}


def ways(visitor: Visitor, visit: Any) -> list[Any]:
    """The round, its homes, the one home, and the people who were found."""
    place = (visit.round, visit.grid)
    return [
        visitor.call(visitor.body("screening-rounds-list.children", 1)),
        visitor.call(visitor.body("screening-rounds-one.children", *place, 1)),
        visitor.call(visitor.body("screening-rounds-doors.children", *place, 1, ["all"])),
        visitor.call(visitor.body("screening-rounds-people.children", *place, 1)),
        visitor.call(visitor.body("screening-rounds-door.children", visit.id, 1, None)),
        visitor.get(f"/reports/canvass/{visit.round}.csv"),
    ]


def test_doors_and_names_are_read_by_whom_the_matrix_lets(
    visitors: dict[str, Visitor], actors: dict[str, Actor], canaries: list[Canary], visits: dict[str, Any]
) -> None:
    read = set()
    for name, visitor in visitors.items():
        for canary in canaries:
            for answer in ways(visitor, visits[canary.kind]):
                assert answer.status_code < 500, name
                assert heard(answer.text, canaries) <= allowed(actors[name], canaries), (name, canary.kind)
                read |= {(actors[name].role, *one) for one in heard(answer.text, canaries)}
    assert {("community", "own", "name"), ("community", "own", "address"), ("investigator", "other", "name")} <= read
    assert not {role for role, *_ in read} & {"leader", "wall", "officer", "street_officer"}
    assert {(kind, field) for role, kind, field in read if role == "community"} <= {("own", "name"), ("own", "address")}


def test_no_change_and_no_line_says_a_word_of_a_canary(
    shared_database: Database, canaries: list[Canary], visits: Any
) -> None:
    with shared_database.connection() as connection:
        for table in ("change", "audit_entry", "look_entry"):
            said = str(connection.execute(text(f"select * from {table}")).all())
            assert heard(said, canaries) == set(), table
