"""The live stream: to each what is theirs, in order, once, and without a gap whatever happens in between."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

import psutil
import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.desk import Seat, TookOver
from data_access import feed
from data_access.database import Database
from data_access.embedded import Embedded
from entrypoints.api import hub as hubs
from entrypoints.api.hub import Hub, Screen, group_of
from tests.at_once import at_once
from tests.entrypoints.served import Demo, Served, Stream, ask
from tests.entrypoints.visitors import token_of
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People
from tests.waiting import until

EVENT = TookOver(Seat.FIRST, 1, None)
AT_MOST = 5.0  # seconds from a sign-out to the end of an open stream


def change_in(database: Database, by: Actor, *areas: str) -> int:
    """Changes in these areas, in one unit of work; returns the last one's id."""
    with database.work(by) as work:
        for area in areas:
            work.tell_area(area, "desk", 1, EVENT)
        work.flush()
        return feed.last_change(work.connection)


def last_id(database: Database) -> int:
    with database.connection() as connection:
        return feed.last_change(connection)


def cookie_of(database: Database, person: Actor) -> str:
    return f"cockpit={token_of(database, person)}"


@contextmanager
def watching(served: Served, person: Actor, after: int | None = None, **options: Any) -> Iterator[Stream]:
    with closing(Stream(served.url, cookie_of(served.database, person), after, **options)) as stream:
        assert stream.status == 200
        yield stream


# Who gets what


def test_it_is_an_uncompressed_event_stream(served: Served, people: People) -> None:
    with watching(served, people.rosa) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.headers
        assert (stream.headers["cache-control"], stream.headers["x-accel-buffering"]) == ("no-store", "no")


def test_each_sees_the_own_scope_only(served: Served, people: People) -> None:
    database, start = served.database, last_id(served.database)
    areas = [DISTRICT, CHANGQING, WULIN, f"{WULIN}001", f"{CHANGQING}001", CHANGQING]
    ids = dict(enumerate(range(start + 1, start + 7)))
    with (
        watching(served, people.rosa, start) as rosa,
        watching(served, people.shen, start) as shen,
        watching(served, people.xia, start) as xia,
    ):
        last = change_in(database, people.rosa, *areas)
        assert rosa.until_change(last) == list(ids.values())
        assert shen.until_change(last) == [ids[1], ids[4], ids[5]]
        assert xia.until_change(ids[3]) == [ids[2], ids[3]]


def test_a_team_sees_its_own_jobs_only(served: Served, shared_morning: Morning, people: People) -> None:
    start = last_id(served.database)
    with watching(served, people.wu, start) as wu:
        other = shared_morning.crowd(1)
        mine = shared_morning.sent_to_own(0)
        subjects = {wu.take()[1]["subject_id"] for _ in range(2)}
        assert subjects == {str(mine.id)}
        assert mine.id != other.id


def test_who_has_no_business_with_the_cockpit_gets_nothing_but_the_end(served: Served, people: People) -> None:
    token = token_of(served.database, people.eve)
    with closing(Stream(served.url, f"cockpit={token}", 0)) as eve, watching(served, people.rosa) as rosa:
        last = change_in(served.database, people.rosa, DISTRICT, CHANGQING)
        rosa.until_change(last)
        with served.database.work(people.eve) as work:
            work.accounts.sign_out(token)
        assert [event for event, _, _ in eve.events(AT_MOST)] == ["signed_out"]


def test_no_personal_value_and_no_account_name_is_in_a_change(served: Served, people: People) -> None:
    with watching(served, people.rosa, last_id(served.database)) as stream:
        change_in(served.database, people.rosa, CHANGQING)
        number, data = stream.take()
    assert str(data["id"]) == number
    assert set(data) == {"id", "at", "account", "subject", "subject_id", "area", "event", "facts", "state", "figures"}
    assert people.rosa.name not in str(data)


# Resuming


