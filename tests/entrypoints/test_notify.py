"""Notices on their way out: to a receiver on this machine that takes them, says no, hangs, is gone, and comes back."""

import json
import socket
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from bench.receivers import Taken, web
from cockpit import desk, glass, incidents, notifications
from cockpit.access import Actor
from cockpit.notifications import Standing
from cockpit.reasons import Reason
from cockpit.refusals import NotAllowed
from data_access.work import Work
from entrypoints.cli import main
from entrypoints.notify import Out, Round, Way, ways
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
    [found] = standings(morning, incident_id, after)
    return found


def standings(morning: Morning, incident_id: int, after: int = 0) -> list[Standing]:
    """Of all that was told of it, oldest first; one place has one incident, however often it is reported."""
    with morning.work(morning.people.rosa) as work:
        machine, retry = work.machine_at + timedelta(seconds=after), notifications.retry_of(work)
        return [told.standing(machine, retry) for told in notifications.told_of(work, incident_id)]


def test_an_item_that_nobody_touches_is_told_once_with_where_and_when_and_nothing_else(
    morning: Morning, out: Out, receiver: Any
) -> None:
    incident = untouched(morning)
    with Served(receiver):
        assert [out.look(out.ways[0]) for _ in range(3)] == [1, 0, 0]
    [got] = receiver.got
    street = morning.do(morning.people.rosa, lambda work: work.areas.get(incident.spot.street).name)
    assert got["title"] == f"{street}{incident.code}：60秒无人受理"
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
        assert counts(work) == {"handed_over": 25, "waiting": 0, "given_up": 0}


def counts(work: Work) -> dict[str, int]:
    return work.notifications.counts(notifications.retry_of(work).given_up(datetime.now(UTC)))


def age(morning: Morning, hours: int) -> None:
    """All that was told so far, and the channels, that much longer ago."""
    with morning.database.connection() as connection:
        for change in ("notification set at = at", "channel set since = since"):
            connection.execute(text(f"update {change} - make_interval(hours => :hours)"), {"hours": hours})


