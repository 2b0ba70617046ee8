"""The machines' doors under whatever their own description leads to: no fault of ours, and answers as described."""

import re
from collections import Counter
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks as openapi

from entrypoints.api import health, home_health
from tests.access.rubbish import tries
from tests.described import DESCRIBED, ended_at_once
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import SENSOR_KEY, People, somebody

EACH = 8  # cases of a door, a caller and a manner, at `TIMES` 1
CALLERS = ("officer", "data_officer", "device", "nobody")
load_all_checks()
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.unsupported_method,
    openapi.negative_data_rejection,
]
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
SCHEMA.config.generation.with_security_parameters = False  # who asks is the caller's to say
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
READINGS = "POST /api/readings"  # takes what fits and rejects the rest, each by itself
TAKING = [label for label, one in OPERATIONS.items() if one.body or list(one.iter_parameters())]
TIME, SIGNATURE = re.compile(r"\d{1,11}\Z", re.ASCII), re.compile(r"sha256=[0-9a-f]{64}\Z")  # signed is elsewhere
HEADERS = {"device": {"Authorization": f"Bearer {SENSOR_KEY}"}}


@pytest.fixture
def callers(
    shared_app: Flask, shared_morning: Morning, people: People, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Visitor]:
    """Something of each layer is there to be hit; a stream ends after its first line."""
    if not shared_morning.open_at(shared_morning.watched[0]):
        shared_morning.sent_to_own(0)
    ended_at_once(shared_app, monkeypatch)
    monkeypatch.setattr(
        home_health, "proved", lambda at, signature, _: bool(TIME.match(at) and SIGNATURE.match(signature))
    )
    monkeypatch.setattr(health.readiness, "wrong", lambda *_: [])  # the morning is ahead of the clock
    jia = somebody(shared_morning.database, "data_officer")
    signed_in = {"officer": people.rosa, "data_officer": jia}
    return {
        name: Visitor(shared_app).signed_in(signed_in[name]) if name in signed_in else Visitor(shared_app)
        for name in CALLERS
    }


def knock(case: Any, name: str, visitor: Visitor) -> int:
    """The status of the answer, when it is what the description says of this case."""
    given = {"X-CSRFToken": visitor.csrf, "Accept-Encoding": "identity"} | HEADERS.get(name, {})
    answer = case.call(app=visitor.app, session=visitor.client, headers=given)
    left_out = [openapi.negative_data_rejection] if case.operation.label == READINGS else []
    case.validate_response(answer, checks=CHECKS, excluded_checks=left_out)
    return int(answer.status_code)


@pytest.mark.parametrize("label", OPERATIONS)
def test_each_value_at_its_bounds_and_each_other_method(callers: dict[str, Visitor], label: str) -> None:
    operation = OPERATIONS[label]
    modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    config = SCHEMA.config.generation_for(operation=operation)
    seen = Counter[int]()
    for case in SCHEMA.iter_coverage_cases(operation, generation_modes=modes, generation_config=config):
        for name, visitor in callers.items():
            seen[knock(case, name, visitor)] += 1
    assert (
        min(seen) < 300 and seen[405] >= len(CALLERS) * 6
    )  # some are let in, and each of the other methods is refused to all


@pytest.mark.parametrize("label", TAKING)
@pytest.mark.parametrize("mode", GenerationMode)
def test_values_that_fit_and_values_that_do_not(callers: dict[str, Visitor], label: str, mode: Any) -> None:
    @tries(EACH)
    @given(st.data())
    def each(data: st.DataObject) -> None:
        case = data.draw(OPERATIONS[label].as_strategy(generation_mode=mode))
        for name, visitor in callers.items():
            knock(case, name, visitor)

    each()
