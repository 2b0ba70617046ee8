"""Pseudonyms: under which number somebody's records lie in the lake; sealed under the person's own key, and nowhere else."""

import secrets
from collections.abc import Collection, Iterator

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from data_access.people import person_key
from data_access.people.shelf import own_sealer
from data_access.sealed import Sealer

LARGEST = 2**63 - 1
AT_ONCE = 10_000


class PseudonymShelf:
    """Who is erased has none, and nobody is found by an old one."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def of(self, persons: Collection[int]) -> dict[int, int]:
        """Person -> pseudonym; who had none gets one, drawn by lot."""
        query = select(person_key.c.person_id, person_key.c.wrapped, person_key.c.pseudonym)
        rows = self.connection.execute(query.where(person_key.c.person_id.in_(persons)).with_for_update()).all()
        return {
            row.person_id: self._read(*row) if row.pseudonym else self._given(row.person_id, row.wrapped)
            for row in rows
        }

    def whose(self, wanted: Collection[int]) -> dict[int, int]:
        """Pseudonym -> person, of those of them that somebody has; all that there are have to be opened for it."""
        sought = set(wanted)
        return {number: person for person, number in self._all() if number in sought} if sought else {}

    def _all(self) -> Iterator[tuple[int, int]]:
        query = select(person_key.c.person_id, person_key.c.wrapped, person_key.c.pseudonym)
        known = query.where(person_key.c.pseudonym.is_not(None))
        for rows in self.connection.execute(known.execution_options(yield_per=AT_ONCE)).partitions():
            yield from ((row.person_id, self._read(*row)) for row in rows)

    def _given(self, person: int, wrapped: bytes) -> int:
        number = secrets.randbelow(LARGEST) + 1
        sealed = self._own(person, wrapped).wrap(number.to_bytes(8), cell=_cell(person))
        self.connection.execute(update(person_key).where(person_key.c.person_id == person).values(pseudonym=sealed))
        return number

    def _read(self, person: int, wrapped: bytes, sealed: bytes) -> int:
        return int.from_bytes(self._own(person, wrapped).unwrap(sealed, cell=_cell(person)))

    def _own(self, person: int, wrapped: bytes) -> Sealer:
        return own_sealer(self.sealer.unwrap(wrapped, cell=f"person_key.wrapped/{person}"))


def _cell(person: int) -> str:
    return f"person_key.pseudonym/{person}"
