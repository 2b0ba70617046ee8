"""One person, one record: all persons of a district compared and merged, beside pandas' merge on exact name and birthday.

A fifth of the persons have no number, and one in a hundred was written a second time by another office without one: in
Latin letters, with a character that sounds the same, with a wrong figure in the birthday, or after a move. So it is
known who is who. Each way opens the sealed names itself, in a process of its own, whose peak is what is told.
"""

import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context
from typing import Any

from sqlalchemy import insert, select, text

from bench.audit import opened, server
from bench.measure import Goal, Outcome
from cockpit.access import system
from cockpit.areas import Spot
from data_access.database import Database
from data_access.demo.build import FIRST_MINUTE, Secrets, build
from data_access.people import Bulk, person, person_key, person_token, residence
from data_access.people.bulk import KEY_TYPES, PERSON_TYPES, RESIDENCE_TYPES, TOKEN_TYPES
from data_access.pinyin import sort_key
from data_access.tables import next_id

DISTRICT, NAME = "330103", "linking"
BY = system(DISTRICT)
GOAL_SECONDS, TOGETHER = 600, 2_000
WAYS = ("Splink, with merges", "pandas, exact name and birthday")
WRITTEN = ("latin", "latin", "sound", "born", "moved")


@dataclass(frozen=True)
class Size:
    scale: float
    every: int = 100  # of so many persons one was written twice


SIZES = {"quick": Size(0.05), "full": Size(1.0), "tiny": Size(0.002, 50)}


@dataclass(frozen=True)
class Way:
    """`found` of the pairs that were planted, `wrong` others; of ours, `merged` without asking and `queued`."""

    name: str
    persons: int
    planted: int
    took: float
    peak: float
    found: int
    wrong: int
    merged: int = 0
    queued: int = 0
    merged_wrong: int = 0


def measure(size: Size) -> list[Way]:
    with server() as embedded:
        embedded.ensure_database(NAME)
        database = opened(embedded.url(NAME))
        build(database, size.scale, 1, FIRST_MINUTE, 1.0, Secrets("none", "a key"))
        planted = plant_again(database, size.every)
        database.engine.dispose()
        url = str(embedded.url(NAME))
        return [in_a_process(way, url, planted) for way in (by_pandas, by_splink)][::-1]


def plant_again(database: Database, every: int) -> list[tuple[int, int]]:
    """(record, the same person's second record)."""
    with database.work(BY) as work:
        work.connection.execute(
            text("update person set number = null, number_type = null, number_country = null where id % 5 = 0")
        )
        work.connection.execute(
            text("delete from person_token where kind in ('number', 'street_number4') and person_id % 5 = 0")
        )
        ids = list(work.connection.execute(select(person.c.id).where(person.c.id % every == 0)).scalars())
    return [pair for start in range(0, len(ids), TOGETHER) for pair in second(database, ids[start : start + TOGETHER])]


def second(database: Database, ids: list[int]) -> Iterator[tuple[int, int]]:
    rows: dict[Any, list[dict[str, Any]]] = {person: [], person_key: [], person_token: [], residence: []}
    pairs = []
    with database.work(BY) as work:
        bulk, names = Bulk(work.sealer, work.people.tokens), work.people.open_many(ids, ["name"])
        homes = work.connection.execute(select(residence).where(residence.c.person_id.in_(ids))).all()
        for at, home in enumerate(homes):
            who, number = work.people.get(home.person_id), next_id(work.connection, person)
            name, born = written(names[who.id]["name"], who.born, WRITTEN[at % len(WRITTEN)])
            lives = homes[(at + 7) % len(homes)] if WRITTEN[at % len(WRITTEN)] == "moved" else home
            spot = Spot(lives.street, lives.community, lives.grid, 0.0, 0.0)
            made = bulk.person(number, born, spot, {"name": name, "number": "", "phone": ""})
            there = (next_id(work.connection, residence), number, lives.household_id, lives.since,
                     lives.street, lives.community, lives.grid)  # fmt: skip
            for table, types, values in (
                (person, PERSON_TYPES, [made.row]), (person_key, KEY_TYPES, [made.key]),
                (person_token, TOKEN_TYPES, made.tokens), (residence, RESIDENCE_TYPES, [there]),
            ):  # fmt: skip
                rows[table] += [dict(zip(types, one, strict=True)) for one in values]
            work.counters.add(lives.community, "residents", None, 1)
            pairs.append((who.id, number))
        for table, new in rows.items():
            work.connection.execute(insert(table), new)
    yield from pairs


