"""What a merge moves, and how an undo puts each piece back.

The absorbed row, its key and its tokens stay as they are: they lead to the survivor by `merged_into`. What hangs on a
person moves, and the merge keeps its numbers: residences as they stand, what is sealed under the absorbed one's key
sealed anew under the survivor's. What stays is reached by the pointer.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Table, and_, delete, func, insert, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.figures import Figure
from cockpit.linking.merge import BothWait, Merge
from cockpit.refusals import NotFound
from data_access.appeals import WORDS as OF_APPEAL
from data_access.appeals import appeal
from data_access.canvass import round_finding
from data_access.counters import Counters
from data_access.follow_up import follow_up
from data_access.greeting import human_contact
from data_access.home_health import care_fact, care_task, health_report
from data_access.mind_care import mind_case
from data_access.needs import need
from data_access.override_note import WORDS as OF_NOTE
from data_access.override_note import override_note
from data_access.people import PeopleShelf, person, person_key, person_token, residence
from data_access.people.shelf import SEALED, own_sealer
from data_access.quarantine import quarantine
from data_access.requests import WORDS, request
from data_access.returns import return_entry
from data_access.screening import case_record, exposure, risk_assessment, second_contact
from data_access.sealed import Sealer

AREAS = ("street", "community", "grid")
TAKEN = ("number", "phone")  # a name is never taken: the survivor has one
BOTH_WAIT = text(
    "select exists (select from request a join request b on a.kind = b.kind and a.field = b.field"
    " where a.person_id = :kept and b.person_id = :gone and a.closed_at is null and b.closed_at is null)"
)


@dataclass(frozen=True)
class Hanging:
    """Rows of a table that name a person in `column`; `sealed` are columns under that person's own key.

    Of `unique` a person has each once: what the survivor has too stays with the absorbed record.
    """

    table: Table
    column: str = "person_id"
    sealed: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()

    def of(self, number: int) -> Select[Any]:
        return select(self.table).where(self.table.c[self.column] == number)

    def same(self, row: Row[Any]) -> tuple[Any, ...]:
        return tuple(row._mapping[name] for name in self.unique)


# What later subjects hang on a person joins this list, or the next one; `tests/house` finds what is on neither.
MOVED = (
    Hanging(request, sealed=WORDS),
    Hanging(appeal, sealed=OF_APPEAL),
    Hanging(override_note, sealed=OF_NOTE),
    Hanging(care_task, unique=("day", "slot", "desk", "ended_at"), sealed=("note",)),
    Hanging(care_fact, sealed=("told",)),
    Hanging(human_contact),
    Hanging(health_report, unique=("day", "slot"), sealed=("said",)),
    Hanging(mind_case),
    Hanging(need, sealed=("words",)),
    Hanging(quarantine, unique=("since",)),
    Hanging(case_record, unique=("closed_at",)),
    Hanging(follow_up, unique=("day",)),
    Hanging(exposure, unique=("case_id", "setting", "began", "place")),
    Hanging(second_contact, unique=("case_id", "through_id")),
    Hanging(return_entry, unique=("journey",)),
    Hanging(round_finding, unique=("answer",)),
    Hanging(risk_assessment, unique=("gone_at",)),  # one holds; the next round reckons it of both
)
STAYS = {
    "person.merged_into": "the pointer itself",
    "person_key.person_id": "the absorbed row's own key opens it after an undo",
    "person_token.person_id": "whoever is found by them is led on by the pointer",
    "residence.person_id": "moved by `Joining` itself: of one person, one residence is the current one",
    "risk_fact.person_id": "brought anew of both by the next round, which sees that somebody was merged",
    "second_contact.through_id": "asked for anew of both by the next round, which sees that the contact is another",
    "receipt.person_id": "it opens whom the pointer leads to; a person may hold one alone",
    "reveal.person_id": "who looked at that record",
    "glass.person_id": "who looked at that record",
    "person_merge.survivor": "the merge itself",
    "person_merge.absorbed": "the merge itself",
}


class Joining:
    def __init__(self, connection: Connection, sealer: Sealer, people: PeopleShelf, counters: Counters) -> None:
        self.connection = connection
        self.sealer = sealer
        self.people = people
        self.counters = counters

    def join(self, kept: int, gone: int) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What was moved and which fields were taken, as `Merge` holds them."""
        if self.connection.execute(BOTH_WAIT, {"kept": kept, "gone": gone}).scalar():
            raise BothWait()
        before, areas = self._living(kept, gone), self._areas(kept)
        taken = self._take_fields(kept, gone)
        moved: dict[str, Any] = {"areas": areas, "residence": self._move_homes(kept, gone)}
        for hanging in MOVED:
            moved[hanging.table.name] = self._move(hanging, gone, kept)
        self._point(gone, kept)
        self._settle(kept, areas)
        self._count(before, self._living(kept, gone))
        return moved, taken

    def part(self, merge: Merge) -> None:
        kept, gone = merge.survivor, merge.absorbed
        if not self.people.by.sees(merge.moved["areas"]["community"]):
            raise NotFound()  # one of the two would go back to where the undoer has no business
        before = self._living(kept, gone)
        self._point(gone, None)
        self._homes_back(kept, gone, merge.moved["residence"])
        for hanging in MOVED:
            self._move(hanging, kept, gone, merge.moved.get(hanging.table.name, []))
        self._give_back(kept, gone, merge.taken)
        self._settle(kept, merge.moved["areas"])
        self._count(before, self._living(kept, gone))

    def _point(self, gone: int, to: int | None) -> None:
        self.connection.execute(update(person).where(person.c.id == gone).values(merged_into=to))

    # Fields

    def _take_fields(self, kept: int, gone: int) -> tuple[str, ...]:
        """Of what the survivor lacks; each is a change of the survivor's, with its line in the history."""
        own, other = self._opened(kept), self._opened(gone)
        taken = tuple(name for name in TAKEN if other.get(name) and not own.get(name))
        for name in taken:
            paper = self.people.paper(gone) if name == "number" else ()
            self.people.keep(kept, name, other[name], *paper)
        return taken

    def _give_back(self, kept: int, gone: int, taken: tuple[str, ...]) -> None:
        """What the survivor says otherwise by now was said since, and stays."""
        own, other = self._opened(kept), self._opened(gone)
        for name in taken:
            if own.get(name) == other.get(name):
                self.people.keep(kept, name, "")

    def _opened(self, number: int) -> dict[str, str]:
        """A record's own values in the clear; the pointer is not followed."""
        columns = [person.c[name] for name in SEALED]
        row = self.connection.execute(select(*columns).where(person.c.id == number)).one()
        own = self._own(number)
        return {name: own.open(value, cell=f"person.{name}/{number}") for name, value in row._mapping.items() if value}

    def _own(self, number: int) -> Sealer:
        query = select(person_key.c.wrapped).where(person_key.c.person_id == number)
        wrapped = self.connection.execute(query).scalar_one()
        return own_sealer(self.sealer.unwrap(wrapped, cell=f"person_key.wrapped/{number}"))

    # Homes

    def _move_homes(self, kept: int, gone: int) -> list[list[Any]]:
        """[number, whose it was, when it ended] of each row that is touched."""
        rows = self._homes(kept, gone)
        current = [row for row in rows if row.until is None]
        ended = _ended(current) if len(current) > 1 else None
        touched = [row for row in rows if row.person_id == gone or row is ended]
        if ended:
            until = max(ended.since, *(row.since for row in current)) if _differ(current) else ended.since
            self._put(ended.id, ended.person_id, until)
        for row in touched:
            if row.person_id == gone:
                self._put(row.id, kept)
        return [[row.id, row.person_id, row.until.isoformat() if row.until else None] for row in touched]

    def _homes_back(self, kept: int, gone: int, moved: list[list[Any]]) -> None:
        """The absorbed one's as they were; the survivor's own goes on, unless the survivor has moved since."""
        for number, whose, until in moved:
            if whose == gone:
                self._put(number, gone, date.fromisoformat(until) if until else None)
        lives = any(row.until is None for row in self._homes(kept))
        for number, whose, until in moved:
            if whose == kept and not lives and until is None:
                self._put(number, kept, None)

    def _homes(self, *persons: int) -> list[Row[Any]]:
        query = select(residence).where(residence.c.person_id.in_(persons)).order_by(residence.c.id)
        return list(self.connection.execute(query))

    def _put(self, number: int, whose: int, *until: date | None) -> None:
        values: dict[str, Any] = {"person_id": whose} | ({"until": until[0]} if until else {})
        self.connection.execute(update(residence).where(residence.c.id == number).values(values))

    def _living(self, *persons: int) -> Counter[str]:
        """Residents by community, of these records."""
        current = and_(residence.c.person_id.in_(persons), residence.c.until.is_(None))
        query = select(residence.c.community, func.count()).where(current).group_by(residence.c.community)
        return Counter(dict(self.connection.execute(query).tuples().all()))

    def _count(self, before: Counter[str], after: Counter[str]) -> None:
        for community in before | after:
            self.counters.add(community, Figure.RESIDENTS, None, after[community] - before[community])

    # Areas, and the tokens that follow them

    def _areas(self, number: int) -> dict[str, str]:
        row = self.connection.execute(select(*(person.c[name] for name in AREAS)).where(person.c.id == number)).one()
        return dict(row._mapping)

    def _settle(self, number: int, otherwise: dict[str, str]) -> None:
        """Whoever has a home belongs to its areas, and is found in its street."""
        home = next((row for row in self._homes(number) if row.until is None), None)
        areas = {name: getattr(home, name) for name in AREAS} if home else otherwise
        if areas == self._areas(number):
            return
        self.connection.execute(update(person).where(person.c.id == number).values(areas))
        self.connection.execute(delete(person_token).where(person_token.c.person_id == number))
        street = areas["street"]
        rows = [
            {"token": token, "person_id": number, "kind": kind, "street": street}
            for kind, token in self.people.tokens.of_fields(self._opened(number), street)
        ]
        self.connection.execute(insert(person_token), rows)

    # What hangs on a person

    def _move(self, hanging: Hanging, whose: int, to: int, only: list[int] | None = None) -> list[int]:
        """Returns the numbers of the rows; `only` these, of an undo."""
        table, query = hanging.table, hanging.of(whose)
        found = self.connection.execute(query if only is None else query.where(table.c.id.in_(only))).all()
        there = {hanging.same(row) for row in self.connection.execute(hanging.of(to))} if hanging.unique else set()
        rows = [row for row in found if hanging.same(row) not in there]
        old, new = (self._own(whose), self._own(to)) if rows and hanging.sealed else (None, None)
        for row in rows:
            values: dict[str, Any] = {hanging.column: to}
            for name in hanging.sealed:
                if (sealed := getattr(row, name)) and old and new:
                    cell = f"{table.name}.{name}/{row.id}"
                    values[name] = new.seal(old.open(sealed, cell=cell), cell=cell)
            self.connection.execute(update(table).where(table.c.id == row.id).values(values))
        return [row.id for row in rows]


def _differ(current: list[Row[Any]]) -> bool:
    return len({row.household_id for row in current}) > 1


def _ended(current: list[Row[Any]]) -> Row[Any]:
    """Of two homes the one moved to last is where the person lives; of one home, the time that began first counts."""
    ordered = sorted(current, key=lambda row: (row.since, -row.id))
    return ordered[0] if _differ(current) else ordered[-1]
