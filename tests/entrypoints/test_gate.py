"""The door: who comes in, what is asked of whom, and that nothing hostile gets further than here."""

from collections import Counter

import pytest
from flask import Flask
from structlog.testing import capture_logs

from data_access.database import Database
from entrypoints import gate
from entrypoints.gate import DOOR, Gate, NoPolicy
from tests.entrypoints.visitors import Visitor, audit_length, refusals_told, status_of
from tests.people import People

CONTENT = "shell-content.children"


# Routes


def test_every_route_of_the_running_app_has_a_policy_and_closed_ones_are_not_there(
    whole_app: Flask, rosa: Visitor, stranger: Visitor
) -> None:
    routes = next(one.__self__ for one in whole_app.before_request_funcs[None] if hasattr(one, "__self__")).routes
    rules = list(whole_app.url_map.iter_rules())
    assert {rule.endpoint for rule in rules} <= set(routes)
    closed = [rule.rule for rule in rules if routes[rule.endpoint] == gate.CLOSED]
    assert closed == ["/_reload-hash"]
    for path in [*closed, "/_dash-mcp", "/_mcp", "/_dash-config", "/_dash-error", "/static/app.css", "/_callback"]:
        assert status_of(rosa.get(path)) == status_of(stranger.get(path)) == 404
        assert status_of(rosa.post(path)) == status_of(stranger.post(path)) == 404


PROOF_IN_THE_BODY = {"/api/delivered"}  # which is read before anybody can be asked who they are


def test_every_route_asks_who_is_there(whole_app: Flask, stranger: Visitor) -> None:
    routes = next(one.__self__ for one in whole_app.before_request_funcs[None] if hasattr(one, "__self__")).routes
    for rule in whole_app.url_map.iter_rules():
        if routes[rule.endpoint] in (gate.PUBLIC, gate.CLOSED) or rule.arguments:
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer = stranger.client.open(rule.rule, method=method)
            if rule.rule in PROOF_IN_THE_BODY:
                assert status_of(answer) == 400, rule.rule
                continue
            machine = method == "POST" or rule.rule.startswith(("/_dash-", "/api/"))
            assert status_of(answer) == (401 if machine else 302), rule.rule


def test_a_page_sends_a_stranger_to_sign_in_and_remembers_where(stranger: Visitor) -> None:
    answer = stranger.get("/incidents?state=open&q=%E9%95%BF")
    assert (answer.status_code, answer.location) == (
        302,
        "/sign-in?next=%2Fincidents%3Fstate%3Dopen%26q%3D%25E9%2595%25BF",
    )
    assert stranger.get("/incidents", headers={"X-Requested-With": "fetch"}).status_code == 401
    assert stranger.client.head("/incidents").status_code == 302


