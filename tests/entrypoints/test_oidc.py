"""Signing in by the district's own service: it names an account that is there, and whatever is wrong with its answer is
refused in a sentence."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from data_access.database import Database
from entrypoints.settings import BadSetting, Oidc, make_keys, read_settings
from entrypoints.sign_in.provider import Provider
from tests.conftest import PASSWORD
from tests.entrypoints.plain_doors import csrf_of, small_app
from tests.entrypoints.stand_in import CLIENT, SECRET, StandIn, standing_in

HOME = "http://cockpit.district"
NOT_TAKEN = "The answer of the sign-in service was not taken: {}."


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    with standing_in() as found:
        yield found


@pytest.fixture
def service(running: StandIn) -> StandIn:
    running.afresh()
    running.shown = [running.key]
    return running


@pytest.fixture(scope="module")
def small(shared_database: Database) -> Flask:
    return small_app(shared_database)


@pytest.fixture
def app(small: Flask, service: StandIn) -> Flask:
    small.extensions["cockpit_oidc"] = Provider(settings(service.url))
    return small


def settings(issuer: str, claim: str = "preferred_username") -> Oidc:
    return Oidc(issuer, CLIENT, SECRET, claim, "District login", HOME)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def begin(visitor: FlaskClient, query: str = "") -> str:
    """Where the browser is sent."""
    sent = visitor.get(f"/sign-in/oidc{query}")
    assert sent.status_code == 303, sent.text
    return str(sent.location)


def come_back(visitor: FlaskClient, service: StandIn, query: str = "") -> Any:
    return visitor.get("/sign-in/oidc/back?" + service.consent(begin(visitor, query)))


def refused(answer: Any, status: int, sentence: str) -> None:
    assert answer.status_code == status, answer.text
    assert sentence in answer.text and "Traceback" not in answer.text
    assert not any(line.startswith("cockpit=") for line in answer.headers.getlist("Set-Cookie"))


def test_the_page_offers_both_ways_and_rosa_comes_in_by_the_service(visitor: FlaskClient, service: StandIn) -> None:
    page = visitor.get("/sign-in?next=/field").text
    assert "Sign in by District login" in page and 'href="/sign-in/oidc?next=/field"' in page
    assert 'name="password"' in page
    inside = come_back(visitor, service)
    assert (inside.status_code, inside.location) == (303, "/")
    cookie = next(line for line in inside.headers.getlist("Set-Cookie") if line.startswith("cockpit="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert visitor.get("/api/stream").status_code == 200


def test_one_comes_back_to_where_one_was_and_never_to_another_site(visitor: FlaskClient, service: StandIn) -> None:
    assert come_back(visitor, service, "?next=/field%3Freported=I-1").location == "/field?reported=I-1"
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example"):
        assert come_back(visitor, service, f"?next={elsewhere}").location == "/"


def test_local_sign_in_stays(visitor: FlaskClient) -> None:
    words = {"csrf_token": csrf_of(visitor.get("/sign-in").text), "account": "police", "password": PASSWORD}
    assert visitor.post("/sign-in", data=words).status_code == 303


def test_without_a_service_there_is_no_such_door(app: Flask) -> None:
    app.extensions["cockpit_oidc"] = None
    stranger = app.test_client()
    for path in ("/sign-in/oidc", "/sign-in/oidc/back?code=x&state=y"):
        assert stranger.get(path).status_code == 404
    assert "/sign-in/oidc" not in stranger.get("/sign-in").text


def test_what_the_service_says_gives_no_right_and_no_account(
    visitor: FlaskClient, service: StandIn, shared_database: Database
) -> None:
    """A role in its answer is passed over; the account's own stands."""
    service.claims |= {"preferred_username": "guard", "role": "admin", "groups": ["admin"], "area": "330103"}
    assert come_back(visitor, service).status_code == 303
    with shared_database.connection() as connection:
        last = connection.execute(
            text("select role, account from audit_entry where action = 'signed_in' order by id desc limit 1")
        ).one()
        accounts = connection.execute(text("select count(*) from account")).scalar()
        roles = connection.execute(text("select role from account where account = 'guard'")).scalar()
    assert (last.role, roles) == ("system", "guard")
    service.claims["preferred_username"] = "newcomer"
    refused(come_back(visitor, service), 403, "you have no account here")
    with shared_database.connection() as connection:
        assert connection.execute(text("select count(*) from account")).scalar() == accounts


def test_a_disabled_account_stays_outside(visitor: FlaskClient, service: StandIn, shared_database: Database) -> None:
    order = text("update account set disabled = :off where account = 'officer2'")
    with shared_database.connection() as connection:
        connection.execute(order, {"off": True})
    service.claims["preferred_username"] = "officer2"
    refused(come_back(visitor, service), 403, "you have no account here")


@pytest.mark.parametrize("name", [None, "", 7, ["officer"], {"is": "officer"}, "offi\x00cer", "OFFICER", " officer"])
def test_a_name_that_is_none_names_nobody(visitor: FlaskClient, service: StandIn, name: Any) -> None:
    service.claims["preferred_username"] = name
    refused(come_back(visitor, service), 403, "you have no account here")


