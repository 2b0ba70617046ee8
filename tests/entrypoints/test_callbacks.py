"""Dash's one door: every callback of the running app, and what it is asked with."""

import json
from enum import Enum
from itertools import count
from typing import Any, get_args, get_type_hints, is_typeddict

import pytest
from flask import Flask

from entrypoints import gate
from entrypoints.gate import DOOR
from entrypoints.shape import arguments_of, fits
from tests.access.rubbish import TIMES
from tests.entrypoints.visitors import Visitor, outputs_of, refusals_told, status_of, who_may
from tests.people import People

CONTENT = "shell-content.children"
DEEP = "[" * 100_000 + "]" * 100_000
RUBBISH: list[Any] = [
    None, True, 0, 1, -1, 2**53 - 1, 0.5, "", "/", "x" * 20_000, "' or 1=1 --", "²", "330103002", "%00", [], ["x"], {},
    {"what": "places", "area": "330103", "q": "' or 1=1 --", "kind": "x", "name": "%", "lon": "1e999"},
    {"incident": "1", "teams": 1, "key": None}, {"incident": 1, "teams": [10**15], "key": ""}, [[[[{"a": [1]}]]]],
]  # fmt: skip


# Everybody who signed in reports, has a password, and is told what concerns them.
EVERYBODYS = (gate.SIGNED_IN, "report", "own_account", "be_paged", "own_channels")


def test_every_callback_asks_who_is_there_and_whether_that_role_may(
    rosa: Visitor, eve: Visitor, stranger: Visitor
) -> None:
    import app as front_door

    acts = front_door.front().acts
    assert len(rosa.callbacks()) >= 8
    for output in rosa.callbacks():
        assert status_of(stranger.call(stranger.body(output))) == 401
        if acts[output] not in EVERYBODYS:
            assert status_of(eve.call(eve.body(output))) == 403, output
            wrong = eve.body(output) | {"inputs": []}
            assert status_of(eve.call(wrong)) == 403, "policy goes before shape"


def test_eve_is_refused_in_the_audit_by_name_and_place(app: Flask, people: People) -> None:
    eve = Visitor(app).signed_in(people.eve)
    assert status_of(eve.get("/incidents")) == 403
    assert status_of(eve.get("/api/layers/nothing%00.geojson")) == 403
    assert status_of(eve.call(eve.body("overview-send.disabled"))) == 403
    assert refusals_told(app.extensions["cockpit"])[-3:] == [
        ("guard", "NotAllowed", "/<path:path>"), ("guard", "NotAllowed", "api.layer"), ("guard", "NotAllowed", DOOR),
    ]  # fmt: skip