def test_it_goes_on_after_the_id_one_has_and_the_last_event_id_wins(served: Served, people: People) -> None:
    database = served.database
    first = last_id(database) + 1
    last = change_in(database, people.rosa, *[CHANGQING] * 10)
    everything = list(range(first, last + 1))
    with watching(served, people.rosa, first + 3) as stream:
        assert stream.until_change(last) == everything[4:]
    with watching(served, people.rosa, first, last_id=first + 7) as stream:
        assert stream.until_change(last) == everything[8:]
    with watching(served, people.rosa, last, last_id=0) as stream:
        assert stream.until_change(last)[-10:] == everything
    with watching(served, people.rosa) as stream:
        again = change_in(database, people.rosa, CHANGQING)
        assert stream.until_change(again) == [again]


def test_a_number_of_another_feed_is_reset(served: Served, people: People) -> None:
    with watching(served, people.rosa, last_id(served.database) + 1000) as stream:
        number, _ = stream.take("reset")
        assert int(number) <= last_id(served.database)
        following = change_in(served.database, people.rosa, CHANGQING)
        assert stream.until_change(following) == [following]


def test_a_page_that_read_a_change_before_the_listener_did_is_not_reset(served: Served, people: People) -> None:
    for _ in range(20):
        newest = change_in(served.database, people.rosa, CHANGQING)
        with watching(served, people.rosa, newest) as stream:
            following = change_in(served.database, people.rosa, CHANGQING)
            assert next(iter(stream.events()))[:2] == ("change", str(following))


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, "%C2%B2", "1%00"])
def test_a_number_that_is_none_is_refused(served: Served, people: People, after: str) -> None:
    status, headers, body = served.get(f"/api/stream?after={after}", cookie_of(served.database, people.rosa))
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")
    assert b"Traceback" not in body


def test_nothing_is_lost_and_nothing_doubled_over_20_reconnects_under_four_writers(served: Served, people: People) -> None:
    database, cookie, start = served.database, cookie_of(served.database, people.rosa), last_id(served.database)
    writing, committed, lock = threading.Event(), [], threading.Lock()

    def write() -> None:
        while not writing.is_set():
            found = change_in(database, people.rosa, CHANGQING)
            with lock:
                committed.append(found)

    def follow() -> list[int]:
        seen: list[int] = []
        for turn in range(20):
            with closing(Stream(served.url, cookie, start, last_id=seen[-1] if seen else None)) as stream:
                changes = (int(number) for event, number, _ in stream.events() if event == "change")
                seen.extend(islice(changes, 1 + turn % 7))
        writing.set()
        return seen

    *_, seen = at_once(write, write, write, write, follow)
    with closing(Stream(served.url, cookie, start, last_id=seen[-1])) as stream:
        last = last_id(database)
        rest = stream.until_change(last) if seen[-1] < last else []
    assert len(committed) > 20
    assert seen + rest == sorted(committed)


def test_what_is_held_open_is_not_shown_and_comes_in_order_when_it_is_committed(served: Served, people: People) -> None:
    database, start = served.database, last_id(served.database)
    with watching(served, people.rosa, start) as stream:
        with database.connection() as connection:
            held = database.begin(connection, people.rosa)
            held.tell_area(CHANGQING, "desk", 1, EVENT)
            held.flush()
            first = feed.last_change(connection)
            waiting = threading.Thread(target=change_in, args=(database, people.rosa, CHANGQING))
            waiting.start()
            until(lambda: lock_waiters(served) == 1)
        waiting.join(10)
        assert stream.until_change(first + 1) == [first, first + 1]


def lock_waiters(served: Served) -> int:
    query = text("select count(*) from pg_locks where locktype = 'advisory' and not granted")
    with served.database.connection() as connection:
        return int(connection.execute(query).scalar_one())


def test_what_is_rolled_back_is_never_shown(served: Served, people: People) -> None:
    database, start = served.database, last_id(served.database)
    with watching(served, people.rosa, start) as stream:
        with pytest.raises(KeyError), database.connection() as connection:
            work = database.begin(connection, people.rosa)
            work.tell_area(CHANGQING, "desk", 1, EVENT)
            work.flush()
            raise KeyError
        last = change_in(database, people.rosa, CHANGQING)
        assert stream.until_change(last) == [last]


