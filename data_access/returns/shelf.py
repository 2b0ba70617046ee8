"""Entries of returnees and what was said of each: found by the person, or by the phone of whom nobody knows yet."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.masks import as_seen
from cockpit.people import Person, ShownPerson, same_name
from cockpit.refusals import NotFound
from cockpit.returns import Closed, Entry, Origin, Source, Visit, Word
from cockpit.sight import Tie
from data_access.areas import AreaShelf
from data_access.people import PeopleShelf, person_token
from data_access.returns.tables import return_entry, return_word
from data_access.sealed import Sealer
from data_access.tables import in_area, next_id

if TYPE_CHECKING:
    from data_access.looks import Looks

COMMUNITY = 12  # digits of a community's code
LOOK_BACK = timedelta(days=60)  # longer ago nobody arrived who is still waited for
MOST = 5_000


class ReturnShelf:
    def __init__(
        self, connection: Connection, sealer: Sealer, people: PeopleShelf, areas: AreaShelf, by: Actor
    ) -> None:
        self.connection = connection
        self.sealer = sealer
        self.people = people
        self.areas = areas
        self.by = by

    # Entries

    def get(self, entry_id: int) -> Entry:
        return self._one(select(return_entry).where(return_entry.c.id == entry_id))

    def take(self, entry_id: int) -> Entry:
        """The same, held until the commit."""
        return self._one(select(return_entry).where(return_entry.c.id == entry_id).with_for_update())

    def under_way(self, area: str, today: date) -> list[Entry]:
        """All of the area that nobody has closed, and that are not long past."""
        day = func.coalesce(return_entry.c.arrived_on, return_entry.c.expected_on, return_entry.c.heard_on)
        open_ = (return_entry.c.closed.is_(None), day >= today - LOOK_BACK, in_area(return_entry, area))
        return self._all(select(return_entry).where(*open_).order_by(return_entry.c.id.desc()).limit(MOST))

    def of_person(self, person: int) -> list[Entry]:
        return self._all(select(return_entry).where(return_entry.c.person_id == person).order_by(return_entry.c.id))

    def journeys(self, person: Person | None, name: str, phone: str) -> list[Entry]:
        """All journeys of this person, the newest first, held; without a person, those said of the name under that phone."""
        query = select(return_entry).where(self._of(person, phone)).order_by(return_entry.c.id.desc()).with_for_update()
        rows = self.connection.execute(query).all()
        return [self._entry_of(row) for row in rows if row.person_id or self._is_called(row, person, name)]

    def add(self, new: Entry, name: str, phone: str, emergency: int | None, at: datetime) -> Entry | None:
        """None where somebody else was faster with this journey."""
        number = next_id(self.connection, return_entry)
        token = self.people.tokens.of("phone", phone) if phone else None
        mine = return_entry.c.person_id == new.person if new.person else return_entry.c.token == token
        entry = replace(new, id=number, journey=self._next(mine))
        told = self._sealed(entry, {"name": name, "phone": phone})
        values = _values(entry) | {"id": number, "token": token, "told": told, "emergency": emergency}
        made = insert(return_entry).values(values).on_conflict_do_nothing().returning(return_entry.c.id)
        return entry if self.connection.execute(made).scalar_one_or_none() else None

    def keep(self, one: Entry, at: datetime | None = None) -> Entry:
        """One that is held; `at`: when it was closed."""
        told = self._sealed(one, self._told(one))
        values = _values(one) | {"told": told} | ({"closed_at": at} if at else {})
        self.connection.execute(update(return_entry).where(return_entry.c.id == one.id).values(values))
        return one

    def next_journey(self, person: Person) -> int:
        return self._next(return_entry.c.person_id == person.id)

    def said_of(self, one: Entry) -> tuple[str, str]:
        """Name and phone of whom nobody knows, in the clear; for looking the person up, and never shown."""
        told = self._told(one)
        return told.get("name", ""), told.get("phone", "")

    def strangers(self, entries: Sequence[Entry], looks: "Looks") -> dict[int, ShownPerson]:
        """Entry -> whom it is about, as `by` may see it, of those of whom name and phone were said; with a line of the look."""
        rows = self.connection.execute(select(return_entry).where(return_entry.c.id.in_([one.id for one in entries])))
        known = {row.id: self._opened(row) for row in rows} if entries else {}
        told = [one for one in entries if known.get(one.id, {}).get("name")]
        shown = {one.id: self._as_seen(one, known[one.id]) for one in told}
        if shown:
            fields = sorted({field for one in shown.values() for field in one.seen})
            looks.work.looked("return_entry", "list", fields, "listed", count=len(shown))
        return shown

    # Words

    def words(self, entries: Collection[int]) -> Mapping[int, list[Word]]:
        """Entry -> what was said of it, in that order."""
        query = select(return_word).where(return_word.c.entry_id.in_(entries)).order_by(return_word.c.id)
        found: dict[int, list[Word]] = defaultdict(list)
        for row in self.connection.execute(query):
            found[row.entry_id].append(self._word_of(row))
        return found

    def add_word(self, entry: Entry, one: Word) -> Word:
        number = next_id(self.connection, return_word)
        said = {"name": one.name, "phone": one.phone, "code": one.origin.code, "origin": one.origin.name}
        values = {
            "id": number, "entry_id": entry.id, "source": one.source, "at": one.at, "account": one.account,
            "said": self.sealer.seal(_json(said), cell=f"return_word.said/{number}"), "left_on": one.left,
            "expected_on": one.expected, "arrived_on": one.arrived, "area": one.area,
        }  # fmt: skip
        self.connection.execute(insert(return_word).values(values))
        return replace(one, id=number)

    def forget(self, entry_id: int) -> None:
        """Of which nobody says anything any more."""
        self.connection.execute(delete(return_entry).where(return_entry.c.id == entry_id))

    # How they lie

    def _of(self, person: Person | None, phone: str) -> ColumnElement[bool]:
        token, nobody = return_entry.c.token, return_entry.c.person_id.is_(None)
        if person is None:
            return and_(nobody, token == self.people.tokens.of("phone", phone))
        theirs = select(person_token.c.token).where(
            person_token.c.person_id == person.id, person_token.c.kind == "phone"
        )
        return or_(return_entry.c.person_id == person.id, and_(nobody, token.in_(theirs)))

    def _is_called(self, row: Row[Any], person: Person | None, name: str) -> bool:
        """A family has one phone: whoever is called otherwise is somebody else."""
        said = self._opened(row).get("name", "")
        if person is None:
            return not name or not said or same_name(said) == same_name(name)
        return not said or person in self.people.find("street_name", person.street, said)

    def _next(self, mine: ColumnElement[bool]) -> int:
        return int(
            self.connection.execute(
                select(func.coalesce(func.max(return_entry.c.journey), 0) + 1).where(mine)
            ).scalar_one()
        )

    def _as_seen(self, one: Entry, known: Mapping[str, str]) -> ShownPerson:
        own = {Tie.OWN} if len(self.by.area) == COMMUNITY and one.community == self.by.area else set()
        stranger = Person(0, date.min, None, one.street, one.community or "", one.grid or "", None)
        said = {name: known.get(name, "") for name in ("name", "phone")}
        return as_seen(stranger, said, self.by.role, frozenset(own), self.areas.get(one.street).name)

    def _sealed(self, one: Entry, known: Mapping[str, str]) -> bytes:
        said = {"name": known.get("name", ""), "phone": known.get("phone", ""), "origin": one.origin.name}
        return self.sealer.seal(_json(said), cell=f"return_entry.told/{one.id}")

    def _told(self, one: Entry) -> dict[str, str]:
        row = self.connection.execute(select(return_entry).where(return_entry.c.id == one.id)).one_or_none()
        return self._opened(row) if row else {}

    def _opened(self, row: Row[Any]) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.sealer.open(row.told, cell=f"return_entry.told/{row.id}"))
        return found

    def _word_of(self, row: Row[Any]) -> Word:
        said = json.loads(self.sealer.open(row.said, cell=f"return_word.said/{row.id}"))
        return Word(
            Source(row.source), Origin(said["code"], said["origin"]), row.left_on, row.expected_on, row.arrived_on, row.area,
            said["name"], said["phone"], row.at, row.account, row.id,
        )  # fmt: skip

    def _entry_of(self, row: Row[Any]) -> Entry:
        return Entry(
            row.id, row.person_id, Origin(row.origin, self._opened(row)["origin"]), row.left_on, row.expected_on,
            row.arrived_on, row.street, row.community, row.grid, row.heard_on, row.policy, row.journey,
            Visit(row.visit) if row.visit else None, row.visited_at, row.visited_by,
            Closed(row.closed) if row.closed else None,
        )  # fmt: skip

    def _all(self, query: Select[Any]) -> list[Entry]:
        return [self._entry_of(row) for row in self.connection.execute(query)]

    def _one(self, query: Select[Any]) -> Entry:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return self._entry_of(row)


def _values(one: Entry) -> dict[str, Any]:
    return {
        "person_id": one.person, "journey": one.journey, "origin": one.origin.code, "left_on": one.left,
        "expected_on": one.expected, "arrived_on": one.arrived, "heard_on": one.heard, "policy": one.policy,
        "visit": one.visit, "visited_at": one.visited_at, "visited_by": one.visited_by, "closed": one.closed,
        "street": one.street, "community": one.community, "grid": one.grid,
    }  # fmt: skip


def _json(said: Mapping[str, str]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
