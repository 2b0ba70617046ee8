"""Pseudonyms: under which number somebody's records lie in the lake; sealed under the person's own key, and nowhere else.

Beside it stands a keyed token, by which whoever holds the index key finds the person of a record again.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.engine import Connection, Row

from data_access.people import Tokens, person, person_key
from data_access.people.shelf import own_sealer
from data_access.people.survivors import absorbed, standing_for
from data_access.sealed import Sealer

LARGEST = 2**63 - 1
AT_ONCE = 10_000
KEEP = text(
    "update person_key k set pseudonym = n.sealed, pseudonym_token = n.token"
    " from unnest(cast(:ids as bigint[]), cast(:sealed as bytea[]), cast(:tokens as bytea[])) n (id, sealed, token)"
    " where k.person_id = n.id"
)


class PseudonymShelf:
    """Who is erased has none, and nobody is found by an old one."""

    def __init__(self, connection: Connection, sealer: Sealer, index_key: bytes) -> None:
        self.connection = connection
        self.sealer = sealer
        self.tokens = Tokens(index_key)

    def of(self, persons: Collection[int]) -> dict[int, int]:
        """Person -> pseudonym; who had none gets one, drawn by lot."""
        found: dict[int, int] = {}
        for some in _parts(persons):
            theirs = _keys().where(person_key.c.person_id.in_(some))
            found |= {row.person_id: self._read(row) for row in self._rows(theirs) if row.pseudonym_token}
            if len(found) < len(some):
                lacking = theirs.where(person_key.c.pseudonym_token.is_(None))
                found |= self._given(self._rows(lacking.with_for_update()))
        return found

    def all_of(self, persons: Collection[int]) -> dict[int, list[int]]:
        """Person -> own pseudonym, and those of the records that were merged into this one."""
        stands = dict.fromkeys(persons, 0) | standing_for(self.connection, absorbed(self.connection, persons))
        found: dict[int, list[int]] = {one: [] for one in persons}
        for one, number in self.of(stands).items():
            found[stands[one] or one].append(number)
        return found

    def merged(self) -> int:
        """How many records lead to another one."""
        query = select(func.count()).select_from(person).where(person.c.merged_into.is_not(None))
        return int(self.connection.execute(query).scalar_one())

    def whose(self, wanted: Collection[int]) -> dict[int, int]:
        """Pseudonym -> person, of those of them that somebody has; of a record that was merged, into whom."""
        without = (person_key.c.pseudonym.is_not(None), person_key.c.pseudonym_token.is_(None))
        self._given(self._rows(_keys().where(*without)))
        found: dict[int, int] = {}
        for some in _parts(wanted):
            sought = {self.tokens.of_pseudonym(one): one for one in some}
            theirs = select(person_key.c.pseudonym_token, person_key.c.person_id)
            rows = self._rows(theirs.where(person_key.c.pseudonym_token.in_(sought)))
            found |= {sought[row.pseudonym_token]: row.person_id for row in rows}
        merged = standing_for(self.connection, set(found.values()))
        return {number: merged.get(who, who) for number, who in found.items()}

    def _rows(self, query: Select[Any]) -> list[Row[Any]]:
        return list(self.connection.execute(query).all())

    def _given(self, rows: Iterable[Row[Any]]) -> dict[int, int]:
        """Who has a pseudonym and no token yet keeps it."""
        given, sealed, tokens = {}, [], []
        for row in rows:
            number = self._read(row) if row.pseudonym else secrets.randbelow(LARGEST) + 1
            given[row.person_id] = number
            sealed.append(self._own(row).wrap(number.to_bytes(8), cell=_cell(row.person_id)))
            tokens.append(self.tokens.of_pseudonym(number))
        if given:
            self.connection.execute(KEEP, {"ids": list(given), "sealed": sealed, "tokens": tokens})
        return given

    def _read(self, row: Row[Any]) -> int:
        return int.from_bytes(self._own(row).unwrap(row.pseudonym, cell=_cell(row.person_id)))

    def _own(self, row: Row[Any]) -> Sealer:
        return own_sealer(self.sealer.unwrap(row.wrapped, cell=f"person_key.wrapped/{row.person_id}"))


def _parts(numbers: Collection[int]) -> Iterator[list[int]]:
    """Each once, so many at a time."""
    once = sorted(set(numbers))
    return (once[start : start + AT_ONCE] for start in range(0, len(once), AT_ONCE))


def _keys() -> Select[Any]:
    columns = person_key.c
    return select(columns.person_id, columns.wrapped, columns.pseudonym, columns.pseudonym_token)


def _cell(person_id: int) -> str:
    return f"person_key.pseudonym/{person_id}"
