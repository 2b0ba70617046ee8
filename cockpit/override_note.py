"""A note 说明 on an override: what whoever adds, changes or lifts a contact or an order by hand says of it in own words.

It stands beside the reason of the closed list and lies sealed under the key of the person whom it is about: no event, no
line of the audit and no log holds a word of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.people import Person
from cockpit.refusals import Invalid
from cockpit.sight import sight
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

LONGEST = 500  # characters
FIELD = "contacts"  # of the matrix: who reads the contact in full reads why it is one, or is none


class Override(StrEnum):
    """What was said by hand."""

    ADDED = "added"
    NEAR = "near"
    DENIED = "denied"
    AGAIN = "again"
    LIFTED = "lifted"


@dataclass(frozen=True)
class Note:
    """`why` is the reason of the closed list, where that has one; `case` or `episode` is what was overridden."""

    person: int
    override: Override
    why: str
    at: datetime
    account: int | None
    role: str
    case: int | None = None
    episode: int | None = None
    words: str = ""
    id: int = 0


def as_said(words: str, *, needed: bool = False) -> str:
    """Without blanks that say nothing; refuses one that is too long, or lacks where the reason says nothing by itself."""
    said = " ".join(words.split())
    if len(said) > LONGEST:
        raise Invalid("note", N_("at most 500 characters"))
    if needed and not said:
        raise Invalid("note", N_("for another reason than those of the list, say which"))
    return said


def note_down(
    work: "Work", person: Person, override: Override, said: str, *, why: str = "", case: int | None = None,
    episode: int | None = None,
) -> None:  # fmt: skip
    """Beside the override, in the same unit of work; nothing where nothing was said."""
    if said:
        new = Note(person.id, override, why, work.at, work.by.id, work.by.role, case, episode, said)
        work.override_notes.add(new, work.emergencies.at(person.grid))


def notes_on(work: "Work", case: int, persons: Collection[int]) -> Mapping[int, tuple[Note, ...]]:
    """Person -> the notes on what was said of this case, and on lifted orders, of those whose contacts one reads in full;
    reading them is a look."""
    people = work.people.of_ids(persons)
    whole = [one.id for one in people if sight(work.by.role, FIELD, work.people.ties(one)).whole]
    found = work.override_notes.of_persons(whole, case)
    if found:
        work.looked("case", case, ["override_note.told"])
    return {person: tuple(one for one in found if one.person == person) for person in {one.person for one in found}}
