"""The inventory of places and enterprises as somebody searches it: by words and facets, counted, one by its code.

Neither table has a wall, so words may be looked for inside a name: 20,000 rows are read through in a few hundredths of
a second.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Table, Text, case, func, literal, or_, select, tuple_
from sqlalchemy.engine import Row

from cockpit.inventory.finding import Cell, Key, Wanted, What
from cockpit.inventory.past import Told, Was
from cockpit.places import Enterprise, Place
from cockpit.refusals import NotFound
from data_access.by_hand import Hand
from data_access.importing.tables import history
from data_access.people.tables import household
from data_access.places import enterprise, enterprise_of, place, place_of
from data_access.tables import Code, in_area

if TYPE_CHECKING:
    from data_access.work import Work

TABLES = {What.PLACES: place, What.ENTERPRISES: enterprise}
KIND = {What.PLACES: place.c.kind, What.ENTERPRISES: enterprise.c.trade}
CODE = {What.PLACES: place.c.code, What.ENTERPRISES: enterprise.c.credit_code}
SIZE = {What.PLACES: literal("", Code), What.ENTERPRISES: enterprise.c.size}
Condition = ColumnElement[bool]


class InventoryShelf:
    def __init__(self, work: "Work") -> None:
        self.work = work
        self.connection = work.connection
        self.sealer = work.sealer
        self.by = work.by

    def hand(self, what: What) -> Hand:
        """For who corrects."""
        return Hand(self.work, what)

    def code_of(self, what: What) -> ColumnElement[str]:
        return CODE[what]

    def thing_of(self, what: What, row: Row[Any]) -> Place | Enterprise:
        return place_of(row) if what is What.PLACES else enterprise_of(row)

    def listed(self, wanted: Wanted, after: Key | None, limit: int) -> tuple[list[Any], Key | None]:
        """So many things after that place of the list, the best fitting first, then by pinyin; and where the next begin."""
        table, rank = TABLES[wanted.what], _rank(wanted)
        order = (rank, table.c.sort_key, table.c.id)
        query = select(table, rank.label("rank")).where(*self._conditions(wanted), *_filters(wanted))
        if after is not None:
            begin = (literal(after["rank"]), literal(after["name"], Code), literal(after["id"], BigInteger))
            query = query.where(tuple_(*order) > tuple_(*begin))
        rows = self.connection.execute(query.order_by(*order).limit(limit + 1)).all()
        last = rows[limit - 1] if len(rows) > limit else None
        made = place_of if wanted.what is What.PLACES else enterprise_of
        return [made(row) for row in rows[:limit]], (
            Key(rank=last.rank, name=last.sort_key, id=last.id) if last else None
        )

    def cells(self, wanted: Wanted) -> list[Cell]:
        """What fits words and area, counted by everything that a facet asks for."""
        table = TABLES[wanted.what]
        by = (
            _part(table, wanted.area).label("part"),
            KIND[wanted.what].label("kind"),
            SIZE[wanted.what].label("size"),
            table.c.flagged,
            table.c.contact.is_(None).label("nobody"),
        )
        query = select(*by, func.count()).where(*self._conditions(wanted)).group_by(*by)
        return [Cell(*row) for row in self.connection.execute(query)]

    def count(self, wanted: Wanted) -> int:
        """What fits words and area."""
        query = select(func.count()).select_from(TABLES[wanted.what]).where(*self._conditions(wanted))
        return int(self.connection.execute(query).scalar_one())

    def doors(self, said: str) -> list[Place]:
        """The places of that code or name within one's own area; two are as many as anybody has to know of."""
        called = or_(place.c.code == said.upper(), place.c.name == said)
        rows = self.connection.execute(select(place).where(called, in_area(place, self.by.area)).limit(2))
        return [place_of(row) for row in rows]

    def place(self, code: str) -> Place:
        """By its code, within one's own area; else it is not there."""
        return place_of(self._one(place, place.c.code == code))

    def enterprise(self, code: str) -> Enterprise:
        return enterprise_of(self._one(enterprise, enterprise.c.credit_code == code))

    def contact(self, thing: Place | Enterprise) -> Told:
        """Who answers for it, in the clear: reading it is a look."""
        table = place if isinstance(thing, Place) else enterprise
        sealed = self.connection.execute(select(table.c.contact).where(table.c.id == thing.id)).scalar_one()
        return self.opened(sealed, f"{thing.subject}.contact/{thing.id}")

    def history(self, thing: Place | Enterprise, limit: int) -> list[Was]:
        """What its fields were, the newest change first."""
        mine = (history.c.subject == thing.subject, history.c.subject_id == thing.id)
        query = select(history).where(*mine).order_by(history.c.id.desc()).limit(limit)
        return [self._was(row) for row in self.connection.execute(query)]

    def newest(self) -> int:
        """The number of the newest line of all histories within one's scope; 0 where there is none."""
        return int(self.connection.execute(select(func.coalesce(func.max(history.c.id), 0))).scalar_one())

    def since(self, subject: str, things: Sequence[int], seen: int) -> dict[int, Was]:
        """Of those that were changed after that line of the history, the newest change."""
        mine = (
            history.c.subject == subject,
            history.c.subject_id == func.any(literal(list(things), ARRAY(BigInteger))),
        )
        query = select(history).where(*mine, history.c.id > seen).order_by(history.c.id)
        return {row.subject_id: self._was(row) for row in self.connection.execute(query)}

    def _was(self, row: Row[Any]) -> Was:
        told = self.opened(row.was_sealed, f"history.was_sealed/{row.id}")
        return Was(row.id, row.field, json.loads(row.was) if row.was else told, row.at, row.account, row.batch)

    def opened(self, sealed: bytes | None, cell: str) -> Told:
        found: Told = json.loads(self.sealer.open(sealed, cell=cell)) if sealed else {}
        return found

    def place_of(self, firm: Enterprise) -> Place | None:
        """Where the firm is, if that is within one's own area."""
        here = (place.c.id == firm.place_id, in_area(place, self.by.area))
        row = self.connection.execute(select(place).where(*here)).one_or_none()
        return place_of(row) if row else None

    def firms_in(self, place_id: int, limit: int) -> tuple[list[Enterprise], int]:
        """The first of them by pinyin, and how many there are."""
        still = enterprise.c.closed_at.is_(None)
        here = (enterprise.c.place_id == place_id, in_area(enterprise, self.by.area), still)
        count = self.connection.execute(select(func.count()).select_from(enterprise).where(*here)).scalar_one()
        rows = self.connection.execute(select(enterprise).where(*here).order_by(enterprise.c.sort_key).limit(limit))
        return [enterprise_of(row) for row in rows], int(count)

    def households_in(self, place_id: int) -> int:
        query = select(func.count()).select_from(household).where(household.c.place_id == place_id)
        return int(self.connection.execute(query).scalar_one())

    def _one(self, table: Table, that: Condition) -> Row[Any]:
        row = self.connection.execute(select(table).where(that, in_area(table, self.by.area))).one_or_none()
        if row is None:
            raise NotFound()
        return row

    def _conditions(self, wanted: Wanted) -> list[Condition]:
        table = TABLES[wanted.what]
        still = table.c.closed_at.is_(None)
        areas = [in_area(table, wanted.area), in_area(table, self.by.area)]
        return [*areas, ~still if wanted.closed else still, *(_fits(wanted.what, word) for word in wanted.words)]


