"""The live stream: to each what is theirs, in order, once, and without a gap whatever happens in between."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from data_access import feed
from data_access.database import Database
from tests.at_once import at_once
from tests.entrypoints.changes import EVENT, change_in, last_id
from tests.entrypoints.served import Served, Stream
from tests.entrypoints.visitors import token_of
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People
from tests.waiting import until

AT_MOST = 5.0  # seconds from a sign-out to the end of an open stream


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


def test_both_ways_to_say_the_number_are_read_strictly(served: Served, people: People) -> None:
    with closing(Stream(served.url, cookie_of(served.database, people.rosa), None, last_id="nothing")) as stream:
        assert stream.status == 400
    with watching(served, people.rosa, 0, last_id="") as stream:
        assert stream.status == 200


def test_nothing_is_lost_and_nothing_doubled_over_20_reconnects_under_four_writers(
    served: Served, people: People
) -> None:
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
    """How it ended; what another test changed may still have been on its way."""
    events = [event for event, _, _ in stream.events(AT_MOST) if event != "change"]
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
def test_a_change_of_the_account_ends_it_too(
    served: Served, people: People, change: str, back: str, said: list[str]
) -> None:
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
