"""Every door of the running application and every role: who may comes in, who may not does not, strangers never."""

import re
from typing import Any

import pytest
from flask import Flask

import app as front_door
from cockpit.access import Actor, matrix, may
from cockpit.incidents import Kind, Source
from data_access.database import Database
from entrypoints import gate
from entrypoints.at_hand import home_of
from entrypoints.doors import policy_of
from pages import PAGES
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import WULIN, People

NOT_PERSONS = {"public", "device", "system"}
ACTS = front_door.front().acts
SAMPLES = {"form": "csv", "name": "incidents", "path": "nothing", "text": "2020-01-31"}


def test_the_demo_has_somebody_of_every_role(actors: dict[str, Actor]) -> None:
    assert {one.role for one in actors.values()} == matrix()["roles"].keys() - NOT_PERSONS


def test_the_first_page_of_every_role_is_one_that_it_may_open(
    visitors: dict[str, Visitor], actors: dict[str, Actor]
) -> None:
    for name, visitor in visitors.items():
        assert status_of(visitor.get(home_of(actors[name].role))) == 200, name


@pytest.mark.parametrize("listed", PAGES, ids=lambda listed: listed.name)
def test_a_page_opens_for_whose_role_may_and_for_nobody_else(
    visitors: dict[str, Visitor], actors: dict[str, Actor], shared_app: Flask, listed: Any
) -> None:
    for name, visitor in visitors.items():
        role = actors[name].role
        expected = 302 if listed.path == "/" and home_of(role) != "/" else 200 if may(role, listed.act) else 403
        assert status_of(visitor.get(listed.path)) == expected, (name, listed.path)
    assert status_of(Visitor(shared_app).get(listed.path)) == 302


def test_every_plain_route_asks_for_the_act_that_its_policy_names(
    visitors: dict[str, Visitor], actors: dict[str, Actor], whole_app: Flask
) -> None:
    policies = policy_of(("staff", "public", "field", "api"))
    routes = [rule for rule in whole_app.url_map.iter_rules() if policies.get(rule.endpoint) in matrix()["acts"]]
    assert len(routes) >= 5
    for rule in routes:
        path = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: SAMPLES.get(found[1], "1"), rule.rule)
        for name, visitor in visitors.items():
            method = "GET" if "GET" in rule.methods else "POST"
            status = status_of(visitor.get(path) if method == "GET" else visitor.post(path, data={}))
            if may(actors[name].role, policies[rule.endpoint]):
                assert status not in (401, 403), (name, path)
            else:
                assert status == 403, (name, path)


def test_every_callback_asks_for_its_act_whoever_posts_it(
    visitors: dict[str, Visitor], actors: dict[str, Actor], shared_app: Flask
) -> None:
    stranger = Visitor(shared_app)
    assert len(stranger.callbacks()) == len(ACTS)
    for output, act in ACTS.items():
        assert status_of(stranger.call(stranger.body(output))) == 401
        for name, visitor in visitors.items():
            status = status_of(visitor.call(visitor.body(output)))
            assert status < 500 and status != 401
            if act != gate.SIGNED_IN:  # the frame's own: its use-cases ask for the act themselves
                assert (status != 403) is may(actors[name].role, act), (name, output, status)


@pytest.fixture
def elsewhere(shared_database: Database, shared_morning: Morning, people: People) -> dict[str, int]:
    """An incident in 长庆, one in 武林, and a number that no incident has."""
    with shared_morning.work(people.rosa) as work:
        there = work.places.of_kinds(["pharmacy"], WULIN)[0]
    own = shared_morning.report(3)
    foreign = shared_morning.do(people.rosa, front_report, there)
    return {"own": own.id, "foreign": foreign.id, "missing": 10**9}


def front_report(work: Any, place: Any) -> Any:
    from cockpit.incidents import report

    return report(work, Kind.HAZARD, Source.DESK, place, note="漏水")


def of_one_incident(visitor: Visitor) -> list[str]:
    """Callbacks that are given the number of an incident."""
    found = []
    for output, known in visitor.callbacks().items():
        given = {part["id"] for part in [*known["inputs"], *known["state"]]}
        found += (
            [output] if {"incidents-shown", "overview-shown", "incidents-chosen", "overview-chosen"} & given else []
        )
    return found


def asked(visitor: Visitor, output: str, incident: int) -> Any:
    """The callback's body with a click, the number and what is typed beside it."""
    known = visitor.callbacks()[output]
    body = visitor.body(output)
    for part in [*body["inputs"], *body["state"]]:
        name = f"{part['id']}.{part['property']}"
        part["value"] = value_of(name, incident)
    assert len(body["inputs"]) == len(known["inputs"])
    return visitor.call(body)


TYPED = {
    "resolution.value": "dispersed",
    "redo.value": "not_solved",
    "into.value": "I-0001",
    "note.value": "在场",
    "teams.value": [1],
    "link-said.data": {"say": "with", "other": 1, "at": 1},
    "supply-said.data": {"episode": 1, "who": "community", "at": 1},
    "one-said.data": {"say": "take", "about": 1, "word": "", "at": 1},
    "task-said.data": {"say": "done", "task": 1, "at": 1},
    "part-kind.value": "hazard",
    "part-priority.value": 2,
    "part-key.data": "of a part",
    "task-act.value": "photos",
    "task-team.value": 1,
    "task-minutes.value": 30,
    "task-key.data": "of a task",
    "promise.value": 5,
    "heard-team.value": 1,
}


def value_of(name: str, incident: int) -> Any:
    if name.endswith(("-shown.data", "-chosen.data")):
        return incident
    if name.endswith((".n_clicks", "-beat.data", "-tick.data")):
        return 1
    if name.endswith("-drawn.data"):
        return {"teams": [1], "more": False, "key": f"access {incident}"}
    return next((value for end, value in TYPED.items() if name.endswith(end)), None)


@pytest.mark.parametrize("account", ["street_officer", "duty_leader"])
def test_another_streets_incident_answers_like_one_that_is_not_there(
    visitors: dict[str, Visitor], elsewhere: dict[str, int], account: str
) -> None:
    visitor = visitors[account]
    callbacks = of_one_incident(visitor)
    assert len(callbacks) > 20
    for output in callbacks:
        foreign, missing = (asked(visitor, output, elsewhere[name]) for name in ("foreign", "missing"))
        assert status_of(foreign) == 404, output
        assert foreign.data == missing.data and foreign.headers.get("Content-Type") == missing.headers.get(
            "Content-Type"
        )


def test_ones_own_streets_incident_is_there(visitors: dict[str, Visitor], elsewhere: dict[str, int]) -> None:
    visitor = visitors["street_officer"]
    seen = {status_of(asked(visitor, output, elsewhere["own"])) for output in of_one_incident(visitor)}
    assert 200 in seen
    assert status_of(asked(visitor, "incidents-detail.children", elsewhere["own"])) == 200


def test_what_was_refused_changed_nothing(
    shared_database: Database, visitors: dict[str, Visitor], elsewhere: dict[str, int], people: People
) -> None:
    before = told(shared_database, people, elsewhere["foreign"])
    for output in of_one_incident(visitors["duty_leader"]):
        asked(visitors["duty_leader"], output, elsewhere["foreign"])
    assert told(shared_database, people, elsewhere["foreign"]) == before


def told(database: Database, people: People, incident: int) -> Any:
    with database.work(people.rosa) as work:
        return work.incidents.get(incident), work.timeline("incident", incident)
