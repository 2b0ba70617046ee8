"""What a phone posts on the scene, by plain posts: all well, help me, its place, the end of duty; and what is refused."""

import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cockpit import incidents, scene
from cockpit.clock import Clock
from cockpit.incidents import Answer, Incident, Kind
from data_access import clock
from tests.entrypoints.plain_doors import post, signed_in, small_app
from tests.morning import Morning

SCRIPT = {"X-Requested-With": "fetch"}
HERE = {"lon": "120.1695", "lat": "30.2650", "accuracy": "8"}


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def wu(app: Flask, morning: Morning) -> FlaskClient:
    return signed_in(app, morning.people.wu)


@pytest.fixture
def there(morning: Morning) -> Incident:
    return morning.answer(morning.people.wu, morning.sent_to_own(), Answer.ON_SCENE)


def give(client: FlaskClient, path: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    return post(client, f"/field/{path}", {"key": secrets.token_hex(8)} | fields, **(headers or {}))


def agreed(client: FlaskClient, morning: Morning) -> None:
    version = morning.do(morning.people.wu, scene.consent_to).notice.version
    assert give(client, "position/allow", notice=str(version)).status_code == 303


def show(morning: Morning) -> None:
    """The district's clock, as the page reads it."""
    with morning.database.connection() as connection:
        clock.keep(connection, Clock(datetime.now(UTC), morning.at))


def lapsed(morning: Morning, incident: Incident) -> None:
    morning.do(morning.people.cockpit, scene.lapse, incident.id, morning.people.wu.team)


def helps(morning: Morning) -> list[Incident]:
    with morning.work(morning.people.rosa) as work:
        return [one for one in work.incidents.open_in("330103") if one.kind is Kind.HELP]


def test_the_phone_offers_all_well_while_one_is_there_and_only_then(wu: FlaskClient, morning: Morning) -> None:
    assert "/well" not in wu.get("/field").text
    incident = morning.answer(morning.people.wu, morning.sent_to_own(), Answer.ON_SCENE)
    assert f"/field/{incident.id}/well" in wu.get("/field").text
    reply = give(wu, f"{incident.id}/well")
    assert (reply.status_code, reply.location) == (303, "/field")
    assert give(wu, f"{incident.id}/well", SCRIPT).json == {"state": "well", "code": ""}


def test_another_teams_job_and_a_missing_one_answer_alike(wu: FlaskClient, morning: Morning) -> None:
    others = morning.send(morning.crowd(), morning.people.mei.team or 0)
    hidden, missing = give(wu, f"{others.id}/well"), give(wu, "999999/well")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.data == missing.data


def test_one_who_is_not_there_yet_is_told_so(wu: FlaskClient, morning: Morning) -> None:
    assert give(wu, f"{morning.sent_to_own().id}/well").status_code == 409


def test_help_is_two_taps_without_a_script_and_stands_on_the_phone_until_answered(
    wu: FlaskClient, morning: Morning
) -> None:
    page = wu.get("/field").text
    assert '<details class="card call">' in page and 'action="/field/help"' in page
    assert give(wu, "help", lon="", lat="").status_code == 303
    (called,) = helps(morning)
    assert "Your call for help is at the desk" in wu.get("/field").text
    morning.do(morning.people.rosa, incidents.confirm, called.id)
    assert "The desk has answered your call for help" in wu.get("/field").text


def test_the_same_call_sent_three_times_is_one(wu: FlaskClient, morning: Morning) -> None:
    for _ in range(3):
        assert give(wu, "help", SCRIPT, key="one press").status_code == 200
    assert len(helps(morning)) == 1


@pytest.mark.parametrize("rubbish", ["here", "NaN", "1e999", "\x00", "180.5"])
def test_no_rubbish_in_its_place_keeps_a_call_from_the_desk(wu: FlaskClient, morning: Morning, rubbish: str) -> None:
    assert give(wu, "help", lon=rubbish, lat=rubbish).status_code == 303
    assert len(helps(morning)) == 1


def test_help_is_nothing_to_report_by_the_form(wu: FlaskClient) -> None:
    assert 'value="help"' not in wu.get("/field").text


def test_before_a_yes_the_notice_stands_there_and_nothing_is_taken(
    wu: FlaskClient, morning: Morning, there: Incident
) -> None:
    page = wu.get("/field").text
    for words in ("May the desk see where this phone is", "What for", "How long", "Whom to ask"):
        assert words in page
    assert "data-share" not in page
    assert post(wu, "/field/position", HERE, **SCRIPT).json == {"kept": False}


def test_after_a_yes_the_page_asks_the_phone_and_after_a_no_never_again(
    wu: FlaskClient, morning: Morning, there: Incident
) -> None:
    agreed(wu, morning)
    assert 'data-share="20"' in wu.get("/field/jobs").text
    assert post(wu, "/field/position", HERE, **SCRIPT).json == {"kept": True}
    assert give(wu, "position/stop").status_code == 303
    page = wu.get("/field/jobs").text
    assert "data-share" not in page and "May the desk see" not in page
    assert "The desk does not see this phone" in page


def test_without_a_job_the_page_does_not_ask_the_phone_where_it_is(wu: FlaskClient, morning: Morning) -> None:
    agreed(wu, morning)
    assert "data-share" not in wu.get("/field/jobs").text


@pytest.mark.parametrize("notice", ["", "0", "-1", "x", "１", "9" * 30])
def test_a_yes_names_the_notice_that_was_read(wu: FlaskClient, morning: Morning, notice: str) -> None:
    assert give(wu, "position/allow", SCRIPT, notice=notice).status_code == 422
    assert not morning.do(morning.people.wu, scene.consent_to).asked


@pytest.mark.parametrize("fields", [{}, {"lon": "x", "lat": "30"}, {"lon": "nan", "lat": "30"}, {"lon": "120"}])
def test_a_position_that_cannot_be_read_is_refused(
    wu: FlaskClient, morning: Morning, there: Incident, fields: dict[str, str]
) -> None:
    agreed(wu, morning)
    assert post(wu, "/field/position", fields, **SCRIPT).status_code == 422


def test_the_page_asks_for_a_sign_of_life_when_nobody_was_heard(
    wu: FlaskClient, morning: Morning, there: Incident
) -> None:
    show(morning.later(minutes=10))
    assert "Still all right?" in wu.get("/field/jobs").text
    lapsed(morning.later(minutes=5), there)
    show(morning)
    page = wu.get("/field/jobs").text
    assert "Are you all right?" in page and 'role="alert"' in page
    assert give(wu, f"{there.id}/well").status_code == 303
    assert "all right?" not in wu.get("/field/jobs").text


def test_duty_ends_with_a_tap_and_is_taken_up_again(wu: FlaskClient, morning: Morning) -> None:
    assert "End of duty" in wu.get("/field").text
    assert give(wu, "duty/end").status_code == 303
    page = wu.get("/field").text
    assert "Off duty since" in page and "No jobs, off duty" in page
    assert give(wu, "duty/back").status_code == 303
    assert "No jobs, on duty" in wu.get("/field").text


def test_duty_does_not_end_while_a_job_is_under_way_and_the_way_out_is_said(
    wu: FlaskClient, morning: Morning, there: Incident
) -> None:
    reply = give(wu, "duty/end")
    assert reply.status_code == 409
    assert f"{there.code} is still under way" in reply.text
    assert "Send feedback first, or ask the desk to recall you." in reply.text


@pytest.mark.parametrize("path", ["help", "position/allow", "position/stop", "duty/end", "duty/back", "1/well"])
def test_a_form_without_its_key_does_nothing(wu: FlaskClient, morning: Morning, path: str) -> None:
    assert give(wu, path, SCRIPT, key="").status_code in (404, 422)
    assert helps(morning) == []
