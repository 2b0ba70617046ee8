"""Rubbish at every door: a clear refusal or an answer, never a fault of ours and never a trace of it."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

import app as front_door
from tests.access import rubbish
from tests.access.rubbish import tries
from tests.entrypoints.visitors import DOOR, Visitor, status_of, who_may
from tests.morning import Morning
from tests.people import SENSOR_KEY, People

ACTS = front_door.front().acts
FILES = ("image/x-icon", "image/vnd.microsoft.icon", "text/javascript")


@pytest.fixture
def knocker(shared_app: Flask, shared_morning: Morning, people: People) -> Callable[[str], Visitor]:
    """Somebody who may, for each act; signed in once. An incident is there to be hit."""
    shared_morning.report(3)
    known: dict[str, Visitor] = {}

    def find(act: str) -> Visitor:
        if act not in known:
            known[act] = who_may(shared_app, act)
        return known[act]

    return find


def test_a_callback_refuses_bodies_that_do_not_fit(knocker: Callable[[str], Visitor]) -> None:
    """300 bodies: of a callback and then broken, or nothing of the kind."""
    outputs = sorted(ACTS)

    @tries(300)
    @given(st.data())
    def knock(data: st.DataObject) -> None:
        output = data.draw(st.sampled_from(outputs))
        visitor = knocker(ACTS[output])
        raw = data.draw(rubbish.broken(visitor.body(output)) | rubbish.junk)
        kind = data.draw(st.sampled_from(("application/json", "application/json", "text/plain", "")))
        assert status_of(visitor.post(DOOR, data=raw, content_type=kind)) < 500

    knock()


@pytest.mark.parametrize("account", ["wu", "rosa", None])
def test_a_form_answers_whatever_is_written_into_it(shared_app: Flask, people: People, account: str | None) -> None:
    visitor = Visitor(shared_app)
    if account:
        visitor.signed_in(getattr(people, account))
    paths = rubbish.posted_forms(shared_app)
    assert {"/sign-in", "/field/report", "/field/1/answer"} <= set(paths)

    @tries(40)
    @given(st.sampled_from(paths), rubbish.form, st.sampled_from(("fetch", "")))
    def knock(path: str, form: dict[str, str], by: str) -> None:
        form = form if account is None else {name: value for name, value in form.items() if name != "csrf_token"}
        if path != "/sign-out":
            assert status_of(visitor.post(path, data=form, headers={"X-Requested-With": by})) < 500

    knock()


def test_a_report_of_a_team_is_read_strictly_in_every_field(shared_app: Flask, people: People) -> None:
    wu = Visitor(shared_app).signed_in(people.wu)
    right = {"kind": "hazard", "key": "k", "place": "路口", "note": "积水", "lon": "120.17", "lat": "30.26"}

    @tries(80)
    @given(st.sampled_from(sorted(right)), rubbish.said)
    def knock(name: str, value: str) -> None:
        assert status_of(wu.post("/field/report", data=right | {name: value})) < 500

    knock()


def test_readings_answer_any_json(shared_app: Flask) -> None:
    client = shared_app.test_client()
    one = st.fixed_dictionaries(
        {}, optional={"place": rubbish.leaves, "at": rubbish.leaves, "count": rubbish.leaves, "more": rubbish.anything}
    )

    @tries(100)
    @given(st.lists(one | rubbish.anything, max_size=4) | rubbish.anything)
    def knock(body: Any) -> None:
        sent = json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {SENSOR_KEY}"}
        answer = client.post("/api/readings", data=sent, content_type="application/json", headers=headers)
        assert status_of(answer) in (202, 400, 422)

    knock()


def test_an_address_answers_any_number_word_or_question(shared_app: Flask, people: People) -> None:
    visitor = Visitor(shared_app).signed_in(people.chen)
    rosa = Visitor(shared_app).signed_in(people.rosa)
    paths = rubbish.read_addresses(shared_app)
    words = st.sampled_from(("1", "0", "99999999999", str(2**63), "9" * 60, "incidents", "places")) | rubbish.said
    names = st.sampled_from(("bbox", "limit", "area", "kind", "lang", "next", "format", "reported", "q"))

    @tries(200)
    @given(st.sampled_from(paths), words, st.dictionaries(names, rubbish.said, max_size=3), st.booleans())
    def knock(path: str, word: str, asked: dict[str, str], leads: bool) -> None:
        answer = (visitor if leads else rosa).get(path.replace("{}", quote(word)), query_string=asked)
        assert answer.status_code < 500, path
        assert answer.mimetype in FILES or status_of(answer)

    knock()


@pytest.mark.parametrize("account", ["rosa", "auditor"])
@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40])
def test_a_number_beyond_all_numbers_is_not_found(shared_app: Flask, actors: Any, account: str, number: int) -> None:
    by = actors["officer" if account == "rosa" else account]
    visitor = Visitor(shared_app).signed_in(by)
    assert status_of(visitor.get(f"/reports/destruction/{number}")) in (403, 404)


def test_a_callback_answers_values_that_fit_and_make_no_sense(knocker: Callable[[str], Visitor]) -> None:
    """600 bodies that the gate lets through; the last test here, for afterwards accounts are disabled and rules changed."""
    outputs, seen = sorted(ACTS), Counter[int]()
    served = knocker("see_cockpit").callbacks()

    @tries(600)
    @given(st.data())
    def knock(data: st.DataObject) -> None:
        output = data.draw(st.sampled_from(outputs))
        visitor = knocker(ACTS[output])
        body = data.draw(rubbish.filled(visitor.body(output), served[output]["callback"]))
        status = status_of(visitor.call(body))
        assert status < 500
        seen[status] += 1

    knock()
    assert seen[200] + seen[204] > 100  # most are refused by a rule, many do something
