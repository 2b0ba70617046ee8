"""The person that a row names, by number, else by phone: many rows at once, and nobody twice."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from cockpit.people import Person, same_name
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.importing.target import Given
from data_access.people import person_token
from data_access.people.survivors import standing_for

if TYPE_CHECKING:
    from data_access.work import Work

MOST_REMEMBERED = 500_000  # people; a file of millions of stays names the same ones over and over
OTHERWISE = N_("whoever has this number or phone is called otherwise")
NOBODY = N_("nobody is known by this: import the persons first")
SEVERAL = N_("several people are known by this: give the number")
Said = tuple[str, str, str]  # number or phone, its value, the name or nothing


@dataclass
class Whose:
    """The name only says whether it is the right one: what is said of somebody must not be said of somebody else."""

    work: "Work"
    known: dict[Said, Person | Invalid] = field(default_factory=dict)

    def of(self, rows: Sequence[Given]) -> list[Person | Invalid]:
        """In their order; Invalid where it is nobody, or may be several."""
        said = [_said(row) for row in rows]
        if new := {one for one in said if one not in self.known}:
            if len(self.known) > MOST_REMEMBERED:
                self.known.clear()
                new = set(said)
            self.known |= self._found(new)
        return [self.known[one] for one in said]

    def _found(self, said: Iterable[Said]) -> dict[Said, Person | Invalid]:
        said = list(said)
        people = {
            kind: found_by(self.work, kind, {value for each, value, _ in said if each == kind})
            for kind in ("number", "phone")
        }
        named = {person.id for kind, value, name in said if name for person in people[kind].get(value, ())}
        names = self.work.people.open_many(named, ["name"]) if named else {}
        called = {person: same_name(fields.get("name", "")) for person, fields in names.items()}
        return {one: _one(one, people[one[0]].get(one[1], []), called) for one in said}


def found_by(work: "Work", kind: str, values: Collection[str]) -> dict[str, list[Person]]:
    """Value -> whoever it fits, of those values that fit anybody: all of them in one question."""
    sought = {work.people.tokens.of(kind, one): one for one in values}
    query = select(person_token.c.token, person_token.c.person_id).where(person_token.c.token.in_(sought))
    rows = work.connection.execute(query).all()
    merged = standing_for(work.connection, {row.person_id for row in rows})
    stands = {row.person_id: merged.get(row.person_id, row.person_id) for row in rows}
    people = {one.id: one for one in work.people.of_ids(set(stands.values()))}
    found: dict[str, dict[int, Person]] = {}
    for row in rows:
        if one := people.get(stands[row.person_id]):
            found.setdefault(sought[row.token], {})[one.id] = one
    return {value: list(fits.values()) for value, fits in found.items()}


def _said(row: Given) -> Said:
    kind = "number" if "number" in row.values else "phone"
    return kind, row.values[kind], row.values.get("name", "")


def _one(said: Said, people: Sequence[Person], called: Mapping[int, str]) -> Person | Invalid:
    kind, _value, name = said
    if name:
        named = [one for one in people if called.get(one.id) == same_name(name)]
        if people and not named:
            return Invalid("name", OTHERWISE)
        people = named
    if not people:
        return Invalid(kind, NOBODY)
    return people[0] if len(people) == 1 else Invalid(kind, SEVERAL)
