"""A team's jobs as a walk: red first, then always the nearest next."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.areas import Spot
from cockpit.dispatch.walk import walk
from cockpit.incidents import Answer, Assignment, Incident, Kind, Source
from data_access.demo.build import FIRST_MINUTE

STAND_BY = (120.1700, 30.2650)


def job(number: int, lon: float, priority: int = 2, state: Answer = Answer.DISPATCHED) -> Any:
    spot = Spot("330103001", "330103001001", "330103001001001", lon, 30.2650)
    at = FIRST_MINUTE
    incident = Incident(Kind.CROWD, Source.DESK, priority, spot, at, at, at, 1)
    mine = Assignment(7, "police", state, at, at)
    return replace(incident, id=number), mine


def order(*jobs: Any) -> list[int]:
    return [incident.id for (incident, _), _ in walk(jobs, STAND_BY)]


def test_the_nearest_to_where_one_is_comes_first_and_then_the_nearest_to_that() -> None:
    assert order(job(1, 120.1790), job(2, 120.1710), job(3, 120.1690), job(4, 120.1720)) == [2, 4, 3, 1]


def test_red_comes_before_whatever_is_nearer() -> None:
    assert order(job(1, 120.1701), job(2, 120.1790, priority=1), job(3, 120.1750, priority=1)) == [3, 2, 1]


@pytest.mark.parametrize("state", [Answer.EN_ROUTE, Answer.ON_SCENE])
def test_what_one_is_under_way_to_is_ended_first(state: Answer) -> None:
    assert order(job(1, 120.1701, priority=1), job(2, 120.1790, priority=3, state=state)) == [2, 1]


def test_metres_are_from_the_one_before() -> None:
    found = walk([job(1, 120.1710), job(2, 120.1730)], STAND_BY)
    assert [metres for _, metres in found] == [96, 192]


@given(st.lists(st.tuples(st.floats(120.15, 120.2), st.sampled_from([1, 2, 3])), max_size=8))
def test_every_job_is_in_it_once(places: list[tuple[float, int]]) -> None:
    jobs = [job(n, lon, priority) for n, (lon, priority) in enumerate(places)]
    assert sorted(order(*jobs)) == list(range(len(jobs)))
    priorities = [incident.priority == 1 for (incident, _), _ in walk(jobs, STAND_BY)]
    assert priorities == sorted(priorities, reverse=True)
