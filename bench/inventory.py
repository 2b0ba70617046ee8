"""A district's files into the inventory, beside a plain pandas `to_sql` of the same files into the same server.

Households and persons are checked, compared with what is known, confirmed, encrypted, given their tokens and written,
each in one transaction; then the same files come again, and a file with bad rows. Afterwards people and places are
looked for and the map's layer is asked for over HTTP. Files are brought by a process of their own, whose memory counts.
"""

import gzip
import resource
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bench.measure import Goal, Outcome, Spread
from bench.residents import Files, write
from bench.running import Demo, demo
from cockpit.access import Actor
from cockpit.inventory import By, look_up
from data_access.database import Database
from data_access.embedded import Embedded
from data_access.pinyin import sort_key
from data_access.sealed import Keys

SECONDS, TIMES, MEGABYTES, SEARCH = 180.0, 12.0, 1536, 0.1
WHOLE = 500_000  # persons, for whom the seconds are
PLAIN, AGAIN, BAD = "pandas to_sql", "again", "bad rows"
GZIP = b"\x1f\x8b"
LAYER = "/api/layers/places.geojson"


@dataclass(frozen=True)
class Size:
    persons: int
    homes: int
    places: int
    bad: int
    asked: int = 200  # times
    scale: float = 0.002


SIZES = {
    "quick": Size(50_000, 10_000, 2_000, 1_000),
    "full": Size(500_000, 100_000, 20_000, 10_000),
    "tiny": Size(1_000, 200, 40, 100, asked=3),
}


