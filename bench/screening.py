"""Screening rounds on the lake: a whole round, one of an hour's news, one case; beside SQL written by hand for DuckDB on the
same files, pandas, and PostgreSQL with indexes.

Every way has a process of its own, two threads where it knows threads, and reads what it needs anew each time; ways take
turns. That they found the same is compared: how many exposures, and how long they lasted together.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench import screeners
from bench.audit import server
from bench.crowds import Crowd, add_an_hour, fill
from bench.measure import Goal, Outcome
from cockpit.lake import MEETINGS

OURS, HAND, POSTGRES = "ours", "SQL by hand on DuckDB", "PostgreSQL, indexed"
PANDAS, APART = "pandas", "pandas, day by day"
WHOLE, NEWS, ONE, SMALL = "whole round", "an hour's news", "one case", "whole round, beside PostgreSQL"
GROWN = "whole round, of more and fewer records"
TIMES_OF_HAND, TIMES_OF_PANDAS, WHOLE_WITHIN, NEWS_WITHIN, MEGABYTES = 1.5, 8.0, 5.0, 1.0, 3_072
ROUNDS = 5
MILLION = 1_000_000
INDEXES = (
    "create index on presence (person)", "create index on presence (place, came)",
    "create index on journey (person)", "create index on journey (run)", "analyze",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """`postgres`: presences of the smaller district in which PostgreSQL is asked; `growth`: presences of further ones."""

    crowd: Crowd
    postgres: int
    growth: tuple[int, ...] = ()
    rounds: int = ROUNDS


SIZES = {
    "quick": Size(Crowd(50_000, 2 * MILLION, 200_000, 100), MILLION // 2),
    "full": Size(Crowd(500_000, 20 * MILLION, 2 * MILLION, 1_000), 5 * MILLION,
                 (MILLION, 5 * MILLION, 50 * MILLION, 100 * MILLION)),
    "tiny": Size(Crowd(500, 7_000, 1_400, 10), 2_000, rounds=1),
}  # fmt: skip


@dataclass
class Taken:
    """One way at one task: seconds of each round, what it found, and the megabytes of its process at most."""

    task: str
    way: str
    presences: int
    seconds: list[float] = field(default_factory=list)
    found: list[tuple[int, int]] = field(default_factory=list)
    peak: float = 0.0

    @property
    def median(self) -> float:
        return median(self.seconds)


@dataclass
class Found:
    size: Size
    brought: float  # rows a second, on their way into the lake
    news: int  # rows of the hour
    taken: list[Taken]
    growth: list[Taken]

    def of(self, task: str, way: str = OURS) -> Taken:
        return next(one for one in self.taken if (one.task, one.way) == (task, way))

    @property
    def alike(self) -> bool:
        tasks = {one.task for one in self.taken}
        return all(len({found for one in self.taken if one.task == task for found in one.found}) == 1 for task in tasks)


Asked = tuple[str, Callable[..., tuple[int, int]], tuple[Any, ...]]


def measure(size: Size) -> Found:
    with TemporaryDirectory(prefix="cockpit-bench-") as made, ExitStack() as stack:
        processes = {
            way: stack.enter_context(get_context("spawn").Pool(1)) for way in (OURS, HAND, PANDAS, APART, POSTGRES)
        }
        taking = Taking(size, Path(made), processes)
        began = time.perf_counter()
        lake = fill(size.crowd, taking.folder)
        rate = lake.stand().rows / (time.perf_counter() - began)
        taken = [*taking.whole(), *taking.one()]
        mark, news = add_an_hour(size.crowd, lake)
        taken += [*taking.news(mark.order), *taking.beside_postgres()]
        return Found(size, rate, news, taken, [taking.grown(presences) for presences in size.growth])


@dataclass(frozen=True)
class Taking:
    """Each way has a process of its own that stays for all tasks."""

    size: Size
    made: Path
    processes: dict[str, Any]

    @property
    def folder(self) -> Path:
        return self.made / "lake"

    def whole(self) -> list[Taken]:
        given = (self.size.crowd, self.folder)
        return self.turns(WHOLE, self.size.crowd, [
            (OURS, screeners.ours, given), (HAND, screeners.by_hand, given), (PANDAS, screeners.by_pandas, given), (APART, screeners.by_pandas_apart, given)
        ])  # fmt: skip

    def one(self) -> list[Taken]:
        given = (self.size.crowd, self.folder)
        return self.turns(
            ONE, self.size.crowd, [(OURS, screeners.ours_one, given), (HAND, screeners.by_hand_one, given)]
        )

    def news(self, order: int) -> list[Taken]:
        given = (self.size.crowd, self.folder, order)
        return self.turns(
            NEWS, self.size.crowd, [(OURS, screeners.ours_news, given), (HAND, screeners.by_hand_news, given)]
        )

    def beside_postgres(self) -> list[Taken]:
        crowd, folder = part_of(self.size.crowd, self.size.postgres), self.made / "small"
        fill(crowd, folder)
        with loaded(crowd, folder) as url:
            return self.turns(SMALL, crowd, [
                (OURS, screeners.ours, (crowd, folder)), (POSTGRES, screeners.by_postgres, (crowd, url))
            ])  # fmt: skip

    def grown(self, presences: int) -> Taken:
        crowd, folder = part_of(self.size.crowd, presences), self.made / f"of-{presences}"
        fill(crowd, folder)
        (taken,) = self.turns(GROWN, crowd, [(OURS, screeners.ours, (crowd, folder))])
        rmtree(folder)
        return taken

    def turns(self, task: str, crowd: Crowd, asked: Sequence[Asked]) -> list[Taken]:
        """One after the other, again and again."""
        taken = [Taken(task, way, crowd.presences) for way, _, _ in asked]
        for _ in range(self.size.rounds):
            for one, (name, way, given) in zip(taken, asked, strict=True):
                seconds, found, one.peak = self.processes[name].apply(screeners.timed, (way, *given))
                one.seconds.append(seconds)
                one.found.append(found)
        return taken


def part_of(crowd: Crowd, presences: int) -> Crowd:
    """The same district with fewer or more records; who lives there and who fell ill stays."""
    return replace(crowd, presences=presences, journeys=presences // 10)


@contextmanager
def loaded(crowd: Crowd, folder: Path) -> Iterator[str]:
    """What is in the lake, as tables of an embedded PostgreSQL with the indexes that such a question wants."""
    import psycopg

    with server() as embedded:
        embedded.ensure_database("screening")
        url = embedded.url("screening").replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            for kind in MEETINGS:
                screeners.copied(connection, kind, folder)
            screeners.copied_cases(connection, crowd)
            for statement in INDEXES:
                connection.execute(statement)  # type: ignore[call-overload]
        yield url


def outcome(found: Found) -> Outcome:
    rows = [
        [one.task, one.way, f"{one.presences / MILLION:g}", f"{one.median:.2f}", f"{min(one.seconds):.2f}",
         f"{max(one.seconds):.2f}", f"{one.peak:.0f}", str(one.found[0][0])]
        for one in [*found.taken, *found.growth]
    ]  # fmt: skip
    columns = ["task", "way", "million presences", "median s", "least s", "most s", "peak MB", "exposures"]
    return Outcome("screening", columns, rows, remarks(found), goals(found))


def remarks(found: Found) -> list[str]:
    crowd = found.size.crowd
    return [
        f"{crowd.residents} residents, 14 days, {crowd.journeys} journeys, {crowd.cases} cases; medians of "
        f"{found.size.rounds}, ways taking turns, each in its own process with two threads; the first turn loads libraries",
        f"brought into the lake, checked, sorted and set against what is there: {found.brought:,.0f} rows a second",
        f"the hour's news: {found.news} rows; that round looks at the bonds of all cases too, SQL by hand at records alone",
        f"PostgreSQL in a district of {found.size.postgres / MILLION:g} million presences and as many cases, the exposures "
        "summed where they are; loading and indexing are not in its time",
        f"pandas day by day, which needs to be thought of, takes {found.of(WHOLE, APART).median / found.of(WHOLE).median:.1f} times as long as ours",
        f"PostgreSQL takes {found.of(SMALL, POSTGRES).median / found.of(SMALL).median:.1f} times as long as ours",
        "of more and fewer records: the same residents and cases; a peak is that of the way's process until then",
    ]


def goals(found: Found) -> list[Goal]:
    whole, news = found.of(WHOLE), found.of(NEWS)
    peak = max(one.peak for one in [*found.taken, *found.growth] if one.way == OURS)
    hand = {task: found.of(task).median / found.of(task, HAND).median for task in (WHOLE, NEWS, ONE)}
    pandas = found.of(WHOLE, PANDAS).median / whole.median
    return [
        Goal("all ways find the same", "yes" if found.alike else "no", found.alike),
        *(Goal(f"{task} within {TIMES_OF_HAND} times the SQL by hand", f"{times:.2f}", times <= TIMES_OF_HAND)
          for task, times in hand.items()),
        Goal(f"at least {TIMES_OF_PANDAS:.0f} times faster than pandas", f"{pandas:.1f}", pandas >= TIMES_OF_PANDAS),
        Goal(f"whole round under {WHOLE_WITHIN:.0f} s", f"{whole.median:.2f}", whole.median < WHOLE_WITHIN),
        Goal(f"an hour's news under {NEWS_WITHIN:.0f} s", f"{news.median:.2f}", news.median < NEWS_WITHIN),
        Goal("peak memory under 3 GB", f"{peak:.0f} MB", peak < MEGABYTES),
    ]  # fmt: skip
