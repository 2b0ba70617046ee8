"""The risk map as a file: the rows of the page, as each may see them; a day or an area that is none is refused."""

import csv
from io import StringIO
from typing import Any

import pytest
from flask import Flask

from cockpit.screening import CaseFacts, CaseStatus, enter_case
from data_access.database import Database
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import CHANGQING, WULIN, People, somebody

PATH = "/reports/risk-map.csv"


def rows_of(answer: Any) -> list[list[str]]:
    assert status_of(answer) == 200 and answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


@pytest.fixture
def ill(morning: Morning, database: Database, people: People) -> str:
    """Somebody of Lin's community has fallen ill; its code."""
    with morning.work(people.lin) as work:
        person = work.connection.exec_driver_sql("select min(id) from person").scalar_one()
    facts = CaseFacts(CaseStatus.CONFIRMED, onset=morning.at.date())
    morning.do(somebody(database, "investigator"), enter_case, person, facts)
    return people.lin.area


def test_the_street_officer_takes_her_communities_and_her_street(app: Flask, people: People, ill: str) -> None:
    head, *communities, whole = rows_of(Visitor(app).signed_in(people.shen).get(PATH))
    assert len(head) == 14 and len(communities) == 6 and whole[2] == CHANGQING
    own = next(row for row in communities if row[2] == ill)
    assert own[5] == "1" and own[13] != "" and own[3] != communities[-1][3]


def test_the_leader_takes_no_small_number(app: Flask, database: Database, people: People, ill: str) -> None:
    leader = Visitor(app).signed_in(somebody(database, "leader"))
    rows = rows_of(leader.get(f"{PATH}?area={CHANGQING}"))[1:]
    assert {row[5] for row in rows} == {"<5"} and {len(row[2]) for row in rows} == {9, 12}
    assert status_of(leader.get(f"{PATH}?area={ill}001")) == 404


@pytest.mark.parametrize(
    ("asked", "status"), [("day=yesterday", 422), ("day=2019-01-01", 422), (f"area={WULIN}", 404), ("area=x", 404)]
)
def test_what_is_no_day_and_no_area_of_hers_is_refused(app: Flask, people: People, asked: str, status: int) -> None:
    assert status_of(Visitor(app).signed_in(people.shen).get(f"{PATH}?{asked}")) == status


def test_others_are_not_let_in(app: Flask, people: People) -> None:
    assert status_of(Visitor(app).signed_in(people.eve).get(PATH)) == 403