@dataclass(frozen=True)
class Step:
    """One step of one file: how many rows it read, what it took, and what the check found (`Counts` as a dictionary)."""

    name: str
    rows: int
    seconds: float
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Found:
    size: Size
    plain: list[Step]
    brought: list[Step]
    again: list[Step]
    bad: list[Step]
    peak: int  # MB
    asked: dict[str, list[float]]  # seconds, by what was looked for
    missed: int  # of those who were looked for, who was not found
    layer: int  # bytes
    packed: int  # bytes, as a browser gets them

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.brought)

    @property
    def ratio(self) -> float:
        return self.seconds / sum(one.seconds for one in self.plain)


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    with TemporaryDirectory(prefix="cockpit-bench-") as folder:
        files = write(Path(folder), size.persons, size.homes, size.places, size.bad)
        plain = [into_plain(served, path) for path in (files.households, files.persons)]
        brought, peak = brought_by_another(served, files)
    again, bad = ([one for one in brought if one.name.endswith(word)] for word in (AGAIN, BAD))
    whole = [one for one in brought if one not in (*again, *bad) and "places" not in one.name]
    asked, missed = searched(served, files, size.asked)
    asked[LAYER], layer, packed = layered(served, max(3, size.asked // 10))
    return Found(size, plain, whole, again, bad, peak, asked, missed, layer, packed)


def into_plain(served: Demo, path: Path) -> Step:
    import pandas
    from sqlalchemy import create_engine

    embedded = Embedded(served.folder)
    embedded.ensure_database("plain")
    engine, start = create_engine(embedded.url("plain")), time.perf_counter()
    rows = pandas.read_csv(path, dtype=str)
    rows.to_sql(path.stem, engine, index=False)
    took = time.perf_counter() - start
    engine.dispose()
    return Step(f"{path.stem}, {PLAIN}", len(rows), took)


def brought_by_another(served: Demo, files: Files) -> tuple[list[Step], int]:
    """By a process of its own, so that nothing else is in its memory."""
    settings = served.settings()
    keeper = account_of(served, "data_officer")
    given = (settings.database_url, settings.keys, settings.timezone, keeper, files)
    with get_context("spawn").Pool(1) as alone:
        return alone.apply(bring_all, given)


def account_of(served: Demo, name: str) -> Actor:
    found = served.ask("select id, account, name, role, area from account where account = %s", name)
    return Actor(*found[0])


def bring_all(url: str, keys: Keys, zone: str, by: Actor, files: Files) -> tuple[list[Step], int]:
    """The steps, and the megabytes that this process took at most."""
    database = Database(url, keys, ZoneInfo(zone))
    people = (files.households, files.persons)
    steps = [step for path in (files.places, *people) for step in bring(database, by, path)]
    steps += [step for path in people for step in bring(database, by, path, AGAIN)]
    steps += bring(database, by, files.bad, BAD)
    database.close()
    return steps, megabytes()


def megabytes() -> int:
    """At most so far; Linux counts what the parent had into `ru_maxrss`, and tells the process's own beside it."""
    told = Path("/proc/self/status")
    if told.exists():
        line = next(line for line in told.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 20


def bring(database: Database, by: Actor, path: Path, word: str = "") -> Iterator[Step]:
    """Checked, and where that would change something confirmed and written."""
    from cockpit.importing import acts
    from data_access.importing.jobs import Runner

    with database.work(by) as work:
        number = acts.receive(work, "", path.name, {}).id
    runner = Runner(database, by, number, path, certain=True)
    named = f"{path.stem}, {{}}{word and ' ' + word}".format
    batch, took = timed(runner.check)
    yield Step(named("checked"), batch.counts.rows, took, vars(batch.counts))
    if batch.counts.added + batch.counts.changed:
        with database.work(by) as work:
            acts.confirm_here(work, number)
        batch, took = timed(runner.apply)
        yield Step(named("written"), batch.counts.rows, took, vars(batch.counts))


def timed(step: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    return step(), time.perf_counter() - start


def searched(served: Demo, files: Files, times: int) -> tuple[dict[str, list[float]], int]:
    """Seconds by what was looked for: each a unit of work of its own, with its line among the looks."""
    by, missed = account_of(served, "data_officer"), 0
    asked: dict[str, list[float]] = defaultdict(list)
    with served.district() as database:
        for what, question in questions(database, by, files, times):
            people, took = timed(question)
            asked[what].append(took)
            missed += not people
    return dict(asked), missed


def questions(database: Database, by: Actor, files: Files, times: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    for one, street in files.known[:times]:
        for how, values in ways_to(one, street).items():
            yield f"persons by {how.value}", partial(looked_up, database, by, how, *values)
    for name in files.names[:times]:
        for what, word in {"name": name[:4], "pinyin": sort_key(name)[:6], "whole name": name}.items():
            yield f"places by {what}", partial(places_of, database, by, word)


def ways_to(one: Any, street: str) -> dict[By, tuple[str, str]]:
    """A child has no phone."""
    known = {By.NUMBER: ("", one.number), By.NAME: (street, one.name), By.NUMBER4: (street, one.number[-4:])}
    return known | ({By.PHONE: ("", one.phone), By.PHONE4: (street, one.phone[-4:])} if one.phone else {})


def looked_up(database: Database, by: Actor, how: By, street: str, value: str) -> Sequence[Any]:
    with database.work(by) as work:
        return look_up(work, how, street, value)


def places_of(database: Database, by: Actor, word: str) -> Sequence[Any]:
    with database.work(by) as work:
        return work.places.find([word], by.area)


def layered(served: Demo, times: int) -> tuple[list[float], int, int]:
    """Seconds of each answer, the bytes of one, and its bytes as they travel."""
    cookies, took = served.sign_in("officer"), []
    for _ in range(times):
        with fetching(served, cookies) as body:
            start = time.perf_counter()
            packed = body()
            took.append(time.perf_counter() - start)
    whole = gzip.decompress(packed) if packed.startswith(GZIP) else packed
    return took, len(whole), len(packed)


@contextmanager
def fetching(served: Demo, cookies: str) -> Iterator[Callable[[], bytes]]:
    asked = urllib.request.Request(served.url + LAYER, headers={"Cookie": cookies, "Accept-Encoding": "gzip"})
    yield lambda: urllib.request.urlopen(asked, timeout=60).read()


def outcome(found: Found) -> Outcome:
    shown = Outcome("inventory", ["what", "rows", "s", "p50 ms", "p95 ms", "max ms"])
    for one in (*found.plain, *found.brought, *found.again, *found.bad):
        shown.rows.append([one.name, str(one.rows), f"{one.seconds:.1f}", "-", "-", "-"])
    for what, times in found.asked.items():
        p50, p95, _, most = Spread.of(times).in_ms()
        shown.rows.append([what, str(len(times)), "-", p50, p95, most])
    shown.remarks = [
        f"{found.size.persons:,} persons in {found.size.homes:,} households, {found.size.places:,} places besides;"
        " checked and written one after the other by one process; a search is a unit of work with its line in the audit",
        f"ratio: checked and written / to_sql = {found.ratio:.1f};"
        f" the same again / to_sql = {sum(one.seconds for one in found.again) / sum(one.seconds for one in found.plain):.1f}",
        f"layer of all places: {found.layer:,} bytes, {found.packed:,} as they travel; peak memory {found.peak} MB",
    ]
    shown.goals = goals(found)
    return shown


def goals(found: Found) -> list[Goal]:
    most = SECONDS * found.size.persons / WHOLE
    slowest = max(Spread.of(times).p95 for what, times in found.asked.items() if what != LAYER)
    unchanged = sum(one.counts.get("unchanged", 0) for one in found.again)
    refused = sum(one.counts["refused"] for one in found.bad)
    brought = found.size.persons + found.size.homes
    return [
        Goal(f"checked, diffed, encrypted and findable within {most:.0f} s", f"{found.seconds:.0f} s", found.seconds < most),
        Goal(f"at most {TIMES:.0f} times to_sql", f"{found.ratio:.1f}", found.ratio <= TIMES),
        Goal("peak memory under 1.5 GB", f"{found.peak} MB", found.peak < MEGABYTES),
        Goal("the same files again change nothing", f"{unchanged:,} of {brought:,} unchanged", unchanged == brought),
        Goal("one in fifty bad rows is refused", f"{refused} of {found.size.bad}", refused == found.size.bad // 50),
        Goal("search p95 within 100 ms", f"{slowest * 1000:.0f} ms", slowest < SEARCH),
        Goal("whoever is looked for is found", f"{found.missed} were not", found.missed == 0),
    ]  # fmt: skip
