"""Readings through POST /api/readings, beside the same rows written by PostgreSQL's own means without judging.

Ten gateways with a kept connection each stand for 200 doors: a post is one gateway's 20 doors with ten counts each.
In every post one door goes over the threshold and the one of the post before falls below it again, so that alarms
move, and change rows and audit lines are written.
"""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection
from time import perf_counter, sleep
from typing import Any

import psycopg

from bench.measure import Goal, Outcome, Spread, cpu_seconds
from bench.running import Demo, demo

OVER, CALM = 16, 5  # people at the door; the rule of the demo asks for 15
GOAL_RATE = 2000.0  # readings a second
Row = tuple[str, datetime, int]


@dataclass(frozen=True)
class Size:
    seconds: float
    at_most: float  # seconds of the search for the highest rate
    gateways: int = 10
    doors: int = 200
    batch: int = 200
    rate: float = GOAL_RATE
    scale: float = 0.02


SIZES = {
    "quick": Size(10, 6),
    "full": Size(60, 20),
    "tiny": Size(1, 0.5, gateways=2, doors=10, batch=20, rate=80, scale=0.002),
}


@dataclass
class Stage:
    """What one way of writing did: `posts` in seconds each, `cpu` in cores (web, database), `wanted` readings a second."""

    way: str
    readings: int = 0
    took: float = 0.0
    posts: list[float] = field(default_factory=list)
    cpu: tuple[float, float] = (0.0, 0.0)
    kept: int = 0
    wanted: float = 0.0

    @property
    def rate(self) -> float:
        return self.readings / self.took


STEADY, PEAK, COPY, MANY = "cockpit, steady", "cockpit, at most", "COPY", "executemany"


def measure(size: Size) -> list[Stage]:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> list[Stage]:
    gateways = gateways_of(served, size)
    between = size.gateways * size.batch / size.rate  # seconds between two posts of one gateway
    found = [posting(served, gateways, STEADY, size.seconds, between), posting(served, gateways, PEAK, size.at_most, 0)]
    for way, write in ((COPY, copy), (MANY, execute_many)):
        found.append(writing(served, gateways, way, write, size.at_most))
    return found


class Gateway:
    """Some doors, and the clock up to which they were counted; each batch follows the one before."""

    def __init__(self, doors: list[str], batch: int, start: datetime) -> None:
        self.doors, self.rounds, self.at = doors, batch // len(doors), start
        self.posts = 0

    def batch(self) -> list[Row]:
        """Ten rounds of all doors, a tenth of a second apart; the last counts leave one door too full."""
        full = self.posts % len(self.doors)
        rows = [
            (door, self.at + timedelta(milliseconds=100 * tick), OVER if door == self.doors[full] and last else CALM)
            for tick in range(self.rounds)
            for last in [tick == self.rounds - 1]
            for door in self.doors
        ]
        self.at += timedelta(milliseconds=100 * self.rounds)
        self.posts += 1
        return rows


def gateways_of(served: Demo, size: Size) -> list[Gateway]:
    """Pharmacies first: their counts are judged. Counts begin hours back, so that none lies ahead of the clock.

    Doors with counts of their own past are left out: what comes late to them is judged with a whole hour.
    """
    known = served.ask(
        "select code from place p where not exists (select 1 from warning_rule w where w.place_id = p.id)"
        " order by kind <> 'pharmacy', code limit %s", size.doors,
    )  # fmt: skip
    doors = [row[0] for row in known]
    each = len(doors) // size.gateways
    start = datetime.fromisoformat(served.health()["now"]) - timedelta(hours=6)
    return [Gateway(doors[n * each : (n + 1) * each], size.batch, start) for n in range(size.gateways)]


def posting(served: Demo, gateways: list[Gateway], way: str, seconds: float, between: float) -> Stage:
    key = served.known()["device_key"]
    before = counted(served)

    def sender(gateway: Gateway) -> Callable[[], int]:
        line = HTTPConnection("127.0.0.1", served.port, timeout=30)
        return lambda: post(line, key, gateway.batch())

    stage = timed(served, gateways, way, sender, seconds, between)
    stage.kept = counted(served) - before
    stage.wanted = len(gateways) * gateways[0].rounds * len(gateways[0].doors) / between if between else 0.0
    return stage


def post(line: HTTPConnection, key: str, rows: list[Row]) -> int:
    """How many were accepted; any other answer than 202 ends the measurement."""
    body = json.dumps([{"place": door, "at": at.isoformat(), "count": count} for door, at, count in rows])
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    line.request("POST", "/api/readings", body, headers)
    answer = line.getresponse()
    said = answer.read()
    if answer.status != 202:
        raise RuntimeError(f"a post of readings was answered {answer.status}: {said[:300]!r}")
    return int(json.loads(said)["accepted"])


