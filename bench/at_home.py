"""A district in which so many stay at home, each with the code of a paper; and a desk that hears when a report has come."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from multiprocessing.connection import Connection

from sqlalchemy import text

from bench.running import Demo
from bench.screens import Screens
from cockpit.quarantine import Cause, Episode, QuarantineKind
from data_access.database import Database
from data_access.upkeep import keeper

AT_ONCE = 500
BEGAN = 3  # days ago
LASTS = 14
OPENING = 60.0


def stay_at_home(served: Demo, wanted: int) -> list[str]:
    """Codes of so many residents, or of all there are, each ordered to stay three days ago."""
    with served.district() as database:
        with database.work(keeper(database)) as work:
            ids = text("select id from person where merged_into is null order by id limit :n")
            found = list(work.connection.execute(ids, {"n": wanted}).scalars())
        return [code for at in range(0, len(found), AT_ONCE) for code in _ordered(database, found[at : at + AT_ONCE])]


def _ordered(database: Database, persons: list[int]) -> list[str]:
    with database.work(keeper(database)) as work:
        since = work.at.astimezone(work.zone).date() - timedelta(days=BEGAN)
        lives = {one.id: one for one in work.people.of_ids(persons)}
        new = [_episode(one, work.at - timedelta(days=BEGAN), since) for one in lives]
        work.quarantine.add_many(new, lives, None)
        episodes = work.quarantine.latest_of(persons)
        return [work.reports.give_code(one.id, work.at, most=3) for one in episodes.values()]


def _episode(person: int, ordered_at: datetime, since: date) -> Episode:
    until = since + timedelta(days=LASTS)
    return Episode(0, person, QuarantineKind.HOME, since, until, cause=Cause.RETURN, ordered_at=ordered_at)


@contextmanager
def hearing(served: Demo, after: int, account: str) -> Iterator["Connection[None, dict[int, float]]"]:
    """A desk's stream in a process of its own. Send it a word, and it answers with change -> when that came, by the clock of all
    processes of this machine."""
    ours, theirs = multiprocessing.Pipe()
    arguments = (served.port, after, served.sign_in(account), theirs)
    process = multiprocessing.get_context("spawn").Process(target=hear, args=arguments, daemon=True)
    process.start()
    try:
        if not ours.poll(OPENING):
            raise RuntimeError("the desk's stream did not open")
        ours.recv()
        yield ours
    finally:
        process.kill()
        process.join()


def hear(port: int, after: int, cookie: str, ends: "Connection[dict[int, float] | str, None]") -> None:
    screens = Screens(port, f"/api/stream?after={after}", f"Cookie: {cookie}\r\n", 1)
    ends.send("open")
    while not ends.poll():
        for key, _ in screens.selector.select(0.1):
            screens.read(key.data)
    came: dict[int, float] = {}
    for _, change, when in screens.arrived:
        came.setdefault(change, when)
    ends.send(came)
