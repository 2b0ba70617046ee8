"""Records of stays from a file of many rows into the lake, checked and written, beside pandas that checks nothing; and what a
round finds kept in PostgreSQL, beside the same rows by plain inserts.

The file names people by identity number and places by name; one row in a hundred is wrong. Ours runs as the worker does: read,
judged, set against the lake, confirmed, judged again, written; its peak memory is that of its own process.
"""

import csv
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, text

from bench.audit import ZONE, opened, server
from bench.measure import Goal, Outcome
from cockpit.access import system
from cockpit.importing.acts import confirm_here, receive
from cockpit.screening import CaseFacts, CaseStatus, Closeness, Exposure, Setting, enter_case, keep_found
from data_access import policy, schema
from data_access.database import Database
from data_access.demo.build import DISTRICT, RULES_FROM, declare
from data_access.demo.district import District, make
from data_access.demo.plant import plant
from data_access.demo.staff import add_staff
from data_access.people import Tokens
from data_access.screening import exposure

NOW = datetime(2020, 2, 1, 9, tzinfo=ZONE)
HEADER = ("身份证号", "场所名称", "街道", "进入时间", "离开时间")
WRONG = 100  # one row in so many
MEGABYTE = 1024


@dataclass(frozen=True)
class Size:
    """`scale` of the district, rows of the file, exposures of one case."""

    scale: float
    rows: int
    exposures: int


SIZES = {"quick": Size(0.02, 100_000, 5_000), "full": Size(0.2, 20_000_000, 50_000), "tiny": Size(0.02, 2_000, 200)}


@dataclass(frozen=True)
class Taken:
    way: str
    rows: int
    seconds: float
    peak: float  # megabytes
    told: str


def measure(size: Size) -> list[Taken]:
    with server() as embedded, TemporaryDirectory(prefix="cockpit-bench-") as made:
        embedded.ensure_database("records")
        url, file = embedded.url("records"), Path(made) / "stays.csv"
        district = town(url, size.scale)
        wrong = write(district, numbers_of(url), file, size.rows)
        apart = [apply(one, url, Path(made), file) for one in (ours, by_pandas)]
        assert f"{wrong} refused" in apart[0].told, apart[0].told
        return [*apart, *kept(url, size.exposures)]


def town(url: str, scale: float) -> District:
    database = opened(url)
    schema.migrate(database.engine)
    district = make(scale, 1)
    with database.connection() as connection:
        plant(connection, district, database.sealer, Tokens(database.keys.index))
        policy.publish_defaults(connection, DISTRICT, NOW - RULES_FROM)
        declare(connection, NOW)
        add_staff(connection, "no password", district.watched[0].code, NOW)
        connection.execute(text("analyze"))
    database.engine.dispose()
    return district


def numbers_of(url: str) -> list[str]:
    """Of up to so many residents, as the file names them."""
    database = opened(url)
    with database.work(system(DISTRICT), at=NOW) as work:
        persons = list(work.connection.execute(text("select id from person order by id limit 20000")).scalars())
        numbers = [
            known["number"] for known in work.people.open_many(persons, ["number"]).values() if "number" in known
        ]
    database.engine.dispose()
    return numbers


def write(district: District, numbers: list[str], file: Path, rows: int) -> int:
    """Returns how many of them are wrong."""
    chance = Random(1)
    names = [place.name for place in district.places]
    places = [(one.name, one.spot.street) for one in district.places if names.count(one.name) == 1][:500]
    first = NOW - timedelta(days=14)
    wrong = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(HEADER)
        for number in range(rows):
            came = first + timedelta(seconds=chance.randrange(13 * 86_400))
            left = came + timedelta(minutes=chance.randrange(5, 180)) * (-1 if number % WRONG == 0 else 1)
            wrong += number % WRONG == 0
            name, street = places[chance.randrange(len(places))]
            lines.writerow(
                (
                    numbers[chance.randrange(len(numbers))],
                    name,
                    street,
                    f"{came:%Y-%m-%d %H:%M:%S}",
                    f"{left:%Y-%m-%d %H:%M:%S}",
                )
            )
    return wrong


def apply(way: Callable[..., tuple[int, str]], url: str, folder: Path, file: Path) -> Taken:
    """In a process of its own."""
    with get_context("spawn").Pool(1) as process:
        seconds, peak, rows, told = process.apply(timed, (way, url, folder, file))
    return Taken(NAMES[way.__name__], rows, seconds, peak, told)


