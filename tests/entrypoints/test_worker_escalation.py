"""The worker and the chains: each step in its time and once, whatever is replayed, at once, or cut off in the middle."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cockpit import escalation, incidents
from cockpit.incidents import Answer, Incident, Kind, Source
from data_access import anchor
from data_access.work import Work
from entrypoints.worker import Worker, when_due
from tests.at_once import at_once
from tests.entrypoints.test_worker import begin_worker, events, rows, set_clock, tell, waiting, work_off
from tests.morning import Morning
from tests.waiting import until

pytestmark = pytest.mark.many  # the worker has connections of its own


@pytest.fixture
def worker(morning: Morning, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a worker in a process of its own; none outlives the test."""
    begun: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        begun.append(begin_worker(morning, tmp_path))
        return begun[-1]

    yield start
    for one in begun:
        one.kill()
        one.communicate()


def look(morning: Morning, incident: Incident) -> None:
    due = incident.received_at.isoformat()
    when_due(morning.database, "escalate", due, escalation.escalate, incident=incident.id)


def steps(morning: Morning, incident: Incident) -> list[str]:
    return [name for name in events(morning.database, incident) if name in ("passed_on", "escalated")]


def to(morning: Morning) -> list[str]:
    told = "select facts->>'to' from change where event in ('passed_on', 'escalated') order by id"
    return [whom for (whom,) in rows(morning.database, told)]


def test_step_by_step_it_goes_to_the_second_desk_the_shift_lead_the_duty_leader(morning: Morning) -> None:
    morning.report(priority=1)
    for seconds, whom in ((61, "second_desk"), (121, "shift_lead"), (301, "duty_leader")):
        set_clock(morning.database, morning.at + timedelta(seconds=seconds))
        work_off(morning.database)
        assert to(morning)[-1] == whom
    assert len(to(morning)) == 3


def test_a_clock_that_leaps_brings_all_that_was_due_each_once_and_in_its_order(morning: Morning) -> None:
    morning.report(priority=1)
    set_clock(morning.database, morning.at + timedelta(seconds=900 * 1.2 + 1))
    work_off(morning.database)
    assert to(morning) == ["second_desk", "shift_lead", "duty_leader", "desk", "shift_lead"]


def test_replayed_a_step_comes_once(morning: Morning) -> None:
    incident = morning.report(priority=1)
    set_clock(morning.database, morning.at + timedelta(seconds=61))
    for _ in range(4):
        look(morning, incident)
    assert steps(morning, incident) == ["passed_on"]


def test_of_two_workers_in_the_same_moment_one_does_it(morning: Morning) -> None:
    incident = morning.report(priority=1)
    set_clock(morning.database, morning.at + timedelta(seconds=121))
    found = at_once(*[lambda: look(morning, incident)] * 2)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert to(morning) == ["second_desk", "shift_lead"]
    calls = rows(morning.database, "select step, account, count(*) from escalation_call group by 1, 2")
    assert {count for *_, count in calls} == {1}


class Killed(BaseException):
    """As if the process were gone."""


@contextmanager
def killed_before_the_commit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def gone(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as within:
        within.setattr(Work, "flush", gone)
        yield


def test_killed_between_the_step_and_its_commit_it_comes_with_the_next_worker_and_once(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = morning.report(priority=1)
    set_clock(morning.database, morning.at + timedelta(seconds=61))
    with killed_before_the_commit(monkeypatch), pytest.raises(Killed):
        look(morning, incident)
    assert steps(morning, incident) == []
    assert rows(morning.database, "select * from escalation_call") == []
    work_off(morning.database)
    assert steps(morning, incident) == ["passed_on"]
    assert waiting(morning.database) == ["escalate"]


def test_of_a_worker_that_was_killed_in_the_midst_the_next_one_does_the_rest_and_nothing_twice(
    morning: Morning, worker: Callable[[], subprocess.Popen[str]], tmp_path: Path
) -> None:
    spots = [place.spot for place in morning.watched]
    for number in range(24):
        facts = (Kind.HAZARD, Source.DESK, spots[number % len(spots)])
        morning.do(morning.people.rosa, incidents.report, *facts, priority=1)
    set_clock(morning.database, morning.at + timedelta(seconds=125))
    passed = "select count(*) from change where event = 'passed_on'"
    first = worker()
    until(lambda: rows(morning.database, passed)[0][0] > 3, within=30)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    before = rows(morning.database, passed)[0][0]
    ago = datetime.now(UTC) - timedelta(minutes=1)
    tell(morning.database, "update procrastinate_workers set last_heartbeat = :ago", ago=ago)
    Worker(morning.database, tmp_path / anchor.FILE).look_around()
    work_off(morning.database)
    each = "select subject_id, facts->>'to', count(*) from change where event = 'passed_on' group by 1, 2"
    found = rows(morning.database, each)
    assert before < 48 == len(found)
    assert {count for *_, count in found} == {1}


def test_it_stops_on_acknowledge(morning: Morning) -> None:
    incident = morning.sent_to_own()
    for who in morning.field_people():
        morning.answer(who, incident, Answer.ACKNOWLEDGED)
    set_clock(morning.database, morning.at + timedelta(seconds=490))
    work_off(morning.database)
    assert [name for name in events(morning.database, incident) if name == "called_in"] == []


def test_a_promise_is_looked_after_by_the_worker(morning: Morning) -> None:
    incident = morning.report(priority=1)
    start = morning.at
    set_clock(morning.database, start + timedelta(seconds=121))
    work_off(morning.database)
    morning.at = start + timedelta(seconds=121)
    morning.do(morning.people.gu, escalation.see_to, incident.id, 5)
    set_clock(morning.database, start + timedelta(seconds=422))
    work_off(morning.database)
    assert events(morning.database, incident)[-1] == "promise_due"
    set_clock(morning.database, start + timedelta(seconds=542))
    work_off(morning.database)
    assert "promise_lapsed" in events(morning.database, incident)
    assert to(morning)[-1] == "duty_leader"


def test_a_team_that_promised_and_is_silent_is_replaced_by_the_worker(morning: Morning) -> None:
    incident = morning.sent_to_own()
    for who in morning.field_people():
        morning.answer(who, incident, Answer.ACKNOWLEDGED, depart=2)
    set_clock(morning.database, morning.at + timedelta(seconds=121))
    work_off(morning.database)
    assert events(morning.database, incident).count("departure_due") == 3
    set_clock(morning.database, morning.at + timedelta(seconds=301))
    work_off(morning.database)
    assert events(morning.database, incident).count("departure_lapsed") == 3
