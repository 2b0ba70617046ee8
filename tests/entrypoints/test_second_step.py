"""The second step: set up once, then asked after every password; each code is good once, and guessing ends in a rest."""

import re
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.accounts import TRIES
from cockpit.accounts import reset_second_step as forget
from cockpit.refusals import LockedOut
from cockpit.second_step import WrongCode, prove
from data_access.accounts import AccountShelf
from data_access.database import Database
from data_access.passwords import proven_by_code
from tests.conftest import PASSWORD
from tests.entrypoints.plain_doors import csrf_of, hidden, small_app


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def app(database: Database) -> Flask:
    made = small_app(database)
    made.extensions["cockpit_second_step"] = True
    return made


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def password(visitor: FlaskClient, account: str = "police") -> Any:
    csrf = csrf_of(visitor.get("/sign-in").text)
    return visitor.post("/sign-in", data={"csrf_token": csrf, "account": account, "password": PASSWORD})


def code(visitor: FlaskClient, page: Any, words: str, **changed: str) -> Any:
    fields = {name: hidden(page.text, name) for name in ("csrf_token", "ticket")}
    return visitor.post("/sign-in/step", data=fields | {"code": words} | changed)


def secret_in(page: Any) -> pyotp.TOTP:
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page.text)
    assert found
    return pyotp.TOTP(found[1])


def wrong_at(database: Database) -> Any:
    with database.connection() as connection:
        return connection.execute(text("select wrong_at from account where account = 'police'")).scalar_one()


def inside(visitor: FlaskClient) -> bool:
    return visitor.get("/field").status_code == 200


@pytest.fixture
def enrolled(app: Flask, now: datetime) -> tuple[pyotp.TOTP, list[str]]:
    """Wu has set it up a minute ago: his phone's secret and his recovery codes."""
    visitor = app.test_client()
    page = password(visitor)
    totp = secret_in(page)
    done = code(visitor, page, totp.at(int(now.timestamp()) - 30))
    return totp, re.findall(r"<code>([a-z2-9-]{14})</code>", done.text)


def test_wu_sets_it_up_at_his_first_sign_in_and_sees_ten_recovery_codes_once(visitor: FlaskClient) -> None:
    page = password(visitor)
    assert page.status_code == 200 and "data:image/svg+xml" in page.text and not inside(visitor)
    done = code(visitor, page, secret_in(page).now())
    assert len(re.findall(r"<code>[a-z2-9-]{14}</code>", done.text)) == 10 and inside(visitor)


def test_before_the_code_nobody_is_signed_in(visitor: FlaskClient, enrolled: Any) -> None:
    page = password(visitor)
    assert not page.headers.getlist("Set-Cookie") or "cockpit=" not in str(page.headers.getlist("Set-Cookie"))
    assert not inside(visitor)


def test_the_phones_code_lets_him_in_and_is_good_once(app: Flask, now: datetime, enrolled: Any) -> None:
    totp, _ = enrolled
    with time_machine.travel(now, tick=False):
        first, second = app.test_client(), app.test_client()
        used = totp.at(int(now.timestamp()))
        assert code(first, password(first), used).status_code == 303 and inside(first)
        assert code(second, password(second), used).status_code == 401 and not inside(second)


@pytest.mark.parametrize("off", [-3600, -90, 90, 3600])
def test_a_code_of_another_time_is_refused(visitor: FlaskClient, now: datetime, enrolled: Any, off: int) -> None:
    totp, _ = enrolled
    with time_machine.travel(now, tick=False):
        assert code(visitor, password(visitor), totp.at(int(now.timestamp()) + off)).status_code == 401
    assert not inside(visitor)


def test_a_recovery_code_is_good_once(app: Flask, enrolled: Any) -> None:
    _, codes = enrolled
    first, second = app.test_client(), app.test_client()
    assert code(first, password(first), codes[3].upper()).status_code == 303 and inside(first)
    assert code(second, password(second), codes[3]).status_code == 401 and not inside(second)


