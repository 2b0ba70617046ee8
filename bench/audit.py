"""Commits a second through Database.work, each with an audit line in the chain and a change row under the one lock.

Beside it the very same code and round trips in a database whose two functions take no lock and read no head: its
lines are chained to nothing. Once with NOTIFY, which PostgreSQL itself lets commit one at a time, once without.
Twenty connections: two processes (as the web workers) with ten threads each.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import mkdtemp
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bench.measure import Goal, Outcome, Spread, cpu_seconds
from cockpit.access import Actor
from cockpit.areas import Spot
from cockpit.places import Place, PlaceKind
from cockpit.warnings import Alarm, AlarmState, Watch
from cockpit.warnings.warning import Watched
from data_access import feed, schema
from data_access.database import Database
from data_access.embedded import Embedded
from data_access.sealed import Keys

KEYS = Keys({b"k001": b"x" * 32}, b"a" * 32, b"i" * 32)
ZONE = ZoneInfo("Asia/Shanghai")
ROSA = Actor(1, "officer", "Rosa", "information_officer", "330103")
AT = datetime(2020, 1, 31, 23, 20, tzinfo=UTC)
PATIENCE = 60.0  # seconds for all processes to be connected, so that they begin together
SHIPPED = "shipped"
GOAL_SHARE = 0.5

CHAINED, UNCHAINED, PLAIN = "chained", "no lock, no chain", "no lock, no chain, no NOTIFY"
NO_HEAD = "create or replace function feed_head() returns bytea language sql volatile as 'select null::bytea'"

all_connected: Any = None  # the barrier of a committing process


@dataclass(frozen=True)
class Size:
    seconds: float
    rounds: int
    processes: int = 2
    threads: int = 10


SIZES = {"quick": Size(4, 2), "full": Size(20, 3), "tiny": Size(0.5, 1, 2, 2)}


@dataclass
class Way:
    """One database and what it did in each round; `held` says that its chain holds (None where there is none)."""

    name: str
    database: str
    rates: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    client_cpu: list[float] = field(default_factory=list)
    server_cpu: list[float] = field(default_factory=list)
    lines: int = 0
    changes: int = 0
    held: bool | None = None

    @property
    def rate(self) -> float:
        return median(self.rates)


def measure(size: Size) -> list[Way]:
    """The ways take turns, so that what else the machine does hits each of them."""
    ways = [Way(CHAINED, "chained"), Way(UNCHAINED, "unchained"), Way(PLAIN, "plain")]
    with server() as embedded:
        migrate(embedded)
        for way in ways:
            prepare(embedded, way)
        for _ in range(size.rounds):
            for way in ways:
                run(embedded, way, size)
        for way in ways:
            inspect(embedded, way)
    return ways


@contextmanager
def server() -> Iterator[Embedded]:
    folder = Path(mkdtemp(prefix="cockpit-bench-"))
    embedded = Embedded(folder)
    try:
        embedded.start()
        yield embedded
    finally:
        embedded.stop()
        rmtree(folder, ignore_errors=True)


def opened(url: str, size: int = 2) -> Database:
    return Database(url, KEYS, ZONE, pool_size=size)


def migrate(embedded: Embedded) -> None:
    embedded.ensure_database(SHIPPED)
    database = opened(embedded.url(SHIPPED))
    schema.migrate(database.engine)
    database.engine.dispose()


def prepare(embedded: Embedded, way: Way) -> None:
    """The schema as shipped; where the chain is to be missed, its functions without what makes it."""
    embedded.clone(SHIPPED, way.database)
    database = opened(embedded.url(way.database))
    with database.engine.begin() as connection:
        if way.name != CHAINED:
            connection.execute(text(NO_HEAD))
        if way.name == PLAIN:
            connection.exec_driver_sql(without_notify(connection))
    database.engine.dispose()


def without_notify(connection: Any) -> str:
    shipped = connection.execute(text("select pg_get_functiondef('feed_append'::regproc)")).scalar_one()
    lines = [line for line in shipped.splitlines() if "pg_notify" not in line]
    if len(lines) == len(shipped.splitlines()):
        raise RuntimeError("feed_append has no line with pg_notify: this measures something else")
    return "\n".join(lines)


def run(embedded: Embedded, way: Way, size: Size) -> None:
    spawning = get_context("spawn")
    together = spawning.Barrier(size.processes + 1)
    task = (embedded.url(way.database), size.threads, size.seconds)
    with spawning.Pool(size.processes, keep_barrier, (together,)) as pool:
        going = pool.starmap_async(commit_on, [task] * size.processes)
        together.wait(PATIENCE)
        before = cpu_seconds(embedded.pid)
        found = going.get(timeout=size.seconds + PATIENCE)
    way.server_cpu.append(max(cpu_seconds(embedded.pid) - before, 0.0) / size.seconds)
    way.client_cpu.append(sum(cpu for _, cpu in found) / size.seconds)
    times = [one for durations, _ in found for one in durations]
    way.rates.append(len(times) / size.seconds)
    way.commits += times


def keep_barrier(together: Any) -> None:
    global all_connected
    all_connected = together


def commit_on(url: str, threads: int, seconds: float) -> tuple[list[float], float]:
    """In a process of its own: the durations of all commits, and the processor time they took here."""
    database = opened(url, threads)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: touch(database), range(threads)))
        all_connected.wait(PATIENCE)
        cpu, end = time.process_time(), time.perf_counter() + seconds
        done = list(pool.map(lambda number: commit_until(database, watched_at(number + 1), end), range(threads)))
        spent = time.process_time() - cpu
    database.engine.dispose()
    return [one for durations in done for one in durations], spent


def touch(database: Database) -> None:
    with database.connection() as connection:
        connection.execute(text("select pg_sleep(0.1)"))


def commit_until(database: Database, watch: Watch, end: float) -> list[float]:
    found = []
    while (start := time.perf_counter()) < end:
        with database.work(ROSA, at=AT) as work:
            work.tell(watch, Watched(20, AT + timedelta(minutes=3)))
        found.append(time.perf_counter() - start)
    return found


def watched_at(number: int) -> Watch:
    spot = Spot("330103006", "330103006005", "330103006005005", 120.16, 30.28)
    place = Place(number, f"P-{number:05}", PlaceKind.PHARMACY, "老百姓大药房", "体育场路 1", spot)
    return Watch(place, Alarm(number, AlarmState.PENDING, AT, AT, 20, AT, 20))


def inspect(embedded: Embedded, way: Way) -> None:
    """What the database says was committed, and whether the chain holds."""
    database = opened(embedded.url(way.database))
    with database.connection() as connection:
        way.changes = int(connection.execute(text("select count(*) from change")).scalar_one())
        way.lines = int(connection.execute(text("select count(*) from audit_entry")).scalar_one())
        if way.name == CHAINED:
            checked, broken = feed.check_chain(connection, KEYS.audit, feed.audit_entry)
            way.held = broken is None and checked == way.lines
    database.engine.dispose()


def outcome(found: list[Way]) -> Outcome:
    columns = ["way", "commits", "commits/s", "p50 ms", "p95 ms", "p99 ms", "max ms", "client CPU", "database CPU"]
    shown = Outcome("audit", columns)
    for one in found:
        cpu = [f"{median(one.client_cpu):.2f}", f"{median(one.server_cpu):.2f}"]
        shown.rows.append([one.name, str(len(one.commits)), f"{one.rate:.0f}", *Spread.of(one.commits).in_ms(), *cpu])
    rates = {one.name: one.rate for one in found}
    share = rates[CHAINED] / rates[PLAIN]
    shown.remarks = [
        "20 connections: 2 processes with 10 threads each; a unit of work tells one small event: one audit line, one"
        " change row, one commit (fsync on); ways take turns, rates are the median of the rounds",
        "the others run the same code and round trips; their SQL functions take no lock and read no head; CPU in cores",
        f"ratio: chained / plain = {share:.2f}; chained / unlocked with NOTIFY = {rates[CHAINED] / rates[UNCHAINED]:.2f}",
    ]
    held = found[0].held is True
    shown.goals = [
        Goal("chained commits reach half of the unchained", f"{share:.2f}", share >= GOAL_SHARE),
        Goal("the chain holds from first to last line", "yes" if held else "no", held),
    ]
    return shown
