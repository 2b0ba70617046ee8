"""The logs: a JSON object a line, of known fields; and whatever people send, none of it is found there."""

import http.client
import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit.refusals import AlreadySent
from data_access.database import Database
from entrypoints import logs
from entrypoints.worker import when_due
from tests.conftest import KEYS
from tests.entrypoints.served import ROOT, Served, ask, browser_of
from tests.entrypoints.visitors import DOOR, Visitor, token_of
from tests.people import SENSOR_KEY, People
from tests.waiting import until

NAME, PHONE, NUMBER, TOKEN = "王小明", "13812345678", "330103199001011234", "canary-token-4711"
CANARIES = (NAME, PHONE, NUMBER, TOKEN)


def lines(stream: BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def must_hold_no_canary(said: bytes) -> list[dict[str, Any]]:
    """The lines, none of which holds a canary in any spelling."""
    found = [json.loads(line) for line in said.splitlines()]
    for canary in CANARIES:
        spellings = {canary, quote(canary), json.dumps(canary)[1:-1], canary.encode().decode("latin-1")}
        for spelling in spellings:
            assert spelling.encode() not in said, spelling
            assert spelling not in json.dumps(found, ensure_ascii=False), spelling
    return found


# One line


def test_a_line_says_when_who_and_what_in_known_fields_only(told: BytesIO) -> None:
    logs.get().info("something happened", count=3, gone={"readings": 2}, name=NAME, endpoint=NAME, account=PHONE)
    (line,) = lines(told)
    assert datetime.now(UTC) - datetime.fromisoformat(line.pop("at")) < timedelta(seconds=60)
    assert line == {
        "level": "info", "process": "web", "pid": os.getpid(), "event": "something happened", "count": 3,
        "gone": {"readings": 2}, "left_out": 3,
    }  # fmt: skip


def test_a_fault_is_told_by_kind_and_place_and_so_is_its_cause_but_no_word_of_either(told: BytesIO) -> None:
    def look_up(who: str) -> None:
        number = NUMBER
        try:
            dict[str, str]()[who + number]
        except KeyError as error:
            raise ValueError(f"{who} is not known") from error

    try:
        look_up(NAME)
    except ValueError as error:
        logs.get().error("fault", exc_info=error)
    (line,) = must_hold_no_canary(told.getvalue())
    assert (line["fault"], [one["fault"] for one in line["cause"]]) == ("ValueError", ["KeyError"])
    assert line["trace"][-1].startswith("tests/entrypoints/test_logs.py:")
    assert line["trace"][-1].endswith(" look_up")


def test_what_the_database_says_is_told_by_its_code(database: Database, told: BytesIO) -> None:
    try:
        with database.connection() as connection:
            connection.execute(text("insert into team_member (team_id, name) values (0, :name)"), {"name": NAME})
    except Exception as error:
        logs.get().error("fault", exc_info=error)
    (line,) = must_hold_no_canary(told.getvalue())
    assert (line["fault"], line["code"]) == ("IntegrityError", "23503")


def test_of_a_library_only_its_own_template_is_told(told: BytesIO) -> None:
    log = logging.getLogger("some.library")
    log.warning("it could not read %s", NAME)
    log.warning(f"it could not read {NAME}")
    log.info("it can read %s", NAME)
    found = must_hold_no_canary(told.getvalue())
    assert [one["event"] for one in found] == ["it could not read %s", "(its text is left out)"]
    assert {one["logger"] for one in found} == {"some.library"}


def test_what_nobody_caught_is_told_like_any_fault(told: BytesIO) -> None:
    def fail() -> None:
        raise RuntimeError(NAME)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    (line,) = must_hold_no_canary(told.getvalue())
    assert (line["event"], line["fault"]) == ("nobody caught it", "RuntimeError")


# A request


def test_a_request_is_told_by_endpoint_status_and_account_under_the_number_of_its_answer(
    app: Flask, people: People, told: BytesIO
) -> None:
    rosa = Visitor(app).signed_in(people.rosa)
    answer = rosa.get(f"/api/layers/{TOKEN}.geojson?name={NAME}")
    answer.close()
    line = lines(told)[-1]
    assert (line["event"], line["endpoint"], line["status"]) == ("request", "api.layer", 404)
    assert (line["method"], line["account"]) == ("GET", people.rosa.id)
    assert line["request"] == answer.headers["X-Request-ID"]
    assert 0 <= line["ms"] < 10_000


def test_a_callback_is_told_by_its_function(app: Flask, people: People, told: BytesIO) -> None:
    rosa = Visitor(app).signed_in(people.rosa)
    rosa.call(rosa.body("shell-content.children", "/incidents", "")).close()
    assert lines(told)[-1]["callback"] == "callbacks.shell.show_page"


def test_files_that_are_the_same_for_everybody_are_told_only_when_they_are_missing(app: Flask, told: BytesIO) -> None:
    stranger = Visitor(app)
    for path in ("/assets/cockpit.css", "/healthz", "/assets/nowhere.css"):
        stranger.get(path).close()
    assert [one["status"] for one in lines(told) if one["event"] == "request"] == [404]


def test_a_fault_within_a_request_bears_its_number_and_its_trace(
    app: Flask, people: People, told: BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise LookupError(f"{NAME} {PHONE}")

    rosa = Visitor(app).signed_in(people.rosa)
    monkeypatch.setattr("entrypoints.api.layers.must_see", fail)
    answer = rosa.get(f"/api/layers/streets.geojson?area={TOKEN}")
    answer.close()
    assert answer.status_code == 500
    fault, request = must_hold_no_canary(told.getvalue())[-2:]
    assert (fault["fault"], fault["request"]) == ("LookupError", answer.headers["X-Request-ID"])
    assert fault["trace"][-1].endswith(" fail")
    assert (request["status"], request["request"]) == (500, fault["request"])


def test_what_was_told_of_one_request_is_not_told_of_the_next(app: Flask, told: BytesIO) -> None:
    answers = [Visitor(app).get(path) for path in ("/sign-in", "/nowhere/at/all.js")]
    for answer in answers[::-1]:
        answer.close()
    assert {one["endpoint"]: one["request"] for one in lines(told) if one["event"] == "request"} == {
        "sign_in.show": answers[0].headers["X-Request-ID"],
        "/<path:path>": answers[1].headers["X-Request-ID"],
    }


# A job


def test_a_refusal_that_names_somebody_is_told_without_the_name(
    database: Database, told: BytesIO, people: People
) -> None:
    def refuse(*_: Any) -> None:
        raise AlreadySent("I-0001", NAME, datetime.now(UTC))

    when_due(database, "time_out", "2020-01-01T00:00:00+08:00", refuse, incident=17, team=3)
    (line,) = must_hold_no_canary(told.getvalue())
    assert (line["refusal"], line["task"], line["incident"], line["team"]) == ("AlreadySent", "time_out", 17, 3)


# The running processes


def raw(url: str, said: str) -> bytes:
    """What the server answers to bytes that no client of ours would send."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as door:
        door.sendall(said.encode())
        door.shutdown(socket.SHUT_WR)
        return door.recv(65536)


def hostile_bytes() -> list[str]:
    return [
        f"GET /{NAME}?{PHONE} HTTP/9.9\r\n\r\n",
        f"{PHONE} /{TOKEN} HTTP/1.1\r\nHost: x\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nX {NAME}: {PHONE}\r\n\r\n",
        f"GET /?{TOKEN} HTTP/1.1\r\nHost: x\r\n {NUMBER}: folded\r\n\r\n",
        f"POST /api/readings HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{TOKEN}\r\n{NAME}\r\n",
        f"POST /api/readings HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {TOKEN}\r\n\r\n",
        f"{NAME}\r\n\r\n",
    ]


def hostile_requests(csrf: str) -> Iterator[tuple[str, str, Any, dict[str, str]]]:
    """Canaries in paths, queries, bodies and headers, as a person's browser or a sensor sends them."""
    query = urlencode({"name": NAME, "phone": PHONE, "number": NUMBER, "token": TOKEN})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    sensor = {"Content-Type": "application/json", "Authorization": f"Bearer {SENSOR_KEY}"}
    odd = {"User-Agent": TOKEN, "Referer": f"http://x/?{query}", "X-Request-ID": TOKEN, "Accept-Language": PHONE}
    for path in ("", "nowhere/", "field/", "api/", "api/layers/", "p/report/", "assets/", "_dash-component-suites/"):
        yield "GET", f"/{path}{quote(NAME)}{TOKEN}?{query}", None, odd
    for path in ("/", "/sign-in", "/incidents", "/api/stream", "/api/sources", "/healthz", "/readyz"):
        yield "GET", f"{path}?after={quote(NAME)}&{query}", None, odd | {"Last-Event-ID": TOKEN}
    fields = urlencode({"account": NAME, "password": TOKEN, "csrf_token": csrf, "next": f"/{PHONE}", "note": NUMBER})
    for path in ("/sign-in", "/sign-out", "/field", "/field/report", f"/{TOKEN}"):
        yield "POST", path, fields, form | {"X-CSRFToken": csrf}
        yield "POST", path, fields, form
    body = json.dumps([{"place": NAME, "at": PHONE, "count": NUMBER}, TOKEN, {NAME: TOKEN}])
    yield "POST", f"/api/readings?{query}", body, sensor
    yield "POST", "/api/readings", body, sensor | {"Authorization": f"Bearer {TOKEN}"}
    yield "POST", "/api/readings", f"{{{NAME}".encode(), sensor
    yield "PATCH", f"/api/readings?{query}", body, sensor


def hostile_callbacks(visitor: Visitor) -> Iterator[str]:
    """Every callback with a canary wherever a value goes, and one that does not exist."""
    for output, known in visitor.callbacks().items():
        yield json.dumps(visitor.body(output, *[NAME, PHONE, TOKEN, NUMBER][: len(known["inputs"] + known["state"])]))
        yield json.dumps(visitor.body(output) | {NAME: TOKEN})
    yield json.dumps({"output": f"{TOKEN}.{NAME}", "inputs": [{"id": PHONE, "property": NUMBER, "value": NAME}]})


def test_whatever_people_send_none_of_it_is_in_the_logs_of_the_web(
    served: Served, people: People, whole_app: Flask
) -> None:
    browser = browser_of(served.url, f"cockpit={token_of(served.database, people.rosa)}")
    sent = 0
    for method, path, body, headers in hostile_requests(browser["X-CSRFToken"]):
        cookies = f"{browser['Cookie']}; name={TOKEN}"
        for extra in ({"Cookie": cookies}, {"Cookie": f"cockpit={TOKEN}"}):
            open_and_leave(served.url, method, path, body, headers | extra)
            sent += 1
    for body in hostile_callbacks(Visitor(whole_app)):
        assert ask(served.url, "POST", DOOR, body, browser)[0] < 500
        sent += 1
    for said in hostile_bytes():
        raw(served.url, said)
    found = until(lambda: requests_told(served, sent), within=10)
    assert {"api.readings", "sign_in.enter", DOOR, "api.stream"} <= {one.get("endpoint") for one in found}
    assert people.rosa.id in {one.get("account") for one in found}
    assert "gunicorn.error" in {one.get("logger") for one in found}, "what is no HTTP is told too"


def requests_told(served: Served, sent: int) -> list[dict[str, Any]]:
    """All lines, once there is one for each request but those for files and health."""
    found = must_hold_no_canary(served.log.read_bytes())
    return found if sum(one["event"] == "request" for one in found) >= sent - 20 else []


def open_and_leave(url: str, method: str, path: str, body: Any, headers: dict[str, str]) -> None:
    """A stream has no end: whoever asks for one goes as soon as it begins."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    assert answer.status < 500, (method, path)
    if answer.headers.get_content_type() != "text/event-stream":
        answer.read()
    connection.close()


@pytest.mark.many
def test_whatever_lies_in_a_job_none_of_it_is_in_the_log_of_the_worker(database: Database, tmp_path: Path) -> None:
    jobs = [
        ("time_out", {"due": PHONE, "incident": 1, "team": 1}),
        ("time_out", {"due": "2020-01-01T00:00:00+08:00", "incident": NAME, "team": NUMBER}),
        ("pass_on", {"due": "2020-01-01T00:00:00+08:00", NAME: TOKEN}),
        (f"{TOKEN} {NAME}", {"token": TOKEN}),
    ]
    put = text(
        "insert into procrastinate_jobs (queue_name, task_name, args) values ('default', :task, cast(:args as jsonb))"
    )
    with database.connection() as connection:
        for task, args in jobs:
            connection.execute(put, {"task": task, "args": json.dumps(args)})
    log = tmp_path / "worker.log"
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "worker", "--demo"],
            cwd=tmp_path,
            env=environment(database, tmp_path),
            stderr=said,
        ) as worker,
    ):
        try:
            found = until(lambda: kinds_told(log) >= {"ProgrammingError", "ValueError"} and kinds_told(log), within=20)
        finally:
            worker.terminate()
    assert found
    assert {one["process"] for one in must_hold_no_canary(log.read_bytes())} == {"worker"}


def environment(database: Database, folder: Path) -> dict[str, str]:
    return os.environ | {
        "COCKPIT_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "COCKPIT_DATA_DIR": str(folder),
        "COCKPIT_SECRET_KEY": "not used here",
        "COCKPIT_FIELD_KEYS": f"k001:{KEYS.field[b'k001'].hex()}",
        "COCKPIT_AUDIT_KEY": KEYS.audit.hex(),
        "COCKPIT_INDEX_KEY": KEYS.index.hex(),
    }


def kinds_told(log: Path) -> set[str]:
    whole = log.read_bytes().rpartition(b"\n")[0]
    return {one.get("fault") or one.get("refusal") for one in must_hold_no_canary(whole)}