def of_kind(kind: Any) -> list[Any]:
    """The rubbish that fits an argument's annotation, and so reaches the callback."""
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        ways = [{name: of_kind(hint)[turn % len(of_kind(hint))] for name, hint in hints.items()} for turn in range(8)]
        return [one for one in ways if fits(one, kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [one.value for one in kind]
    records = [one for option in get_args(kind) if is_typeddict(option) for one in of_kind(option)]
    return records + [value for value in RUBBISH if fits(value, kind)]


def test_rubbish_of_every_kind_in_every_argument_is_never_a_fault(app: Flask) -> None:
    """Some of it fits: people are signed out and accounts disabled by it, so each callback meets them as they were.

    An argument meets a tenth of what there is, and the next one another tenth; all of it where `bench fuzz --full` asks.
    """
    import app as front_door

    acts = front_door.front().acts
    seen, turns, tenths = set(), count(), max(1, 10 // TIMES)
    for output, known in Visitor(app).callbacks().items():
        visitor, kinds = who_may(app, acts[output]), arguments_of(known["callback"])
        plain = [1 if fits(1, kind) else of_kind(kind)[0] for kind in kinds]
        for place, kind in enumerate(kinds):
            unfit = [value for value in RUBBISH if not fits(value, kind)][-2:]
            values = [*of_kind(kind), *unfit]
            for value in values[next(turns) % min(tenths, len(values)) :: tenths]:
                answer = visitor.call(visitor.body(output, *plain[:place], value, *plain[place + 1 :]))
                seen.add(status_of(answer))
                assert answer.status_code < 500, (output, place, value)
                assert (answer.status_code == 400) or value not in unfit, (output, place, value)
    assert seen <= {200, 204, 400, 403, 404, 409, 422}


def test_a_page_in_the_door_is_checked_as_at_its_own_address(rosa: Visitor, eve: Visitor) -> None:
    assert status_of(rosa.call(rosa.body(CONTENT, "/incidents"))) == 200
    assert status_of(rosa.call(rosa.body(CONTENT, "/audit"))) == 403
    assert status_of(rosa.call(rosa.body(CONTENT, "/nowhere"))) == 404
    assert status_of(eve.call(eve.body(CONTENT, "/"))) == 403
    told = refusals_told(rosa.app.extensions["cockpit"])
    assert [who for who, *_ in told[-3:]] == ["officer", "officer", "guard"]


@pytest.mark.parametrize(
    "change",
    [
        {"output": "nobody.knows"}, {"output": None}, {"output": 1}, {"output": ""}, {"output": ["shell-content.children"]},
        {"outputs": None}, {"outputs": []}, {"outputs": {}}, {"outputs": [{"id": "shell-content", "property": "children"}]},
        {"outputs": {"id": "shell-desk", "property": "children"}}, {"outputs": "shell-content.children"},
        {"inputs": None}, {"inputs": []}, {"inputs": {}}, {"inputs": "x"}, {"inputs": [None]}, {"inputs": [[]]},
        {"inputs": [{"id": "shell-url", "property": "search", "value": "/"}]},
        {"inputs": [{"id": {"type": "x"}, "property": "pathname", "value": "/"}]},
        {"inputs": [{"id": "shell-url", "property": ["pathname"], "value": "/"}]},
        {"inputs": [{"id": "shell-url", "property": "pathname", "value": "/", "more": 1}]},
        {"inputs": [{"id": "shell-url", "property": "pathname", "value": "/"}] * 2},
        {"inputs": [{"id": "shell-url", "property": "pathname", "value": "a\0b"}]},
        {"inputs": [{"id": "shell-url", "property": "pathname", "value": "\ud800"}]},
        {"inputs": [{"id": "shell-url", "property": "pathname", "value": "x" * 20_001}]},
        {"inputs": [{"id": "shell-url", "property": "pathname", "value": 10**30}]},
        {"state": None}, {"state": []}, {"state": {}}, {"state": [{"id": "shell-url", "property": "pathname"}]},
        {"state": [{"id": "shell-url", "property": "search", "value": {"a": {"b": [1]}}}]},
        {"changedPropIds": None}, {"changedPropIds": "x"}, {"changedPropIds": [1]}, {"changedPropIds": ["other.id"]},
        {"changedPropIds": ["shell-url.pathname"] * 2}, {"changedPropIds": [["shell-url.pathname"]]},
        {"parsedChangedPropsIds": [{}]}, {"cacheKey": "x"}, {"more": 1},
    ],
)  # fmt: skip
def test_a_body_that_is_not_just_the_callbacks_own_is_refused(rosa: Visitor, change: dict[str, Any]) -> None:
    body = rosa.body(CONTENT, "/") | change
    answer = rosa.post(DOOR, data=json.dumps(body), content_type="application/json")
    assert status_of(answer) == 400


@pytest.mark.parametrize("left_out", ["output", "outputs", "inputs", "state"])
def test_nothing_of_a_body_may_be_missing(rosa: Visitor, left_out: str) -> None:
    body = {name: value for name, value in rosa.body(CONTENT, "/").items() if name != left_out}
    assert status_of(rosa.call(body)) == 400


@pytest.mark.parametrize(
    "data",
    ["", "{", "[]", "1", "null", '"x"', "true", "NaN", '{"output": NaN}', DEEP, '{"a":' * 9000, "\xff", "9" * 5000],
)
def test_a_body_that_is_no_object_of_plain_json_is_refused(rosa: Visitor, data: str) -> None:
    assert status_of(rosa.post(DOOR, data=data.encode("latin-1"), content_type="application/json")) == 400


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/xml; x"]
)
def test_a_body_of_another_type_is_refused(rosa: Visitor, kind: str) -> None:
    data = json.dumps(rosa.body(CONTENT, "/"))
    assert status_of(rosa.post(DOOR, data=data, content_type=kind)) == 400


def test_numbers_that_are_none_are_refused(rosa: Visitor) -> None:
    body = json.dumps(rosa.body("shell-desk.children", "HERE"))
    for number in ("NaN", "Infinity", "-Infinity", "1e400", "9" * 400):
        answer = rosa.post(DOOR, data=body.replace('"HERE"', number), content_type="application/json")
        assert status_of(answer) == 400


def test_a_callback_with_several_outputs_is_asked_with_all_of_them_in_order(rosa: Visitor) -> None:
    body = rosa.body(next(name for name in rosa.callbacks() if name.startswith("..overview-map-base.data")))
    assert status_of(rosa.call(body)) in (200, 204)
    for outputs in (
        body["outputs"][::-1],
        body["outputs"][:1],
        body["outputs"][0],
        [*body["outputs"], *body["outputs"]],
    ):
        assert status_of(rosa.call(body | {"outputs": outputs})) == 400


@pytest.mark.parametrize(
    ("value", "kind", "right"),
    [
        (1, int, True), (True, int, False), (1.0, int, False), ("1", int, False), (None, int | None, True),
        (1, float, True), (True, float, False), ("x", str | None, True), ([1, 2], list[int], True), ([1, "2"], list[int], False),
        ({"a": 1}, dict[str, int], True), ({"a": "1"}, dict[str, int], False), ({}, list[int], False), ([], dict, False),
    ],
)  # fmt: skip
def test_values_fit_the_annotations_of_the_callback(value: Any, kind: Any, right: bool) -> None:
    assert fits(value, kind) is right


def test_the_shape_of_outputs_is_read_from_the_callbacks_name() -> None:
    assert outputs_of("..a.b...c.d..") == [{"id": "a", "property": "b"}, {"id": "c", "property": "d"}]