def test_an_address_that_was_not_verified_names_nobody(app: Flask, service: StandIn, shared_database: Database) -> None:
    app.extensions["cockpit_oidc"] = Provider(settings(service.url, "email"))
    with shared_database.connection() as connection:
        connection.execute(text("update account set account = 'rosa@district' where account = 'leader'"))
    service.claims = {"sub": "1", "email": "rosa@district"}
    refused(come_back(app.test_client(), service), 403, "you have no account here")
    service.claims["email_verified"] = True
    assert come_back(app.test_client(), service).status_code == 303


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"nonce": "another"}, "it answers another request"),
        ({"nonce": None}, "it answers another request"),
        ({"aud": "another"}, "it is meant for another service"),
        ({"aud": ["another"], "azp": CLIENT}, "it is meant for another service"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "it is meant for another service"),
        ({"aud": None}, "it is meant for another service"),
        ({"iss": "https://elsewhere.example"}, "it comes from another service"),
        ({"exp": int(time.time()) - 120}, "it is out of date"),
        ({"exp": None}, "it is out of date"),
        ({"sub": None}, "it cannot be read"),
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    visitor: FlaskClient, service: StandIn, change: dict[str, Any], why: str
) -> None:
    service.bend = lambda claims: {name: value for name, value in (claims | change).items() if value is not None}
    refused(come_back(visitor, service), 401, NOT_TAKEN.format(why))


@pytest.mark.parametrize("way", ["unsigned", "by_public_key", "by_stranger"])
def test_a_token_that_the_service_did_not_sign_is_refused_whatever_its_metadata_allow(
    visitor: FlaskClient, service: StandIn, way: str
) -> None:
    service.says = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
    service.bend = getattr(service, way)
    refused(come_back(visitor, service), 401, NOT_TAKEN.format("it is not signed by the service"))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "...."])
def test_rubbish_for_a_token_is_refused(visitor: FlaskClient, service: StandIn, token: str) -> None:
    service.bend = lambda _: token
    refused(come_back(visitor, service), 401, NOT_TAKEN.format("it is not signed by the service"))


def test_a_service_that_has_changed_its_key_is_asked_for_the_new_one(visitor: FlaskClient, service: StandIn) -> None:
    assert come_back(visitor, service).status_code == 303
    service.bend = service.by_new_key
    assert come_back(visitor, service).status_code == 303
    assert service.asked.count("/jwks") == 2 and service.asked.count("/.well-known/openid-configuration") == 1


def test_an_answer_counts_once_and_in_the_browser_that_asked(app: Flask, service: StandIn) -> None:
    visitor, other = app.test_client(), app.test_client()
    answer = service.consent(begin(visitor))
    refused(other.get(f"/sign-in/oidc/back?{answer}"), 401, NOT_TAKEN.format("it answers another request"))
    begin(other)
    refused(other.get(f"/sign-in/oidc/back?{answer}"), 401, NOT_TAKEN.format("it answers another request"))
    assert visitor.get(f"/sign-in/oidc/back?{answer}").status_code == 303
    refused(visitor.get(f"/sign-in/oidc/back?{answer}"), 401, NOT_TAKEN.format("it answers another request"))


def test_a_code_is_of_no_use_without_what_the_browser_kept(visitor: FlaskClient, service: StandIn) -> None:
    """A code that somebody overheard and put into a sign-in of their own: the verifier is another."""
    overheard = service.consent(begin(visitor)).split("&")[0]
    own = service.consent(begin(visitor)).split("&")[1]
    refused(
        visitor.get(f"/sign-in/oidc/back?{overheard}&{own}"), 401, NOT_TAKEN.format("it knows nothing of this request")
    )


@pytest.mark.parametrize("answer", ["error=access_denied&state={}", "state={}", "code=&state={}"])
def test_a_person_who_says_no_there_is_told_so_here(visitor: FlaskClient, service: StandIn, answer: str) -> None:
    state = service.consent(begin(visitor)).split("state=")[1]
    refused(visitor.get("/sign-in/oidc/back?" + answer.format(state)), 401, NOT_TAKEN.format("it says no, or nothing"))


def test_a_service_that_is_away_is_told_and_the_password_still_works(app: Flask, service: StandIn) -> None:
    app.extensions["cockpit_oidc"] = Provider(settings("http://127.0.0.1:9"))
    visitor = app.test_client()
    refused(visitor.get("/sign-in/oidc"), 503, "The sign-in service does not answer.")
    test_local_sign_in_stays(visitor)


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://elsewhere.example"}, {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": None}, {"authorization_endpoint": "javascript:alert(1)"},
    ],
)  # fmt: skip
def test_a_service_that_is_not_the_one_we_were_told_is_not_asked(
    visitor: FlaskClient, service: StandIn, says: dict[str, Any]
) -> None:
    service.says = says
    refused(visitor.get("/sign-in/oidc"), 401, NOT_TAKEN.format("it comes from another service"))
    service.says = {}
    assert begin(visitor)


def test_the_settings_say_what_is_missing() -> None:
    env = make_keys() | {
        "COCKPIT_DATABASE_URL": "postgresql+psycopg://x@/x",
        "COCKPIT_OIDC_ISSUER": "https://id.district",
    }
    assert read_settings(make_keys() | {"COCKPIT_DATABASE_URL": "x"}).oidc is None
    with pytest.raises(BadSetting, match="COCKPIT_OIDC_CLIENT_ID is not set"):
        read_settings(env)
    with pytest.raises(BadSetting, match="COCKPIT_PUBLIC_URL is not set"):
        read_settings(env | {"COCKPIT_OIDC_CLIENT_ID": "cockpit"})
    with pytest.raises(BadSetting, match="COCKPIT_OIDC_ISSUER is 'http://id.district'; it takes an address with https"):
        read_settings(env | {"COCKPIT_OIDC_ISSUER": "http://id.district"})
    whole = read_settings(env | {"COCKPIT_OIDC_CLIENT_ID": "cockpit", "COCKPIT_PUBLIC_URL": "https://cockpit.district"})
    assert whole.oidc and whole.oidc.claim == "preferred_username"
