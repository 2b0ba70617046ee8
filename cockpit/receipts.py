"""A receipt 回执 opens a person's own door: a code on paper, with which the own copy is seen and nothing of anybody else.

It is given face to face by somebody who knows whom they have before them; who guesses codes is soon let in no more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from cockpit.access import allowed_to
from cockpit.audit import Look, looks_at
from cockpit.events import Event
from cockpit.people import Person, ShownPerson, half_width
from cockpit.refusals import NotFound, Refusal
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another: no I, L, O, U
GROUP, LENGTH = 4, 28  # of 5 bits each: 140 bits
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
DOOR = "receipts"
Opened = TypeVar("Opened")
WRITE_ONLY = ("number", "address")


def in_groups(code: str) -> str:
    """As it is printed: ABCD-EFGH-..."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def same_code(written: str) -> str:
    """The code that somebody typed off the paper, however they wrote it; empty where it cannot be one."""
    code = half_width(written).strip().upper().translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


@dataclass(frozen=True)
class Receipt:
    person: int
    given_at: datetime
    until: datetime
    given_by: int | None = None
    revoked_at: datetime | None = None
    id: int = 0
    subject: str = field(default="receipt", init=False, repr=False)

    def holds(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.until

    def revoked(self, at: datetime) -> "Receipt":
        if not self.holds(at):
            raise NoReceipt()
        return replace(self, revoked_at=at)


@dataclass(frozen=True)
class Given:
    """The code stands nowhere else: it is shown once, to be printed."""

    receipt: Receipt
    code: str


@dataclass(frozen=True)
class OwnCopy:
    """What is kept of a person, for that person: `on_record` says of what is never shown whether it is known."""

    person: ShownPerson
    born: date
    on_record: dict[str, bool]
    looks: list[Look]
    receipt: Receipt
    at: datetime


@dataclass(frozen=True)
class ReceiptGiven(Event):
    until: datetime


@dataclass(frozen=True)
class ReceiptRevoked(Event):
    pass


@dataclass(eq=False)
class NoReceipt(Refusal):
    status = 409
    says = N_("This person has no receipt that holds.")
    way_out = N_("Give a new one, if it is asked for.")


@dataclass(eq=False)
class TooManyGuesses(Refusal):
    status = 429
    says = N_("Too many codes that do not fit came from your network.")
    way_out = N_("Wait {minutes} minutes, or ask your community worker.")
    minutes: int


@allowed_to("give_receipt")
def give(work: "Work", person_id: int) -> Given:
    """A code for one person of one's own scope; one that was given before holds no more."""
    person = work.people.take(person_id)
    days = work.policy.get("receipt", "own", person.community).body["days"]
    old = work.receipts.of_person(person.id)
    if old:
        work.receipts.keep(replace(old, revoked_at=work.at))
    new = Receipt(person.id, work.at, work.at + timedelta(days=days), work.by.id)
    kept, code = work.receipts.add(new)
    work.tell_area(person.grid, kept.subject, kept.id, ReceiptGiven(kept.until))
    return Given(kept, code)


@allowed_to("give_receipt")
def revoke(work: "Work", person_id: int) -> Receipt:
    """The paper was lost, or the person wants it so: from now on its code opens nothing."""
    person = work.people.take(person_id)
    old = work.receipts.of_person(person.id)
    if old is None:
        raise NoReceipt()
    revoked = work.receipts.keep(old.revoked(work.at))
    work.tell_area(person.grid, old.subject, old.id, ReceiptRevoked())
    return revoked


@allowed_to("give_receipt")
def held_by(work: "Work", person_id: int) -> Receipt | None:
    """The receipt that the person holds now."""
    found = work.receipts.of_person(work.people.get(person_id).id)
    return found if found and found.holds(work.at) else None


@allowed_to("use_receipt")
def knock(work: "Work", written: str, origin: str) -> Receipt | Refusal:
    """The receipt whose code that is."""
    return let_in(work, written, origin, lambda code: work.receipts.that_opens(code, work.at))


def let_in(work: "Work", written: str, origin: str, that_opens: Callable[[str], Opened | None]) -> Opened | Refusal:
    """What the code opens. Who is not let in gets the refusal back: raising it would undo the counting.

    Unknown, expired, revoked and erased are one question to the database and one answer. `origin` is the network that
    asks; a gateway with many people behind it is held back by what does not fit alone, never by what does.
    """
    rule = work.policy.get("limit", DOOR, work.areas.district().code).body
    window = timedelta(seconds=rule["window"])
    if work.receipts.misses(DOOR, origin, work.machine_at - window) >= rule["misses"]:
        return TooManyGuesses(minutes=rule["window"] // 60)
    found = that_opens(same_code(written))
    if found is None:
        work.receipts.miss(DOOR, origin, work.machine_at, forget=work.machine_at - window)
        return NotFound()
    return found


@allowed_to("use_receipt")
def own_copy(work: "Work", receipt: Receipt) -> OwnCopy:
    """All that is kept of the person, and who looked at it; this view is a look of its own."""
    person = its_person(work, receipt)
    known = work.people.on_record(person.id)
    looks = looks_at(work, person.id)
    shown = work.looks.person(person)
    return OwnCopy(shown, person.born, {name: name in known for name in WRITE_ONLY}, looks, receipt, work.at)


def its_person(work: "Work", receipt: Receipt) -> Person:
    """The one person for whom the receipt opens this unit of work."""
    work.people.admit(receipt.person, tie=Tie.SELF)
    return work.people.get(receipt.person)
