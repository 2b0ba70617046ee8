"""All records of the district as they are compared: opened chunk by chunk, and held in memory alone.

Of numbers and phones the tokens are compared, which tell nothing but that two are equal; names are opened, since what
sounds alike is found no other way. A record that was merged goes on speaking for the person it leads to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.engine import Connection, Row

from cockpit.people import same_name
from data_access.people.shelf import own_sealer
from data_access.pinyin import sort_key_by_characters
from data_access.sealed import Sealer

if TYPE_CHECKING:
    from data_access.work import Work

CHUNK = 10_000
COUNT = text("select count(*) from person p join person_key k on k.person_id = p.id")
RECORDS = text(
    "select p.id, p.merged_into, p.name, p.born, p.street, k.wrapped from person p join person_key k on k.person_id = p.id"
    " where p.id > :after order by p.id limit :some"
)
TOKENS = text(
    "select person_id, kind, token from person_token where kind in ('number', 'phone')"
    " and person_id >= :first and person_id <= :last"
)
HOMES = text(
    "select r.person_id, r.household_id, r.until, h.place_id from residence r join household h on h.id = r.household_id"
    " where r.person_id >= :first and r.person_id <= :last order by r.id"
)


@dataclass
class Records:
    """Columns of so many records, each of the same length; `home` and `place` are of the current residence."""

    unique_id: list[int] = field(default_factory=list)
    person: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    sound: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    latin: list[bool] = field(default_factory=list)
    born: list[str] = field(default_factory=list)
    home: list[int | None] = field(default_factory=list)
    former: list[list[int]] = field(default_factory=list)
    place: list[int | None] = field(default_factory=list)
    street: list[str] = field(default_factory=list)
    phone: list[int | None] = field(default_factory=list)
    number: list[int | None] = field(default_factory=list)

    def add(self, **values: Any) -> None:
        for name, value in values.items():
            getattr(self, name).append(value)


def count(work: "Work") -> int:
    return int(work.connection.execute(COUNT).scalar_one())


def chunks(work: "Work") -> Iterator[Records]:
    """In the order of their numbers; whoever is erased is nobody's record."""
    after = 0
    while rows := work.connection.execute(RECORDS, {"after": after, "some": CHUNK}).all():
        yield _records(work.connection, work.sealer, rows)
        after = rows[-1].id


def _records(connection: Connection, sealer: Sealer, rows: Sequence[Row[Any]]) -> Records:
    span = {"first": rows[0].id, "last": rows[-1].id}
    tokens = {(row.person_id, row.kind): _short(row.token) for row in connection.execute(TOKENS, span)}
    homes = _homes(connection.execute(HOMES, span))
    found = Records()
    for row in rows:
        one = row.id
        home, place, former = homes.get(one, (None, None, ()))
        name = same_name(_name(sealer, row))
        found.add(
            unique_id=one, person=row.merged_into or one, born=written(row.born), street=row.street,
            home=home, place=place, former=list(former), **heard(name),
            phone=tokens.get((one, "phone")), number=tokens.get((one, "number")),
        )  # fmt: skip
    return found


def _name(sealer: Sealer, row: Row[Any]) -> str:
    own = own_sealer(sealer.unwrap(row.wrapped, cell=f"person_key.wrapped/{row.id}"))
    return own.open(row.name, cell=f"person.name/{row.id}") if row.name else ""


@lru_cache(maxsize=50_000)
def heard(name: str) -> Mapping[str, Any]:
    """A name as it is compared: as it is written, as it sounds, and the first letter of that, in whichever letters."""
    return {
        "name": name,
        "sound": sort_key_by_characters(name),
        "first": sort_key_by_characters(name[:1])[:1],
        "latin": name.isascii(),
    }


def written(born: date) -> str:
    return born.strftime("%Y%m%d")


def _short(token: bytes) -> int:
    """Enough of a digest to tell apart all people there are."""
    return int.from_bytes(token[:8], "big", signed=True)


def _homes(rows: Any) -> dict[int, tuple[int | None, int | None, list[int]]]:
    found: dict[int, tuple[int | None, int | None, list[int]]] = {}
    for row in rows:
        home, place, former = found.get(row.person_id, (None, None, []))
        if row.until is None:
            found[row.person_id] = (row.household_id, row.place_id, former)
        else:
            found[row.person_id] = (home, place, [*former, row.household_id])
    return found
