"""A round on paper and as a file: the doors for who walks there, counts for all others, small ones for nobody who sees numbers alone."""

import csv
import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit import canvass
from cockpit.canvass import Answer, Criteria, Result
from data_access.database import Database
from entrypoints.api.changes import Change, group_of
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import CHANGQING, People, somebody


@pytest.fixture
def number(morning: Morning, people: People) -> int:
    """A round of all homes of 长庆; at one of Lin's doors somebody has to stay apart."""
    asked = Criteria(CHANGQING, None)
    one = morning.do(people.rosa, canvass.open_round, "租户排查", asked, date(2020, 2, 5))
    with morning.work(people.lin) as work:
        visit = work.visits.of_grid(one.id, people.lin.area)[0]
        residents = tuple(work.visits.residents(visit.household))
    morning.do(people.lin, canvass.knock, visit.id, None, Answer(Result.FOUND, found=residents[:1]))
    return int(one.id)


def rows_of(answer: Any) -> list[list[str]]:
    assert status_of(answer) == 200 and answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


def grid_of(morning: Morning, people: People, number: int) -> str:
    with morning.work(people.lin) as work:
        return str(work.visits.of_grid(number, people.lin.area)[0].grid)


def test_the_officer_takes_the_progress_by_community(app: Flask, people: People, number: int) -> None:
    head, *communities, whole = rows_of(Visitor(app).signed_in(people.rosa).get(f"/reports/canvass/{number}.csv"))
    own = next(row for row in communities if row[1] == people.lin.area)
    assert len(head) == 10 and len(communities) == 6
    assert own[3:8] == ["1", str(int(own[2]) - 1), str(100 // int(own[2])), "1", "0"]
    assert int(whole[2]) == sum(int(row[2]) for row in communities) and whole[1] == CHANGQING


def test_lin_takes_her_own_grids_alone(app: Flask, people: People, number: int) -> None:
    _, *grids, whole = rows_of(Visitor(app).signed_in(people.lin).get(f"/reports/canvass/{number}.csv"))
    assert whole[1] == people.lin.area and all(row[1].startswith(people.lin.area) for row in grids)


def test_the_leaders_file_has_no_small_number_of_people(app: Flask, database: Database, number: int) -> None:
    leader = Visitor(app).signed_in(somebody(database, "leader"))
    _, *rows = rows_of(leader.get(f"/reports/canvass/{number}.csv"))
    assert {row[6] for row in rows} == {"<5"} and {row[7] for row in rows} == {"<5"}
    assert status_of(leader.get(f"/reports/canvass/{number}.csv?area={rows[0][1]}")) == 404


def test_the_sheet_has_doors_in_their_order_with_boxes_and_no_name(
    app: Flask, morning: Morning, people: People, number: int
) -> None:
    grid = grid_of(morning, people, number)
    sheet = morning.do(people.lin, canvass.print_homes, number, grid)
    shown = Visitor(app).signed_in(people.lin).get(f"/reports/canvass/sheet/{sheet.id}").get_data(as_text=True)
    left = morning.do(people.lin, canvass.homes, number, grid).rows
    assert [int(row) for row in re.findall(r'data-row="(\d+)"', shown)] == list(range(1, len(left) + 1))
    assert shown.count("☐") == 5 * len(left)
    rooms = [row.home.parts.room for row in left]
    assert re.findall(r'<td class="part">([^<]*)</td>', shown)[2::3] == rooms


def test_the_inventorys_own_sheets_are_others(app: Flask, morning: Morning, people: People, number: int) -> None:
    sheet = morning.do(people.lin, canvass.print_homes, number, grid_of(morning, people, number))
    lin = Visitor(app).signed_in(people.lin)
    assert status_of(lin.get(f"/reports/sheet/{sheet.id}")) == 404


def test_a_sheet_is_typed_in_and_each_row_that_was_not_taken_says_why(
    app: Flask, morning: Morning, people: People, number: int
) -> None:
    lin = Visitor(app).signed_in(people.lin)
    with morning.work(people.lin) as work:
        first, second, *_ = work.visits.of_grid(number, people.lin.area)
    ticks = [{"visit": one.id, "seen": None, "result": "not_home"} for one in (first, second)]
    answer = lin.call(lin.body("screening-rounds-typed.children", {"round": number, "rows": ticks}))
    said = answer.get_data(as_text=True)
    assert status_of(answer) == 200 and '"data-taken":"1"' in said.replace(" ", "")
    assert (
        people.lin.name
        in answer.get_json()["response"]["screening-rounds-typed"]["children"][1]["props"]["children"][0]["props"][
            "children"
        ]
    )


def test_what_somebody_else_answered_meanwhile_is_said_and_nothing_is_lost(
    app: Flask, morning: Morning, people: People, number: int
) -> None:
    with morning.work(people.lin) as work:
        found, other, *_ = work.visits.of_grid(number, people.lin.area)
    lin = Visitor(app).signed_in(people.lin)
    meanwhile = lin.call(lin.body("screening-rounds-other.children", 1, found.id, None))
    assert (
        people.lin.name
        in meanwhile.get_json()["response"]["screening-rounds-other"]["children"][0]["props"]["children"][0]["props"][
            "children"
        ][1]
    )
    for seen, visit in ((found.answer, found), (None, other)):
        answer = lin.call(lin.body("screening-rounds-other.children", 1, visit.id, seen))
        assert answer.get_json()["response"]["screening-rounds-other"]["children"] == []


@pytest.mark.parametrize("people_here", ["x", "-1", "1.5", "61"])
def test_a_number_of_people_is_one(app: Flask, morning: Morning, people: People, number: int, people_here: str) -> None:
    with morning.work(people.lin) as work:
        door = work.visits.of_grid(number, people.lin.area)[1]
    lin = Visitor(app).signed_in(people.lin)
    facts = [door.id, None, "seen_ok", people_here, "0", None, None, "", [], "0", None, []]
    assert status_of(lin.call(lin.body("screening-rounds-answered.data", 1, *facts))) == 422


def test_what_was_found_at_a_door_is_streamed_to_whom_may_read_it_alone(
    database: Database, people: People, number: int
) -> None:
    """A leader who heard of each door would add small numbers up; that a round was opened, they hear."""
    with database.connection() as connection:
        rows = connection.execute(text("select * from change where subject in ('canvass', 'knock') order by id")).all()
    changes = {row.event: Change.of(row) for row in rows if row.street}
    assert set(changes) == {"round_opened", "home_answered"}
    knock, opened = changes["home_answered"], changes["round_opened"]
    leader, rosa, lin, xia = (
        group_of(one) for one in (somebody(database, "leader"), people.rosa, people.lin, people.xia)
    )
    assert knock.concerns(rosa) and knock.concerns(lin) and not knock.concerns(leader) and not knock.concerns(xia)
    assert opened.concerns(leader) and opened.concerns(rosa) and not opened.concerns(xia)
    told = [Change.of(row) for row in rows if row.event == "round_opened" and row.community == people.lin.area]
    assert [one.concerns(lin) for one in told] == [True], "of a street's round each community hears"
