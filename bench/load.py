"""A district at work: staff screens that follow, the public that posts, officers who handle what comes in.

The time of a post runs from when it was due, not from when a free sender got to it: a server that falls behind is seen
to. A callback's runs from the click to the answer. "Alone" are the same posts without screens and officers.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bench import at_work, posts
from bench.at_work import Officers
from bench.browser import BROKEN, Browser, NotTaken
from bench.followed import Followed, following
from bench.loop_lag import Lag
from bench.measure import Goal, Outcome, Spread, cpu_seconds
from bench.posts import Mix
from bench.running import Demo, demo, peer

LOADED, ALONE, BARE = "cockpit", "cockpit, posts alone", "bare Flask, posts alone"
SENDERS = 40
SUBMIT_P95, CALLBACK_P95, MEMORY = 0.5, 1.0, 0.15
MIB = 1024 * 1024
# What one person is told, their own screens alone hear of.
HEARD = "(event <> 'paged' or facts->>'account' = (select id::text from account where name = 'officer'))"
FAULTS = (NotTaken, *BROKEN)


@dataclass(frozen=True)
class Size:
    """`seconds` of load, `alone` seconds of posts without it; `pause` between two clicks of an officer."""

    seconds: float
    alone: float = 10.0
    screens: int = 300
    posts: int = 50  # a second
    officers: int = 20
    pause: float = 1.0
    scale: float = 0.02


SIZES = {
    "quick": Size(40),
    "full": Size(300),
    "long": Size(1800, scale=0.08),  # more residents, for each may ask only so much
    "tiny": Size(2.0, alone=0.5, screens=10, posts=20, officers=2, pause=0.02, scale=0.002),
}


@dataclass
class Tally:
    """Seconds of what was answered yes, and the words of what was not."""

    submits: list[float] = field(default_factory=list)
    callbacks: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Phase:
    """CPU in seconds a second."""

    way: str
    tally: Tally
    lag: Lag = field(default_factory=lambda: Lag({}))
    web_cpu: float = 0.0
    database_cpu: float = 0.0


@dataclass(frozen=True)
class Found:
    """`memory`: bytes of all web workers together, a fifth into the load and at its end."""

    size: Size
    phases: list[Phase]
    followed: Followed
    changes: int
    handled: int
    memory: tuple[int, int]


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    mix = Mix(served, round(size.posts * (size.seconds + size.alone)))
    mix.open(SENDERS)
    alone = phase(ALONE, served, lambda tally: at_a_rate(lambda _: mix.one(), tally, size.posts, size.alone))
    officers, before = Officers(served, size.officers, size.pause), last_change(served)
    memory: list[int] = []
    with following(served, before, size.screens) as screens:
        loaded = phase(LOADED, served, lambda tally: everything(served, mix, officers, tally, size, memory))
        newest = last_change(served)
        followed = screens(newest)
    query = f"select count(*) from change where id > %s and id <= %s and {HEARD}"
    changes = int(served.ask(query, before, newest)[0][0])
    return Found(
        size, [loaded, alone, bare(served, size)], followed, changes, next(officers.handled), (memory[0], memory[-1])
    )


def phase(way: str, served: Demo, act: Callable[[Tally], None]) -> Phase:
    tally, pids = Tally(), (served.web, served.postgres)
    lag, spent, began = Lag.read(served), [cpu_seconds(pid) for pid in pids], time.monotonic()
    act(tally)
    took = time.monotonic() - began
    web, database = ((cpu_seconds(pid) - was) / took for pid, was in zip(pids, spent, strict=True))
    return Phase(way, tally, Lag.read(served).since(lag), web, database)


def bare(served: Demo, size: Size) -> Phase:
    """A Flask of the same server settings that tells PostgreSQL each post (NOTIFY) and keeps nothing."""
    tally = Tally()
    with peer("bench.bare:server", 2, {"BENCH_DATABASE_URL": served.database_url}, "/ready") as server:
        browser = Browser(server)
        at_a_rate(lambda _: browser.ask("POST", "/post", b"x" * 400), tally, size.posts, size.alone)
    return Phase(BARE, tally)


# What happens at once


def everything(served: Demo, mix: Mix, officers: Officers, tally: Tally, size: Size, memory: list[int]) -> None:
    stop = threading.Event()
    desks = [threading.Thread(target=officers.work, args=(one, asking(tally), stop)) for one in officers.browsers]
    watch = threading.Thread(target=weigh, args=(served, memory, size.seconds / 5, stop))
    start_all([*desks, watch])
    at_a_rate(lambda _: mix.one(), tally, size.posts, size.seconds)
    stop.set()
    for one in (*desks, watch):
        one.join()


def at_a_rate(post: Callable[[float], Any], tally: Tally, rate: float, seconds: float) -> None:
    """So many a second by a crowd of senders; each time runs from when the post was due, which `post` is told."""
    turns, began = count(), time.perf_counter() + 0.1

    def send() -> None:
        while (due := began + next(turns) / rate) < began + seconds:
            time.sleep(max(due - time.perf_counter(), 0.0))
            try:
                post(due)
                tally.submits.append(time.perf_counter() - due)
            except FAULTS as error:
                tally.errors.append(f"post: {error}")

    senders = [threading.Thread(target=send) for _ in range(SENDERS)]
    start_all(senders)
    for one in senders:
        one.join()


def start_all(threads: Sequence[threading.Thread]) -> None:
    for one in threads:
        one.start()


def asking(tally: Tally) -> Callable[[Callable[[], Any]], Any]:
    """Ask, note how long it took; None and an error where it was no yes."""

    def ask(callback: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        try:
            found = callback()
        except FAULTS as error:
            tally.errors.append(f"callback: {error}")
            return None
        tally.callbacks.append(time.perf_counter() - began)
        return found

    return ask


def weigh(served: Demo, memory: list[int], after: float, stop: threading.Event) -> None:
    """First when all has been in use for a while, and once more at the end."""
    stop.wait(after)
    memory.append(memory_of(served))
    stop.wait()
    memory.append(memory_of(served))


def memory_of(served: Demo) -> int:
    return sum(int(one.memory_info().rss) for one in served.web_workers)


def last_change(served: Demo) -> int:
    return int(served.ask(f"select coalesce(max(id), 0) from change where {HEARD}")[0][0])


# What is told of it


def outcome(found: Found) -> Outcome:
    times = [f"{what} {part} ms" for what in ("submit", "callback", "lag") for part in ("p50", "p95", "p99")]
    shown = Outcome("load", ["way", "posts", "callbacks", *times, "errors", "web CPU", "database CPU"])
    for one in found.phases:
        tally = one.tally
        spreads = [*Spread.of(tally.submits).in_ms()[:3], *Spread.of(tally.callbacks).in_ms()[:3]]
        lags = [f"{one.lag.at(part) * 1000:.1f}" for part in (0.50, 0.95, 0.99)]
        cpu = [f"{one.web_cpu:.2f}", f"{one.database_cpu:.2f}"]
        counts = [str(len(tally.submits)), str(len(tally.callbacks))]
        shown.rows.append([one.way, *counts, *spreads, *lags, str(len(tally.errors)), *cpu])
    shown.remarks, shown.goals = remarks(found), goals(found)
    return shown


def remarks(found: Found) -> list[str]:
    size, (loaded, alone, plain) = found.size, found.phases
    p95 = [Spread.of(one.tally.submits).p95 or 0.0001 for one in (loaded, alone, plain)]
    return [
        f"{size.screens} screens of an information officer, {size.posts} posts a second, {size.officers} officers,"
        f" {size.seconds:.0f} s; 2 gunicorn gevent workers, embedded PostgreSQL, fsync on; clients, servers and database share the cores",
        posts.SAID,
        at_work.SAID,
        f"{found.changes} changes to every screen, {found.followed.came} arrived; {found.handled} incidents seen through",
        f"lag: {loaded.lag.count} looks of both workers at their own loop (`/metrics`); CPU in cores",
        "a post's time runs from when it was due; bare: Flask under the same settings, NOTIFY and nothing kept",
        f"ratio: submit p95 under load / alone = {p95[0] / p95[1]:.2f}; alone / bare = {p95[1] / p95[2]:.2f}",
        *sorted(set(loaded.tally.errors))[:5],
    ]


def goals(found: Found) -> list[Goal]:
    tally, followed = found.phases[0].tally, found.followed
    submit, callback = Spread.of(tally.submits).p95, Spread.of(tally.callbacks).p95
    lost = found.changes * followed.screens - followed.came
    before, after = found.memory
    grown, sizes = after / before - 1, f"{before / MIB:.0f} to {after / MIB:.0f} MiB"
    return [
        Goal("p95 of a post within 500 ms", f"{submit * 1000:.0f} ms", submit <= SUBMIT_P95),
        Goal("p95 of a callback within 1 s", f"{callback * 1000:.0f} ms", callback <= CALLBACK_P95),
        Goal("no error", f"{len(tally.errors)}", not tally.errors),
        Goal("every change on every screen, once", f"{lost} lost, {followed.doubled} doubled, {followed.ended} streams ended",
             not (lost or followed.doubled or followed.ended)),
        Goal("memory of the web workers grows by less than 15 %", f"{grown:.1%}, {sizes}", grown < MEMORY),
    ]  # fmt: skip
