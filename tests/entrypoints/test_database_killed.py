"""The demo's database is killed while counts come in and a screen follows."""

import re
import threading
import time
from contextlib import closing

import psutil
from sqlalchemy import text

from cockpit.access import system
from data_access.database import Database
from data_access.embedded import Embedded
from data_access.sealed import Keys, read_keys
from entrypoints.settings import read_env_file
from tests.conftest import SHANGHAI
from tests.entrypoints.changes import change_in, last_id
from tests.entrypoints.served import Demo, Stream, ask
from tests.people import CHANGQING, DISTRICT
from tests.waiting import until


def test_a_killed_database_costs_no_acknowledged_count_and_the_stream_catches_up(demo: Demo) -> None:
    """Posts go on all the time: each is taken, or refused with a time to come back; then all that was taken is there."""
    embedded = Embedded(demo.folder)
    cookie = signed_in_at(demo)
    place, stop, outcomes = demo.known()["watched"][3], threading.Event(), []

    def post() -> None:
        for number in range(100_000):
            if stop.is_set():
                return
            at = (
                time.strftime("%Y-%m-%dT%H:%M:", time.gmtime(1_580_428_800 + 60 * (number // 60)))
                + f"{number % 60:02d}Z"
            )
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
    _, headers, body = ask(demo.url, "GET", "/sign-in", None, {})
    token = re.search(rb'csrf_token" value="([^"]+)"', body)
    assert token
    fields = f"csrf_token={token[1].decode()}&account=officer&password={demo.known()['accounts']['officer']}"
    told = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": headers["Set-Cookie"].split(";")[0]}
    status, headers, _ = ask(demo.url, "POST", "/sign-in", fields, told)
    assert status == 303
    return next(one.split(";")[0] for one in headers.get_all("Set-Cookie") if one.startswith("cockpit="))


def database_of(demo: Demo) -> Database:
    env = read_env_file(demo.folder / "keys.env")
    chain, index = (bytes.fromhex(env[f"COCKPIT_{name}_KEY"]) for name in ("AUDIT", "INDEX"))
    keys = Keys(read_keys(env["COCKPIT_FIELD_KEYS"]), chain, index)
    return Database(Embedded(demo.folder).url("cockpit"), keys, SHANGHAI)


def kept_counts(demo: Demo, place: str) -> set[int]:
    query = text("select count from reading join place on place.id = place_id where code = :place")
    database = database_of(demo)
    with database.connection() as connection:
        found = {int(row[0]) for row in connection.execute(query, {"place": place})}
    database.engine.dispose()
    return found


def must_follow_again(demo: Demo, cookie: str) -> None:
    """Ids go on after a crash, but not without steps."""
    database = database_of(demo)
    start, by = last_id(database), system(DISTRICT)
    ids = [change_in(database, by, CHANGQING) for _ in range(3)]
    with closing(Stream(demo.url, cookie, start)) as stream:
        assert stream.until_change(ids[-1]) == ids
        following = change_in(database, by, CHANGQING)
        assert stream.until_change(following) == [following]
    database.engine.dispose()
