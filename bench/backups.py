"""Backups taken while everybody writes, each put back into a server of its own, beside what was acknowledged before.

And a person whose key is destroyed between two backups: the older one is put back under a district that is served, with
the newest keys, and the person is looked for in pages, dump, database files and the backup itself.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from bench.browser import BROKEN, Browser, NotTaken
from bench.faults.afterwards import counts_of, dispatches_of, holds, incidents_of
from bench.faults.storm import Sent, Storm, storming
from bench.measure import Goal, Outcome
from bench.running import ROOT, Demo, demo
from data_access.embedded import Embedded, program
from data_access.retention import FILE as LEDGER
from data_access.retention import read_ledger
from data_access.upkeep import keeper
from entrypoints.demo import Demo as Installed
from entrypoints.demo import environment_of, owners

CANARY = {"name": "甘金雀", "phone": "10077001001"}
LOOKED_UP = "..inventory-list.children...inventory-last.data...inventory-more.hidden.."
PATIENCE = 60.0


@dataclass(frozen=True)
class Size:
    backups: int
    calm: float = 1.0  # seconds of writing before each
    scale: float = 0.02


SIZES = {"quick": Size(4), "full": Size(20), "tiny": Size(1, calm=0.2, scale=0.002)}


@dataclass(frozen=True)
class Taken:
    """One backup, and what had been acknowledged when it began: counts (door, instant), reports, dispatches."""

    file: Path
    seconds: float
    counts: frozenset[tuple[str, str]]
    reports: int
    sent: tuple[Sent, ...]


# Lines of `check` that are about processes: in a server that was only restored none of them run.
RUNNING = ("worker", "queue")


@dataclass
class Restored:
    """`lost` of the `known` writes that were acknowledged before; `check`: chains and counters of the new server hold."""

    seconds: float
    known: int
    lost: int
    check: bool


@dataclass
class Erased:
    """Where the person was found, with the key and without it; whether everybody else is open in the restored district."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    others_open: bool = False


@dataclass
class Found:
    taken: list[Taken]
    restored: list[Restored]
    erased: Erased


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    folder = Path(tempfile.mkdtemp(prefix="cockpit-backups-"))
    try:
        person, reports = planted(served), incidents_of(served)
        shown = places_of(served, person)
        with storming(served) as storm:
            taken = [take(served, storm, folder / f"{number}.cockpit", size.calm) for number in range(size.backups)]
        destroy(served, person)
        with_the_newest_keys(served, taken, folder / "newest.cockpit")
        restored = [put_back(served, one, reports) for one in taken]
        return Found(taken, restored, without_the_key(served, person, shown, taken[-1].file))
    finally:
        shutil.rmtree(folder)


def with_the_newest_keys(served: Demo, taken: list[Taken], newest: Path) -> None:
    """Of key files the newest alone is kept: it stands beside whatever is put back."""
    command(served.folder, "backup", str(newest))
    for one in taken:
        shutil.copy(newest.with_name(newest.name + ".keys"), one.file.with_name(one.file.name + ".keys"))


def take(served: Demo, storm: Storm, file: Path, calm: float) -> Taken:
    time.sleep(calm)
    known = frozenset(storm.counts), len(storm.reports), tuple(storm.sent)
    began = time.monotonic()
    command(served.folder, "backup", str(file))
    return Taken(file, time.monotonic() - began, *known)


def command(folder: Path, *words: str, environment: dict[str, str] | None = None) -> str:
    """`environment` says which database is meant; without it the one of the folder is."""
    order = [sys.executable, str(ROOT / "app.py"), *words, *([] if environment else ["--data", str(folder)])]
    done = subprocess.run(order, capture_output=True, text=True, check=False, timeout=300, env=environment)
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stderr[-500:]}")
    return done.stdout


# Into a server of its own


def put_back(served: Demo, one: Taken, reports_before: int) -> Restored:
    with fresh_server(served) as folder:
        began = time.monotonic()
        command(folder, "restore", str(one.file), "--yes")
        took, there = time.monotonic() - began, Demo(0, 0, folder)
        lost = len(one.counts - counts_of(there, served)) + dispatches_of(there, one.sent)[0]
        lost += max(0, reports_before + one.reports - incidents_of(there))
        known = len(one.counts) + one.reports + sum(len(sent.teams) for sent in one.sent)
        return Restored(took, known, lost, holds(there, without=RUNNING))


