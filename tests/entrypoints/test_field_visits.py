"""Visits on a team's phone: what stands there of a person, the five answers, and what is refused."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from cockpit.follow_up import Result, hand, open_visit, working_list
from cockpit.screening import CaseFacts, CaseStatus, enter_case
from data_access.database import Database
from tests.data_access.linking.records import Records
from tests.entrypoints.plain_doors import post, signed_in, small_app
from tests.morning import Morning
from tests.people import CHANGQING, somebody

DAY = datetime(2020, 2, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def su(morning: Morning, database: Database) -> int:
    """The visit of Su, whom Mei's team was handed; He, who lives with her, is ill."""
    records = Records(database, somebody(database, "data_officer"))
    home = records.home(CHANGQING)
    he, _ = records.add("何平", home=home), records.add("苏青", home=home, phone="13900000002")
    facts = CaseFacts(CaseStatus.CONFIRMED, onset=date(2020, 2, 8), isolated_at=DAY)
    with database.connection() as connection:
        now = connection.execute(text("select now()")).scalar_one()
        connection.execute(text("delete from clock"))
        connection.execute(
            text("insert into clock (machine_start, district_start, speed) values (:now, :day, 1)"),
            {"now": now, "day": DAY},
        )
        connection.execute(
            text("insert into shift (team_id, starts, ends) values (:team, '2020-02-01', '2020-03-01')"),
            {"team": morning.people.mei.team},
        )
        where = {"team": morning.people.mei.team, "person": he}
        connection.execute(text(
            "update team t set area = p.community, street = p.street, community = p.community from person p"
            " where t.id = :team and p.id = :person"
        ), where)  # fmt: skip
    morning.at = DAY
    dong = somebody(database, "investigator")
    morning.do(dong, enter_case, he, facts)
    (due,) = morning.do(dong, working_list).rows
    told = morning.do(morning.people.shen, hand, [due.row.id], f"team/{morning.people.mei.team}")
    assert told.rows[0].refusal is None
    return int(due.row.id)


@pytest.fixture
def mei(app: Flask, morning: Morning) -> FlaskClient:
    return signed_in(app, morning.people.mei)


def test_mei_sees_a_surname_a_masked_call_the_door_and_how_to_protect_herself(su: int, mei: FlaskClient) -> None:
    page = mei.get("/field").text
    assert f'data-visit="{su}"' in page
    assert "苏" in page and "苏青" not in page and "13900000002" not in page
    assert "Mask, gloves, keep one metre" in page and "室" in page


def test_one_tap_says_what_was_found_and_sent_twice_it_counts_once(su: int, mei: FlaskClient, morning: Morning) -> None:
    for _ in range(2):
        reply = post(mei, f"/field/visit/{su}", {"found": "not_home", "key": "k1", "note": ""})
        assert (reply.status_code, reply.location) == (303, "/field")
    seen = morning.do(morning.people.shen, open_visit, su)
    assert (seen.due.row.result, seen.by) == (Result.NOT_HOME, morning.people.mei.name)
    assert 'data-result="not_home"' in mei.get("/field").text


def test_what_is_no_answer_and_what_is_no_visit_of_the_team_is_refused(
    su: int, mei: FlaskClient, app: Flask, morning: Morning
) -> None:
    assert post(mei, f"/field/visit/{su}", {"found": "fled", "key": "k1"}).status_code == 422
    wu = signed_in(app, morning.people.wu)
    assert "data-visit" not in wu.get("/field").text
    for number in (su, 999_999):
        assert post(wu, f"/field/visit/{number}", {"found": "moved", "key": "k2"}).status_code == 404
