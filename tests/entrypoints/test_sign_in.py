"""Signing in and out: who may, how wrong tries end, and that a session counts from request to request."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from data_access.database import Database
from tests.conftest import PASSWORD
from tests.entrypoints.plain_doors import csrf_of, signed_in, small_app
from tests.people import People


@pytest.fixture
def app(database: Database) -> Flask:
    return small_app(database)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def enter(visitor: FlaskClient, account: str, password: str = PASSWORD, **fields: str) -> Any:
    token = csrf_of(visitor.get("/sign-in").text)
    return visitor.post("/sign-in", data={"csrf_token": token, "account": account, "password": password} | fields)


def test_wu_signs_in_and_comes_to_his_jobs(visitor: FlaskClient) -> None:
    reply = enter(visitor, "police")
    assert (reply.status_code, reply.location) == (303, "/field")
    cookie = next(line for line in reply.headers.getlist("Set-Cookie") if line.startswith("cockpit="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert visitor.get("/field").status_code == 200


def test_rosa_comes_to_the_cockpit_and_the_auditor_to_the_audit(app: Flask) -> None:
    assert enter(app.test_client(), "officer").location == "/"
    assert enter(app.test_client(), "auditor").location == "/audit"


def test_lin_comes_to_her_tablet_and_the_cockpit_stays_open_to_her(visitor: FlaskClient) -> None:
    assert enter(visitor, "community").location == "/field"
    assert visitor.get("/field").status_code == 200


def test_one_comes_back_to_where_one_was(visitor: FlaskClient) -> None:
    page = visitor.get("/sign-in?next=/field%3Freported=I-0001").text
    assert 'name="next" value="/field?reported=I-0001"' in page
    assert enter(visitor, "police", next="/field?reported=I-0001").location == "/field?reported=I-0001"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"]
)
def test_one_never_comes_out_at_another_site(visitor: FlaskClient, elsewhere: str) -> None:
    assert enter(visitor, "police", next=elsewhere).location == "/field"


@pytest.mark.parametrize("account", ["police", "nobody"])
def test_a_wrong_password_and_an_unknown_account_read_alike(visitor: FlaskClient, account: str) -> None:
    reply = enter(visitor, account, "a wrong password")
    assert reply.status_code == 401
    assert "Account and password do not fit together." in reply.text
    assert f'value="{account}"' in reply.text
    assert "a wrong password" not in reply.text
    assert visitor.get("/field").status_code == 302


def test_after_five_wrong_tries_the_account_rests_even_for_the_right_password(visitor: FlaskClient) -> None:
    for _ in range(5):
        assert enter(visitor, "police", "a wrong password").status_code == 401
    reply = enter(visitor, "police")
    assert reply.status_code == 429
    assert "this account rests for 15 minutes" in reply.text
    assert enter(visitor, "enforcement").status_code == 303


def test_a_right_password_forgives_the_wrong_ones(visitor: FlaskClient) -> None:
    for _ in range(4):
        enter(visitor, "police", "a wrong password")
    assert enter(visitor, "police").status_code == 303
    enter(visitor, "police", "a wrong password")
    assert enter(visitor, "police").status_code == 303


def test_a_disabled_account_does_not_come_in_and_is_out_from_the_next_request(
    app: Flask, database: Database, people: People
) -> None:
    inside = signed_in(app, people.wu)
    assert inside.get("/field").status_code == 200
    with database.connection() as connection:
        connection.execute(text("update account set disabled = true where account = 'police'"))
    assert inside.get("/field").status_code == 302
    assert enter(app.test_client(), "police").status_code == 401


def test_signing_out_ends_the_session_itself_not_only_the_cookie(app: Flask, people: People) -> None:
    client = signed_in(app, people.wu)
    cookie = client.get_cookie("cockpit")
    assert cookie
    reply = client.post("/sign-out", data={"csrf_token": csrf_of(client.get("/field").text)})
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    client.set_cookie("cockpit", cookie.value)
    assert client.get("/field").status_code == 302


def test_a_form_without_its_token_is_refused(visitor: FlaskClient) -> None:
    reply = visitor.post("/sign-in", data={"account": "police", "password": PASSWORD})
    assert reply.status_code == 400
    assert visitor.get("/field").status_code == 302


@pytest.mark.parametrize("account", ["", "x" * 5000, "' or 1=1 --", '"><script>alert(1)</script>', "吴警官"])
def test_rubbish_is_a_wrong_account_and_never_markup(visitor: FlaskClient, account: str) -> None:
    reply = enter(visitor, account, "y" * 5000)
    assert reply.status_code == 401
    assert "<script>" not in reply.text


def test_each_try_is_told_to_the_audit_without_the_password(visitor: FlaskClient, database: Database) -> None:
    enter(visitor, "police", "a wrong password")
    enter(visitor, "police")
    with database.connection() as connection:
        lines = connection.execute(
            text("select action, row_to_json(audit_entry)::text as line from audit_entry order by id")
        ).all()
    assert [line.action for line in lines if "sign" in line.action] == ["wrong_sign_in", "signed_in"]
    assert not any(PASSWORD in line.line or "a wrong password" in line.line for line in lines)


def test_the_page_is_there_in_both_languages_and_keeps_the_way_back(visitor: FlaskClient) -> None:
    page = visitor.get("/sign-in?next=/field&lang=zh_CN").text
    assert '<html lang="zh-CN">' in page
    assert 'href="?lang=en&amp;next=/field"' in page
    assert '<html lang="en">' in visitor.get("/sign-in?lang=en").text


def test_a_path_that_nobody_serves_is_the_same_for_everybody(app: Flask, visitor: FlaskClient, people: People) -> None:
    outside, inside = visitor.get("/nothing"), signed_in(app, people.wu).get("/nothing")
    assert outside.status_code == inside.status_code == 404
    assert outside.data == inside.data
