"""Rules of the house for the machines' doors: the description names each route, field and answer, and invents none."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import OpenAPIV31SpecValidator

from cockpit import paging
from cockpit.access import matrix
from cockpit.importing.batch import State as BatchState
from cockpit.importing.kinds import Kind as ImportKind
from cockpit.incidents import Answer, Kind, Source, State
from cockpit.places import PlaceKind
from data_access import feed
from data_access.check import Line
from data_access.database import Database
from data_access.importing.store import Store
from entrypoints import api, doors, gate
from entrypoints.api import changes, health, hub
from entrypoints.api.layers import LAYERS
from entrypoints.imports import Imports
from tests.access.objects import PLACES_FILE
from tests.conftest import KEYS, SHANGHAI
from tests.described import DESCRIBED, ended_at_once
from tests.entrypoints.gateway import gateway
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import SENSOR_KEY, WULIN, People, somebody

METRICS_KEY = "a key of the tests, too long to guess"
NOT_DESCRIBED = {"api.bundle": "a file of pydeck's, for browsers"}
FEATURES = {
    **dict.fromkeys(("streets", "communities", "grids"), "AreaFeature"),
    **{"incidents": "IncidentFeature", "warnings": "WarningFeature", "places": "PlaceFeature"},
    **{"enterprises": "EnterpriseFeature", "teams": "TeamFeature", "positions": "PositionFeature"},
}
ENUMS = {
    ("Incident", "kind"): Kind,
    ("Incident", "source"): Source,
    ("Incident", "state"): State,
    ("Incident", "said"): State,
    ("PlaceFeature", "kind"): PlaceKind,
    ("Import", "state"): BatchState,
}


GATEWAY = [{"gateway": []}]
SCHEMES = {
    "readings": [{"device": []}], "metrics": [{"metrics": []}], "hear_message": GATEWAY, "hear_call": GATEWAY
}  # fmt: skip


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DESCRIBED["paths"].items():
        for method, facts in methods.items():
            yield path, method, facts


def resolved(facts: dict[str, Any]) -> dict[str, Any]:
    """What a reference names."""
    while "$ref" in facts:
        found: Any = DESCRIBED
        for part in facts["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        facts = found
    return facts


def must_be(schema: dict[str, Any], value: Any) -> None:
    """Refuses a field that is missing or that nobody described, at any depth."""
    whole = schema | {"components": DESCRIBED["components"]}
    OAS31Validator(whole, format_checker=oas31_format_checker).validate(value)


def named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


# What is written


def test_it_is_openapi_3_1() -> None:
    assert DESCRIBED["openapi"].startswith("3.1.")
    assert [one.message for one in OpenAPIV31SpecValidator(DESCRIBED).iter_errors()] == []
    assert DESCRIBED["info"]["version"] == health.version_of_code()


def described_routes(app: Flask) -> Iterator[Any]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in NOT_DESCRIBED and (rule.endpoint in api.POLICY or rule.rule.startswith("/api/")):
            yield rule


def in_words(rule: str) -> str:
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule)


def test_each_route_with_its_methods_and_its_name_is_described_and_no_other(whole_app: Flask) -> None:
    served = {
        (in_words(rule.rule), method.lower(), rule.endpoint.partition(".")[2])
        for rule in described_routes(whole_app)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert served == {(path, method, facts["operationId"]) for path, method, facts in operations()}


def test_who_may_ask_is_what_the_gate_says() -> None:
    for path, _, facts in operations():
        policy = api.POLICY[f"api.{facts['operationId']}"]
        expected: list[Any] = [{"session": []}]
        if policy in (gate.DEVICE, gate.PUBLIC):
            expected = SCHEMES.get(facts["operationId"], [])
        assert facts["security"] == expected, path
        assert ("403" in facts["responses"]) is (policy in matrix()["acts"]), path
        assert ("401" in facts["responses"]) is (policy != gate.PUBLIC), path


def asked_for(app: Flask, endpoint: str) -> set[tuple[str, str]]:
    """(where, name) of all that the route's module reads of a request."""
    view = app.view_functions[endpoint]
    tree = ast.parse(Path(view.__code__.co_filename).read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("request.args.get", "request.headers.get"):
            where = "query" if "args" in ast.unparse(node.func) else "header"
            found.add((where, ast.literal_eval(node.args[0])))
    return found - {("header", "Authorization")}


def test_each_parameter_that_a_route_reads_is_described_and_no_other(whole_app: Flask) -> None:
    rules = {in_words(rule.rule): rule for rule in described_routes(whole_app)}
    for path, _, facts in operations():
        rule = rules[path]
        read = asked_for(whole_app, rule.endpoint) | {("path", name) for name in rule.arguments}
        found = [resolved(one) for one in facts.get("parameters", [])]
        assert {(one["in"], one["name"]) for one in found} == read, path


def test_words_to_choose_from_are_those_of_the_code() -> None:
    schemas = DESCRIBED["components"]["schemas"]
    for (name, field), words in ENUMS.items():
        found = schemas[name]["properties"]
        found = found.get("properties", found)
        found = found.get("properties", found)
        assert found[field]["enum"] == [one.value for one in words], (name, field)
    assert schemas["ImportKind"]["enum"] == [one.value for one in ImportKind]
    assert schemas["Incident"]["properties"]["teams"]["additionalProperties"]["enum"] == list(Answer)
    chosen = {
        one["name"]: one["schema"] for one in DESCRIBED["paths"]["/api/layers/{name}.geojson"]["get"]["parameters"]
    }
    assert chosen["name"]["enum"] == list(LAYERS) == list(FEATURES)
    assert chosen["kind"]["items"]["enum"] == [one.value for one in PlaceKind]


OPEN = {"teams", "facts", "state", "figures", "kinds"}  # by a team's number, or as each event has them


def objects(facts: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(facts, dict):
        if facts.get("type") == "object":
            yield name, facts
        for key, value in facts.items():
            yield from objects(value, key)


def test_no_object_takes_a_field_that_is_not_described() -> None:
    """So that a live answer with one more field, or one less, is found below."""
    closed = dict(objects(DESCRIBED["components"]["schemas"]))
    for name, facts in objects(DESCRIBED["components"]["schemas"]):
        assert name in OPEN or facts["additionalProperties"] is False, name
    assert len(closed) > 15


# What really comes


@pytest.fixture
def rosa(shared_app: Flask, shared_morning: Morning, people: People) -> Visitor:
    if not shared_morning.open_at(shared_morning.watched[0]):
        incident = shared_morning.sent_to_own(0)
        shared_morning.answer(people.wu, incident, Answer.EN_ROUTE)
        shared_morning.shows_his_phone(people.wu)
    return Visitor(shared_app).signed_in(people.rosa)


@pytest.fixture
def jia(shared_app: Flask, shared_database: Database) -> Visitor:
    return Visitor(shared_app).signed_in(somebody(shared_database, "data_officer"))


@contextmanager
def without_a_database(app: Flask) -> Iterator[None]:
    before = app.extensions["cockpit"]
    app.extensions["cockpit"] = Database("postgresql+psycopg://x:y@/gone?host=/nowhere", KEYS, SHANGHAI)
    try:
        yield
    finally:
        app.extensions["cockpit"] = before


def readings(visitor: Visitor, body: Any, key: str = SENSOR_KEY) -> Any:
    return visitor.post("/api/readings", json=body, headers={"Authorization": f"Bearer {key}"})


def bring(visitor: Visitor, body: bytes = PLACES_FILE.encode(), kind: str = "places") -> Any:
    return visitor.post(f"/api/imports?name=places.csv&kind={kind}", data=body)


def checked(visitor: Visitor) -> int:
    """The number of a file that the worker has looked through."""
    number = int(bring(visitor).get_json(force=True)["id"])
    Imports(visitor.app.extensions["cockpit"], visitor.app.extensions["cockpit_data_dir"]).check(number)
    return number


def forgotten(visitor: Visitor) -> int:
    """One whose day is over."""
    number = checked(visitor)
    Store(visitor.app.extensions["cockpit_data_dir"], KEYS.field).forget(number)
    return number


def arrived(visitor: Visitor) -> Any:
    """What the gateway of a channel says of a message that it was given."""
    database: Database = visitor.app.extensions["cockpit"]
    with database.work(somebody(database, "officer")) as work:
        found = paging.add_channel(work, "mail", "rosa@desk.example")
    receipt = paging.receipt_of(found.secret, f"{found.id}-1")
    return visitor.post("/api/delivered", json={"id": f"{found.id}-1", "receipt": receipt})


def metrics(visitor: Visitor, key: str) -> Any:
    return visitor.get("/metrics", headers={"Authorization": f"Bearer {key}"})


SMS = {"id": "m1", "from": "10012345678", "text": "37.2 咳嗽"}
CALL = {"id": "c1", "from": "10012345678", "digits": "372#1#"}
ONE = {"place": "P-1", "at": "2020-02-01T07:20:00+08:00", "count": 3}
LAYER = "/api/layers/incidents.geojson"
Ask = Callable[[Visitor], Any]
BY_ROSA: dict[str, list[Ask]] = {
    "readings 202": [lambda rosa: readings(rosa, [ONE, {}])],
    "readings 400": [lambda rosa: readings(rosa, {})],
    "readings 413": [lambda rosa: readings(rosa, ["x" * 1_100_000])],
    "layer 200": [lambda rosa, name=name: rosa.get(f"/api/layers/{name}.geojson?limit=50") for name in LAYERS],  # type: ignore[misc]
    "layer 404": [lambda rosa: rosa.get(f"{LAYER}?area=nowhere")],
    "layer 422": [lambda rosa: rosa.get(f"{LAYER}?limit=0"), lambda rosa: rosa.get(f"{LAYER}?bbox=1")],
    "fresh_sources 200": [lambda rosa: rosa.get("/api/sources")],
    "stream 200": [lambda rosa: rosa.get("/api/stream?after=0")],
    "stream 400": [lambda rosa: rosa.get("/api/stream?after=x")],
    "report_delivered 200": [lambda rosa: arrived(rosa)],
    "report_delivered 400": [lambda rosa: rosa.post("/api/delivered", json=[])],
    "report_delivered 413": [lambda rosa: rosa.post("/api/delivered", json=["x" * 1_100_000])],
    "hear_message 200": [
        lambda rosa: gateway(rosa, "sms", SMS),
        lambda rosa: gateway(rosa, "sms", SMS | {"text": "三十七度"}),
    ],
    "hear_message 400": [lambda rosa: gateway(rosa, "sms", CALL)],
    "hear_message 413": [lambda rosa: gateway(rosa, "sms", SMS | {"text": "x" * 1_100_000})],
    "hear_message 422": [lambda rosa: gateway(rosa, "sms", SMS | {"from": "nobody"})],
    "hear_call 200": [lambda rosa: gateway(rosa, "voice", CALL)],
    "hear_call 400": [lambda rosa: gateway(rosa, "voice", SMS)],
    "hear_call 413": [lambda rosa: gateway(rosa, "voice", CALL | {"digits": "1" * 1_100_000})],
    "hear_call 422": [lambda rosa: gateway(rosa, "voice", CALL | {"from": "nobody"})],
    "described 200": [lambda rosa: rosa.get("/api/openapi.json")],
    "alive 200": [lambda rosa: rosa.get("/healthz")],
    "ready 200": [lambda rosa: rosa.get("/readyz")],
    "metrics 200": [lambda rosa: metrics(rosa, METRICS_KEY)],
    "metrics 404": [lambda rosa: metrics(rosa, "another")],
}
BY_JIA: dict[str, list[Ask]] = {
    "bring_file 202": [lambda jia: bring(jia)],
    "bring_file 400": [lambda jia: bring(jia, b"")],
    "bring_file 413": [
        lambda jia: jia.post("/api/imports?name=x", environ_overrides={"CONTENT_LENGTH": str(201 << 20)})
    ],
    "bring_file 422": [lambda jia: bring(jia, kind="people"), lambda jia: jia.post("/api/imports?name=", data=b"x")],
    "import_state 200": [lambda jia: jia.get(f"/api/imports/{checked(jia)}")],
    "import_state 404": [lambda jia: jia.get("/api/imports/999999")],
    "refused_rows 200": [lambda jia: jia.get(f"/api/imports/{checked(jia)}/refused.xlsx")],
    "refused_rows 404": [lambda jia: jia.get("/api/imports/999999/refused.xlsx")],
    "refused_rows 410": [lambda jia: jia.get(f"/api/imports/{forgotten(jia)}/refused.xlsx")],
}
BY_STRANGER: dict[str, list[Ask]] = {
    "readings 401": [lambda one: readings(one, [], key="another")],
    "layer 401": [lambda one: one.get(LAYER)],
    "fresh_sources 401": [lambda one: one.get("/api/sources")],
    "stream 401": [lambda one: one.get("/api/stream")],
    "report_delivered 401": [lambda one: one.post("/api/delivered", json={"id": "1-1", "receipt": "x"})],
    "hear_message 401": [lambda one: one.post("/api/reports/sms", json=SMS)],
    "hear_call 401": [lambda one: one.post("/api/reports/voice", json=CALL)],
    "described 401": [lambda one: one.get("/api/openapi.json")],
    "bring_file 401": [lambda one: one.post("/api/imports?name=x", data=b"x")],
    "import_state 401": [lambda one: one.get("/api/imports/1")],
    "refused_rows 401": [lambda one: one.get("/api/imports/1/refused.xlsx")],
}
BY_EVE: dict[str, list[Ask]] = {
    "layer 403": [lambda eve: eve.get(LAYER)],
    "fresh_sources 403": [lambda eve: eve.get("/api/sources")],
    "bring_file 403": [lambda eve: bring(eve)],
    "import_state 403": [lambda eve: eve.get("/api/imports/1")],
    "refused_rows 403": [lambda eve: eve.get("/api/imports/1/refused.xlsx")],
}
WITHOUT_A_DATABASE: dict[str, list[Ask]] = {
    "readings 503": [lambda rosa: readings(rosa, [])],
    "layer 503": [lambda rosa: rosa.get(LAYER)],
    "fresh_sources 503": [lambda rosa: rosa.get("/api/sources")],
    "stream 503": [lambda rosa: rosa.get("/api/stream")],
    "report_delivered 503": [lambda rosa: rosa.post("/api/delivered", json={"id": "1-1", "receipt": "x"})],
    "hear_message 503": [lambda rosa: gateway(rosa, "sms", SMS)],
    "hear_call 503": [lambda rosa: gateway(rosa, "voice", CALL)],
    "described 503": [lambda rosa: rosa.get("/api/openapi.json")],
    "bring_file 503": [lambda rosa: bring(rosa)],
    "import_state 503": [lambda rosa: rosa.get("/api/imports/1")],
    "refused_rows 503": [lambda rosa: rosa.get("/api/imports/1/refused.xlsx")],
    "alive 503": [lambda rosa: rosa.get("/healthz")],
    "ready 503": [lambda rosa: rosa.get("/readyz")],
}


def must_conform(case: str, answer: Any) -> None:
    """The live answer has the status, headers, type and fields of its description."""
    name, status = case.split()
    found = next(facts for _, _, facts in operations() if facts["operationId"] == name)
    wanted = resolved(found["responses"][status])
    assert answer.status_code == int(status), case
    for header, facts in wanted.get("headers", {}).items():
        must_be(resolved(facts)["schema"], answer.headers[header])
    assert list(wanted["content"]) == [answer.mimetype], case
    if answer.mimetype.endswith("json"):
        must_be(wanted["content"][answer.mimetype]["schema"], answer.get_json(force=True))


def test_a_status_that_is_described_really_comes_as_it_is_described() -> None:
    """All of them are among the cases below: none is invented."""
    written = {f"{facts['operationId']} {status}" for _, _, facts in operations() for status in facts["responses"]}
    cases = [*BY_ROSA, *BY_JIA, *BY_STRANGER, *BY_EVE, *WITHOUT_A_DATABASE]
    assert sorted(written) == sorted(cases)


def test_answers_to_an_officer_conform(rosa: Visitor, whole_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(whole_app.extensions, "cockpit_metrics_key", METRICS_KEY)
    monkeypatch.setattr(health.readiness, "wrong", lambda *_: [])
    ended_at_once(whole_app, monkeypatch)
    for case, asks in BY_ROSA.items():
        for ask in asks:
            must_conform(case, ask(rosa))


def test_answers_to_a_data_officer_conform(jia: Visitor) -> None:
    for case, asks in BY_JIA.items():
        for ask in asks:
            must_conform(case, ask(jia))


def test_answers_to_strangers_to_eve_and_without_a_database_conform(
    rosa: Visitor, shared_app: Flask, people: People
) -> None:
    stranger, eve = Visitor(shared_app), Visitor(shared_app).signed_in(people.eve)
    for visitor, table in ((stranger, BY_STRANGER), (eve, BY_EVE)):
        for case, asks in table.items():
            must_conform(case, asks[0](visitor))
    with without_a_database(shared_app):
        for case, asks in WITHOUT_A_DATABASE.items():
            must_conform(case, asks[0](rosa))


def test_what_is_not_ready_is_said_as_described(whole_app: Flask) -> None:
    line = Line("queue", False, "The queue is {minutes} minutes behind.", {"minutes": 9})
    with whole_app.test_request_context("/readyz"):
        must_conform("ready 503", health.not_ready([line]))


def test_each_layer_has_the_features_that_are_described(rosa: Visitor) -> None:
    for name, feature in FEATURES.items():
        found = rosa.get(f"/api/layers/{name}.geojson").get_json(force=True)["features"]
        assert found, name
        for one in found[:20]:
            must_be(named(feature), one)


def test_what_stands_together_is_described(rosa: Visitor) -> None:
    for name in ("places", "enterprises"):
        found = rosa.get(f"/api/layers/{name}.geojson?zoom=13").get_json(force=True)["features"]
        assert len(found) > 10, name
        for one in found:
            must_be(named("ClusterFeature" if "bbox" in one else FEATURES[name]), one)


def test_what_the_stream_says_is_described(shared_database: Database, rosa: Visitor) -> None:
    with shared_database.connection() as connection:
        rows = feed.changes_after(connection, 0, 1000)
    assert len(rows) > 3
    for row in rows:
        must_be(named("Change"), said_in(changes.message(row)))
    must_be(named("Beat"), said_in(hub.Hub(shared_database)._beat()))


def said_in(message: bytes) -> Any:
    return json.loads(message.decode().partition("data: ")[2])


def test_a_reading_as_described_is_taken(rosa: Visitor, shared_morning: Morning) -> None:
    one = ONE | {"place": shared_morning.watched[1].code}
    must_be(named("Reading"), one)
    assert readings(rosa, [one]).json == {"accepted": 1, "rejected": []}


# Who reads it


def test_a_front_machine_does_not_serve_it_and_another_way_does_not_read_it(rosa: Visitor) -> None:
    assert doors.policy_of(["public"])["api.described"] == gate.CLOSED
    answer = rosa.post("/api/openapi.json")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_an_area_of_another_street_answers_like_none(shared_app: Flask, people: People) -> None:
    shen = Visitor(shared_app).signed_in(people.shen)
    foreign, missing = (shen.get(f"{LAYER}?area={area}") for area in (WULIN, "330103999"))
    must_conform("layer 404", foreign)
    assert foreign.data == missing.data
