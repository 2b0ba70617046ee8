"""A unit of work: one person, one moment, one transaction; and the feed it writes as its last statements."""

import hmac
import json
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from cockpit.access import Actor
from cockpit.areas import Spot
from cockpit.audit import AuditLine
from cockpit.clock import Clock
from cockpit.events import Event
from cockpit.incidents import Incident
from cockpit.incidents.story import Told
from cockpit.notifications import Notification
from cockpit.policy import Rules
from cockpit.refusals import Refusal
from cockpit.warnings import EarlyWarning
from data_access import feed, jobs
from data_access.accounts import AccountShelf
from data_access.areas import AreaShelf
from data_access.backup_runs import BackupRunShelf
from data_access.counters import Counters, with_figures
from data_access.desk import DeskShelf
from data_access.emergency import EmergencyShelf
from data_access.figures import FigureShelf
from data_access.glass import GlassShelf
from data_access.importing.batches import BatchShelf
from data_access.importing.exports import ExportShelf
from data_access.importing.learning import HeaderShelf
from data_access.incidents import IncidentShelf, NoteShelf
from data_access.layers import LayerShelf
from data_access.looks import Looks
from data_access.notifications import NotificationShelf
from data_access.once import done_before, must_be_a_key
from data_access.people import PeopleShelf, Tokens
from data_access.places import PlaceShelf
from data_access.quarantine import QuarantineShelf
from data_access.receipts import ReceiptShelf
from data_access.requests import RequestShelf
from data_access.reveal import RevealShelf
from data_access.sealed import Sealer
from data_access.second_step import SecondStepShelf
from data_access.sheets import SheetShelf
from data_access.sources import SourceShelf
from data_access.teams import TeamShelf
from data_access.terminals import TerminalShelf
from data_access.two_people import WordShelf
from data_access.viewers import ViewerShelf
from data_access.warnings import AlarmShelf, ReadingShelf, WarningShelf

Thing = TypeVar("Thing", Incident, EarlyWarning)


class Work:
    """`by` is the person, `at` district time, `zone` the district's own, `policy` the rules in force."""

    def __init__(
        self, connection: Connection, by: Actor, clock: Clock, at: datetime, policy: Rules, areas: AreaShelf,
        zone: ZoneInfo, sealer: Sealer, audit_key: bytes, index_key: bytes,
    ) -> None:  # fmt: skip
        self.connection = connection
        self.by = by
        self.clock = clock
        self.at = at
        self.machine_at = datetime.now(UTC)
        self.policy = policy
        self.areas = areas
        self.zone = zone
        self.sealer = sealer
        self._audit_key = audit_key
        self.index_key = index_key
        self._lines: list[AuditLine] = []
        self._changes: list[dict[str, Any]] = []
        self.counters = Counters(zone)

    @cached_property
    def accounts(self) -> AccountShelf:
        return AccountShelf(self.connection)

    @cached_property
    def second_steps(self) -> SecondStepShelf:
        return SecondStepShelf(self.connection, self.sealer)

    @cached_property
    def alarms(self) -> AlarmShelf:
        return AlarmShelf(self.connection)

    @cached_property
    def backup_runs(self) -> BackupRunShelf:
        return BackupRunShelf(self.connection)

    @cached_property
    def desk(self) -> DeskShelf:
        return DeskShelf(self.connection)

    @cached_property
    def emergencies(self) -> EmergencyShelf:
        return EmergencyShelf(self.connection)

    @cached_property
    def figures(self) -> FigureShelf:
        return FigureShelf(self.connection)

    @cached_property
    def glasses(self) -> GlassShelf:
        return GlassShelf(self.connection, self.sealer, self.by)

    @cached_property
    def exports(self) -> ExportShelf:
        return ExportShelf(self.connection, self.sealer, self.areas)

    @cached_property
    def headers(self) -> HeaderShelf:
        return HeaderShelf(self.connection, self.sealer, self.index_key, self.by.area)

    @cached_property
    def imports(self) -> BatchShelf:
        return BatchShelf(self.connection, self.sealer, self.by.area)

    @cached_property
    def incidents(self) -> IncidentShelf:
        return IncidentShelf(self.connection, self.by)

    @cached_property
    def layers(self) -> LayerShelf:
        return LayerShelf(self.connection, self.by)

    @cached_property
    def log(self) -> feed.LogShelf:
        return feed.LogShelf(self.connection)

    @cached_property
    def looks(self) -> Looks:
        return Looks(self)

    @cached_property
    def notes(self) -> NoteShelf:
        return NoteShelf(self.connection, self.sealer, self.by, self.at)

    @cached_property
    def notifications(self) -> NotificationShelf:
        return NotificationShelf(self.connection)

    @cached_property
    def people(self) -> PeopleShelf:
        return PeopleShelf(self.connection, self.sealer, Tokens(self.index_key), self.by, self.areas, self.at)

    @cached_property
    def places(self) -> PlaceShelf:
        return PlaceShelf(self.connection, self.by)

    @cached_property
    def readings(self) -> ReadingShelf:
        return ReadingShelf(self.connection)

    @cached_property
    def quarantine(self) -> QuarantineShelf:
        return QuarantineShelf(self.connection)

    @cached_property
    def receipts(self) -> ReceiptShelf:
        return ReceiptShelf(self.connection, self.index_key)

    @cached_property
    def requests(self) -> RequestShelf:
        return RequestShelf(self.connection, self.people)

    @cached_property
    def reveals(self) -> RevealShelf:
        return RevealShelf(self.connection, self.sealer, self.by, self.at)

    @cached_property
    def sheets(self) -> SheetShelf:
        return SheetShelf(self.connection, self.sealer, self.by)

    @cached_property
    def sources(self) -> SourceShelf:
        return SourceShelf(self.connection)

    @cached_property
    def teams(self) -> TeamShelf:
        return TeamShelf(self.connection)

    @cached_property
    def terminals(self) -> TerminalShelf:
        return TerminalShelf(self.connection)

    @cached_property
    def viewers(self) -> ViewerShelf:
        return ViewerShelf(self.connection)

    @cached_property
    def warnings(self) -> WarningShelf:
        return WarningShelf(self.connection, self.by)

    @cached_property
    def words(self) -> WordShelf:
        return WordShelf(self.connection)

    def save(self, thing: Thing, *events: Event) -> Thing:
        """Keep the changed thing and tell what happened to it; refuses when somebody else was faster."""
        shelf: Any = self.incidents if isinstance(thing, Incident) else self.warnings
        before = shelf.before(thing) if thing.id else None
        kept: Thing = shelf.keep(thing)
        self.counters.count(before, kept)
        for event in events:
            self.tell(kept, event)
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