def written(name: str, born: date, how: str) -> tuple[str, date]:
    """As another office wrote it."""
    if how == "latin":
        return sort_key(name).upper(), born
    if how == "sound":
        return name[:-1] + {"伟": "玮", "丽": "莉", "静": "净"}.get(name[-1], name[-1]), born
    return name, born + timedelta(days=9) if how == "born" else born


def in_a_process(way: Any, url: str, planted: list[tuple[int, int]]) -> Way:
    """Spawned, so that its peak is its own."""
    context = get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=told, args=(queue, way, url, planted))
    process.start()
    found: Way = queue.get()
    process.join()
    return found


def told(queue: Any, way: Any, url: str, planted: list[tuple[int, int]]) -> None:
    queue.put(way(url, planted))


def peak() -> float:
    """MB of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def by_splink(url: str, planted: list[tuple[int, int]]) -> Way:
    from cockpit.linking import State, link_here
    from data_access.linking import person_pair
    from data_access.linking.jobs import Runner

    database = opened(url)
    with database.work(BY) as work:
        number = link_here(work).id
    began = time.perf_counter()
    run = Runner(database, BY, number, say).go()
    took = time.perf_counter() - began
    with database.work(BY) as work:
        rows = work.connection.execute(select(person_pair.c.one, person_pair.c.other, person_pair.c.state)).all()
    pairs, merged = (
        {(row.one, row.other) for row in rows},
        {(row.one, row.other) for row in rows if row.state == State.MERGED},
    )
    wanted = set(planted)
    return Way(WAYS[0], run.persons, len(wanted), took, peak(), len(pairs & wanted), len(pairs - wanted),
               run.merged, run.queued, len(merged - wanted))  # fmt: skip


def say(run: Any) -> None:
    print(f"\r{run.stage} {run.done}/{run.of}   ", end="", file=sys.stderr, flush=True)


def by_pandas(url: str, planted: list[tuple[int, int]]) -> Way:
    import pandas

    from data_access.linking.reading import chunks

    database, began = opened(url), time.perf_counter()
    with database.work(BY) as work:
        frames = [pandas.DataFrame({"id": one.unique_id, "name": one.name, "born": one.born}) for one in chunks(work)]
    people = pandas.concat(frames)
    both = people.merge(people, on=["name", "born"])
    both = both[both.id_x < both.id_y]
    took = time.perf_counter() - began
    pairs, wanted = set(zip(both.id_x, both.id_y, strict=True)), set(planted)
    return Way(WAYS[1], len(people), len(wanted), took, peak(), len(pairs & wanted), len(pairs - wanted))


def outcome(ways: list[Way]) -> Outcome:
    ours = ways[0]
    rows = [
        [way.name, str(way.persons), f"{way.took:.1f}", f"{way.persons / way.took:.0f}", f"{way.peak:.0f}",
         f"{way.found} of {way.planted}", str(way.wrong)]
        for way in ways
    ]  # fmt: skip
    return Outcome(
        "linking",
        ["way", "persons", "s", "persons/s", "peak MB", "found", "others"],
        rows,
        [
            f"ours merged {ours.merged} by itself ({ours.merged_wrong} of two persons) and left {ours.queued} to be judged",
            "each way opens the sealed names itself; ours merges, with history, tokens, counters and audit, in its time too",
        ],
        [
            Goal("500,000 persons in under 10 minutes", f"{ours.persons / ours.took * 600:.0f} in 10 minutes",
                 ours.persons / ours.took * GOAL_SECONDS >= 500_000),
            Goal("peak under 1.5 GB", f"{ours.peak:.0f} MB", ours.peak < 1500),
            Goal("nobody is merged by itself with another person", str(ours.merged_wrong), not ours.merged_wrong),
            Goal("finds more than the exact merge", f"{ours.found} against {ways[1].found}", ours.found > ways[1].found),
        ],
    )  # fmt: skip
