"""The audit: each line chained to the one before by a keyed digest, so that a change is seen."""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to

if TYPE_CHECKING:
    from data_access.work import Work

GENESIS = b"\0" * 32


@dataclass(frozen=True)
class AuditLine:
    """What is digested: both times, who (role, scope, session), what was done to which subject, with its facts."""

    machine_at: datetime
    district_at: datetime
    account: int | None
    actor: str
    role: str
    area: str
    session: str | None
    action: str
    subject: str
    subject_id: str
    facts: dict[str, Any]

    def canonical(self) -> bytes:
        """One byte string for one content, whatever wrote or read it."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values |= {name: values[name].timestamp().hex() for name in ("machine_at", "district_at")}
        return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def chained(key: bytes, previous: bytes, line: AuditLine) -> bytes:
    """The digest of the line and of all before it (HMAC-SHA-256)."""
    return hmac.digest(key, previous + line.canonical(), "sha256")


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold: the id of the first line that does not fit."""

    line_id: int


def first_break(key: bytes, lines: list[tuple[int, AuditLine, bytes]], start: bytes = GENESIS) -> Break | None:
    """Check (id, line, digest) triples in order of id."""
    previous = start
    for line_id, line, digest in lines:
        if not hmac.compare_digest(chained(key, previous, line), digest):
            return Break(line_id)
        previous = digest
    return None


@dataclass(frozen=True)
class LogEntry:
    """One line as kept: its number in the chain and its digest beside what was digested."""

    id: int
    line: AuditLine
    digest: bytes


@allowed_to("see_audit")
def read_log(
    work: "Work", before: int | None = None, action: str = "", subject: str = "", limit: int = 100
) -> list[LogEntry]:
    """Lines before the number `before`, newest first; of one action, or of one subject (`incident/127`), where asked."""
    kind, _, subject_id = subject.partition("/")
    return work.log.lines(before, action, kind, subject_id, min(limit, 500))
