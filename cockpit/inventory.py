"""The inventory 家底: who lives here, looked up and corrected, each field as one's role may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.glass import admit_by_glass
from cockpit.people import Person, ShownPerson

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Corrected(Event):
    """So many fields of a person were changed."""

    fields: int


@allowed_to("see_people")
def look_at(work: "Work", person_id: int) -> ShownPerson:
    """One person, as one's role may see it, or as one's broken glass opens it; a look is a line in the audit."""
    admit_by_glass(work, person_id)
    return work.looks.person(work.people.get(person_id))


@allowed_to("edit_inventory")
def correct_person(work: "Work", person_id: int, sent: Mapping[str, str]) -> ShownPerson:
    """Keep what somebody changed in the form of a person; what came back as it was shown changes nothing."""
    person: Person = work.people.get(person_id)
    changed = work.people.correct(person_id, sent)
    if changed:
        work.tell_area(person.grid, "person", person_id, Corrected(len(changed)))
    return work.looks.person(person)
