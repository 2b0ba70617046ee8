"""Notices on their way out: to a receiver on this machine that takes them, says no, hangs, is gone, and comes back."""

import json
import socket
import threading
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from cockpit import desk, glass, incidents, notifications
from cockpit.access import Actor
from cockpit.notifications import Standing
from cockpit.reasons import Reason
from cockpit.refusals import NotAllowed
from entrypoints.cli import main
from entrypoints.notify import Out, ways
from entrypoints.settings import make_keys
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.waiting import until

pytestmark = pytest.mark.many  # each channel has connections of its own


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent; `answers` is the status that it gives."""

    got: list[dict[str, Any]] = []
    answers = 200
    hangs = threading.Event()

    def do_POST(self) -> None:
        if type(self).hangs.is_set():
            self.rfile.read()  # it took the connection and says nothing until the other side goes
            return
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(type(self).answers)
        self.end_headers()
        if type(self).answers == 200:
            self.got.append(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver() -> type[Receiver]:
    """A class of its own for each test; `port` stays the same while it is away."""

    class Own(Receiver):
        got: list[dict[str, Any]] = []
        hangs = threading.Event()

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        Own.port = probe.getsockname()[1]  # type: ignore[attr-defined]
    return Own


class Served:
    """The receiver while it is there."""

    def __init__(self, receiver: Any) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", receiver.port), receiver)
        self.server.daemon_threads = True

    def __enter__(self) -> None:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def __exit__(self, *_: Any) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def out(morning: Morning, receiver: Any) -> Out:
    """The way out to the receiver, written down; it gives up on an answer after a second, and tries again at once."""
    with morning.database.connection() as connection:
        connection.execute(
            text("update policy set body = jsonb_set(body, '{intervals}', '[0]') where kind = 'notify_retry'")
        )
    found = Out(
        morning.database, ways(f"json://127.0.0.1:{receiver.port}/?cto=1&rto=1"), "zh_CN", "https://desk.example"
    )
    assert found.register()
    return found


def untouched(morning: Morning) -> incidents.Incident:
    incident = morning.report(priority=1)
    morning.do(morning.people.cockpit, desk.pass_on, incident.id, "second_desk", 60)
    return incident


def standing(morning: Morning, incident_id: int, after: int = 0) -> Standing:
    with morning.work(morning.people.rosa) as work:
        [told] = notifications.told_of(work, incident_id)
        return told.standing(work.machine_at + timedelta(seconds=after), notifications.retry_of(work))


def test_an_item_that_nobody_touches_is_told_once_with_where_and_when_and_nothing_else(
    morning: Morning, out: Out, receiver: Any
) -> None:
    incident = untouched(morning)
    with Served(receiver):
        assert [out.look(out.ways[0]) for _ in range(3)] == [1, 0, 0]
    [got] = receiver.got
    street = morning.do(morning.people.rosa, lambda work: work.areas.get(incident.spot.street).name)
    assert got["title"] == f"{street}{incident.code}：60秒无人处理"
    assert got["message"] == f"{street} · 02-01 07:20 · #1 · https://desk.example/incidents?incident={incident.id}"
    assert standing(morning, incident.id) is Standing.HANDED_OVER


def test_what_is_nobodys_business_outside_tells_nothing(morning: Morning, out: Out) -> None:
    incident = morning.report()
    morning.do(morning.people.rosa, incidents.add_note, incident.id, "甘雨, 13800000000")
    with morning.database.connection() as connection:
        assert connection.execute(text("select count(*) from notification")).scalar_one() == 0


def test_a_broken_glass_is_told_without_whose_record_it_was(morning: Morning, out: Out, receiver: Any) -> None:
    people = morning.people
    with morning.database.connection() as connection:
        person = connection.execute(text("select min(id) from person")).scalar_one()
    morning.do(people.rosa, glass.break_glass, person, Reason.DANGER, "她来电请求我们核对登记的信息")
    with Served(receiver):
        assert out.look(out.ways[0]) == 1
    [got] = receiver.got
    assert "紧急查看" in got["title"] and "核对" not in str(got) and people.rosa.name not in str(got)


def test_a_channel_that_is_gone_says_so_and_drains_when_it_is_back(morning: Morning, out: Out, receiver: Any) -> None:
    incident = untouched(morning)
    assert [out.look(out.ways[0]) for _ in range(3)] == [0, 0, 0]
    assert standing(morning, incident.id) is Standing.WAITING
    assert standing(morning, incident.id, after=61) is Standing.NOT_DELIVERED
    for _ in range(24):
        untouched(morning)
    with Served(receiver):
        while out.look(out.ways[0]):
            pass
    assert [one["message"].split("#")[1].split(" ")[0] for one in receiver.got] == [str(n) for n in range(1, 26)]
    with morning.work(morning.people.rosa) as work:
        assert work.notifications.counts() == {"handed_over": 25, "waiting": 0}


@pytest.mark.parametrize("fault", ["says no", "hangs"])
def test_one_that_says_no_or_hangs_holds_up_nobody_else(morning: Morning, out: Out, receiver: Any, fault: str) -> None:
    receiver.answers = 500
    if fault == "hangs":
        receiver.hangs.set()
    stop = threading.Event()
    with Served(receiver):
        [thread] = out.start(stop)
        first = untouched(morning)
        until(lambda: fails(morning) > 0)
        later = morning.report(place=1)  # while it is still tried
        assert later.state is incidents.State.REPORTED
        assert standing(morning, first.id, after=61) is Standing.NOT_DELIVERED
        receiver.answers = 200
        receiver.hangs.clear()
        until(lambda: len(receiver.got) > 0)
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def fails(morning: Morning) -> int:
    with morning.database.connection() as connection:
        return int(connection.execute(text("select max(fails) from channel")).scalar_one())


def test_a_second_worker_hands_nothing_over_meanwhile(morning: Morning, out: Out, receiver: Any) -> None:
    untouched(morning)
    machine = datetime.now(UTC)
    with morning.work(morning.people.cockpit) as work:
        [channel] = work.notifications.channels()
        assert work.notifications.hold(channel, machine, machine + timedelta(minutes=2))
    with Served(receiver):
        assert out.look(out.ways[0]) == 0
        with morning.work(morning.people.cockpit) as work:
            work.notifications.let_go(channel)
        assert out.look(out.ways[0]) == 1


def test_a_channel_that_was_out_gets_what_happens_from_its_return_on(morning: Morning, out: Out, receiver: Any) -> None:
    Out(morning.database, []).register()
    untouched(morning)
    with Served(receiver):
        assert out.look(out.ways[0]) == 0
        out.register()
        untouched(morning)
        assert out.look(out.ways[0]) == 1
    assert len(receiver.got) == 1


def test_an_address_that_apprise_does_not_know_is_named_by_its_place_alone() -> None:
    with pytest.raises(ValueError, match="^its address 2 is none that Apprise knows$"):
        ways("json://127.0.0.1:9/, pigeon://secret@nest")
    assert ways("") == []


@pytest.fixture
def gan(morning: Morning) -> Actor:
    with morning.work(morning.people.rosa) as work:
        one = work.accounts.by_name("admin")
    assert one
    return Actor(one.id, one.account, one.name, one.role, one.area)


def test_gan_sends_a_test_and_sees_what_became_of_it(
    app: Flask, morning: Morning, out: Out, receiver: Any, gan: Actor
) -> None:
    visitor = Visitor(app).signed_in(gan)
    body = visitor.body("settings-notify-said.children", 1) | {"changedPropIds": ["settings-notify-test.n_clicks"]}
    assert visitor.call(body).status_code == 200
    shown = "..settings-channels.children...settings-notices.children.."
    assert "发送中" in visitor.call(visitor.body(shown)).text
    with Served(receiver):
        assert out.look(out.ways[0]) == 1
    assert "通知渠道测试" in receiver.got[0]["title"]
    told = visitor.call(visitor.body(shown)).text
    assert "已交给网关" in told and str(receiver.port) not in told, "the address is a secret"


def test_who_is_no_administrator_neither_sees_nor_tests_channels(morning: Morning) -> None:
    for use_case in (notifications.channels, notifications.latest, notifications.send_test):
        with pytest.raises(NotAllowed):
            morning.do(morning.people.rosa, use_case)
    with pytest.raises(NotAllowed):
        morning.do(morning.people.eve, notifications.told_of, 1)


def test_the_incident_itself_says_that_its_notice_was_not_delivered(app: Flask, morning: Morning, out: Out) -> None:
    incident = untouched(morning)
    out.look(out.ways[0])
    with morning.database.connection() as connection:
        connection.execute(text("update notification set at = at - interval '2 minutes'"))
        connection.execute(text("update channel set since = since - interval '2 minutes'"))
    rosa = Visitor(app).signed_in(morning.people.rosa)
    output = next(name for name in rosa.callbacks() if name.startswith("incidents-detail."))
    assert "未送达" in rosa.call(rosa.body(output, incident.id)).text


@pytest.mark.parametrize(("there", "code", "says"), [(True, 0, "JSON: handed over"), (False, 1, "JSON: not taken")])
def test_the_command_tries_each_channel(
    receiver: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: bool, code: int, says: str
) -> None:
    url = f"json://127.0.0.1:{receiver.port}/?cto=1&rto=1"
    for name, value in {**make_keys(), "COCKPIT_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/none"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COCKPIT_NOTIFY_URLS", url)
    with Served(receiver) if there else nullcontext():
        done = CliRunner().invoke(main, ["notify-test", "--data", str(tmp_path)])
    assert (done.exit_code, says in done.output) == (code, True)
    assert str(receiver.port) not in done.output
