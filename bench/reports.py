"""The morning window of a district whose people stay at home: each reports by the code of a paper, while desks follow.

A post's time runs from when it was due. Its triage is part of it: the lag is from that instant to a desk's hearing what
the report calls for. In the midst the worker is killed -9. The peer is a Flask of the same server settings that keeps
nothing.
"""

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue
from typing import Any

from bench.at_home import hearing, stay_at_home
from bench.browser import BROKEN, Browser, NotTaken
from bench.faults.falls import the_worker
from bench.load import SENDERS, Tally, at_a_rate
from bench.measure import Goal, Outcome, Spread
from bench.running import Demo, demo, peer

SUBMIT_P95, LAG_P95, FIRST_LOAD = 0.3, 2.0, 60 * 1024
DESKS = ("street_officer", "community", "clinician", "duty_leader")
LISTED = "..care-homes-head.children...care-homes-list.children...care-homes-only.options.."
EVERYBODY = ("all", "all")  # of the own area, and no list of it alone
WORDS = ("36.5", "36.6", "36.8", "37.0", "36.4", "38.1")
LATE = 10.0  # seconds for what is still under way to the desk


@dataclass(frozen=True)
class Size:
    """`reports` in `seconds`; each of the desks reads its list once a `pause`."""

    reports: int
    seconds: float
    alone: float = 10.0
    pause: float = 5.0
    scale: float = 0.02


SIZES = {
    "quick": Size(2_000, 60),
    "full": Size(20_000, 600, scale=0.08),
    "tiny": Size(40, 2.0, alone=0.5, pause=0.5, scale=0.002),
}


@dataclass
class Morning:
    """`sent`: key of a report -> when its post was due."""

    tally: Tally = field(default_factory=Tally)
    sent: dict[str, float] = field(default_factory=dict)
    looked: list[float] = field(default_factory=list)
    killed: bool = False


@dataclass(frozen=True)
class Found:
    """`lags` of reports in seconds; `kept` rows of reports, of so many that were answered with yes."""

    size: Size
    morning: Morning
    lags: list[float]
    kept: int
    taken: int
    unheard: int
    first_load: int
    bare: Tally


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    codes, morning = stay_at_home(served, size.reports), Morning()
    first_load = first_load_of(served, codes[0])
    after = last_change(served)
    with hearing(served, after, "officer") as desk, desks(served, size, morning), killing(served, size, morning):
        report_all(served, codes, size, morning)
        time.sleep(min(LATE, size.seconds))
        desk.send(None)
        came = desk.recv()
    kept = served.ask(
        "select r.key, c.id from health_report r join change c on c.subject = 'health_report' and c.subject_id = r.id::text"
        " where c.event = 'health_reported' and c.id > %s", after,
    )  # fmt: skip
    lags = [came[change] - morning.sent[key] for key, change in kept if change in came and key in morning.sent]
    unheard = sum(change not in came for _, change in kept)
    return Found(
        size, morning, lags, len({key for key, _ in kept} & morning.sent.keys()), len(morning.tally.submits), unheard, first_load,
        bare(served, size),
    )  # fmt: skip


def report_all(served: Demo, codes: list[str], size: Size, morning: Morning) -> None:
    """Every code once, at an even rate, by a crowd of phones that have the form before them."""
    phones: Queue[Browser] = Queue()
    for _ in range(SENDERS):
        phones.put(Browser(served).look_for_token("/p/report"))
    waiting: Queue[str] = Queue()
    for code in codes:
        waiting.put(code)

    def one(due: float) -> None:
        phone, code, key = phones.get(), waiting.get(), str(uuid.uuid4())
        morning.sent[key] = due
        try:
            phone.post(f"/p/report/{code}", key=key, temperature=WORDS[len(morning.sent) % len(WORDS)], mood="good")
        except BaseException:
            del morning.sent[key]
            raise
        finally:
            phones.put(phone)

    rate = len(codes) / size.seconds
    at_a_rate(one, morning.tally, rate, size.seconds - 0.5 / rate)  # so many as there are codes, and no turn more


@contextmanager
def desks(served: Demo, size: Size, morning: Morning) -> Iterator[None]:
    """One desk of each kind reads its list again and again."""
    stop, threads = threading.Event(), []
    for account in DESKS:
        browser = Browser(served).signed_in(account, "/care")
        threads.append(threading.Thread(target=look, args=(browser, size.pause, morning, stop)))
    for one in threads:
        one.start()
    try:
        yield
    finally:
        stop.set()
        for one in threads:
            one.join()


