"""Correcting many at once: one field of those that were chosen, a result for each, one line in the audit, and a way back.

What was written is a batch, as an import is: for a day it can be taken back thing by thing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.importing.batch import Batch, Counts, State
from cockpit.importing.columns import Columns
from cockpit.importing.kinds import Kind
from cockpit.inventory.correct import (
    KIND_OF,
    FasterHand,
    Thing,
    cleaned,
    count_moved,
    faster,
    looked_at,
    with_contact,
)
from cockpit.inventory.finding import What
from cockpit.inventory.page import CONTACT
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 500
MANY = N_("Many corrected at once")  # what such a batch is called among the files
BY_HAND = "by hand"  # in the place of its seal: no file was looked through, and none brought it


class Part(StrEnum):
    """What can be set of many at once: the names of fields, who answers for them, or that they lie right."""

    KIND = "kind"
    TRADE = "trade"
    SIZE = "size"
    CONTACT = "contact"
    FITS = "fits"


PARTS = {
    What.PLACES: (Part.KIND, Part.CONTACT, Part.FITS),
    What.ENTERPRISES: (Part.TRADE, Part.SIZE, Part.CONTACT, Part.FITS),
}


class Outcome(StrEnum):
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Result:
    """What became of one of them; `faster` where somebody else changed it since it was shown."""

    code: str
    name: str
    outcome: Outcome
    faster: FasterHand | None = None


@dataclass(frozen=True)
class Done:
    """`batch` is None where nothing was changed."""

    batch: int | None
    results: tuple[Result, ...]

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(one.outcome for one in self.results)


@dataclass(frozen=True)
class ManyCorrected(Event):
    """One field of so many things was set; in each community's change, of those of the community."""

    kind: Kind
    changed: int
    unchanged: int
    refused: int


@allowed_to("edit_inventory")
def correct_many(
    work: "Work", what: What, codes: Sequence[str], part: Part, sent: Mapping[str, str], seen: int
) -> Done:  # fmt: skip
    """Set one part of all that are chosen; those that are not there, or changed since line `seen`, stay and are told."""
    wanted = _must_be_some(codes)
    hand = work.inventory.hand(what)
    held = hand.hold(wanted)
    said = _cleaned(work, what, part, sent, held)
    newer = work.inventory.since(_subject(held), [one.id for one in held.values()], seen)
    changes, results = [], []
    for code in wanted:
        thing = held.get(code)
        if thing is None or thing.id in newer:
            why = faster(work, thing, newer[thing.id]) if thing else None
            results.append(Result(code, thing.name if thing else code, Outcome.REFUSED, why))
            continue
        change = hand.change(thing, _values(part, thing, said, hand.told(thing)))
        results.append(Result(code, thing.name, Outcome.CHANGED if change.was else Outcome.UNCHANGED))
        changes += [(thing, change)] if change.was else []
    done = Done(None, tuple(results))
    if not changes:
        return done
    batch = _batch(work, what, done)
    hand.keep([change for _, change in changes], batch)
    for thing, change in changes:
        count_moved(work, thing, change.row["community"])
    _tell(work, what, batch, done, [thing.spot.community for thing, _ in changes])
    return replace(done, batch=batch)


def _must_be_some(codes: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(codes))
    if not 0 < len(wanted) <= MOST:
        raise Invalid("chosen", N_("choose from 1 to 500 of the list"))
    return wanted


def _subject(held: Mapping[str, Thing]) -> str:
    return next((one.subject for one in held.values()), "")


def _cleaned(
    work: "Work", what: What, part: Part, sent: Mapping[str, str], held: Mapping[str, Thing]
) -> dict[str, Any]:  # fmt: skip
    """What is to be set, clean; refused before anything is touched."""
    if part not in PARTS[what]:
        raise Invalid("field", N_("there is no such column or field"))
    if not held:
        raise NotFound()
    names = [] if part is Part.FITS else list(CONTACT) if part is Part.CONTACT else [part.value]
    said = {name: sent.get(name, "").strip() for name in names}
    if names and not any(said.values()):
        raise Invalid("field", N_("say what it is to be"))
    return cleaned(work, what, next(iter(held)), said, said) if names else {}


def _values(part: Part, thing: Thing, said: Mapping[str, Any], told: Mapping[str, str]) -> dict[str, Any]:
    if part is Part.FITS:
        return looked_at(thing, {})
    return {"contact": with_contact(told, said)} if part is Part.CONTACT else dict(said)


def _batch(work: "Work", what: What, done: Done) -> int:
    kind, counts = KIND_OF[what], done.counts
    told = Counts(changed=counts[Outcome.CHANGED], unchanged=counts[Outcome.UNCHANGED], refused=counts[Outcome.REFUSED])
    columns = Columns(kind, ()).as_json()
    new = Batch(
        0, kind.value, MANY, work.by.id, work.at, State.APPLIED, columns, counts=told, seal=BY_HAND, applied_at=work.at
    )  # fmt: skip
    return work.imports.add(new, work.machine_at)


def _tell(work: "Work", what: What, batch: int, done: Done, communities: Sequence[str]) -> None:
    """One line in the audit, and a change in each community for whoever looks at it."""
    kind, counts = KIND_OF[what], done.counts
    for community, changed in Counter(communities).items():
        work.tell_area(community, "import_batch", batch, ManyCorrected(kind, changed, 0, 0), line=False)
    every = ManyCorrected(kind, counts[Outcome.CHANGED], counts[Outcome.UNCHANGED], counts[Outcome.REFUSED])
    work.tell_area(work.by.area, "import_batch", batch, every)