def timed(way: Callable[..., tuple[int, str]], url: str, folder: Path, file: Path) -> tuple[float, float, int, str]:
    start = time.perf_counter()
    rows, told = way(url, folder, file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return time.perf_counter() - start, peak, rows, told


def ours(url: str, folder: Path, file: Path) -> tuple[int, str]:
    from data_access.importing.jobs import Runner

    database = opened(url)
    by = system(DISTRICT)
    with database.work(by, at=NOW) as work:
        number = receive(work, "presence", file.name, {}).id
    runner = Runner(At(database), by, number, file, certain=True, data=folder)  # type: ignore[arg-type]
    checked = runner.check()
    with database.work(by, at=NOW) as work:
        confirm_here(work, number)
    counts = runner.apply().counts
    database.engine.dispose()
    return checked.counts.rows, f"{counts.added} added, {counts.refused} refused"


@dataclass
class At:
    """The database at the moment of the measurement."""

    database: Database

    def work(self, by: Any) -> Any:
        return self.database.work(by, at=NOW)


def by_pandas(url: str, folder: Path, file: Path) -> tuple[int, str]:
    """Numbers by a dictionary, a Parquet file a day; no row is looked at, nobody is looked up, and no name is hidden well."""
    import pandas

    count = 0
    known: dict[str, int] = {}
    for chunk in pandas.read_csv(file, chunksize=200_000, dtype=str):
        came, left = (pandas.to_datetime(chunk[name]) for name in HEADER[3:])
        persons = chunk[HEADER[0]].map(lambda one: known.setdefault(one, len(known)))
        rows = pandas.DataFrame(
            {"person": persons, "place": chunk[HEADER[1]], "came": came, "left": left, "day": came.dt.date}
        )
        for day, those in rows.groupby("day"):
            those.to_parquet(folder / f"pandas-{day}-{count}.parquet")
        count += len(chunk)
    return count, f"{count} written"


NAMES = {"ours": "ours: checked and written", "by_pandas": "pandas: written"}


def kept(url: str, count: int) -> Iterator[Taken]:
    """So many exposures of one case, kept; then the same rows by an insert each."""
    database = opened(url)
    with database.work(system(DISTRICT), at=NOW) as work:
        persons = list(work.connection.execute(text("select id from person order by id")).scalars())
        case = enter_case(work, persons[0], CaseFacts(CaseStatus.CONFIRMED, onset=NOW.date() - timedelta(days=3)))
    chance, began = Random(2), (NOW - timedelta(days=2)).astimezone(UTC)
    found = [
        Exposure(case.id, persons[1 + number % (len(persons) - 1)], Setting.PLACE, Closeness.CLOSE,
                 began + timedelta(seconds=number), began + timedelta(seconds=number, minutes=30), str(chance.randrange(1, 50)))
        for number in range(count)
    ]  # fmt: skip
    start = time.perf_counter()
    with database.work(system(DISTRICT), at=NOW) as work:
        keep_found(work, work.cases.get(case.id), found)
    yield Taken(
        "ours: what a round found, kept", count, time.perf_counter() - start, 0, "with areas, days, visits planned"
    )
    rows = [
        {"case_id": case.id, "person_id": one.person, "setting": "meal", "closeness": 3, "began": one.began, "ended": one.ended,
         "place": one.where, "policy": case.policy, "found_at": NOW, "street": "0", "community": "0", "grid": "0"}
        for one in found
    ]  # fmt: skip
    start = time.perf_counter()
    with database.engine.begin() as connection:
        for row in rows:
            connection.execute(insert(exposure).values(row))
    yield Taken("an insert each", count, time.perf_counter() - start, 0, "nothing looked up")
    database.engine.dispose()


def outcome(taken: list[Taken]) -> Outcome:
    rows = [
        [
            one.way,
            f"{one.rows:,}",
            f"{one.seconds:.1f}",
            f"{one.rows / one.seconds:,.0f}",
            f"{one.peak:.0f}" if one.peak else "–",
            one.told,
        ]
        for one in taken
    ]
    file, plain, round_, inserts = taken
    return Outcome(
        "records",
        ["way", "rows", "seconds", "rows a second", "peak MB", "what"],
        rows,
        [f"a file of stays: ours takes {file.seconds / plain.seconds:.1f} times as long as pandas, which checks nothing, and does it twice"],
        [
            Goal("a file of any size in under 2 GB", f"{file.peak:.0f} MB", file.peak < 2_000),
            Goal("what a round found is kept faster than by an insert each", f"{inserts.seconds / round_.seconds:.1f} times as fast", round_.seconds < inserts.seconds),
        ],
    )  # fmt: skip