def test_guessing_at_codes_ends_in_the_same_rest_as_guessing_at_passwords(visitor: FlaskClient, enrolled: Any) -> None:
    page = password(visitor)
    tries = [code(visitor, page, "000000").status_code for _ in range(6)]
    assert tries == [401] * 5 + [429]
    assert password(visitor).status_code == 429


def test_who_knocks_while_it_rests_does_not_make_the_rest_longer(
    visitor: FlaskClient, database: Database, enrolled: Any
) -> None:
    page = password(visitor)
    for _ in range(5):
        code(visitor, page, "000000")
    since = wrong_at(database)
    assert code(visitor, page, "000000").status_code == 429 and wrong_at(database) == since


@pytest.mark.parametrize("ticket", ["", "x", "eyJpZCI6MX0.x.y"])
def test_a_made_up_ticket_is_nobody(visitor: FlaskClient, enrolled: Any, ticket: str) -> None:
    totp, _ = enrolled
    assert code(visitor, password(visitor), totp.now(), ticket=ticket).status_code == 401
    assert not inside(visitor)


def test_a_ticket_is_good_for_five_minutes_and_for_that_password(
    visitor: FlaskClient, database: Database, enrolled: Any
) -> None:
    totp, _ = enrolled
    page = password(visitor)
    with time_machine.travel(datetime.now(UTC).timestamp() + 301, tick=False):
        assert code(visitor, page, totp.now()).status_code == 401
    page = password(visitor)
    with database.connection() as connection:
        connection.execute(text("update account set password_hash = 'another' where account = 'police'"))
    assert code(visitor, page, totp.now()).status_code == 401 and not inside(visitor)


def test_the_secret_is_sealed_and_codes_are_digests(database: Database, enrolled: Any) -> None:
    totp, codes = enrolled
    with database.connection() as connection:
        rows = str(connection.execute(text("select * from second_step")).all())
        rows += str(connection.execute(text("select * from recovery_code")).all())
        rows += str(connection.execute(text("select * from audit_entry")).all())
    assert totp.secret not in rows and not any(one in rows for one in codes)


def test_after_a_reset_by_gan_wu_sets_it_up_anew(database: Database, app: Flask, enrolled: Any) -> None:
    with database.connection() as connection:
        gan, wu = (AccountShelf(connection).by_name(name) for name in ("admin", "police"))
    assert gan and wu
    with database.work(Actor(gan.id, gan.account, gan.name, gan.role, gan.area)) as work:
        forget(work, wu.id)
    visitor = app.test_client()
    assert secret_in(password(visitor)).secret != enrolled[0].secret


def test_where_it_is_not_asked_for_whoever_has_it_is_asked_all_the_same(app: Flask, enrolled: Any) -> None:
    app.extensions["cockpit_second_step"] = False
    wu, zheng = app.test_client(), app.test_client()
    assert password(wu).status_code == 200 and not inside(wu)
    assert password(zheng, "enforcement").status_code == 303


def test_wrong_codes_at_a_terminal_count_and_rest_the_account_as_at_the_door(
    database: Database, enrolled: tuple[pyotp.TOTP, list[str]]
) -> None:
    """Whoever has a shell, the settings and the password still does not guess six digits."""
    with database.connection() as connection:
        wu = AccountShelf(connection).by_name("police")
    assert wu

    def at_the_terminal(digits: str) -> Any:
        return proven_by_code(database, wu, lambda work: prove(work, wu.id, digits))

    for _ in range(TRIES):
        with pytest.raises(WrongCode):
            at_the_terminal("000000")
    with pytest.raises(LockedOut):
        at_the_terminal(enrolled[0].now())
    with database.connection() as connection:
        noted = connection.execute(text("select count(*) from audit_entry where action = 'wrong_code'")).scalar_one()
    assert noted == TRIES