@contextmanager
def fresh_server(served: Demo) -> Iterator[Path]:
    """A new machine as the guide has it: the old keys, and a database with the schema and nothing in it."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-restored-"))
    server = Embedded(folder)
    try:
        shutil.copy(served.folder / "keys.env", folder / "keys.env")
        server.start()
        installed = owners(environment_of(Installed(folder), server), server)
        command(folder, "migrate", environment=installed)
        yield folder
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


# Older than a key's destruction


def without_the_key(served: Demo, person: int, before: list[str], old: Path) -> Erased:
    command(served.folder, "restore", str(old), "--yes")
    until_it_serves(served)
    return Erased(before, [*places_of(served, person), *files_with_the_canary(served, old)], others(served, person))


def planted(served: Demo) -> int:
    """A resident of 长庆 becomes somebody who can be recognized anywhere."""
    with served.district() as database, database.work(keeper(database)) as work:
        query = text("select min(id) from person where community = '330103001001'")
        person = int(work.connection.execute(query).scalar_one())
        for name, value in CANARY.items():
            work.people.keep(person, name, value)
    return person


def destroy(served: Demo, person: int) -> None:
    """The person's key and rows go, and the worker writes it into the ledger beside the database."""
    with served.district() as database, database.work(keeper(database)) as work:
        work.emergencies.erase_person(person, work.at, work.machine_at)
    ledger, end = served.folder / LEDGER, time.monotonic() + PATIENCE
    while not any(line["subject_id"] == person for line in read_ledger(ledger)):
        if time.monotonic() > end:
            raise RuntimeError("the worker has not written the ledger")
        time.sleep(0.1)


def places_of(served: Demo, person: int) -> list[str]:
    """Which pages, asked for the person by number, list, phone and name, answer with something of theirs."""
    lin = Browser(served).signed_in("community", "/inventory")
    asked = {
        "record": ("inventory-person.children", person, 1, None),
        "by phone": (LOOKED_UP, 1, None, None, None, "phone", "330103001", CANARY["phone"], None),
        "by name": (LOOKED_UP, 1, None, None, None, "street_name", "330103001", CANARY["name"], None),
    }
    return [name for name, body in asked.items() if holds_canary(said(lin, *body))]


def said(browser: Browser, output: str, *values: object) -> bytes:
    """The bytes of the answer, also of a no."""
    try:
        return json.dumps(browser.call(output, *values), ensure_ascii=False).encode()
    except NotTaken as error:
        return error.body


def holds_canary(found: bytes) -> bool:
    spelled = [value.encode() for value in CANARY.values()] + [
        json.dumps(value)[1:-1].encode() for value in CANARY.values()
    ]
    return any(one in found for one in spelled)


def files_with_the_canary(served: Demo, old: Path) -> list[str]:
    """Every file of the data folder, the database's own and the backup included; and the whole database written as text."""
    order = [program("pg_dump"), "--dbname", served.database_url]
    dump = subprocess.run(order, capture_output=True, check=True).stdout
    files = [one for one in [*served.folder.rglob("*"), *old.parent.iterdir()] if one.is_file()]
    found = [str(one.relative_to(one.parents[1])) for one in files if holds_canary(one.read_bytes())]
    return found + (["dump"] if holds_canary(dump) else [])


def others(served: Demo, person: int) -> bool:
    """All but the one have their key, and so can be read."""
    without = "select p.id from person p where not exists (select from person_key k where k.person_id = p.id)"
    return {row[0] for row in served.ask(without)} <= {person} and bool(served.ask("select from person_key limit 1"))


def until_it_serves(served: Demo) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            Browser(served).ask("GET", "/readyz")
            return
        except (NotTaken, *BROKEN):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


# What is told of it


def outcome(found: Found) -> Outcome:
    shown = Outcome("backups", ["what", "times", "median s", "at most s"])
    for what, spans in (("backup, read back", found.taken), ("restore into a new server", found.restored)):
        seconds = sorted(one.seconds for one in spans)
        shown.rows.append([what, str(len(seconds)), f"{seconds[len(seconds) // 2]:.1f}", f"{seconds[-1]:.1f}"])
    known, lost = (sum(getattr(one, name) for one in found.restored) for name in ("known", "lost"))
    good = sum(not one.lost and one.check for one in found.restored)
    erased = found.erased
    shown.remarks.append(
        f"taken while three phones, four doors and two desks wrote; {known} writes acknowledged before the backups began;"
        " a new server: a folder with the old keys, `migrate`, `restore`, then `check`"
    )
    shown.goals = [
        Goal(f"backup: {len(found.taken)} of {len(found.taken)} taken while writing come back whole (`check`)", f"{good}", good == len(found.taken)),
        Goal("backup: nothing is lost that was acknowledged before it began", f"{lost} of {known}", not lost and known > 0),
        Goal("a person is found before the key is destroyed", ", ".join(erased.before) or "nowhere", len(erased.before) == 3),
        Goal("an older backup, put back afterwards, shows nothing of them: pages, dump, files", ", ".join(erased.after) or "nowhere", not erased.after),
        Goal("everybody else is read as before", "yes" if erased.others_open else "NO", erased.others_open),
    ]  # fmt: skip
    return shown
