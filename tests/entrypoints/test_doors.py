"""A process serves the doors that its settings name; of the others nothing is there, not even a refusal of its own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from cockpit.basemap import Basemap
from data_access.database import Database
from entrypoints.settings import DOORS, BadSetting, Settings, read_settings
from tests.conftest import SECRET
from tests.entrypoints.visitors import Visitor, status_of
from tests.people import SENSOR_KEY, People

HEALTH = {"/healthz", "/readyz"}
FILES = "/assets/"
FORMS = {"/p/privacy", "/p/mine", "/p/appeal", "/p/report"}
NEED_A_TOKEN = {
    ("POST", path)
    for path in (
        *("/p/mine", "/p/mine/x/ask", "/p/mine/x/withdraw/1"),
        *("/p/appeal", "/p/appeal/x", "/p/appeal/x/withdraw"),
        *("/p/report", "/p/report/x"),
    )
}  # of the form: a post without one is refused
STAFF = ("/", "/incidents", "/warnings", "/audit", "/help", "/_dash-layout", "/_dash-dependencies")
EXAMPLES = {
    "form": "csv",
    "name": "streets",
    "number": "1",
    "incident_id": "1",
    "paging_id": "1",
    "follow_up_id": "1",
    "path": "x",
    "filename": "plain.css",
}
EXAMPLES |= {"token": "x", "package_name": "dash", "fingerprinted_path": "dash-renderer/build/dash_renderer.min.js"}
EXAMPLES |= {"language": "en", "account": "1", "text": "2020-02-01"}

Serving = Callable[..., Flask]
NEEDED = {f"COCKPIT_{name}": "x" for name in ("DATABASE_URL", "SECRET_KEY", "FIELD_KEYS", "AUDIT_KEY", "INDEX_KEY")}


@pytest.fixture
def serving(whole_app: Flask, shared_database: Database, tmp_path: Path) -> Serving:
    """An application of those doors alone; the whole one came first, since Dash gives its callbacks to the first."""
    import app as front_door
    from entrypoints.web import make_server

    keys = Settings("postgresql+psycopg://nowhere/x", tmp_path, SECRET, f"k001:{'78' * 32}", "61" * 32, "69" * 32)

    def make(*doors: str, **more: Any) -> Flask:
        made = make_server(replace(keys, doors=doors, **more), front_door.front())
        made.extensions["cockpit"] = shared_database
        return made

    return make


def addresses(app: Flask) -> list[tuple[str, str]]:
    """(method, path) of every route, with an example for each of its arguments."""
    return [
        (method, path_of(app, rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]


def path_of(app: Flask, rule: Rule) -> str:
    values = {name: EXAMPLES[name] for name in rule.arguments}
    _, path = rule.build(values, append_unknown=False) or ("", "")
    assert path
    return path


def test_a_machine_in_front_has_no_door_but_the_public_one(serving: Serving, people: People) -> None:
    app = serving("public")
    stranger, rosa = Visitor(app), Visitor(app).signed_in(people.rosa)
    found = addresses(app)
    assert len(found) > 15
    for method, path in [*found, *(("GET", page) for page in STAFF)]:
        for visitor in (stranger, rosa):
            status = status_of(visitor.client.open(path, method=method))
            open_to_all = path in HEALTH or path.startswith(FILES) or path in FORMS
            unsigned = (method, path) in NEED_A_TOKEN
            assert status == (400 if unsigned else 200 if open_to_all else 404), (method, path)


def test_what_is_not_served_looks_like_what_does_not_exist(serving: Serving) -> None:
    stranger = Visitor(serving("public"))
    for closed, missing in (("/api/readings", "/api/nowhere"), ("/field", "/nowhere"), ("/sign-in", "/nowhere")):
        for method in ("GET", "POST", "PUT", "DELETE"):
            assert stranger.client.open(closed, method=method).data == stranger.client.open(missing, method=method).data
    key = {"Authorization": f"Bearer {SENSOR_KEY}"}
    assert status_of(stranger.client.post("/api/readings", json=[], headers=key)) == 404


def test_a_machine_for_sensors_takes_readings_and_shows_no_page(serving: Serving) -> None:
    stranger = Visitor(serving("api"))
    assert status_of(stranger.client.post("/api/readings", json=[])) == 401
    assert status_of(stranger.get("/api/stream")) == 401
    for path in (*STAFF, "/field", "/sign-in"):
        assert status_of(stranger.get(path)) == 404, path


def test_a_machine_for_phones_has_what_phones_need_and_no_cockpit(serving: Serving) -> None:
    stranger = Visitor(serving("field"))
    assert status_of(stranger.get("/sign-in")) == 200
    assert stranger.get("/field").location == "/sign-in?next=%2Ffield"
    assert status_of(stranger.get("/api/stream")) == 401
    assert status_of(stranger.get("/assets/field.js")) == 200
    for path in (*STAFF, "/api/layers/streets.geojson"):
        assert status_of(stranger.get(path)) == 404, path
    assert status_of(stranger.client.post("/api/readings", json=[])) == 404


def test_the_staffs_machine_has_all_that_their_screens_ask_for(serving: Serving, people: People) -> None:
    rosa = Visitor(serving("staff")).signed_in(people.rosa)
    for path in ("/", "/api/sources", "/api/layers/streets.geojson", "/assets/cockpit.css", "/_dash-layout"):
        assert status_of(rosa.get(path)) == 200, path
    assert status_of(rosa.get("/field")) == 404


def test_each_route_belongs_to_a_door(whole_app: Flask) -> None:
    from entrypoints.doors import doors_of

    for rule in whole_app.url_map.iter_rules():
        assert set(doors_of(rule.endpoint)) & set(DOORS), f"say in entrypoints/doors.py where {rule.rule} belongs"


def test_browsers_may_load_pictures_of_the_base_map_that_was_named_and_of_no_other_server(serving: Serving) -> None:
    named = serving("staff", basemap=Basemap("https://tiles.example/{z}/{x}/{y}.png"))
    policy = Visitor(named).get("/sign-in").headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://tiles.example; media-src" in policy
    assert policy.count("https:") == 1


def test_a_base_map_that_cannot_be_drawn_stops_the_start_in_one_sentence() -> None:
    with pytest.raises(BadSetting, match=r"^COCKPIT_BASEMAP_STYLE cannot be used: .* lacks {y}\.$"):
        read_settings(NEEDED | {"COCKPIT_BASEMAP_STYLE": "https://tiles.example/{z}/{x}.png"})
