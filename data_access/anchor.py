"""The anchor: a file beside the database that remembers the heads of both audit chains.

Whoever cuts lines off the end of a chain, or writes the chain anew, would have to change this file too; it belongs
on another disk, or is copied away. One JSON object a line: chain, id, digest (hex), machine_at.
"""

import json
import os
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from data_access.feed import audit_entry, look_entry

FILE = "audit.anchor"
CHAINS = (audit_entry, look_entry)
BATCH = 5_000
RESTORED = "restored "  # before the name of a chain


@dataclass(frozen=True)
class Head:
    """The last line of a chain: its id and its digest in hex."""

    chain: str
    id: int
    digest: str


class BadAnchor(ValueError):
    """A line of the file that is none; its text is the line's number."""


def heads(connection: Connection) -> list[Head]:
    """The heads of the chains that have a line."""
    found = []
    for table in CHAINS:
        row = connection.execute(select(table.c.id, table.c.digest).order_by(table.c.id.desc()).limit(1)).one_or_none()
        found += [Head(table.name, row.id, bytes(row.digest).hex())] if row else []
    return found


def append(path: Path, new: list[Head], machine: datetime) -> None:
    """Add the heads to the file, readable for its owner only, and wait until the disk has them."""
    lines = [json.dumps({**vars(head), "machine_at": machine.isoformat()}) + "\n" for head in new]
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, "".join(lines).encode())
        os.fsync(file)
    finally:
        os.close(file)


def read(path: Path) -> list[Head]:
    """All anchored heads, oldest first; none without a file. A last line that a crash cut short is passed over."""
    if not path.exists():
        return []
    *whole, _ = path.read_text(encoding="utf-8").split("\n")
    return [_head(number, line) for number, line in enumerate(whole, 1)]


def _head(number: int, line: str) -> Head:
    try:
        kept = json.loads(line)
        return Head(str(kept["chain"]), int(kept["id"]), str(kept["digest"]))
    except (ValueError, KeyError, TypeError):
        raise BadAnchor(number) from None


def append_restore(path: Path, restored: list[Head], machine: datetime) -> None:
    """A restore adds lines of its own: what was anchored after the restored heads is not looked for any more."""
    append(path, [Head(RESTORED + head.chain, head.id, head.digest) for head in restored], machine)


def _expected(anchored: list[Head]) -> list[Head]:
    """The heads that must still stand: those of before a restore up to what was restored, and all since."""
    known: list[Head] = []
    for head in anchored:
        if head.chain.startswith(RESTORED):
            chain = head.chain.removeprefix(RESTORED)
            known = [one for one in known if one.chain != chain or one.id <= head.id]
            head = Head(chain, head.id, head.digest)
        known.append(head)
    return known


def first_missing(connection: Connection, anchored: list[Head]) -> Head | None:
    """The first anchored head that does not stand in its chain any more, or stands there with another digest."""
    by_chain: dict[str, list[Head]] = defaultdict(list)
    for head in _expected(anchored):
        by_chain[head.chain].append(head)
    tables = {table.name: table for table in CHAINS}
    for chain, known in by_chain.items():
        missing = _missing_in(connection, tables[chain], known) if chain in tables else known[0]
        if missing:
            return missing
    return None


def _missing_in(connection: Connection, table: Table, known: list[Head]) -> Head | None:
    for start in range(0, len(known), BATCH):
        part = known[start : start + BATCH]
        query = select(table.c.id, table.c.digest).where(table.c.id.in_([head.id for head in part]))
        standing = {row.id: bytes(row.digest).hex() for row in connection.execute(query)}
        for head in part:
            if standing.get(head.id) != head.digest:
                return head
    return None