def _part(table: Table, area: str) -> ColumnElement[str]:
    """The area one level below; of a grid there is none."""
    column = {6: table.c.street, 9: table.c.community, 12: table.c.grid}.get(len(area))
    return literal("", Code) if column is None else column


def _filters(wanted: Wanted) -> list[Condition]:
    table = TABLES[wanted.what]
    return [
        *([KIND[wanted.what] == wanted.kind] if wanted.kind else []),
        *([enterprise.c.size == wanted.size] if wanted.size else []),
        *([table.c.flagged] if wanted.flagged else []),
        *([table.c.contact.is_(None)] if wanted.nobody else []),
    ]


def _fits(what: What, word: str) -> Condition:
    """Part of a name, an address or a code; what has Latin letters alone may be pinyin, whole or by its initials."""
    table = TABLES[what]
    known: list[ColumnElement[str]] = [func.lower(table.c.name), func.lower(table.c.address)]
    if word.isascii():
        known += [table.c.initials, table.c.sort_key, func.lower(CODE[what])]
    return or_(*(func.strpos(column, literal(word, Text)) > 0 for column in known))


def _rank(wanted: Wanted) -> ColumnElement[int]:
    """How well the first word fits: the code itself, the name's beginning, inside it, or somewhere else."""
    if not wanted.words:
        return literal(0)
    table, word = TABLES[wanted.what], literal(wanted.words[0], Text)
    names: list[ColumnElement[str]] = [func.lower(table.c.name), table.c.initials, table.c.sort_key]
    return case(
        (func.lower(CODE[wanted.what]) == word, 0),
        (or_(*(func.starts_with(one, word) for one in names)), 1),
        (or_(*(func.strpos(one, word) > 0 for one in names[:2])), 2),
        else_=3,
    )
