"""Whether the process lives and can serve, and what everybody is told while it cannot."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from data_access import schema
from data_access.database import Database
from data_access.demo.build import FIRST_MINUTE
from tests.conftest import KEYS, SHANGHAI
from tests.entrypoints.visitors import Visitor
from tests.people import SENSOR_KEY


def test_health_says_version_schema_and_district_time(stranger: Visitor) -> None:
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.json["schema"]) == (200, schema.head())
    assert answer.json["version"]
    now = datetime.fromisoformat(answer.json["now"])
    assert now.utcoffset() == timedelta(hours=8)
    assert FIRST_MINUTE <= now < FIRST_MINUTE + timedelta(hours=1)


def test_ready_is_ready(stranger: Visitor) -> None:
    assert (stranger.get("/readyz").status_code, stranger.get("/readyz").json) == (200, {"ready": True})


@pytest.mark.many
def test_a_database_of_another_schema_is_not_ready(app: Flask, database: Database) -> None:
    with database.connection() as connection:
        connection.execute(text("update alembic_version set version_num = 'older'"))
    answer = Visitor(app).get("/readyz?lang=en")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    wrong = f"The schema is older, this code needs {schema.head()}: run migrate."
    assert (answer.json["title"], answer.json["wrong"]) == (wrong, [{"name": "schema", "says": wrong}])


@pytest.fixture
def broken(shared_app: Flask) -> Iterator[Flask]:
    """The application while nobody listens where its database should be."""
    before = shared_app.extensions["cockpit"]
    shared_app.extensions["cockpit"] = Database("postgresql+psycopg://x:y@/gone?host=/nowhere", KEYS, SHANGHAI)
    yield shared_app
    shared_app.extensions["cockpit"] = before


def must_say_so(answer: Any) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    for word in ("Traceback", "psycopg", "nowhere", "sqlalchemy"):
        assert word not in answer.text
    assert "数据库" in (answer.json["title"] if answer.is_json else answer.text)


def test_without_a_database_each_door_says_503_and_when_to_come_back(broken: Flask) -> None:
    visitor = Visitor(broken)
    for path in ("/healthz", "/readyz"):
        answer = visitor.get(path)
        must_say_so(answer)
        assert answer.json["status"] == 503
    must_say_so(visitor.client.post("/api/readings", json=[], headers={"Authorization": f"Bearer {SENSOR_KEY}"}))
    visitor.client.set_cookie("cockpit", "some token")
    for path in ("/", "/incidents", "/api/stream", "/_dash-layout", "/field"):
        must_say_so(visitor.get(path))


def test_a_hidden_object_and_a_missing_one_are_the_same_bytes(rosa: Visitor) -> None:
    paths = ("/api/layers/streets.geojson?area=330104", "/api/layers/secret.geojson", "/api/nowhere/17", "/api/nowhere")
    answers = [rosa.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert answers[0].mimetype == "application/problem+json"
    assert set(answers[0].json) == {"type", "title", "status", "detail", "kind"}
    pages = [rosa.get(path).data for path in ("/nowhere", "/field/999999/nothing")]
    assert len(set(pages)) == 1