def test_a_machines_address_says_401_as_problem_json(stranger: Visitor) -> None:
    for path in ("/_dash-layout", "/_dash-dependencies", "/api/stream", "/api/layers/streets.geojson"):
        answer = stranger.get(path)
        assert status_of(answer) == 401
        assert answer.mimetype == "application/problem+json"
        assert "Bearer" in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "path", ["/nowhere", "/incidents/nowhere", "/api/nowhere", "/_dash-nowhere", "//x", "/%00", "/.env"]
)
def test_a_path_that_nobody_serves_is_404_for_everybody(rosa: Visitor, stranger: Visitor, path: str) -> None:
    for visitor in (rosa, stranger):
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "FOO"):
            assert status_of(visitor.client.open(path, method=method)) == 404
        answer = visitor.get(path, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        assert path.strip("/") not in answer.text


def test_another_method_than_those_served_is_405_and_says_which(rosa: Visitor, stranger: Visitor) -> None:
    for visitor in (rosa, stranger):
        answer = visitor.client.delete("/api/readings")
        assert (status_of(answer), answer.headers["Allow"]) == (405, "POST")
        answer = visitor.client.get("/api/readings")  # what is only sent is not read, whatever Dash's page takes
        assert (status_of(answer), answer.headers["Allow"]) == (405, "POST")
        assert status_of(visitor.client.post("/incidents")) == 405
        assert status_of(visitor.client.put("/sign-in")) == 405


def test_files_that_no_package_has_are_not_found(stranger: Visitor) -> None:
    for path in ("nowhere/x.js", "dash/nowhere.js", "dash/../../app.py", "dcc/%2e%2e/%2e%2e/app.py"):
        answer = stranger.get(f"/_dash-component-suites/{path}")
        assert status_of(answer) == 404
        assert "registered" not in answer.text
    assert status_of(stranger.get("/assets/../app.py")) == 404


def test_unknown_query_arguments_crash_no_page(rosa: Visitor) -> None:
    strange = "?x=1&x=2&self=1&**=2&__class__=3&incident=abc&area=%00&=&lang=xx&page=9999999999999999999999&q=%F0%28"
    for path in ("/", "/incidents", "/warnings", "/help", "/sign-in", "/field"):
        assert status_of(rosa.get(path + strange)) in (200, 403)
    for path in ("/", "/incidents", "/warnings", "/help"):
        assert status_of(rosa.call(rosa.body(CONTENT, path, strange))) == 200


def test_a_forged_session_is_nobody(shared_app: Flask) -> None:
    for token in ("", "x", "x" * 10_000, "\xff", "a b", "'; drop table session; --"):
        visitor = Visitor(shared_app)
        visitor.client.set_cookie("cockpit", token)
        visitor.client.set_cookie("session", "forged.session.cookie")
        assert status_of(visitor.get("/_dash-layout")) == 401


# Size


def test_a_body_that_is_too_large_is_refused_before_anybody_is_asked(rosa: Visitor, stranger: Visitor) -> None:
    for visitor in (rosa, stranger):
        for path in (DOOR, "/api/readings", "/sign-in"):
            answer = visitor.client.post(path, data=b"x" * (gate.MIB + 1), content_type="application/json")
            assert status_of(answer) == 413


# CSRF


@pytest.mark.parametrize("token", [None, "", "wrong", "x" * 5000, "é", "ImFiYyI.aaaa.bbbb"])
def test_a_post_from_another_site_is_refused_with_a_sentence(rosa: Visitor, token: str | None) -> None:
    headers = {} if token is None else {"X-CSRFToken": token}
    rosa.client.set_cookie("lang", "en")
    for path, kwargs in ((DOOR, {"json": rosa.body(CONTENT, "/")}), ("/sign-out", {}), ("/field/report", {})):
        answer = rosa.client.post(path, headers=headers, **kwargs)
        assert status_of(answer) == 400
        assert "token" in (answer.json["title"] if answer.is_json else answer.text)
    assert rosa.get("/_dash-layout").status_code == 200


def test_another_visitors_token_is_none(rosa: Visitor, eve: Visitor) -> None:
    rosa.csrf = eve.csrf
    assert status_of(rosa.call(rosa.body(CONTENT, "/"))) == 400


def test_the_token_is_renewed_with_each_page_and_fits_the_new_session(shared_app: Flask, people: People) -> None:
    visitor = Visitor(shared_app).signed_in(people.rosa)
    assert status_of(visitor.post("/sign-out")) == 303
    assert status_of(visitor.post(DOOR, json={})) == 401
    visitor.signed_in(people.hana)
    assert status_of(visitor.call(visitor.body(CONTENT, "/"))) == 200


def test_forged_posts_are_told_to_the_audit_but_a_strangers_flood_is_not(app: Flask, people: People) -> None:
    database: Database = app.extensions["cockpit"]
    rosa, before = Visitor(app).signed_in(people.rosa), audit_length(database)
    for _ in range(40):
        stranger = Visitor(app)
        stranger.client.post(DOOR, json={})
        stranger.client.post("/sign-in", data={"account": "officer"})
        stranger.client.post("/api/readings", json=[])
        stranger.get("/api/stream")
    assert audit_length(database) == before
    rosa.client.post("/sign-out")
    rosa.call({"output": "nobody.knows"})
    assert refusals_told(database)[-2:] == [("officer", "Malformed", "sign_in.leave"), ("officer", "Malformed", DOOR)]


def test_strangers_are_counted_and_seldom_logged(stranger: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "strangers", Counter())
    with capture_logs() as lines:
        for _ in range(64):
            stranger.get("/api/stream")
    assert gate.strangers == {"NotSignedIn": 64}
    assert [one["count"] for one in lines if one.get("refusal")] == [1, 2, 4, 8, 16, 32, 64]


def test_start_up_stops_at_what_no_policy_names(whole_app: Flask) -> None:
    def lax(clicks, names: list[str]) -> None:  # type: ignore[no-untyped-def]
        """Says no type of its first argument."""

    def strict(clicks: int | None) -> None:
        """Takes one value."""

    known = {"inputs": [{"id": "a", "property": "b"}], "state": [], "callback": strict}
    empty = Flask("empty", static_folder=None)
    Gate({}, {"x.y": "send"}, {}, lambda: {"x.y": known}).must_name_everything(empty)
    with pytest.raises(NoPolicy, match="no policy"):
        Gate({}, {}, {}, lambda: {"x.y": known}).must_name_everything(empty)
    with pytest.raises(NoPolicy, match="clicks says no type"):
        Gate({}, {"x.y": "send"}, {}, lambda: {"x.y": known | {"callback": lax}}).must_name_everything(empty)
    with pytest.raises(NoPolicy, match="another number"):
        Gate({}, {"x.y": "send"}, {}, lambda: {"x.y": known | {"inputs": []}}).must_name_everything(empty)
    empty.add_url_rule("/back-door", "back_door", lambda: "")
    with pytest.raises(NoPolicy, match="back-door"):
        Gate({}, {"x.y": "send"}, {}, lambda: {"x.y": known}).must_name_everything(empty)
