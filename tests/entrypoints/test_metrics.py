"""What `/metrics` tells: to whom, of what, and never of anybody."""

import re

import gevent
import pytest
from flask import Flask

from entrypoints import measures
from entrypoints.settings import BadSetting, read_settings
from tests.entrypoints.visitors import Visitor, status_of
from tests.people import People

KEY = "a key of the tests, too long to guess"
NEEDED = {f"COCKPIT_{name}": "x" for name in ("DATABASE_URL", "SECRET_KEY", "FIELD_KEYS", "AUDIT_KEY", "INDEX_KEY")}


@pytest.fixture
def told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setitem(app.extensions, "cockpit_metrics_key", KEY)
    return Visitor(app)


def read(visitor: Visitor, key: str = KEY) -> str:
    answer = visitor.get("/metrics", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    return str(answer.text)


def value(text: str, line: str) -> float:
    found = re.search(rf"^{re.escape(line)} (\S+)$", text, re.M)
    assert found, f"no {line} in\n{text[:3000]}"
    return float(found[1])


def test_requests_are_counted_by_endpoint_and_status(told: Visitor, people: People) -> None:
    line = 'cockpit_requests_total{endpoint="api.fresh_sources",method="GET",status="401"}'
    told.get("/api/sources")
    before = value(read(told), line)
    told.get("/api/sources")
    assert value(read(told), line) == before + 1


def test_callbacks_are_counted_by_name_with_the_time_they_took(told: Visitor, app: Flask, people: People) -> None:
    rosa = Visitor(app).signed_in(people.rosa)
    rosa.call(rosa.body("shell-content.children", "/"))
    text = read(told)
    name = re.search(r'cockpit_callbacks_total{callback="([^"]+)",status="200"}', text)
    assert name and value(text, f'cockpit_callback_seconds_count{{callback="{name[1]}"}}') >= 1


def test_the_queue_and_each_source_are_read_when_it_is_asked(told: Visitor) -> None:
    text = read(told)
    assert value(text, "cockpit_database_up") == 1
    assert value(text, "cockpit_queue_age_seconds") >= 0
    assert len(re.findall(r"^cockpit_source_age_seconds{", text, re.M)) >= 4


def test_how_late_the_loop_was_is_counted_look_by_look(told: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    before = value(read(told), "cockpit_loop_late_seconds_count")
    looks = iter([None, None])
    monkeypatch.setattr(gevent, "sleep", lambda _: next(looks))
    with pytest.raises(StopIteration):
        measures.watch_loop()
    assert value(read(told), "cockpit_loop_late_seconds_count") == before + 2


def test_without_a_database_it_still_answers_for_the_process(
    told: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data_access.database import Database
    from tests.conftest import KEYS, SHANGHAI

    nowhere = Database("postgresql+psycopg://nobody@/nothing?host=/nonexistent&port=1", KEYS, SHANGHAI)
    monkeypatch.setitem(app.extensions, "cockpit", nowhere)
    text = read(told)
    assert value(text, "cockpit_database_up") == 0 and "cockpit_requests_total" in text


@pytest.mark.parametrize("key", ["", "x", KEY[:-1], KEY + "x", "密"])
def test_whoever_has_no_key_finds_no_such_page(told: Visitor, key: str) -> None:
    answer = told.get("/metrics", headers={"Authorization": f"Bearer {key}".encode().decode("latin-1")})
    missing = told.get("/metrics/nothing")
    assert status_of(answer) == 404 and answer.data == missing.data


def test_without_a_setting_nobody_does(app: Flask) -> None:
    assert status_of(Visitor(app).get("/metrics", headers={"Authorization": "Bearer "})) == 404


def test_no_label_names_anybody(told: Visitor, app: Flask, people: People) -> None:
    rosa = Visitor(app).signed_in(people.rosa)
    for path in ("/", "/incidents", "/api/nothing/罗莎", "/p/mine/罗莎", f"/invite/{'x' * 43}"):
        rosa.get(path)
    text = read(told)
    labels = {label for found in re.findall(r"{([^}]*)}", text) for label in re.findall(r"(\w+)=", found)}
    assert labels <= {"endpoint", "method", "status", "callback", "state", "kind", "source", "le"} | {
        "implementation", "major", "minor", "patchlevel", "version", "generation",
    }  # fmt: skip
    assert "罗莎" not in text and "officer" not in text and "xxxxx" not in text


def test_a_key_that_can_be_guessed_stops_the_start() -> None:
    with pytest.raises(BadSetting, match="COCKPIT_METRICS_KEY is too short"):
        read_settings(NEEDED | {"COCKPIT_METRICS_KEY": "secret"})
