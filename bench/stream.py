"""From a post over its commit to all open screens, beside bare broadcasts and beside a page that asks each second.

A change is a counter at a pharmacy's door going over the threshold (`watched`) or falling below it again (`calmed`):
one POST /api/readings of one reading, judged, kept, chained into the audit, committed durably. The time runs from just
before the post to the moment at which the client has read the change from that screen's socket.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.measure import Goal, Outcome, Spread, cpu_seconds
from bench.running import Demo, demo, peer
from bench.screens import Askers, Poster, Screens, settle, watch

OVER, CALM = 20, 3  # people at the door; the rule of the demo asks for 15
GOAL_P95, GOAL_TIMES = 0.150, 4.0


@dataclass(frozen=True)
class Size:
    screens: tuple[int, ...]
    asking: int  # pages with an interval, and as many streams beside them
    changes: int
    every: float = 0.2
    scale: float = 0.02


SIZES = {
    "quick": Size((100, 300, 1000), 100, 30),
    "full": Size((100, 300, 1000), 100, 100),
    "tiny": Size((10,), 5, 5, every=0.05, scale=0.002),
}


@dataclass(frozen=True)
class Level:
    """One run: `times` of each (change, screen) and `answers` of each post in seconds; CPU in seconds a second."""

    way: str
    screens: int
    changes: int
    times: list[float]
    lost: int
    doubled: int
    answers: list[float]
    web_cpu: float
    database_cpu: float

    @property
    def spread(self) -> Spread:
        return Spread.of(self.times)


OURS, BARE, NOTIFY, INTERVAL = "cockpit", "bare broadcast", "bare NOTIFY", "dcc.Interval"


def measure(size: Size) -> list[Level]:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> list[Level]:
    found = [ours(served, size, count) for count in sorted({*size.screens, size.asking})]
    found += bare(size, BARE, 1, {}, served)
    found += bare(size, NOTIFY, 2, {"BENCH_DATABASE_URL": served.database_url}, served)
    return [*found, interval(served, size)]


def ours(served: Demo, size: Size, count: int) -> Level:
    screens = Screens(served.port, "/api/stream", f"Cookie: {served.sign_in()}\r\n", count)
    try:
        return run(OURS, screens, crossing(served, size), served, (served.web, served.postgres))
    finally:
        screens.close()


def bare(size: Size, way: str, workers: int, environment: dict[str, str], served: Demo) -> list[Level]:
    """Messages of the size of ours, from one worker (queues do not reach across processes) or two with NOTIFY."""
    body = json.dumps({"state": "x" * 620}).encode()
    found = []
    with peer("bench.bare:server", workers, environment, "/ready") as server:
        for count in size.screens:
            screens = Screens(server.port, "/stream", "", count)
            try:
                poster = Poster(server.port, "/post", "", [body] * size.changes, size.every)
                found.append(run(way, screens, poster, None, (server.pid, served.postgres if environment else None)))
            finally:
                screens.close()
    return found


def interval(served: Demo, size: Size) -> Level:
    url = served.database_url.replace("postgresql:", "postgresql+psycopg:", 1)
    with peer("bench.interval:server", 2, {"BENCH_DATABASE_URL": url}, "/_dash-layout") as server:
        pages = Askers(server.port, "/_dash-update-component", asked(), size.asking)
        try:
            settle(pages)
            return run(INTERVAL, pages, crossing(served, size), served, (server.pid, served.postgres))
        finally:
            pages.close()


def asked() -> bytes:
    """What the browser sends at each tick of the interval."""
    tick = {"id": "tick", "property": "n_intervals", "value": 1}
    outputs = {"id": "rows", "property": "data"}
    body = {"output": "rows.data", "outputs": outputs, "inputs": [tick], "changedPropIds": ["tick.n_intervals"]}
    return json.dumps(body).encode()


def run(way: str, crowd: Screens | Askers, poster: Poster, served: Demo | None, pids: tuple[int, int | None]) -> Level:
    """Ids are the database's where it keeps them, else the count of posts: nothing is taken from the screens' word."""
    before = last_change(served) if served else -1
    spent = [cpu_seconds(pid) for pid in pids]
    watch(crowd, poster)
    took = crowd_seconds(poster, crowd)
    web, database = (max(cpu_seconds(pid) - was, 0.0) / took for pid, was in zip(pids, spent, strict=True))
    ids = changes_since(served, before) if served else sorted({change for _, change, _ in crowd.arrived})
    if len(ids) != len(poster.posted):
        raise RuntimeError(f"{len(poster.posted)} posts made {len(ids)} changes: this measures something else")
    times, doubled = matched(ids, poster.posted, crowd.arrived)
    lost = len(ids) * len(crowd.sockets) - len(times)
    answers = [at - sent for at, sent in zip(poster.answered, poster.posted, strict=True)]
    return Level(way, len(crowd.sockets), len(ids), times, lost, doubled, answers, web, database)


def crowd_seconds(poster: Poster, crowd: Screens | Askers) -> float:
    last = max([at for _, _, at in crowd.arrived], default=poster.posted[-1])
    return max(last - poster.posted[0], 0.001)


def matched(
    ids: Sequence[int], posted: Sequence[float], arrived: Sequence[tuple[int, int, float]]
) -> tuple[list[float], int]:
    """The time of each (screen, change) from post to first arrival, and how many came again."""
    sent = dict(zip(ids, posted, strict=True))
    seen: set[tuple[int, int]] = set()
    times, doubled = [], 0
    for screen, change, at in arrived:
        if change in sent and (screen, change) not in seen:
            seen.add((screen, change))
            times.append(at - sent[change])
        else:
            doubled += change in sent
    return times, doubled


def crossing(served: Demo, size: Size) -> Poster:
    """One reading a post: at each door in turn too many, in the next round few again."""
    key = served.known()["device_key"]
    headers = f"Authorization: Bearer {key}\r\nContent-Type: application/json\r\n"
    return Poster(served.port, "/api/readings", headers, bodies(served, size.changes), size.every)


def bodies(served: Demo, changes: int) -> list[bytes]:
    """Counts are ahead of the district's clock by seconds, so that each is newer than the last one of its door."""
    states = dict(served.ask("select p.code, w.state from place p left join warning_rule w on w.place_id = p.id"
                             " where p.kind = 'pharmacy' and coalesce(w.state, 'normal') in ('normal', 'pending')"))  # fmt: skip
    doors, now = sorted(states)[:100], datetime.fromisoformat(served.health()["now"]) + timedelta(seconds=60)
    found = []
    for number in range(changes):
        door, at = doors[number % len(doors)], now + timedelta(milliseconds=10 * number)
        over = states[door] != "pending"
        states[door] = "pending" if over else "normal"
        found.append(json.dumps([{"place": door, "at": at.isoformat(), "count": OVER if over else CALM}]).encode())
    return found


