"""A reveal 查看 is one field of one person, in full, after a reason: written down before it is given, gone after a minute."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.glass import admit_by_glass
from cockpit.people import Erased
from cockpit.reasons import Reason, must_say_why
from cockpit.refusals import Refusal
from cockpit.sight import PERSON_FIELDS, sight
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


class Field(StrEnum):
    NAME = "name"
    PHONE = "phone"
    NUMBER = "number"
    ADDRESS = "address"


@dataclass(frozen=True)
class Revealed:
    """The value in the clear; a screen takes it away after `seconds`."""

    person: int
    field: Field
    value: str
    at: datetime
    seconds: int


@dataclass(eq=False)
class NotToReveal(Refusal):
    status = 403
    says = N_("Of this field your role sees no more than is shown, with a reason or without.")
    way_out = N_("Ask somebody whose role may.")


@dataclass(eq=False)
class NotKnown(Refusal):
    status = 409
    says = N_("Nothing is known here, so there is nothing to see.")


@allowed_to("reveal")
def reveal(work: "Work", person_id: int, field: Field, code: Reason, reason: str) -> Revealed:
    """Give one value of one person in scope.

    1. The reason is looked at before the person is: a record out of scope answers like a missing one.
    2. The reason is kept sealed, and the look is a line of the audit, before the value leaves.
    """
    rule = work.policy.get("look", "reveal", work.by.area).body
    words = must_say_why(reason, rule["reason"])
    admit_by_glass(work, person_id)
    person = work.people.get(person_id)
    if person.erased:
        raise Erased()
    if field not in PERSON_FIELDS or not sight(work.by.role, field, work.people.ties(person)).reveal:
        raise NotToReveal()
    kept = work.reveals.add(person.id, field, code, words)
    value = work.looks.value(person, field, code=code, reveal=kept)
    if not value:
        raise NotKnown()
    return Revealed(person.id, field, value, work.at, rule["shown"])


@dataclass(frozen=True)
class RevealMade:
    """One field that was given to somebody, as the shift lead reads it: who, which field, why; of whom stays a number."""

    account: int | None
    role: str
    person: int
    field: str
    code: Reason
    at: datetime
    reason: str
    who: str = ""


@allowed_to("review_glass")
def reveals_today(work: "Work") -> list[RevealMade]:
    """What was revealed in one's area since the local midnight, newest first, without one's own; a look of its own."""
    made = [one for one in work.reveals.since(local_day_start(work.at, work.zone)) if one.account != work.by.id]
    if made:
        work.looked("reveal", "list", ["reveal.reason"], "listed", count=len(made), filter={"since": "midnight"})
    names = work.accounts.names(sorted({one.account for one in made if one.account}))
    return [replace(one, who=names.get(one.account or 0, "")) for one in made]
