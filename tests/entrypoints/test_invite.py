"""The link of an invited person at the door, and `account` at a terminal."""

from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from cockpit.access import Actor
from cockpit.accounts import Wanted, disable, invite, reset
from data_access.accounts import AccountShelf
from data_access.database import Database
from entrypoints.cli import main
from tests.conftest import PASSWORD
from tests.entrypoints.plain_doors import csrf_of, small_app
from tests.people import CHANGQING, People

NEW = Wanted("lu.min", "鲁敏", "street_officer", CHANGQING)
GOOD = "three pharmacies and a park"


@pytest.fixture
def app(database: Database) -> Flask:
    return small_app(database)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def gan(database: Database) -> Actor:
    with database.connection() as connection:
        one = AccountShelf(connection).by_name("admin")
    assert one
    return Actor(one.id, one.account, one.name, one.role, one.area)


@pytest.fixture
def token(database: Database, gan: Actor) -> str:
    with database.work(gan) as work:
        return invite(work, NEW)[1]


def send(visitor: FlaskClient, token: str, password: str, again: str | None = None) -> Any:
    csrf = csrf_of(visitor.get("/sign-in").text)
    fields = {"csrf_token": csrf, "password": password, "again": password if again is None else again}
    return visitor.post(f"/invite/{token}", data=fields)


def sign_in(visitor: FlaskClient, account: str, password: str) -> int:
    csrf = csrf_of(visitor.get("/sign-in").text)
    fields = {"csrf_token": csrf, "account": account, "password": password}
    return int(visitor.post("/sign-in", data=fields).status_code)


def test_lu_opens_the_link_sets_a_password_and_signs_in(visitor: FlaskClient, token: str) -> None:
    page = visitor.get(f"/invite/{token}").text
    assert "鲁敏" in page and "lu.min" in page
    reply = send(visitor, token, GOOD)
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert sign_in(visitor, "lu.min", GOOD) == 303


@pytest.mark.parametrize("password", ["none yet", "", "nobody has this password"])
def test_before_that_nobody_signs_in_with_whatever_password(visitor: FlaskClient, token: str, password: str) -> None:
    assert sign_in(visitor, "lu.min", password) == 401


@pytest.mark.parametrize(("password", "again", "said"), [("short", None, "12"), (GOOD, "another one here", "same")])
def test_what_is_no_password_is_said_and_the_link_stays_good(
    visitor: FlaskClient, token: str, password: str, again: str | None, said: str
) -> None:
    reply = send(visitor, token, password, again)
    assert reply.status_code == 422 and said in reply.text
    assert send(visitor, token, GOOD).status_code == 303


def test_a_link_that_is_used_reset_disabled_or_made_up_answers_alike(
    visitor: FlaskClient, database: Database, gan: Actor, token: str
) -> None:
    with database.work(gan) as work:
        number = work.accounts.by_name("lu.min").id
        newer = reset(work, number)
    with database.work(gan) as work:
        disable(work, number)
    answers = {visitor.get(f"/invite/{one}").text.replace(one, "") for one in (token, newer, "x" * 43)}
    assert len(answers) == 1
    assert {send(visitor, one, GOOD).status_code for one in (token, newer, "x" * 43)} == {404}


def test_a_post_from_another_site_sets_nothing(visitor: FlaskClient, token: str) -> None:
    assert visitor.post(f"/invite/{token}", data={"password": GOOD, "again": GOOD}).status_code == 400
    assert send(visitor, token, GOOD).status_code == 303


# At a terminal


@pytest.fixture
def order(database: Database, monkeypatch: pytest.MonkeyPatch) -> Any:
    from entrypoints.commands import account

    monkeypatch.setattr(account, "open_database", lambda: database)
    monkeypatch.setattr(account, "find_database", lambda _: None)
    monkeypatch.setenv("COCKPIT_PUBLIC_URL", "https://desk.example/")

    def run(*words: str, account: str = "admin", password: str = PASSWORD) -> Result:
        return CliRunner().invoke(main, ["account", *words], input=f"{account}\n{password}\n")

    return run


def test_add_prints_the_link_and_disable_enable_reset_do_what_they_say(order: Any, visitor: FlaskClient) -> None:
    added = order("add", "lu.min", "--name", "鲁敏", "--role", "street_officer", "--area", CHANGQING)
    link = added.stdout.splitlines()[-1]
    assert added.exit_code == 0 and link.startswith("https://desk.example/invite/")
    assert send(visitor, link.rsplit("/", 1)[1], GOOD).status_code == 303
    assert order("disable", "lu.min").exit_code == 0 and sign_in(visitor, "lu.min", GOOD) == 401
    assert order("enable", "lu.min").exit_code == 0 and sign_in(visitor, "lu.min", GOOD) == 303
    assert "/invite/" in order("reset", "lu.min").stdout and sign_in(visitor, "lu.min", GOOD) == 401


@pytest.mark.parametrize(
    ("words", "who", "said"),
    [
        (("disable", "officer"), {"account": "officer"}, "may not do this"),
        (("disable", "officer"), {"password": "a wrong one, surely"}, "do not fit together"),
        (("disable", "nobody"), {}, "there is no account nobody"),
        (("disable", "admin"), {}, "Nobody changes their own role"),
        (("add", "officer", "--name", "罗", "--role", "officer"), {}, "There is an account officer already."),
        (("add", "new", "--name", "罗", "--role", "chief"), {}, "there is no such role"),
    ],
)
def test_a_refusal_is_one_clear_line(order: Any, words: tuple[str, ...], who: dict[str, str], said: str) -> None:
    done = order(*words, **who)
    assert done.exit_code == 1
    assert said in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr


def test_rosa_is_untouched_by_all_that_was_refused(order: Any, visitor: FlaskClient, people: People) -> None:
    order("disable", "officer", account="officer")
    order("reset", "officer", password="a wrong one, surely")
    assert sign_in(visitor, "officer", PASSWORD) == 303
