"""A unit of work: one person, one moment, one transaction; and the feed it writes as its last statements."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.areas import Spot
from cockpit.audit import AuditLine
from cockpit.clock import Clock
from cockpit.escalation.follow import follow
from cockpit.events import Event
from cockpit.incidents import Incident
from cockpit.incidents.story import Told
from cockpit.incidents.touch import touched
from cockpit.notifications import Notification
from cockpit.policy import Rules
from cockpit.refusals import Refusal
from cockpit.warnings import EarlyWarning
from data_access import feed, jobs
from data_access.areas import AreaShelf
from data_access.counters import Counters, with_figures
from data_access.follow_up import FollowUpShelf
from data_access.greeting import GreetingShelf
from data_access.home_health import CareDayShelf, CareFactShelf, CareTaskShelf, DayLists, ReportLists, ReportShelf
from data_access.inventory import InventoryShelf
from data_access.linking import LinkShelf
from data_access.looks import Looks
from data_access.mind_care import MindShelf
from data_access.once import done_before, must_be_a_key
from data_access.override_note import OverrideNoteShelf
from data_access.policy import RuleShelf
from data_access.risk_map import RiskMapShelf
from data_access.screening import ExposureShelf, HistoryShelf, RuleDraftShelf
from data_access.sealed import Sealer
from data_access.shelves import Shelves

Thing = TypeVar("Thing", Incident, EarlyWarning)


class Work(Shelves):
    """`by` is the person, `at` district time, `zone` the district's own, `policy` the rules in force."""

    def __init__(
        self, connection: Connection, by: Actor, clock: Clock, at: datetime, policy: Rules, areas: AreaShelf,
        zone: ZoneInfo, sealer: Sealer, audit_key: bytes, index_key: bytes,
    ) -> None:  # fmt: skip
        super().__init__(connection, by, at, areas, sealer, index_key)
        self.clock = clock
        self.machine_at = datetime.now(UTC)
        self.policy = policy
        self.zone = zone
        self._audit_key = audit_key
        self._index_key = index_key
        self._lines: list[AuditLine] = []
        self._changes: list[dict[str, Any]] = []
        self.counters = Counters(zone)

    @cached_property
    def care_days(self) -> CareDayShelf:
        return CareDayShelf(self.connection)

    @cached_property
    def care_facts(self) -> CareFactShelf:
        return CareFactShelf(self.connection, self.people)

    @cached_property
    def care_tasks(self) -> CareTaskShelf:
        return CareTaskShelf(self.connection, self.people)

    @cached_property
    def day_lists(self) -> DayLists:
        return DayLists(self.connection, self.people)

    @cached_property
    def exposures(self) -> ExposureShelf:
        return ExposureShelf(self.connection, self.people, self.policy)

    @cached_property
    def follow_ups(self) -> FollowUpShelf:
        return FollowUpShelf(self.connection, self.sealer, self.at, self.zone, self.by.id)

    @cached_property
    def greetings(self) -> GreetingShelf:
        return GreetingShelf(self.connection)

    @cached_property
    def histories(self) -> HistoryShelf:
        return HistoryShelf(self.connection, self.by)

    @cached_property
    def inventory(self) -> InventoryShelf:
        return InventoryShelf(self)

    @cached_property
    def links(self) -> LinkShelf:
        return LinkShelf(self.connection, self.sealer, self.people, self.counters)

    @cached_property
    def looks(self) -> Looks:
        return Looks(self)

    @cached_property
    def minds(self) -> MindShelf:
        return MindShelf(self.connection, self.sealer, self._index_key)

    @cached_property
    def override_notes(self) -> OverrideNoteShelf:
        return OverrideNoteShelf(self.connection, self.people)

    @cached_property
    def reports(self) -> ReportShelf:
        return ReportShelf(self.connection, self.people)

    @cached_property
    def report_lists(self) -> ReportLists:
        return ReportLists(self.connection, self.people)

    @cached_property
    def risk_maps(self) -> RiskMapShelf:
        return RiskMapShelf(self.connection, self.zone, self.by.area)

    @cached_property
    def rule_drafts(self) -> RuleDraftShelf:
        return RuleDraftShelf(self.connection, self.sealer)

    @cached_property
    def rules(self) -> RuleShelf:
        return RuleShelf(self.connection)

    def save(self, thing: Thing, *events: Event) -> Thing:
        """Keep the changed thing and tell what happened to it; refuses when somebody else was faster."""
        shelf: Any = self.incidents if isinstance(thing, Incident) else self.warnings
        before = shelf.before(thing) if thing.id else None
        kept: Thing = shelf.keep(touched(self, thing) if isinstance(thing, Incident) else thing)
        self.counters.count(before, kept)
        for event in events:
            self.tell(kept, event)
        if isinstance(kept, Incident):
            follow(self, before, kept)
        return kept

    def tell(self, thing: Any, event: Event) -> None:
        """An event of a thing that has `subject`, `id`, `spot` and `shown()`: one audit line, one change row."""
        spot = thing.spot
        self._tell(thing.subject, str(thing.id), spot, event, thing.shown())

    def tell_area(self, area: str, subject: str, subject_id: int, event: Event, *, line: bool = True) -> None:
        """An event of a whole area; of one that many areas hear of, the audit has one line."""
        codes = [area[:length] if len(area) >= length else None for length in (9, 12, 15)]
        self._tell(subject, str(subject_id), codes, event, {}, line)

    def _tell(
        self, subject: str, subject_id: str, where: Spot | list[str | None], event: Event, state: dict[str, Any],
        line: bool = True,
    ) -> None:  # fmt: skip
        street, community, grid = (where.street, where.community, where.grid) if isinstance(where, Spot) else where
        code = {"code": state["code"]} if "code" in state else {}
        if line:
            self.notify(event.name(), subject, subject_id, street or self.by.area, event.facts | code)
            self._lines.append(self._line(event.name(), subject, subject_id, event.facts))
        self._changes.append(
            {
                "machine_at": self.machine_at.isoformat(),
                "district_at": self.at.isoformat(),
                "account": self.by.id,
                "role": self.by.role,
                "subject": subject,
                "subject_id": subject_id,
                "street": street,
                "community": community,
                "grid": grid,
                "event": event.name(),
                "facts": event.facts,
                "state": state,
            }
        )

    def notify(self, event: str, subject: str, subject_id: str, area: str, facts: dict[str, Any]) -> None:
        """Where a rule says that this event tells: written now, handed to the channels later by the worker.

        `area` is a street or the district.
        """
        if self.policy.find("notify", event, area):
            told = Notification(subject, subject_id, event, area, facts, self.machine_at, self.at)
            self.notifications.add(told)

    @contextmanager
    def by_itself(self) -> Iterator[None]:
        """One of many: what is refused within leaves nothing behind, and the others stand."""
        told, changed, looks = len(self._lines), len(self._changes), len(self.looks.lines)
        counted, taken = dict(self.counters.deltas), dict(self.incidents.taken)
        try:
            with self.connection.begin_nested():
                yield
        except Refusal:
            del self._lines[told:], self._changes[changed:], self.looks.lines[looks:]
            self.counters.deltas.clear()
            self.counters.deltas.update(counted)
            self.incidents.taken = taken
            raise

    def last_change(self) -> int:
        """The change at which a page reads: asked before all else, so that what comes meanwhile is told again."""
        return feed.last_change(self.connection)

    def timeline(self, subject: str, subject_id: int) -> tuple[Told, ...]:
        """What was told of a thing, in order."""
        rows = feed.changes_of(self.connection, subject, str(subject_id))
        return tuple(Told(row.event, row.facts, row.district_at, row.account, row.role) for row in rows)

    def looked(
        self, subject: str, subject_id: int | str, fields: list[str], action: str = "looked", **facts: Any
    ) -> None:
        """A look at personal data: which fields of what, never their values; and why, where a reason was asked for."""
        self.looks.add(self._line(action, subject, str(subject_id), {"fields": fields, **facts}))

    def refused(self, refusal: Refusal, where: str) -> None:
        """A refusal is told to the audit too, though nothing changed."""
        self._lines.append(self._line("refused", "refusal", type(refusal).__name__, {"where": where}))

    def note_act(self, action: str, subject: str, subject_id: str, facts: dict[str, Any]) -> None:
        """An act that changes nothing on anybody's screen: signing in and out, a forged request."""
        self._lines.append(self._line(action, subject, subject_id, facts))

    def _line(self, action: str, subject: str, subject_id: str, facts: dict[str, Any]) -> AuditLine:
        by = self.by
        who = (by.id, by.told_as, by.role, by.area, by.session)
        return AuditLine(self.machine_at, self.at, *who, action, subject, subject_id, facts)

    def signature(self, facts: dict[str, Any]) -> str:
        """A keyed digest of a report, in hex: who holds the audit's key can tell whether a word of it was changed."""
        return hmac.digest(self._audit_key, json.dumps(facts, sort_keys=True).encode(), "sha256").hex()

    def once(self, key: str, act: str, body: dict[str, Any]) -> bool:
        """True when this very request was done before; refuses a key that came with another body.

        The body is kept as a digest only: it may hold what somebody wrote about a person.
        """
        must_be_a_key(key)
        written = json.dumps(body, sort_keys=True, default=str).encode()
        digest = hmac.digest(self._audit_key, written, "sha256").hex()
        row = {"key": f"{self.by.id}/{key}", "account": self.by.id, "act": act, "machine_at": self.machine_at}
        return done_before(self.connection, row | {"body": digest})

    def later(self, task: str, due: datetime, queue: str = "default", lock: str | None = None, **args: Any) -> None:
        """Run a task when the district's clock shows `due`; part of this transaction. Of one `lock`, one runs at a time."""
        job = {"queue": queue, "task": task, "lock": lock, "at": self.clock.machine(due)}
        jobs.defer(self.connection, job, {"due": due.isoformat(), **args})

    def flush(self, *, commit: bool = False) -> None:
        """The last statements: counters first, then the two chains, each under its own lock until the commit.

        With `commit` that goes along with the very last one; where nothing is to be written, nothing is committed.
        """
        changes = with_figures(self._changes, self.figures.add(self.counters.taken()))
        feeds = bool(self._lines or changes)
        self.looks.write(self._audit_key, commit=commit and not feeds)
        if feeds:
            feed.append(self.connection, self._audit_key, self._lines, changes, commit=commit)
        self._lines, self._changes = [], []
