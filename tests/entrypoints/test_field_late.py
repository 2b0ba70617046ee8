"""What waited on a phone for hours: taken or not, both sides see when it was tapped and when it came."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cockpit import incidents
from cockpit.incidents import Answer, Incident, Kind, Source
from tests.data_access.test_pictures import photo
from tests.entrypoints.plain_doors import csrf_of, signed_in, small_app
from tests.entrypoints.test_attachments import file
from tests.morning import Morning

LATE = {"X-Requested-With": "fetch", "X-Tapped-Ago": "7200"}
SUPPORT = {"role": "volunteer", "why": "too_many"}


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def wu(app: Flask, morning: Morning) -> FlaskClient:
    return signed_in(app, morning.people.wu)


@pytest.fixture
def there(morning: Morning) -> Incident:
    sent = morning.send(morning.report(), morning.people.wu.team or 0, morning.people.mei.team or 0)
    morning.do(
        morning.people.rosa, incidents.add_task, sent.id, "photos", 30, key="a task", team=morning.people.wu.team
    )
    return morning.answer(morning.people.wu, sent, Answer.ON_SCENE)


def form_of(morning: Morning, incident: Incident, act: str) -> dict[str, Any]:
    if act == "task":
        with morning.work(morning.people.rosa) as work:
            (task,) = work.tasks.of(incident.id)
        return {"task": str(task.id)}
    return {"support": SUPPORT, "attachments": {"photo": file(photo())}}.get(act, {})


def post(client: FlaskClient, path: str, key: str = "once", **fields: Any) -> Any:
    form = {"csrf_token": csrf_of(client.get("/field").text), "key": key} | fields
    return client.post(path, data=form, headers=LATE)


def late(morning: Morning, incident: Incident) -> list[tuple[str, str]]:
    """(event, what was tapped) of the incident, each two hours before it came."""
    with morning.work(morning.people.rosa) as work:
        told = [one for one in work.timeline("incident", incident.id) if one.event.startswith("came_")]
    for one in told:
        tapped, received = (datetime.fromisoformat(one.facts[name]) for name in ("tapped_at", "received_at"))
        assert abs(received - tapped - timedelta(hours=2)) < timedelta(seconds=20)
    return [(one.event, one.facts["step"]) for one in told]


ACTS = {"well": "well", "support": "support", "task": "task", "attachments": "files"}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_taken_late_is_told_with_both_times_once(
    wu: FlaskClient, morning: Morning, there: Incident, act: str
) -> None:
    for _ in range(2):
        assert post(wu, f"/field/{there.id}/{act}", **form_of(morning, there, act)).status_code == 200
    assert late(morning, there) == [("came_late", ACTS[act])]


@pytest.mark.parametrize("act", ["well", "support", "attachments"])
def test_what_is_refused_late_stands_at_the_desk_once(
    wu: FlaskClient, morning: Morning, there: Incident, act: str
) -> None:
    morning.do(morning.people.rosa, incidents.call_false, there.id)
    for _ in range(2):
        reply = post(wu, f"/field/{there.id}/{act}", **form_of(morning, there, act))
        assert reply.status_code in (404, 409)
    assert late(morning, there) == [("came_too_late", ACTS[act])]


def test_a_task_that_was_dropped_meanwhile_is_told_as_done_too_late(
    wu: FlaskClient, morning: Morning, there: Incident
) -> None:
    form = form_of(morning, there, "task")
    morning.do(morning.people.rosa, incidents.drop_task, there.id, int(form["task"]), "not_needed")
    assert post(wu, f"/field/{there.id}/task", **form).status_code == 409
    assert late(morning, there) == [("came_too_late", "task")]


def test_a_stranger_to_the_job_tells_nobody_anything(app: Flask, morning: Morning, there: Incident) -> None:
    zheng = signed_in(app, morning.people.zheng)
    for act in ACTS:
        assert post(zheng, f"/field/{there.id}/{act}", **form_of(morning, there, act)).status_code in (404, 422)
    assert late(morning, there) == []


def test_a_late_all_well_is_a_sign_of_when_it_was_tapped(wu: FlaskClient, morning: Morning, there: Incident) -> None:
    with morning.work(morning.people.rosa) as work:
        before = work.scene.running(morning.people.wu.team or 0)
    assert post(wu, f"/field/{there.id}/well").status_code == 200
    with morning.work(morning.people.rosa) as work:
        assert work.scene.running(morning.people.wu.team or 0) == before  # it came to the spot after that


def test_a_late_call_for_help_is_a_red_incident_that_says_when_it_was_called(
    wu: FlaskClient, morning: Morning, there: Incident
) -> None:
    for _ in range(2):
        assert post(wu, "/field/help").status_code == 200
    with morning.work(morning.people.rosa) as work:
        (called,) = [one for one in work.incidents.open_in("330103") if one.kind is Kind.HELP]
    assert late(morning, called) == [("came_late", "help")]


def of_team(morning: Morning) -> list[tuple[str, str]]:
    with morning.work(morning.people.rosa) as work:
        told = work.timeline("team", morning.people.wu.team or 0)
    return [(one.event, one.facts["step"]) for one in told if one.event.startswith("came_")]


def test_a_late_end_of_duty_is_told_of_the_team(wu: FlaskClient, morning: Morning) -> None:
    assert post(wu, "/field/duty/end").status_code == 200
    assert of_team(morning) == [("came_late", "duty_ended")]


def test_a_late_end_of_duty_that_a_job_stands_against_is_told_too(
    wu: FlaskClient, morning: Morning, there: Incident
) -> None:
    for _ in range(2):
        assert post(wu, "/field/duty/end").status_code == 409
    assert of_team(morning) == [("came_too_late", "duty_ended")]


def test_volunteers_sent_too_late_by_a_tablet_are_told_to_the_desk(app: Flask, morning: Morning) -> None:
    rosa, lin = morning.people.rosa, morning.people.lin
    with morning.work(rosa) as work:
        middle = work.areas.get(lin.area)
        spot = work.areas.spot(middle.lon, middle.lat)
    incident = morning.do(rosa, incidents.report, Kind.SUPPLY, Source.PHONE, spot)
    morning.do(rosa, incidents.call_false, incident.id)
    reply = post(signed_in(app, lin), f"/field/{incident.id}/send", team="1")
    assert reply.status_code in (404, 409)
    assert late(morning, incident) == [("came_too_late", "volunteers")]