# Ending


def ends_within(stream: Stream, began: float) -> list[str]:
    events = [event for event, _, _ in stream.events(AT_MOST)]
    assert time.monotonic() - began < AT_MOST
    return events


def test_a_sign_out_ends_the_open_stream_within_5_s(served: Served, people: People) -> None:
    token = token_of(served.database, people.hana)
    with closing(Stream(served.url, f"cockpit={token}")) as stream:
        began = time.monotonic()
        with served.database.work(people.hana) as work:
            work.accounts.sign_out(token)
        assert ends_within(stream, began) == ["signed_out"]
    assert served.get("/api/stream", f"cockpit={token}")[0] == 401


@pytest.mark.parametrize(
    ("change", "back", "said"),
    [
        ("disabled = true", "disabled = false", ["signed_out"]),
        ("area = '330103002'", "area = '330103001'", []),
        ("role = 'guard'", "role = 'street_officer'", []),
    ],
)
def test_a_change_of_the_account_ends_it_too(served: Served, people: People, change: str, back: str, said: list[str]) -> None:
    def set_account(how: str) -> None:
        with served.database.connection() as connection:
            connection.execute(text(f"update account set {how} where account = 'street_officer'"))

    with watching(served, people.shen) as stream:
        began = time.monotonic()
        set_account(change)
        try:
            assert ends_within(stream, began) == said
        finally:
            set_account(back)


