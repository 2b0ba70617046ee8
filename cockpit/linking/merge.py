"""A merge of two records into one: who survives, what is refused, and what is told of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from cockpit.events import Event
from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(frozen=True)
class Record:
    """What decides who survives: whether there is a number, and how many fields are known."""

    id: int
    numbered: bool
    fields: int


def survivor_of(one: Record, other: Record) -> tuple[Record, Record]:
    """(survivor, absorbed): the one with a number, else with more fields, else the older."""
    kept, gone = sorted((one, other), key=lambda record: (not record.numbered, -record.fields, record.id))
    return kept, gone


@dataclass(frozen=True)
class Merge:
    """`moved` holds what came to the survivor, by table; `taken` the fields it had not, and has from the absorbed."""

    survivor: int
    absorbed: int
    pair: int
    account: int | None
    at: datetime
    moved: dict[str, Any] = field(default_factory=dict)
    taken: tuple[str, ...] = ()
    undone_at: datetime | None = None
    undone_by: int | None = None
    id: int = 0
    subject: ClassVar[str] = "person_merge"

    def undone(self, by: int | None, at: datetime) -> "Merge":
        return replace(self, undone_at=at, undone_by=by)


@dataclass(frozen=True)
class PersonsMerged(Event):
    """`absorbed` is the number of the record that leads to this person now; `bits` what the pair weighed, rounded."""

    absorbed: int
    bits: int
    by_itself: bool


@dataclass(frozen=True)
class MergeUndone(Event):
    absorbed: int


@dataclass(frozen=True)
class KeptApart(Event):
    other: int


@dataclass(eq=False)
class AlreadyDecided(Refusal):
    status = 409
    says = N_("{who} was faster: this was decided at {at}.")
    way_out = N_("Look at it as it is now; a merge can be undone.")
    who: str
    at: datetime


@dataclass(eq=False)
class AlreadyMerged(Refusal):
    status = 409
    says = N_("One of the two was merged with somebody else a moment ago.")
    way_out = N_("Look at the pairs as they are now.")


@dataclass(eq=False)
class TwoNumbers(Refusal):
    status = 409
    says = N_("Both have a number, and not the same one: they are two persons.")
    way_out = N_("If a number is wrong, correct it first.")


@dataclass(eq=False)
class BothWait(Refusal):
    status = 409
    says = N_("Both have asked the same about their own data, and wait for an answer.")
    way_out = N_("Answer one of the two requests first.")


@dataclass(eq=False)
class LaterMergeFirst(Refusal):
    status = 409
    says = N_("The survivor was merged on since.")
    way_out = N_("Undo the later merge first.")
