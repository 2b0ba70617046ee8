"""Persons of the inventory: looked up and corrected, each field as one's role may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.events import Event
from cockpit.glass import admit_by_glass
from cockpit.masks import wanted
from cockpit.papers import PaperKind, read_paper
from cockpit.people import Person, ShownPerson
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


COMMUNITY = 12  # digits of a community's code
PAGE = 50


class By(StrEnum):
    """What a person is looked up by, always as a whole."""

    PHONE = "phone"
    NUMBER = "number"
    NAME = "street_name"
    PHONE4 = "street_phone4"
    NUMBER4 = "street_number4"

    @property
    def needs_street(self) -> bool:
        return self.value.startswith("street")


@dataclass(frozen=True)
class Corrected(Event):
    """So many fields of a person were changed."""

    fields: int


@allowed_to("see_people")
def look_up(work: "Work", by: By, street: str, value: str) -> list[ShownPerson]:
    """Whoever in one's scope the whole value fits: a number, a phone, or in one street a whole name or the last four."""
    found = work.people.find(by, *asked(by, street, value))
    known = {"by": by.value} | ({"street": street} if by.needs_street else {})
    return work.looks.listing(found if shows_anybody(work.by.role) else [], known)


@allowed_to("see_people")
def list_community(work: "Work", community: str, after: int = 0) -> list[ShownPerson]:
    """The people of one community of one's scope, a page at a time, after the person with that number."""
    if len(community) != COMMUNITY or not work.by.sees(community):
        raise NotFound()
    work.areas.get(community)
    found = work.people.of_community(community, after, PAGE) if shows_anybody(work.by.role) else []
    return work.looks.listing(found, {"community": community})


@allowed_to("see_people")
def look_at(work: "Work", person_id: int) -> ShownPerson:
    """One person, as one's role may see it, or as one's broken glass opens it; a look is a line in the audit."""
    admit_by_glass(work, person_id)
    person = work.people.get(person_id)
    if not wanted(work.by.role, work.people.ties(person)):
        raise NotFound()
    return work.looks.person(person)


def asked(by: By, street: str, value: str) -> list[str]:
    """The values that a token is made of."""
    return [street, value] if by.needs_street else [value]


def shows_anybody(role: str) -> bool:
    """Whether the role sees people by its scope alone; who sees only whom it is bound to gets no list."""
    return bool(wanted(role, frozenset()))


@allowed_to("edit_inventory")
def correct_person(work: "Work", person_id: int, sent: Mapping[str, str]) -> ShownPerson:
    """Keep what somebody changed in the form of a person; what came back as it was shown changes nothing."""
    person: Person = work.people.get(person_id)
    if number := work.people.changes(person_id, sent).get("number"):
        must_be_of(person, *work.people.paper(person_id), number, local_day_start(work.at, work.zone).date())
    changed = work.people.correct(person_id, sent)
    if changed:
        work.tell_area(person.grid, "person", person_id, Corrected(len(changed)))
    return work.looks.person(person)


def must_be_of(person: Person, kind: PaperKind, country: str, number: str, today: date) -> None:
    """Refuses a number that no such paper has, or that somebody of another birthday has."""
    born = read_paper(kind, number, country, today).born
    if born and born != person.born:
        raise Invalid("number", N_("it has another date of birth than this person"))