def test_30_idle_streams_hold_no_connection_of_the_database(served: Served, people: People) -> None:
    cookie = cookie_of(served.database, people.rosa)
    streams = [Stream(served.url, cookie) for _ in range(30)]
    query = text(
        "select count(*) filter (where state <> 'idle'), count(*) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    try:
        with served.database.connection() as connection:
            busy, open_ones = connection.execute(query).one()
    finally:
        for stream in streams:
            stream.close()
    assert busy == 0
    assert open_ones <= 2 * (1 + 8) + 8  # a listener and a pool for each of the two workers, and ours


# The hub by itself


@pytest.fixture
def hub(database: Database, people: People) -> Hub:
    change_in(database, people.rosa, *[CHANGQING] * 5)
    found = Hub(database)
    found._read_kept()
    return found


def opened(hub: Hub, person: Actor, after: int | None, count: int) -> list[bytes]:
    stream = hub.open(person, after)
    found = list(islice(stream, 1 + count))[1:]
    stream.close()  # type: ignore[attr-defined]
    return found


def test_what_is_older_than_the_kept_feed_is_reset(hub: Hub, database: Database, people: People) -> None:
    with database.connection() as connection:
        connection.execute(text("delete from change where id <= :id"), {"id": hub.position - 3})
    hub._read_kept()
    assert opened(hub, people.rosa, hub.position - 4, 1) == [b"id: %d\nevent: reset\ndata: {}\n\n" % hub.position]
    assert len(opened(hub, people.rosa, hub.position - 3, 3)) == 3


def test_memory_is_bounded(hub: Hub, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "KEPT", 2)
    hub._keep([])
    assert (len(hub.kept), hub.kept_from) == (2, hub.position - 2)
    assert opened(hub, people.rosa, hub.position - 3, 1)[0].endswith(b"event: reset\ndata: {}\n\n")


def test_a_screen_that_does_not_read_is_let_go_after_what_it_has(
    hub: Hub, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "WAITING", 3)
    stream = hub.open(people.rosa, hub.position - 1)
    assert [next(stream), next(stream)][1].startswith(b"id: ")
    for change in list(hub.kept)[-1:] * 5:
        hub._put(hubs.Change(change.id + 1, change.area, change.teams, change.data))
    assert hub.screens == set()
    assert len(list(stream)) == 1, "what was doubled is not sent again"


def test_an_idle_screen_gets_a_beat(hub: Hub, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "BEAT", 0.01)
    assert all(data.startswith(b"event: beat\n") for data in opened(hub, people.rosa, None, 2))


def test_a_screen_that_goes_is_forgotten(hub: Hub, people: People) -> None:
    stream = hub.open(people.rosa, hub.position - 1)
    assert [next(stream), next(stream)]
    assert len(hub.screens) == 1
    stream.close()  # type: ignore[attr-defined]
    assert hub.screens == set()


def test_changes_that_two_groups_see_are_serialized_once(hub: Hub, people: People) -> None:
    screens = [Screen(group_of(person), None) for person in (people.rosa, people.hana, people.shen)]
    hub.screens.update(screens)
    hub._put(hub.kept[-1])
    assert len({id(screen.queue.get_nowait()[1]) for screen in screens}) == 1


# The database is killed under it


def test_a_killed_database_costs_no_acknowledged_count_and_the_stream_catches_up(demo: Demo) -> None:
    """Posts go on all the time: each is taken, or refused with a time to come back; then all that was taken is there."""
    embedded = Embedded(demo.folder)
    cookie = signed_in_at(demo)
    place, stop, outcomes = demo.known()["watched"][3], threading.Event(), []

    def post() -> None:
        for number in range(100_000):
            if stop.is_set():
                return
            at = time.strftime("%Y-%m-%dT%H:%M:", time.gmtime(1_580_428_800 + 60 * (number // 60))) + f"{number % 60:02d}Z"
            status, headers, _ = demo.post_readings([{"place": place, "at": at, "count": number}])
            outcomes.append((number, status, headers.get("Retry-After")))

    posting = threading.Thread(target=post)
    with closing(Stream(demo.url, cookie)) as stream:
        posting.start()
        until(lambda: len(outcomes) > 20)
        server = psutil.Process(embedded.pid)
        server.kill()
        began = time.monotonic()
        assert "signed_out" not in [event for event, _, _ in stream.events(10)]
    until(lambda: 503 in {status for _, status, _ in outcomes}, within=10)
    until(lambda: outcomes[-1][1] == 202, within=30)
    back_after = time.monotonic() - began
    stop.set()
    posting.join(20)
    assert {(status, retry) for _, status, retry in outcomes} == {(202, None), (503, "3")}
    assert kept_counts(demo, place) >= {number for number, status, _ in outcomes if status == 202}
    assert back_after < 30
    must_follow_again(demo, cookie)


def signed_in_at(demo: Demo) -> str:
    import re

    _, headers, body = ask(demo.url, "GET", "/sign-in", None, {})
    token = re.search(rb'csrf_token" value="([^"]+)"', body)
    assert token
    fields = f"csrf_token={token[1].decode()}&account=officer&password={demo.known()['accounts']['officer']}"
    told = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": headers["Set-Cookie"].split(";")[0]}
    status, headers, _ = ask(demo.url, "POST", "/sign-in", fields, told)
    assert status == 303
    return next(one.split(";")[0] for one in headers.get_all("Set-Cookie") if one.startswith("cockpit="))


def database_of(demo: Demo) -> Database:
    from data_access.sealed import read_keys
    from entrypoints.settings import read_env_file
    from tests.conftest import SHANGHAI
    from data_access.database import Keys

    env = read_env_file(demo.folder / "keys.env")
    keys = Keys(read_keys(env["COCKPIT_FIELD_KEYS"]), bytes.fromhex(env["COCKPIT_AUDIT_KEY"]))
    return Database(Embedded(demo.folder).url("cockpit"), keys, SHANGHAI)


def kept_counts(demo: Demo, place: str) -> set[int]:
    query = text("select count from reading join place on place.id = place_id where code = :place")
    database = database_of(demo)
    with database.connection() as connection:
        found = {int(row[0]) for row in connection.execute(query, {"place": place})}
    database.engine.dispose()
    return found


def must_follow_again(demo: Demo, cookie: str) -> None:
    from cockpit.access import system

    database = database_of(demo)
    start = last_id(database)
    last = change_in(database, system(DISTRICT), *[CHANGQING] * 3)
    with closing(Stream(demo.url, cookie, start)) as stream:
        assert stream.until_change(last) == [start + 1, start + 2, start + 3]
        following = change_in(database, system(DISTRICT), CHANGQING)
        assert stream.until_change(following) == [following]
    database.engine.dispose()
