"""Bulk acts 批量处置: one act on many incidents, each done or refused by itself.

They are done a few at a time, each time in a transaction of its own, until none is left: whoever waits sees how far it
is, and what a lost line cut off goes on under the same key.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cockpit import dispatch, incidents
from cockpit.access import allowed_to
from cockpit.events import Event, plain
from cockpit.incidents import RESOLUTIONS, Incident
from cockpit.incidents.step import RIGHTS, Act
from cockpit.refusals import Invalid, NotFound, Refusal
from cockpit.texts import N_
from cockpit.undo import undo

if TYPE_CHECKING:
    from data_access.work import Work


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Row:
    """One of them: `step` is what can be undone of it, `refusal` why it was not done; without an outcome it waits."""

    incident: int
    outcome: Outcome | None = None
    step: int | None = None
    refusal: Refusal | None = None

    @property
    def code(self) -> str:
        return f"I-{self.incident:04d}"


@dataclass(frozen=True)
class Bulk:
    """`act` is None where it undoes the bulk act `undoes`."""

    act: Act | None
    account: int | None
    area: str
    key: str
    at: datetime
    rows: tuple[Row, ...]
    resolution: str | None = None
    undoes: int | None = None
    finished_at: datetime | None = None
    id: int = 0

    @property
    def waiting(self) -> list[Row]:
        """In the order of their numbers, so that two bulk acts never wait for each other."""
        return sorted((row for row in self.rows if row.outcome is None), key=lambda row: row.incident)

    def of(self, outcome: Outcome) -> list[Row]:
        return [row for row in self.rows if row.outcome is outcome]


@dataclass(frozen=True)
class BulkDone(Event):
    act: Act
    done: int
    refused: int


@dataclass(frozen=True)
class BulkUndone(Event):
    """`bulk` is the number of the one that was undone."""

    bulk: int
    done: int
    refused: int


@dataclass(eq=False)
class NobodyFree(Refusal):
    status = 409
    says = N_("{code}: {why}.")
    way_out = N_("Open it and choose other teams.")
    code: str
    why: str


@dataclass(eq=False)
class TooMany(Refusal):
    status = 422
    says = N_("{count} are chosen; at most {most} are done at once.")
    way_out = N_("Choose fewer, or narrow the filter.")
    count: int
    most: int


@allowed_to("bulk")
def act_on_many(
    work: "Work", act: Act, incident_ids: Sequence[int], *, key: str, resolution: str | None = None
) -> Bulk:  # fmt: skip
    """Do the next few of them; called with the same key again until none is waiting."""
    work.by.must(RIGHTS[act])
    if act is Act.CLOSE and resolution not in RESOLUTIONS:
        raise Invalid("resolution", N_("choose one of the reasons"))
    wanted = _must_be_some(work, incident_ids)
    new = Bulk(act, work.by.id, work.by.area, key, work.at, wanted, resolution if act is Act.CLOSE else None)
    return _go_on(work, new)


@allowed_to("bulk")
def undo_many(work: "Work", bulk_id: int, *, key: str) -> Bulk:
    """Undo what a bulk act did, row by row; what somebody was faster with stays and is told."""
    work.by.must("undo")
    before = work.bulk.get(bulk_id)
    done = tuple(replace(row, outcome=None) for row in before.of(Outcome.DONE) if row.step)
    if before.act is None or not done:
        raise NotFound()
    return _go_on(work, Bulk(None, work.by.id, work.by.area, key, work.at, done, undoes=before.id))


@allowed_to("bulk")
def undo_until(work: "Work", bulk: Bulk) -> datetime | None:
    """Until when at least one of those that were done can be undone; None where none can."""
    steps = [row.step for row in bulk.of(Outcome.DONE) if row.step] if bulk.act else []
    return work.undo.open_until(steps, work.at) if steps else None


def _must_be_some(work: "Work", incident_ids: Sequence[int]) -> tuple[Row, ...]:
    wanted = dict.fromkeys(incident_ids)
    most = work.policy.get("bulk", "any", work.by.area).body["most"]
    if not wanted:
        raise Invalid("chosen", N_("choose at least one"))
    if len(wanted) > most:
        raise TooMany(len(wanted), most)
    return tuple(Row(number) for number in wanted)


def _go_on(work: "Work", new: Bulk) -> Bulk:
    asked = {"act": new.act, "undoes": new.undoes, "resolution": new.resolution}
    if not work.once(new.key, "bulk", asked | {"incidents": sorted(row.incident for row in new.rows)}):
        work.bulk.begin(new)
    bulk = work.bulk.take(new.key)
    step = work.policy.get("bulk", "any", work.by.area).body["step"]
    for row in bulk.waiting[:step]:
        work.bulk.keep(bulk, _tried(work, bulk, row))
    return _finished(work, work.bulk.take(new.key))


def _tried(work: "Work", bulk: Bulk, row: Row) -> Row:
    try:
        with work.by_itself():
            DO[bulk.act](work, bulk, row)
    except Refusal as refusal:
        return replace(row, outcome=Outcome.REFUSED, step=None, refusal=refusal)
    return replace(row, outcome=Outcome.DONE, step=work.undo.added.get(row.incident) if bulk.act else None)


def _finished(work: "Work", bulk: Bulk) -> Bulk:
    """With the last of them one line is told; the incidents have told their own."""
    if bulk.waiting or bulk.finished_at:
        return bulk
    done, refused = len(bulk.of(Outcome.DONE)), len(bulk.of(Outcome.REFUSED))
    told = BulkDone(bulk.act, done, refused) if bulk.act else BulkUndone(bulk.undoes or 0, done, refused)
    work.tell_area(work.by.area, "bulk", bulk.id, told)
    return work.bulk.finish(bulk, work.at)


# What is done with one of them


def _send(work: "Work", bulk: Bulk, row: Row) -> Incident:
    """Whom the run card calls for, as far as there is somebody; those that are missing stay a gap of the incident."""
    incident = work.incidents.take(row.incident)
    plan = dispatch.plan_for(work, incident)
    if not plan.proposals and plan.shortfalls and not incident.counting and not incident.over:
        raise NobodyFree(code=incident.code, why=plan.shortfalls[0].reason)
    teams = [one.team.id for one in plan.proposals]
    return dispatch.send(work, row.incident, teams, key=f"{bulk.key}/{row.incident}")


def _plain(use_case: Callable[["Work", int], Incident]) -> Callable[["Work", Bulk, Row], Incident]:
    return lambda work, _, row: use_case(work, row.incident)


DO: dict[Act | None, Callable[["Work", Bulk, Row], Incident]] = {
    Act.CONFIRM: _plain(incidents.confirm),
    Act.HOLD: _plain(incidents.hold),
    Act.RESUME: _plain(incidents.resume),
    Act.FALSE_ALARM: _plain(incidents.call_false),
    Act.CANCEL: _plain(incidents.cancel),
    Act.VERIFY: _plain(incidents.verify),
    Act.CLOSE: lambda work, bulk, row: incidents.close(work, row.incident, bulk.resolution or ""),
    Act.SEND: _send,
    None: lambda work, _, row: undo(work, row.incident, row.step or 0),
}


# A refusal as it is kept beside its row


def as_told(refusal: Refusal) -> dict[str, Any]:
    return {"kind": type(refusal).__name__, "facts": plain(refusal.facts)}


def refusal_of(told: dict[str, Any]) -> Refusal:
    """By its name and its facts; one of another version of the house says what every refusal says."""
    for kind in _kinds(Refusal):
        names = {field.name: field.type for field in fields(kind)}
        if kind.__name__ == told["kind"] and names.keys() == told["facts"].keys():
            return kind(**{name: _fact(names[name], value) for name, value in told["facts"].items()})
    return Refusal()


def _fact(kind: Any, value: Any) -> Any:
    return datetime.fromisoformat(value) if kind in (datetime, "datetime") else value


def _kinds(kind: type[Refusal]) -> Iterable[type[Refusal]]:
    for one in kind.__subclasses__():
        yield from (one, *_kinds(one))