def look(browser: Browser, pause: float, morning: Morning, stop: threading.Event) -> None:
    turn = 0
    while not stop.is_set():
        turn, began = turn + 1, time.perf_counter()
        try:
            browser.call(LISTED, *EVERYBODY, turn)
            morning.looked.append(time.perf_counter() - began)
        except (NotTaken, *BROKEN) as error:
            morning.tally.errors.append(f"desk: {error}")
        stop.wait(pause)


@contextmanager
def killing(served: Demo, size: Size, morning: Morning) -> Iterator[None]:
    """The worker is killed when half of the window is over; the demo starts another."""

    def kill() -> None:
        for pid in the_worker(served):
            os.kill(pid, signal.SIGKILL)
            morning.killed = True

    timer = threading.Timer(size.seconds / 2, kill)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def first_load_of(served: Demo, code: str) -> int:
    """Bytes of the page and of what it loads, compressed as a phone asks for them."""
    browser = Browser(served)
    page = browser.ask("GET", f"/p/report/{code}").decode()
    files = [part.partition('"')[0] for part in page.split('"/assets/')[1:]]
    wanted = [f"/p/report/{code}", *(f"/assets/{one}".replace("&amp;", "&") for one in files)]
    return sum(len(browser.ask("GET", path, **{"Accept-Encoding": "gzip"})) for path in wanted)


def last_change(served: Demo) -> int:
    return int(served.ask("select coalesce(max(id), 0) from change")[0][0])


def bare(served: Demo, size: Size) -> Tally:
    """A Flask of the same server settings that tells PostgreSQL each post (NOTIFY) and keeps nothing."""
    tally = Tally()
    with peer("bench.bare:server", 2, {"BENCH_DATABASE_URL": served.database_url}, "/ready") as server:
        browser = Browser(server)
        post: Callable[[float], Any] = lambda _: browser.ask("POST", "/post", b"x" * 400)  # noqa: E731
        at_a_rate(post, tally, size.reports / size.seconds, size.alone)
    return tally


# What is told of it


def outcome(found: Found) -> Outcome:
    shown = Outcome("reports", ["what", "count", "p50 ms", "p95 ms", "p99 ms", "most ms", "errors"])
    morning = found.morning
    lines = (
        ("post of a report", morning.tally.submits, len(morning.tally.errors)),
        ("from due to the desk's hearing of its triage", found.lags, found.unheard),
        ("a desk's list", morning.looked, 0),
        ("bare Flask, a post", found.bare.submits, len(found.bare.errors)),
    )
    for name, times, errors in lines:
        shown.rows.append([name, str(len(times)), *Spread.of(times).in_ms(), str(errors)])
    shown.remarks, shown.goals = remarks(found), goals(found)
    return shown


def remarks(found: Found) -> list[str]:
    size, morning = found.size, found.morning
    ratio = Spread.of(morning.tally.submits).p95 / (Spread.of(found.bare.submits).p95 or 0.0001)
    return [
        f"{size.reports} people at home, each reports once within {size.seconds:.0f} s by /p/report/CODE"
        " (sealed under the own key, triaged, audit, feed); 2 gunicorn gevent workers, embedded PostgreSQL, fsync on;"
        " clients, servers and database share the cores",
        f"{len(DESKS)} desks ({', '.join(DESKS)}) read their list every {size.pause:.0f} s; one more follows by the stream",
        f"the worker was killed -9 in the midst: {'yes' if morning.killed else 'no'}",
        f"ratio: p95 of a post / bare Flask that keeps nothing = {ratio:.2f}",
        *sorted(set(morning.tally.errors))[:5],
    ]


def goals(found: Found) -> list[Goal]:
    submit, lag = Spread.of(found.morning.tally.submits).p95, Spread.of(found.lags).p95
    lost = found.taken - found.kept
    return [
        Goal("p95 of a post under 300 ms", f"{submit * 1000:.0f} ms", submit < SUBMIT_P95),
        Goal("p95 of the triage lag under 2 s", f"{lag * 1000:.0f} ms", lag < LAG_P95 and bool(found.lags)),
        Goal("nothing lost, the worker killed", f"{lost} lost, {found.unheard} not heard", not (lost or found.unheard) and found.morning.killed),
        Goal("every desk read its list", str(len(found.morning.looked)), len(found.morning.looked) >= len(DESKS)),
        Goal("no error", str(len(found.morning.tally.errors)), not found.morning.tally.errors),
        Goal("first load of the page under 60 KB", f"{found.first_load / 1024:.1f} KB", found.first_load < FIRST_LOAD),
    ]  # fmt: skip
