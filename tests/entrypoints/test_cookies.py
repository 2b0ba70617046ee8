"""What a stolen, planted or guessed cookie is worth: Wu's, in somebody else's browser."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.accounts import disable, reset
from data_access.database import Database
from tests.conftest import PASSWORD
from tests.entrypoints.plain_doors import csrf_of, small_app
from tests.people import People

PLANTED = "a-token-that-somebody-put-into-the-browser-before"


@pytest.fixture
def app(database: Database) -> Flask:
    return small_app(database)


def browser(app: Flask, cookie: str = "") -> FlaskClient:
    client = app.test_client()
    if cookie:
        client.set_cookie("cockpit", cookie)
    return client


def enter(client: FlaskClient) -> str:
    """Wu signs in; what his browser then holds."""
    token = csrf_of(client.get("/sign-in").text)
    reply = client.post("/sign-in", data={"csrf_token": token, "account": "police", "password": PASSWORD})
    assert reply.status_code == 303
    return held(client)


def held(client: FlaskClient) -> str:
    cookie = client.get_cookie("cockpit")
    assert cookie
    return cookie.value


def is_inside(client: FlaskClient) -> bool:
    return client.get("/field").status_code == 200


def test_a_cookie_planted_before_signing_in_is_nobody_afterwards(app: Flask) -> None:
    wu = browser(app, PLANTED)
    assert enter(wu) != PLANTED
    assert is_inside(wu) and not is_inside(browser(app, PLANTED))


def test_each_signing_in_has_a_cookie_of_its_own(app: Flask) -> None:
    wu = browser(app)
    assert enter(wu) != enter(wu)


def test_what_the_database_keeps_signs_nobody_in(app: Flask, database: Database) -> None:
    token = enter(browser(app))
    with database.connection() as connection:
        row = connection.execute(text("select id::text as id, encode(digest, 'hex') as hex from session")).one()
        kept = connection.execute(text("select row_to_json(session)::text from session")).scalar_one()
    assert token not in kept
    assert not any(is_inside(browser(app, one)) for one in (row.id, row.hex))


def test_a_stolen_cookie_is_worth_nothing_once_wu_signs_out_and_others_of_his_stay(app: Flask) -> None:
    wu, phone = browser(app), browser(app)
    thief, other = browser(app, enter(wu)), browser(app, enter(phone))
    assert is_inside(thief) and is_inside(other)
    wu.post("/sign-out", data={"csrf_token": csrf_of(wu.get("/field").text)})
    assert not is_inside(thief) and is_inside(other)


@pytest.mark.parametrize("act", [disable, reset], ids=["disabled", "reset"])
def test_a_stolen_cookie_is_worth_nothing_once_the_account_is_ended(
    app: Flask, database: Database, people: People, act: Any
) -> None:
    thief = browser(app, enter(browser(app)))
    assert is_inside(thief)
    with database.work(people.rosa) as work:
        gan = work.accounts.by_name("admin")
    assert gan
    with database.work(Actor(gan.id, gan.account, gan.name, gan.role, gan.area)) as work:
        act(work, people.wu.id)
    assert not is_inside(thief)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
@pytest.mark.parametrize("token", [None, "made up"], ids=["no token", "a made-up token"])
def test_a_post_from_another_site_neither_signs_in_nor_out(app: Flask, path: str, token: str | None) -> None:
    wu, stranger = browser(app), browser(app)
    enter(wu)
    sender = stranger if path == "/sign-in" else wu
    data = {"account": "police", "password": PASSWORD} | ({"csrf_token": token} if token else {})
    assert sender.post(path, data=data, headers={"Origin": "https://elsewhere.example"}).status_code == 400
    assert is_inside(wu) and not is_inside(stranger)


def test_a_token_of_the_thiefs_own_form_signs_nobody_out_elsewhere(app: Flask) -> None:
    wu, thief = browser(app), browser(app)
    enter(wu)
    stolen_form = csrf_of(thief.get("/sign-in").text)
    assert wu.post("/sign-out", data={"csrf_token": stolen_form}).status_code == 400
    assert is_inside(wu)


def test_behind_https_the_cookie_belongs_to_this_host_alone(app: Flask) -> None:
    wu = browser(app)
    over_https = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/sign-in"}}
    token = csrf_of(wu.get("/sign-in", **over_https).text)
    data = {"csrf_token": token, "account": "police", "password": PASSWORD}
    reply = wu.post("/sign-in", data=data, **over_https)
    line = next(one for one in reply.headers.getlist("Set-Cookie") if "cockpit=" in one)
    assert line.startswith("__Host-cockpit=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(line.split("; "))
    assert "Domain=" not in line
