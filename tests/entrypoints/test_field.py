"""The teams' phones, by plain posts: what a team sees, what it answers, and what is refused."""

import gzip
import json
import re
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from cockpit import incidents
from cockpit.dispatch.acts import own_volunteers
from cockpit.incidents import Answer, Kind, Source, State
from entrypoints.field import installed, words
from entrypoints.field.page import SCRIPTS, STYLES
from pages.texts import CATALOGS
from tests.entrypoints.plain_doors import ASSETS, csrf_of, post, signed_in, small_app
from tests.morning import Morning

FIRST_LOAD = 45_000  # as it goes over the line, all subjects of the phone on it
CHINESE = CATALOGS / "zh_CN" / "LC_MESSAGES" / "messages.po"
TEMPLATES = Path(__file__).parents[2] / "entrypoints" / "templates"
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def wu(app: Flask, morning: Morning) -> FlaskClient:
    return signed_in(app, morning.people.wu)


def answer(client: FlaskClient, incident: Any, state: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    asked = {"state": state, "key": secrets.token_hex(8)} | fields
    return post(client, f"/field/{incident.id}/answer", asked, **(headers or {}))


def test_wu_goes_through_a_job_by_plain_posts(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    for state in ("acknowledged", "en_route", "on_scene"):
        reply = answer(wu, incident, state)
        assert (reply.status_code, reply.location) == (303, "/field")
        assert f'data-state="{state}"' in wu.get("/field").text
    reply = answer(wu, incident, "resolved", outcome="dispersed", count=" 12 ", note="都散了")
    assert reply.status_code == 303
    mine = morning.now(incident).of_team(morning.people.wu.team or 0)
    assert mine
    assert (mine.state, mine.outcome, mine.count_seen) == (Answer.RESOLVED, "dispersed", 12)
    assert "No jobs, on duty" in wu.get("/field").text


def test_wu_may_say_with_the_acknowledge_when_he_sets_out(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    assert 'name="depart"' in wu.get("/field").text
    for wrong in ("3", "soon", "-5", "9" * 12):
        assert answer(wu, incident, "acknowledged", depart=wrong).status_code == 422
    assert answer(wu, incident, "acknowledged", depart="5").status_code == 303
    assert "You set out by" in wu.get("/field").text
    answer(wu, incident, "en_route")
    assert "You set out by" not in wu.get("/field").text


def test_the_page_says_what_where_when_and_who_goes_along(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    page = wu.get("/field").text
    place = morning.watched[0]
    for fact in (place.name, place.address, incident.code, "about 31 people at the door", "be there by", "geo:30."):
        assert fact in page
    with morning.work(morning.people.rosa) as work:
        assert work.teams.name_of(morning.people.mei.team or 0) in page
        assert work.areas.get(incident.spot.grid).name in page


def test_a_job_outside_the_teams_own_area_shows_its_address(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.send(morning.crowd(1), morning.people.wu.team or 0)
    assert not morning.watched[1].spot.within(morning.people.wu.area)
    page = wu.get("/field").text
    assert incident.code in page
    assert morning.watched[1].address in page


def test_jobs_stand_by_priority_but_what_is_under_way_stands_first(wu: FlaskClient, morning: Morning) -> None:
    team = morning.people.wu.team or 0
    lesser = morning.send(morning.report(1, priority=3), team)
    urgent = morning.send(morning.report(0, priority=1), team)
    page = wu.get("/field").text
    assert page.index(urgent.code) < page.index(lesser.code)
    morning.answer(morning.people.wu, lesser, Answer.EN_ROUTE)
    page = wu.get("/field").text
    assert page.index(lesser.code) < page.index(urgent.code)


def test_a_volunteer_reads_the_protection_and_not_the_symptom(app: Flask, morning: Morning) -> None:
    people = morning.people
    spot = morning.watched[0].spot
    fever = morning.do(people.rosa, incidents.report, Kind.FEVER, Source.PHONE, spot, at_home=True)
    morning.send(fever, people.wu.team or 0, people.mei.team or 0)
    hers, his = (signed_in(app, one).get("/field/jobs").text for one in (people.mei, people.wu))
    assert "Fever" not in hers
    assert "Visit at the door" in hers
    assert "N95" in hers
    assert "Fever" in his


def test_a_team_that_cannot_go_says_why_and_the_next_one_is_sent(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    assert answer(wu, incident, "declined", reason="too_far").status_code == 303
    team = morning.people.wu.team or 0
    mine = next(one for one in morning.now(incident).assignments if one.team_id == team)
    assert (mine.state, mine.outcome) == (Answer.DECLINED, "too_far")
    assert incident.code not in wu.get("/field/jobs").text


def test_the_same_key_counts_once(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    replies = [answer(wu, incident, "acknowledged", SCRIPT, key="one tap") for _ in range(3)]
    assert [(one.status_code, one.json) for one in replies] == [
        (200, {"state": "acknowledged", "code": incident.code})
    ] * 3


def test_the_same_key_for_something_else_is_refused(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    answer(wu, incident, "acknowledged", key="one tap")
    reply = answer(wu, incident, "en_route", SCRIPT, key="one tap")
    assert (reply.status_code, reply.json["kind"]) == (409, "KeyReused")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "flown"}, "state: is no step that a team can take"),
        ({"state": "recalled"}, "state: is no step that a team can take"),
        ({"key": ""}, "key: must have 1 to 100 characters"),
        ({"key": "k" * 101}, "key: must have 1 to 100 characters"),
        ({"count": "many"}, "count: write it as a number, such as 12"),
        ({"count": "-3"}, "count: write it as a number, such as 12"),
        ({"count": "100001"}, "count: a number of people from 0 to 100,000"),
        ({"outcome": "vanished"}, "outcome: choose one of the outcomes"),
        ({"note": "x" * 2001}, "note: at most 2,000 characters"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(
    wu: FlaskClient, morning: Morning, fields: dict[str, str], sentence: str
) -> None:
    incident = morning.sent_to_own()
    morning.answer(morning.people.wu, incident, Answer.ON_SCENE)
    typed = {"state": "resolved", "key": "k", "outcome": "helped", "count": "7", "note": "门口还有人"} | fields
    reply = answer(wu, incident, **typed)
    assert reply.status_code == 422
    assert sentence in reply.text
    assert f'value="{typed["count"]}"' in reply.text
    assert typed["note"] in reply.text
    assert ('value="helped" required checked' in reply.text) == (typed["outcome"] == "helped")
    assert morning.now(incident).state is State.ON_SCENE
    problem = answer(wu, incident, headers=SCRIPT, **typed)
    assert (problem.status_code, problem.mimetype) == (422, "application/problem+json")
    assert sentence in problem.json["title"]


def test_rubbish_in_any_field_is_no_fault_of_ours(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    for rubbish in ("\x00", "１２", "\ud83d\ude37".encode("utf-16", "surrogatepass").decode("utf-16"), "NaN", "'\"<b>"):
        for name in ("state", "key", "count", "outcome", "note", "reason"):
            typed = {"state": "resolved", "key": secrets.token_hex(8), "outcome": "none"} | {name: rubbish}
            assert answer(wu, incident, **typed).status_code == 422
    assert post(wu, f"/field/{2**63}/answer", {"state": "declined"}).status_code == 404


def test_a_step_back_is_refused_on_the_page_and_as_a_problem(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    morning.answer(morning.people.wu, incident, Answer.ON_SCENE)
    reply = answer(wu, incident, "acknowledged")
    assert reply.status_code == 409
    assert "that step does not follow" in reply.text
    assert 'data-state="on_scene"' in reply.text
    assert answer(wu, incident, "acknowledged", SCRIPT).json["kind"] == "NotInThisState"


def test_a_team_is_under_way_to_one_job_only(wu: FlaskClient, morning: Morning) -> None:
    team = morning.people.wu.team or 0
    first, second = (morning.send(morning.report(n), team) for n in (0, 1))
    answer(wu, first, "en_route")
    reply = answer(wu, second, "en_route", SCRIPT)
    assert (reply.status_code, reply.json["kind"]) == (409, "TeamNotFree")


def test_another_teams_job_answers_as_a_missing_one(wu: FlaskClient, morning: Morning) -> None:
    others = morning.send(morning.crowd(), morning.people.mei.team or 0)
    missing = post(wu, "/field/999999/answer", {"state": "acknowledged", "key": "k"})
    hidden = answer(wu, others, "acknowledged")
    assert missing.status_code == hidden.status_code == 404
    assert missing.data == hidden.data
    assert others.code not in wu.get("/field").text


@pytest.mark.parametrize("path", ["/field", "/field/jobs"])
@pytest.mark.parametrize("who", ["rosa", "shen", "eve"])
def test_who_has_no_team_is_refused(app: Flask, morning: Morning, path: str, who: str) -> None:
    client = signed_in(app, getattr(morning.people, who))
    assert client.get(path).status_code == 403


def test_a_stranger_is_sent_to_sign_in_and_a_script_is_told(app: Flask) -> None:
    stranger = app.test_client()
    assert stranger.get("/field").location == "/sign-in?next=%2Ffield"
    reply = stranger.post("/field/1/answer", data={"state": "acknowledged", "key": "k"}, headers=SCRIPT)
    assert (reply.status_code, reply.json["kind"]) == (401, "NotSignedIn")


def test_a_post_without_the_pages_token_changes_nothing(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    reply = wu.post(f"/field/{incident.id}/answer", data={"state": "acknowledged", "key": "k"}, headers=SCRIPT)
    assert (reply.status_code, reply.json["kind"]) == (400, "Malformed")
    assert morning.now(incident).state is State.DISPATCHED


def test_the_header_of_the_script_stands_for_the_token_in_the_form(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    token = wu.get("/field/jobs").text.split('data-csrf="')[1].split('"')[0]
    fields = {"state": "acknowledged", "key": "k"}
    reply = wu.post(f"/field/{incident.id}/answer", data=fields, headers=SCRIPT | {"X-CSRFToken": token})
    assert reply.status_code == 200


@pytest.fixture
def reported(morning: Morning) -> Callable[[], list[Any]]:
    def find() -> list[Any]:
        with morning.work(morning.people.rosa) as work:
            return [one for one in work.incidents.open_in("330103") if one.source is Source.PATROL]

    return find


def test_wu_reports_what_he_sees_from_where_he_stands(wu: FlaskClient, reported: Callable[[], list[Any]]) -> None:
    where = {"lon": "120.1695", "lat": "30.2650", "place": "河边", "note": "护栏断了"}
    reply = post(wu, "/field/report", {"kind": "hazard", "key": "k", **where})
    assert reply.status_code == 303
    (one,) = reported()
    assert (one.kind, one.spot.lon, one.spot.street) == (Kind.HAZARD, 120.1695, "330103001")
    assert f"Reported as {one.code}" in wu.get(reply.location).text


def test_without_a_position_the_stand_by_point_is_taken(
    wu: FlaskClient, morning: Morning, reported: Callable[[], list[Any]]
) -> None:
    post(wu, "/field/report", {"kind": "dispute", "key": "k"})
    with morning.work(morning.people.wu) as work:
        assert reported()[0].spot == work.teams.get(morning.people.wu.team or 0).spot


def test_a_report_sent_twice_is_one(wu: FlaskClient, reported: Callable[[], list[Any]]) -> None:
    for _ in range(2):
        assert post(wu, "/field/report", {"kind": "hazard", "key": "k", "note": "积水"}, **SCRIPT).status_code == 200
    assert len(reported()) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"lon": "121.5", "lat": "31.2"}, "this point lies outside the district"),
        ({"lon": "nan", "lat": "nan"}, "this point lies outside the district"),
        ({"lon": "here", "lat": "30.2"}, "the position of the phone cannot be read"),
        ({"kind": "war"}, "choose what it is"),
        ({"key": ""}, "must have 1 to 100 characters"),
    ],
)
def test_a_report_that_cannot_be_comes_back_filled(wu: FlaskClient, fields: dict[str, str], sentence: str) -> None:
    typed = {"kind": "hazard", "key": "k", "place": "河边", "note": "护栏断了"} | fields
    reply = post(wu, "/field/report", typed)
    assert reply.status_code == 422
    assert sentence in reply.text
    assert "河边" in reply.text
    assert "护栏断了" in reply.text


def test_what_is_typed_or_named_never_becomes_markup(wu: FlaskClient) -> None:
    reply = post(wu, "/field/report", {"kind": "war", "key": "k", "note": "</textarea><script>", "place": '"><b>'})
    assert "<script>" not in reply.text
    assert '"><b>' not in reply.text


def test_the_first_load_is_small(wu: FlaskClient, morning: Morning) -> None:
    for place in range(4):
        morning.send(morning.report(place), morning.people.wu.team or 0)
    files = [(ASSETS / name).read_bytes() for name in ("plain.css", *STYLES, *SCRIPTS)]
    assert sum(len(gzip.compress(one)) for one in (wu.get("/field").data, *files)) < FIRST_LOAD


def test_the_page_has_no_script_of_its_own_in_it(wu: FlaskClient, morning: Morning) -> None:
    morning.sent_to_own()
    page = wu.get("/field").text
    assert page.count("<script") == len(SCRIPTS)
    assert 'src="/assets/field.js' in page
    assert " onclick" not in page


def test_chinese_is_complete(morning: Morning) -> None:
    """Chinese is the first language: each text of the phone has its words, and the page shows them."""
    with CHINESE.open("rb") as lines:
        known = {message.id for message in read_po(lines, locale="zh_CN") if message.string}
    drawn = [one.read_text() for one in TEMPLATES.glob("**/*.html")]
    texts = {text for page in drawn for text in re.findall(r'_\("([^"]+)"', page)}
    texts |= {text for table in (words.VERBS, words.STEPS, words.OTHERS, words.SCRIPT) for text in table.values()}
    texts |= {*words.PROTECTION.values(), *words.DISCREET.values()}
    assert texts - known == set()
    page = signed_in(small_app(morning.database, "zh_CN"), morning.people.wu).get("/field").text
    assert "没有任务，在岗" in page


# Late: from a phone that had no network


def late(hours: float) -> dict[str, str]:
    return SCRIPT | {"X-Tapped-Ago": str(int(hours * 3600))}


def on_the_desk(morning: Morning, incident: Any) -> list[Any]:
    with morning.work(morning.people.rosa) as work:
        return [one for one in work.timeline("incident", incident.id) if one.event.startswith("came_")]


def test_the_desk_sees_when_it_was_tapped_and_when_it_came(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    for _ in range(3):
        assert answer(wu, incident, "acknowledged", late(1.4), key="one tap").status_code == 200
    (told,) = on_the_desk(morning, incident)
    tapped, received = (datetime.fromisoformat(told.facts[name]) for name in ("tapped_at", "received_at"))
    assert abs(received - tapped - timedelta(hours=1.4)) < timedelta(seconds=20)
    assert abs(received - told.at) < timedelta(seconds=20)
    mine = morning.now(incident).of_team(morning.people.wu.team or 0)
    assert mine and mine.acknowledged_at == received  # the server's time counts


@pytest.mark.parametrize("ago", ["3", "-90", "9" * 8, "soon", "1e9", "", "９０"])
def test_what_came_at_once_or_from_no_time_at_all_is_told_as_it_came(
    wu: FlaskClient, morning: Morning, ago: str
) -> None:
    incident = morning.sent_to_own()
    header = SCRIPT | {"X-Tapped-Ago": ago.encode().decode("latin-1")}
    assert answer(wu, incident, "acknowledged", header).status_code == 200
    assert on_the_desk(morning, incident) == []


def test_an_answer_that_came_too_late_stands_on_the_incident_with_what_was_typed(
    wu: FlaskClient, morning: Morning
) -> None:
    incident = morning.sent_to_own()
    morning.do(morning.people.rosa, incidents.call_false, incident.id)
    for _ in range(3):
        typed = {"key": "one tap", "outcome": "helped", "count": "12", "note": "门口还有人"}
        reply = answer(wu, incident, "resolved", late(2), **typed)
        assert (reply.status_code, reply.json["kind"]) == (409, "AlreadyOver")
    (told,) = on_the_desk(morning, incident)
    assert (told.event, told.facts["why"], told.facts["outcome"], told.facts["count"]) == (
        "came_too_late", "AlreadyOver", "helped", 12,
    )  # fmt: skip
    with morning.work(morning.people.rosa) as work:
        assert list(work.notes.of_incident(incident.id).values()) == ["门口还有人"]


def test_what_is_refused_at_once_is_between_the_phone_and_the_rule(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    morning.do(morning.people.rosa, incidents.call_false, incident.id)
    assert answer(wu, incident, "acknowledged", SCRIPT).status_code == 409
    assert on_the_desk(morning, incident) == []


def test_also_of_a_job_that_the_team_no_longer_sees(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    morning.answer(morning.people.wu, incident, Answer.DECLINED, reason="busy")
    reply = answer(wu, incident, "on_scene", late(5))
    assert reply.data == answer(wu, Missing(), "on_scene", late(5)).data
    assert reply.status_code == 404
    (told,) = on_the_desk(morning, incident)
    assert (told.event, told.facts["why"]) == ("came_too_late", "NotFound")


class Missing:
    id = 999_999


def test_another_teams_incident_hears_nothing(wu: FlaskClient, morning: Morning) -> None:
    others = morning.send(morning.crowd(), morning.people.mei.team or 0)
    assert answer(wu, others, "on_scene", late(5)).status_code == 404
    assert on_the_desk(morning, others) == []


def test_a_report_made_long_ago_says_so(wu: FlaskClient, morning: Morning, reported: Callable[[], list[Any]]) -> None:
    post(wu, "/field/report", {"kind": "hazard", "key": "k"}, **late(72))
    (told,) = on_the_desk(morning, reported()[0])
    assert (told.event, told.facts["step"]) == ("came_late", None)


def test_fifty_reports_after_72_hours_replayed_three_times_are_stored_once(
    wu: FlaskClient, morning: Morning, reported: Callable[[], list[Any]]
) -> None:
    page = wu.get("/field").text
    token = csrf_of(page)
    for _ in range(3):
        for n in range(50):
            fields = {"csrf_token": token, "kind": "hazard", "key": f"report {n}", "place": f"河边 {n}"}
            assert wu.post("/field/report", data=fields, headers=late(72)).status_code == 200
    assert len(reported()) == 50
    with morning.work(morning.people.rosa) as work:
        assert sum(len(work.notes.of_incident(one.id)) for one in reported()) == 50


def test_what_waits_of_one_person_never_goes_out_in_anothers_name(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    reply = answer(wu, incident, "acknowledged", SCRIPT | {"X-Owner": str(morning.people.mei.id)})
    assert (reply.status_code, reply.json["kind"]) == (401, "NotSignedIn")
    assert morning.now(incident).state is State.DISPATCHED
    own = SCRIPT | {"X-Owner": str(morning.people.wu.id)}
    assert answer(wu, incident, "acknowledged", own).status_code == 200


# Installed as an app


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_shell_manifest_and_worker_are_for_everybody_and_of_nobody(app: Flask, language: str) -> None:
    stranger = app.test_client()
    worker = stranger.get(f"/field/sw.js?in={language}")
    assert (worker.headers["Service-Worker-Allowed"], worker.mimetype) == ("/field", "text/javascript")
    kept = json.loads(worker.text.split("self.KEPT = ")[1].split(";\n")[0])
    for address in (kept["shell"], *kept["files"]):
        assert stranger.get(address).status_code == 200, address
    shell = stranger.get(kept["shell"]).text
    assert 'data-owner=""' in shell and "csrf_token" not in shell
    manifest = stranger.get(f"/field/{language}.webmanifest").json
    assert (manifest["start_url"], manifest["display"]) == ("/field", "standalone")
    for icon in manifest["icons"]:
        picture = stranger.get(icon["src"])
        assert picture.data[:4] == b"\x89PNG" and len(picture.data) < 10_000


def test_the_worker_is_another_one_as_soon_as_a_file_is(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = app.test_client().get("/field/sw.js").data
    copied = shutil.copytree(ASSETS, tmp_path / "assets")
    (copied / "field.css").write_text("/* another */")
    monkeypatch.setattr(installed, "ASSETS", copied)
    installed.kept_by_worker.cache_clear()
    after = app.test_client().get("/field/sw.js").data
    installed.kept_by_worker.cache_clear()
    assert before != after


@pytest.mark.parametrize("path", ["/field/xx.webmanifest", "/field/shell/xx", "/field/sw.js?in=xx"])
def test_a_language_that_nobody_speaks_here_is_not_found(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404


# A community worker's tablet


@pytest.fixture
def lin(app: Flask, morning: Morning) -> FlaskClient:
    return signed_in(app, morning.people.lin)


@pytest.fixture
def at_lins(morning: Morning) -> Callable[..., Any]:
    """Something that a desk has heard of, in Lin's own community."""

    def make(priority: int = 2) -> Any:
        with morning.work(morning.people.rosa) as work:
            middle = work.areas.get(morning.people.lin.area)
            spot = work.areas.spot(middle.lon, middle.lat)
            assert spot.community == morning.people.lin.area
        return morning.do(morning.people.rosa, incidents.report, Kind.SUPPLY, Source.PHONE, spot, priority=priority)

    return make


def own_team(morning: Morning) -> int:
    """A team of volunteers of Lin's community."""
    with morning.work(morning.people.lin) as work:
        return next(one.team.id for one in own_volunteers(work, morning.people.lin.area[:9]) if one.on_duty)


def dispatched(client: FlaskClient, incident: Any, *teams: int, key: str = "one tap", **headers: str) -> Any:
    return post(client, f"/field/{incident.id}/send", {"team": [str(one) for one in teams], "key": key}, **headers)


def test_lin_sees_what_is_open_in_her_community_and_nothing_beside_it(
    lin: FlaskClient, morning: Morning, at_lins: Callable[..., Any]
) -> None:
    own, elsewhere = at_lins(), morning.report(1)
    assert not elsewhere.spot.within(morning.people.lin.area)
    page = lin.get("/field").text
    assert own.code in page and elsewhere.code not in page
    assert "The desk has not confirmed it yet" in page


def test_lin_sends_volunteers_of_her_own_to_what_the_desk_confirmed(
    lin: FlaskClient, morning: Morning, at_lins: Callable[..., Any]
) -> None:
    incident, team = at_lins(), own_team(morning)
    assert dispatched(lin, incident, team, **SCRIPT).json["kind"] == "NotInThisState"
    morning.do(morning.people.rosa, incidents.confirm, incident.id)
    for _ in range(3):
        assert dispatched(lin, incident, team).status_code == 303
    (one,) = morning.now(incident).assignments
    assert (one.team_id, one.by_account) == (team, morning.people.lin.id)


@pytest.mark.parametrize("whose", ["wu", "mei"])
def test_teams_that_are_not_her_volunteers_are_none_of_hers(
    lin: FlaskClient, morning: Morning, at_lins: Callable[..., Any], whose: str
) -> None:
    incident, person = at_lins(), getattr(morning.people, whose)
    morning.do(morning.people.rosa, incidents.confirm, incident.id)
    with morning.work(morning.people.rosa) as work:
        team = work.teams.get(person.team)
    if team.role == "volunteer" and team.area.startswith(morning.people.lin.area):
        pytest.skip("this district's volunteers of the tests are Lin's own")
    reply, missing = (dispatched(lin, incident, one, **SCRIPT) for one in (team.id, 10**9))
    assert reply.status_code == missing.status_code == 404
    assert reply.data == missing.data
    assert morning.now(incident).assignments == ()


def test_another_communitys_incident_answers_as_a_missing_one(lin: FlaskClient, morning: Morning) -> None:
    elsewhere = morning.report(1)
    reply, missing = (dispatched(lin, one, own_team(morning), **SCRIPT) for one in (elsewhere, Missing()))
    assert (reply.status_code, reply.data) == (404, missing.data)


def test_nobody_chosen_or_rubbish_is_said(lin: FlaskClient, morning: Morning, at_lins: Callable[..., Any]) -> None:
    incident = at_lins()
    morning.do(morning.people.rosa, incidents.confirm, incident.id)
    assert dispatched(lin, incident, **SCRIPT).json["kind"] == "NobodyToSend"
    fields = {"team": "me", "key": "k"}
    assert post(lin, f"/field/{incident.id}/send", fields, **SCRIPT).json["kind"] == "Invalid"


def test_a_team_sends_nobody(wu: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    assert dispatched(wu, incident, morning.people.wu.team or 0, **SCRIPT).status_code == 403


def test_lin_answers_for_no_team(lin: FlaskClient, morning: Morning) -> None:
    incident = morning.sent_to_own()
    assert answer(lin, incident, "acknowledged", SCRIPT).status_code == 403


def test_lin_reports_from_the_middle_of_her_community(
    lin: FlaskClient, morning: Morning, reported: Callable[[], list[Any]]
) -> None:
    assert post(lin, "/field/report", {"kind": "supply", "key": "k"}).status_code == 303
    assert reported()[0].spot.community == morning.people.lin.area


@pytest.mark.parametrize("who", ["wu", "lin"])
def test_the_map_brings_the_own_area_and_nothing_of_people(app: Flask, morning: Morning, who: str) -> None:
    person = getattr(morning.people, who)
    ground = signed_in(app, person).get("/field/area").json
    assert ground["own"] == person.area
    assert ground.keys() == {"own", "name", "around", "parts", "stand_by"}
    assert any(one["code"].startswith(person.area) or person.area.startswith(one["code"]) for one in ground["parts"])
    assert ground["parts"][0]["outline"][0] == ground["parts"][0]["outline"][-1]


def test_the_walk_begins_where_the_phone_says_it_is(wu: FlaskClient, morning: Morning) -> None:
    team = morning.people.wu.team or 0
    first, second = (morning.send(morning.report(n, priority=2), team) for n in (0, 1))
    for near, far in ((first, second), (second, first)):
        page = wu.get(f"/field/jobs?lon={near.spot.lon}&lat={near.spot.lat}").text
        assert page.index(near.code) < page.index(far.code)
    assert wu.get("/field/jobs?lon=nan&lat=1e999").status_code == 200