def last_change(served: Demo) -> int:
    return int(served.ask("select coalesce(max(id), 0) from change")[0][0])


def changes_since(served: Demo, change_id: int) -> list[int]:
    query = "select id from change where id > %s and event in ('watched', 'calmed') order by id"
    return [row[0] for row in served.ask(query, change_id)]


def outcome(found: list[Level]) -> Outcome:
    times = ["post p50 ms", "p50 ms", "p95 ms", "p99 ms", "max ms"]
    shown = Outcome("stream", ["way", "screens", "changes", *times, "lost", "doubled", "web CPU", "database CPU"])
    for one in found:
        counts = [str(one.lost), str(one.doubled), f"{one.web_cpu:.2f}", f"{one.database_cpu:.2f}"]
        spread = [Spread.of(one.answers).in_ms()[0], *one.spread.in_ms()]
        shown.rows.append([one.way, str(one.screens), str(one.changes), *spread, *counts])
    shown.remarks = remarks(found)
    shown.goals = goals(found)
    return shown


def remarks(found: list[Level]) -> list[str]:
    return [
        "changes: one reading a post over or under the threshold, judged, audited and committed (fsync on); 2 gunicorn"
        " gevent workers, embedded PostgreSQL; client, servers and database share the cores",
        "post: until the sender has its answer; then until the screens have the change. CPU in cores, while changes were posted; ours has taken the posts too, which in the run of dcc.Interval"
        " another server did; screens are read by one process, whose delay is part of the times",
        "bare broadcast: Flask and gevent, one worker, no database; bare NOTIFY: two workers, PostgreSQL's NOTIFY and"
        " no table; dcc.Interval: Dash, 2 workers, one callback a screen and second on the same database",
        *ratios(found),
    ]


def ratios(found: list[Level]) -> list[str]:
    said = []
    for one in found:
        mine = next((each for each in found if each.way == OURS and each.screens == one.screens), None)
        if mine and one.way != OURS and one.spread.p95:
            said.append(f"ratio at {one.screens}: cockpit p95 / {one.way} p95 = {mine.spread.p95 / one.spread.p95:.2f}")
    return said


def goals(found: list[Level]) -> list[Goal]:
    whole = all(one.lost == one.doubled == 0 for one in found if one.way == OURS)
    met = [Goal("no change lost or doubled", "none" if whole else "some", whole)]
    p95 = {one.way: one.spread.p95 for one in found if one.screens == 1000}
    if OURS in p95 and BARE in p95:
        met.append(Goal("p95 at 1,000 under 150 ms", f"{p95[OURS] * 1000:.1f} ms", p95[OURS] < GOAL_P95))
        times = p95[OURS] / p95[BARE]
        met.append(Goal("within 4 times the bare broadcast", f"{times:.2f} times", times <= GOAL_TIMES))
    return met
