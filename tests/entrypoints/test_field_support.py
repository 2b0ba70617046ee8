"""The teams' phones: what the desk asks of a team beside the job, and how a team asks for more hands; by plain posts."""

import secrets
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cockpit import dispatch, incidents
from cockpit.incidents import Answer, Incident
from tests.conftest import SHANGHAI
from tests.entrypoints.plain_doors import post, signed_in, small_app
from tests.morning import Morning


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def wu(app: Flask, morning: Morning) -> FlaskClient:
    return signed_in(app, morning.people.wu)


def there(morning: Morning) -> Incident:
    """Sent before the phone's clock, which runs by itself, says anything."""
    sent = morning.send(morning.report(), morning.people.wu.team or 0, morning.people.mei.team or 0)
    return morning.answer(morning.people.wu, sent, Answer.ON_SCENE)


def call(client: FlaskClient, incident: Incident, **fields: Any) -> Any:
    asked = {"role": "volunteer", "why": "too_many", "key": secrets.token_hex(8)} | fields
    return post(client, f"/field/{incident.id}/support", asked)


def test_wu_calls_for_support_and_reads_that_the_desk_has_it(wu: FlaskClient, morning: Morning) -> None:
    incident = there(morning)
    reply = call(wu, incident)

    assert (reply.status_code, reply.location) == (303, "/field")
    called = morning.now(incident)
    assert called.support_wanted == ("volunteer",)
    at = called.of_team(morning.people.wu.team or 0).support_at.astimezone(SHANGHAI)
    assert f"The desk has your call for support of {at:%H:%M}." in wu.get("/field").text


@pytest.mark.parametrize("fields", [{"role": "army"}, {"why": "bored"}, {"role": ""}, {"why": ""}, {"key": ""}])
def test_a_call_that_says_nothing_comes_back_with_its_form_open(
    wu: FlaskClient, morning: Morning, fields: dict[str, str]
) -> None:
    incident = there(morning)
    reply = call(wu, incident, **fields)

    assert reply.status_code == 422 and '<details class="support" open>' in reply.text
    assert morning.now(incident).support_wanted == ()


def test_before_he_is_there_nobody_is_called(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()

    assert call(wu, incident).status_code == 409


def test_another_teams_job_answers_as_a_missing_one(wu: FlaskClient, morning: Morning) -> None:
    theirs = morning.send(morning.crowd(1), morning.people.mei.team or 0)
    for path in ("support", "task"):
        form = {"role": "police", "why": "hurt", "task": "1", "key": "k"}
        foreign, missing = (post(wu, f"/field/{number}/{path}", form) for number in (theirs.id, 10**9))
        assert foreign.status_code == missing.status_code == 404 and foreign.data == missing.data


def test_a_teams_own_tasks_stand_on_its_phone_until_they_are_done(wu: FlaskClient, morning: Morning) -> None:
    incident = there(morning)
    for team, act in ((morning.people.wu.team, "photos"), (morning.people.mei.team, "disinfect"), (None, "call_back")):
        morning.do(morning.people.rosa, incidents.add_task, incident.id, act, 30, key=morning.key(), team=team)
    page = wu.get("/field").text
    assert "Take photos of the spot" in page
    assert "Disinfect the spot" not in page and "Call back whoever reported it" not in page

    number = page.split('name="task" value="')[1].split('"')[0]
    reply = post(wu, f"/field/{incident.id}/task", {"task": number, "key": "once"})
    assert (reply.status_code, reply.location) == (303, "/field")
    assert "Take photos of the spot" not in wu.get("/field").text


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "٣", "1e3"])
def test_a_task_that_is_none_is_refused(wu: FlaskClient, morning: Morning, number: str) -> None:
    reply = post(wu, f"/field/{there(morning).id}/task", {"task": number, "key": "k"})

    assert reply.status_code in (404, 422)


def test_how_often_the_desk_urged_and_why_it_was_sent_back_stands_on_the_phone(
    wu: FlaskClient, morning: Morning
) -> None:
    people = morning.people
    incident = morning.sent_to_own()
    morning.do(people.rosa, dispatch.urge, incident.id)
    assert "The desk urges you: 1 times, last at 07:24" in wu.get("/field").text

    for person in morning.field_people():
        morning.resolve(person, incident)
    morning.do(people.hana, incidents.reopen, incident.id, "no_proof", "王阿姨说没人来过")
    morning.later(minutes=1).send(incident, people.wu.team or 0)
    page = wu.get("/field").text
    assert "The photo of the spot is missing" in page and "The desk urges you" not in page
    assert "王阿姨" not in page