def timed(
    served: Demo, gateways: list[Gateway], way: str, sender: Callable[[Gateway], Callable[[], int]], seconds: float,
    between: float,
) -> Stage:  # fmt: skip
    """All gateways at once, one thread each; `between` 0 means one batch after the other without a pause."""
    stage, lock = Stage(way), threading.Lock()
    pids = (served.web, served.postgres)
    spent = [cpu_seconds(pid) for pid in pids]
    start = perf_counter()

    def work(number: int) -> None:
        send = sender(gateways[number])
        for due in dues(start + between * number / len(gateways), between, start + seconds):
            sleep(max(due - perf_counter(), 0))
            begun = perf_counter()
            accepted = send()
            with lock:
                stage.readings += accepted
                stage.posts.append(perf_counter() - begun)

    with ThreadPoolExecutor(len(gateways)) as pool:
        list(pool.map(work, range(len(gateways))))
    stage.took = max(perf_counter() - start, seconds)
    web, database = (max(cpu_seconds(pid) - was, 0) / stage.took for pid, was in zip(pids, spent, strict=True))
    stage.cpu = (web, database)
    return stage


def dues(first: float, between: float, end: float) -> Iterator[float]:
    """When each batch is to be sent; a sender that is behind sends at once, and the schedule does not move."""
    due = first
    while (due if between else perf_counter()) < end:
        yield due
        due += between


def writing(
    served: Demo, gateways: list[Gateway], way: str, write: Callable[[Any, list[Row]], None], seconds: float
) -> Stage:
    """The same batches from as many connections into a table of the same columns and key; a commit for each."""
    with psycopg.connect(served.database_url) as connection:
        connection.execute("drop table if exists bench_reading")
        connection.execute("create table bench_reading (like reading including all)")
        ids = dict(connection.execute("select code, id from place").fetchall())

    def sender(gateway: Gateway) -> Callable[[], int]:
        line = psycopg.connect(served.database_url)

        def send() -> int:
            rows = gateway.batch()
            with line.transaction():
                write(line.cursor(), [(ids[door], at, count) for door, at, count in rows])
            return len(rows)

        return send

    stage = timed(served, gateways, way, sender, seconds, 0)
    stage.kept = int(served.ask("select count(*) from bench_reading")[0][0])
    return stage


def copy(cursor: "psycopg.Cursor[Any]", rows: list[Any]) -> None:
    with cursor.copy("copy bench_reading (place_id, at, count) from stdin") as lines:
        for row in rows:
            lines.write_row(row)


def execute_many(cursor: "psycopg.Cursor[Any]", rows: list[Any]) -> None:
    cursor.executemany(
        "insert into bench_reading (place_id, at, count) values (%s, %s, %s) on conflict do nothing", rows
    )


def counted(served: Demo) -> int:
    return int(served.ask("select count(*) from reading")[0][0])


def outcome(found: list[Stage]) -> Outcome:
    columns = ["way", "readings", "kept", "readings/s", "post p50 ms", "p95 ms", "max ms", "web CPU", "database CPU"]
    shown = Outcome("ingest", columns)
    for one in found:
        p50, p95, _, most = Spread.of(one.posts).in_ms()
        cpu = [f"{cores:.2f}" for cores in one.cpu]
        shown.rows.append([one.way, str(one.readings), str(one.kept), f"{one.rate:.0f}", p50, p95, most, *cpu])
    by_way = {one.way: one for one in found}
    shown.remarks = remarks(by_way)
    steady = by_way[STEADY]
    shown.goals = [
        Goal(
            f"{steady.wanted:,.0f} readings a second accepted", f"{steady.rate:.0f}", steady.rate > steady.wanted * 0.98
        ),
        Goal("every accepted reading is kept, once", "yes" if whole(found) else "no", whole(found)),
    ]
    return shown


def whole(found: list[Stage]) -> bool:
    return all(one.kept == one.readings for one in found)


def remarks(by_way: dict[str, Stage]) -> list[str]:
    peak = by_way[PEAK].rate
    each = sum(by_way[PEAK].cpu) * by_way[PEAK].took / max(by_way[PEAK].readings, 1)
    return [
        "10 gateways (threads of one client), 200 readings a post; each is parsed, judged on its own, added to its"
        " quarter hour, and moves its place's alarm; one or two doors a post cross the threshold (audit and feed)",
        "peers: psycopg, as many connections, batches and commits, a table with the same key and no foreign key;"
        " web CPU is then what the idle web workers take; the client, which formats the rows, is not counted",
        f"cockpit at most: {each * 1e6:.0f} us of processor time a reading (web and database)",
        f"ratio: COPY / cockpit = {by_way[COPY].rate / peak:.1f}; executemany / cockpit = {by_way[MANY].rate / peak:.1f}",
    ]
