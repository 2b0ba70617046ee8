"""The audit: each line chained to the one before by a keyed digest, so that a change is seen."""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.refusals import NotFound
from cockpit.sight import Tie

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


class Chain(StrEnum):
    """What was done, and who looked at personal data: two chains, each whole in itself."""

    ACTS = "acts"
    LOOKS = "looks"


@allowed_to("see_audit")
def read_log(
    work: "Work", before: int | None = None, action: str = "", subject: str = "", limit: int = 100,
    chain: Chain = Chain.ACTS,
) -> list[LogEntry]:  # fmt: skip
    """Lines before the number `before`, newest first; of one action, or of one subject (`incident/127`), where asked."""
    kind, _, subject_id = subject.partition("/")
    return work.log.lines(before, action, kind, subject_id, min(limit, 500), chain)


@dataclass(frozen=True)
class Look:
    """One look at a person, as the person may know of it: by which role, when, at what, and why; not by whom.

    `action` is what kind of look: a record (`looked`), a list (`listed`, `printed`), one field in full (`revealed`), a record
    that was not the looker's own (`glass_broken`).
    """

    at: datetime
    role: str
    action: str
    fields: tuple[str, ...]
    code: str | None


@allowed_to("see_looks")
def looks_at(work: "Work", person_id: int, limit: int = 100) -> list[Look]:
    """Who looked at this person, newest first: the record, fields of it, and lists of the person alone, the grid or the community.

    The public asks by a receipt, which admits the one person it stands for; of anybody else it learns nothing.
    """
    person = work.people.get(person_id)
    if work.by.role == "public" and Tie.SELF not in work.people.ties(person):
        raise NotFound()
    alone = work.signature({"persons": [person_id]})
    lines = work.log.looks_at(person_id, person.grid, alone, min(limit, 500))
    return [_look_of(entry.line) for entry in lines]


def _look_of(line: AuditLine) -> Look:
    return Look(line.district_at, line.role, line.action, tuple(line.facts["fields"]), line.facts.get("code"))
