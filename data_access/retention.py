"""What time does to personal data: rows past their rule go, and all of an emergency that has ended; each is in the ledger.

The ledger stands in the database and, line by line, in a file beside it: after a restore of an older backup the file
says what has to go again.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.emergency import Emergency, finish
from data_access.database import Database
from data_access.emergency import COLLECTED, LASTING, Collected, deletion

FILE = "deletions.ledger"
BATCH = 500
MOST_BATCHES = 2_000  # a run; the next one goes on


def expire(database: Database, by: Actor) -> dict[str, int]:
    """Take away what is past its own rule while the emergency lasts; short transactions, so that a crash costs nothing."""
    gone = {}
    for one in (*COLLECTED, *LASTING):
        if one.rule:
            with database.work(by) as work:
                days = work.policy.get("retention", one.rule, by.area).body["days"]
                before = _hour(work.at) - timedelta(days=days)
            gone[one.kind] = _erase_all(database, by, one, None, before)
    return gone


def destroy_ended(database: Database, by: Actor) -> list[Emergency]:
    """Destroy all that belongs to emergencies whose time after the end is over; goes on where a crash stopped it."""
    with database.work(by) as work:
        due = [one for one in work.emergencies.all() if one.due_for_destruction(work.at)]
    return [_destroy(database, by, one) for one in due]


def _destroy(database: Database, by: Actor, one: Emergency) -> Emergency:
    for kind in COLLECTED:
        _erase_all(database, by, kind, one.id, None)
    with database.work(by) as work:
        return finish(work, one.id)


def _erase_all(database: Database, by: Actor, one: Collected, emergency_id: int | None, before: datetime | None) -> int:
    gone = 0
    for _ in range(MOST_BATCHES):
        with database.work(by) as work:
            told = {
                "reason": "ended" if emergency_id else "expired",
                "district_at": work.at,
                "machine_at": work.machine_at,
            }
            batch = work.emergencies.erase(one, emergency_id, before, BATCH, told)
        gone += batch
        if batch < BATCH:
            break
    return gone


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


# The ledger's file


def export_ledger(connection: Connection, path: Path) -> int:
    """Add to the file what the table has and the file has not; returns how many lines."""
    last = max((line["id"] for line in read_ledger(path)), default=0)
    rows = connection.execute(select(deletion).where(deletion.c.id > last).order_by(deletion.c.id)).all()
    lines = [json.dumps(dict(row._mapping), default=_instant) + "\n" for row in rows]
    if lines:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, "".join(lines).encode())
            os.fsync(file)
        finally:
            os.close(file)
    return len(lines)


def read_ledger(path: Path) -> list[dict[str, Any]]:
    """All lines, oldest first; a last one that a crash cut short is passed over, since the table still has it."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def replay_ledger(connection: Connection, path: Path) -> int:
    """After a restore: erase again what the file says and the restored table does not know; as the owner. Returns how many."""
    known = set(connection.execute(select(deletion.c.id)).scalars())
    missing = [line for line in read_ledger(path) if line["id"] not in known]
    for one in (*COLLECTED, *LASTING):
        ids = [line["subject_id"] for line in missing if line["kind"] == one.kind]
        if ids:
            connection.execute(text(one.erase), {"ids": ids})
    if missing:
        connection.execute(insert(deletion), [_row(line) for line in missing])
        connection.execute(
            text("select setval(pg_get_serial_sequence('deletion', 'id'), (select max(id) from deletion))")
        )
    return len(missing)


def _row(line: dict[str, Any]) -> dict[str, Any]:
    return line | {name: datetime.fromisoformat(line[name]) for name in ("district_at", "machine_at")}


def _instant(value: Any) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()
