"""Does the installation hold together: schema, clocks, queue, audit, figures. Looks only, changes nothing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, text
from sqlalchemy.engine import Connection

from cockpit.clock import real
from cockpit.texts import N_
from data_access import anchor, clock, feed, figures, jobs, schema, scope, sources
from data_access.database import Database

ALIVE_WITHIN = timedelta(seconds=30)
LONGEST_QUEUE = timedelta(seconds=30)
needed_schema = cache(schema.head)  # read from the migrations' files, which do not change while we run


@dataclass(frozen=True)
class Line:
    """One thing looked at: `sentence` is a marked sentence with the `figures` as placeholders."""

    name: str
    ok: bool
    sentence: str
    figures: dict[str, Any]

    def __str__(self) -> str:
        return self.sentence.format(**self.figures)


@dataclass(frozen=True)
class Report:
    lines: tuple[Line, ...]

    @property
    def ok(self) -> bool:
        return all(line.ok for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """What `check --json` prints: `{"ok": bool, "checks": [{"name", "ok", "sentence", "figures"}]}`."""
        return {"ok": self.ok, "checks": [asdict(line) | {"sentence": str(line)} for line in self.lines]}


def check(database: Database, data_dir: Path) -> Report:
    """Look at everything as of one moment; raises Unavailable when the database does not answer.

    `data_dir` is where the worker keeps the anchor file. A wrong schema is the only line then: the rest would fail.
    """
    with database.connection() as connection:
        # One snapshot: a counter and its facts must be of the same moment while others go on working.
        connection.execute(text("set transaction isolation level repeatable read, read only"))
        found = schema.current(connection)
        line = schema_line(found)
        if not line.ok:
            return Report((line,))
        with scope.reading(connection):
            return Report((line, *_lines(connection, database, data_dir / anchor.FILE)))


def schema_line(found: str | None) -> Line:
    figures_of = {"found": found or "-", "needed": needed_schema()}
    if found == needed_schema():
        return Line("schema", True, N_("The schema is {found}, as this code needs it."), figures_of)
    return Line("schema", False, N_("The schema is {found}, this code needs {needed}: run migrate."), figures_of)


def _lines(connection: Connection, database: Database, anchor_file: Path) -> Iterator[Line]:
    machine, audit_key = datetime.now(UTC), database.keys.audit
    yield clock_line(connection, machine, database.zone)
    yield _worker(connection, machine)
    yield _queue(connection, machine)
    yield _chain(connection, audit_key, "audit", feed.audit_entry)
    yield _chain(connection, audit_key, "looks", feed.look_entry)
    yield _anchor(connection, anchor_file)
    yield _counters(connection)
    yield _sources(connection)


def clock_line(connection: Connection, machine: datetime, zone: ZoneInfo) -> Line:
    now = (clock.read(connection) or real(machine)).district(machine)
    newest = connection.execute(text("select max(district_at) from change")).scalar()
    told = {"now": _shown(now, zone), "newest": _shown(newest, zone) if newest else "-"}
    if newest is None or newest <= now:
        return Line("clock", True, N_("The district's clock shows {now}, the newest change is of {newest}."), told)
    return Line("clock", False, N_("The district's clock shows {now}, before the newest change of {newest}."), told)


def _shown(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")


def _worker(connection: Connection, machine: datetime) -> Line:
    seen = jobs.worker_seen(connection)
    if seen is None:
        return Line("worker", False, N_("No worker runs: nothing is escalated, delivered or expired."), {})
    seconds = max(0, round((machine - seen).total_seconds()))
    if seconds <= ALIVE_WITHIN.total_seconds():
        return Line("worker", True, N_("A worker gave a sign of life {seconds} s ago."), {"seconds": seconds})
    return Line("worker", False, N_("The worker's last sign of life is {seconds} s old."), {"seconds": seconds})


def _queue(connection: Connection, machine: datetime) -> Line:
    age, counted = jobs.queue_age(connection, machine), jobs.counts(connection)
    told = {
        "seconds": round(age.total_seconds(), 1),
        **{status: counted.get(status, 0) for status in ("todo", "doing", "failed")},
    }
    if age > LONGEST_QUEUE:
        return Line("queue", False, N_("The oldest job has been due for {seconds} s; {todo} wait."), told)
    if told["failed"]:
        return Line("queue", False, N_("{failed} jobs failed for good; see the worker's log."), told)
    return Line("queue", True, N_("No job is late; {todo} wait for their time."), told)


def _chain(connection: Connection, key: bytes, name: str, table: Table) -> Line:
    lines, broken = feed.check_chain(connection, key, table)
    told = {"chain": table.name, "lines": lines}
    if broken is None:
        return Line(name, True, N_("The chain {chain} holds: {lines} lines."), told)
    told = {"chain": table.name, "line": broken.line_id}
    return Line(name, False, N_("The chain {chain} breaks at line {line}: it or one before it was touched."), told)


def _anchor(connection: Connection, file: Path) -> Line:
    try:
        anchored = anchor.read(file)
    except anchor.BadAnchor as bad:
        return Line("anchor", False, N_("Line {line} of the anchor file cannot be read."), {"line": bad.args[0]})
    if not anchored and anchor.heads(connection):
        return Line("anchor", False, N_("The audit has lines but no anchor file; the worker writes one."), {})
    missing = anchor.first_missing(connection, anchored)
    if missing is None:
        return Line("anchor", True, N_("All {heads} anchored heads stand in their chains."), {"heads": len(anchored)})
    told = {"chain": missing.chain, "line": missing.id}
    return Line("anchor", False, N_("Line {line} of {chain} was anchored and is gone or changed."), told)


def _counters(connection: Connection) -> Line:
    wrong = figures.differences(connection)
    if not wrong:
        return Line("counters", True, N_("All counters are what the facts say."), {"wrong": 0})
    community, figure, kept, facts = wrong[0]
    told = {"wrong": len(wrong), "community": community, "figure": figure, "kept": kept, "facts": facts}
    sentence = N_("{wrong} counters are wrong; first {figure} of {community}: {kept} instead of {facts}.")
    return Line("counters", False, sentence, told)


def _sources(connection: Connection) -> Line:
    wrong = sources.differences(connection)
    if not wrong:
        return Line("sources", True, N_("What is told of the inventory's sources is what the facts say."), {"wrong": 0})
    grid, kind, kept, facts = wrong[0]
    told = {"wrong": len(wrong), "grid": grid, "kind": kind, "kept": kept, "facts": facts}
    return Line(
        "sources", False, N_("{wrong} sources are wrong; first {kind} of {grid}: {kept} instead of {facts}."), told
    )