def test_what_waits_for_over_a_day_is_given_up_and_says_so_everywhere(
    app: Flask, morning: Morning, out: Out, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = untouched(morning)
    age(morning, 25)
    untouched(morning)
    with Served(receiver):
        assert [out.look(out.ways[0]) for _ in range(2)] == [1, 0]
    assert standings(morning, old.id) == [Standing.NOT_DELIVERED, Standing.HANDED_OVER]
    with morning.work(morning.people.rosa) as work:
        assert counts(work) == {"handed_over": 1, "waiting": 0, "given_up": 1}
    monkeypatch.setitem(app.extensions, "cockpit_metrics_key", "k")
    told = Visitor(app).get("/metrics", headers={"Authorization": "Bearer k"}).text
    assert 'cockpit_deliveries{state="given_up"} 1.0' in told and 'cockpit_deliveries{state="waiting"} 0.0' in told


def picky(out: Out, *refused: int, then: Callable[[], None] = lambda: None) -> tuple[Way, list[int], list[int]]:
    """The way out to a gateway that refuses some numbers; with all that it was asked and all that it took."""
    asked: list[int] = []
    took: list[int] = []

    def hand_over(_: str, body: str) -> bool:
        number = int(body.split("#")[1].split(" ")[0])
        asked.append(number)
        then()
        if number not in refused:
            took.append(number)
        return number not in refused

    return replace(out.ways[0], hand_over=hand_over), asked, took


def test_one_that_the_gateway_refuses_for_itself_does_not_hold_up_the_others(morning: Morning, out: Out) -> None:
    incident, *_ = [untouched(morning) for _ in range(4)]
    way, asked, _ = picky(out, 1)
    assert out.look(way) == 3
    assert asked == [1, 4, 2, 3], "another is tried before anybody says that the channel is dead"
    assert standings(morning, incident.id, after=61) == [Standing.NOT_DELIVERED, *[Standing.HANDED_OVER] * 3]
    untouched(morning)
    assert out.look(way) == 1 and asked[4:] == [5, 1], "it comes last from now on"
    assert fails(morning) == 0, "the channel is well"
    well, _, late = picky(out)
    assert out.look(well) == 1 and late == [1]
    assert set(standings(morning, incident.id, after=61)) == {Standing.HANDED_OVER}


def test_one_that_was_refused_for_itself_pauses_alone(morning: Morning, out: Out) -> None:
    for _ in range(2):
        untouched(morning)
    way, asked, _ = picky(out, 1)
    assert out.look(way) == 1 and asked == [1, 2]
    with morning.database.connection() as connection:  # no second is over yet since it was tried
        connection.execute(text("update delivery set tried_at = tried_at + interval '1 hour'"))
    assert out.look(way) == 0 and asked == [1, 2]
    untouched(morning)
    assert out.look(way) == 1 and asked == [1, 2, 3]


def test_two_that_are_refused_at_both_ends_let_through_what_is_between(morning: Morning, out: Out) -> None:
    for _ in range(4):
        untouched(morning)
    way, _, took = picky(out, 1, 4)
    for _ in range(4):
        out.look(way)
    assert sorted(took) == [2, 3]


def test_a_dead_channel_is_asked_twice_a_round_and_keeps_the_order(morning: Morning, out: Out) -> None:
    for _ in range(5):
        untouched(morning)
    dead, asked, _ = picky(out, *range(1, 6))
    assert out.look(dead) == 0 and asked == [1, 5] and fails(morning) == 1
    well, _, took = picky(out)
    assert out.look(well) == 5 and took == [1, 2, 3, 4, 5]


def test_one_that_cannot_be_put_into_words_is_passed_over_and_the_channel_let_go(morning: Morning, out: Out) -> None:
    for _ in range(2):
        untouched(morning)
    with morning.database.connection() as connection:
        connection.execute(text("update notification set facts = facts - 'after' where id = 1"))
    way, _, took = picky(out)
    assert out.look(way) == 1 and took == [2]
    with morning.database.connection() as connection:
        assert connection.execute(text("select held_until from channel")).scalar_one() is None


def test_a_round_that_breaks_off_lets_the_channel_go(
    morning: Morning, out: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    untouched(morning)

    def breaks(*_: Any) -> bool:
        raise RuntimeError

    monkeypatch.setattr(Round, "_give", breaks)
    with pytest.raises(RuntimeError):
        out.look(out.ways[0])
    with morning.database.connection() as connection:
        assert connection.execute(text("select held_until from channel")).scalar_one() is None


def hold_is_shorter_by(morning: Morning, seconds: float) -> Callable[[], None]:
    """Machine time passes for the hold, as it does for a gateway that is slow."""
    again = text("update channel set held_until = held_until - make_interval(secs => :seconds)")

    def pass_by() -> None:
        with morning.database.connection() as connection:
            connection.execute(again, {"seconds": seconds})

    return pass_by


def test_a_slow_channel_stays_with_its_worker_from_one_to_the_next(morning: Morning, out: Out) -> None:
    for _ in range(4):
        untouched(morning)
    second: list[int] = []
    held: list[datetime] = []

    def look_too() -> None:
        with morning.database.connection() as connection:
            held.append(connection.execute(text("select held_until from channel")).scalar_one())
        second.append(out.look(out.ways[0]))

    way, _, took = picky(out, then=look_too)
    assert out.look(way) == 4 and took == [1, 2, 3, 4] and second == [0, 0, 0, 0]
    assert held == sorted(set(held)), "each that was tried moves its end on"


def test_who_was_too_slow_hands_nothing_over_after_a_second_worker_took_it_on(morning: Morning, out: Out) -> None:
    for _ in range(3):
        untouched(morning)
    second, _, went_on = picky(out)
    passes = hold_is_shorter_by(morning, 200)

    def is_overtaken() -> None:
        passes()
        out.look(second)

    first, asked, _ = picky(out, then=is_overtaken)
    assert out.look(first) == 1
    assert asked == [1] and went_on == [1, 2, 3]


def test_letting_go_leaves_the_hold_of_another_alone(morning: Morning, out: Out) -> None:
    machine, minute = datetime.now(UTC), timedelta(minutes=1)
    with morning.work(morning.people.cockpit) as work:
        [channel] = work.notifications.channels()
        assert work.notifications.hold(channel, machine, machine + minute)
        work.notifications.let_go(channel, machine)
        assert not work.notifications.renew(channel, machine, machine + 2 * minute)
        assert not work.notifications.hold(channel, machine, machine + minute)


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
        held = machine + timedelta(minutes=2)
        assert work.notifications.hold(channel, machine, held)
    with Served(receiver):
        assert out.look(out.ways[0]) == 0
        with morning.work(morning.people.cockpit) as work:
            work.notifications.let_go(channel, held)
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


def test_every_channel_is_tested_once_a_week_by_itself(morning: Morning, out: Out, receiver: Any) -> None:
    tested = [morning.do(morning.people.cockpit, notifications.self_test, 7) for _ in range(2)]
    with Served(receiver):
        assert tested == [True, False] and out.look(out.ways[0]) == 1
    age(morning, 24 * 7)
    assert morning.do(morning.people.cockpit, notifications.self_test, 7)


def test_a_gateway_that_points_elsewhere_is_not_followed(morning: Morning, out: Out, receiver: Any) -> None:
    untouched(morning)
    with Served(receiver), web(Taken(answers=lambda _: (302, ""))) as elsewhere:
        elsewhere.headers = {"Location": f"http://127.0.0.1:{receiver.port}/"}
        [way] = ways(f"json://127.0.0.1:{elsewhere.port}/?cto=1&rto=1")
        assert not way.hand_over("title", "body") and receiver.got == []


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
