"""Records of people as files of several offices leave them, and what is kept of one."""

from datetime import date
from typing import Any

from sqlalchemy import insert, select

from cockpit.access import Actor
from cockpit.linking import Field, Level, State, weight
from cockpit.people import Household, Tenure
from data_access.database import Database
from data_access.linking import person_pair
from data_access.people import Bulk, household, person, person_key, person_token, residence
from data_access.people.bulk import HOUSEHOLD_TYPES, KEY_TYPES, PERSON_TYPES, RESIDENCE_TYPES, TOKEN_TYPES
from data_access.places import place, place_of
from data_access.tables import next_id

BORN = date(1985, 3, 12)
SINCE = date(2015, 5, 1)


class Records:
    """The inventory of the test's own district, written to as an import does."""

    def __init__(self, database: Database, by: Actor) -> None:
        self.database = database
        self.by = by

    def home(self, street: str, door: str = "9幢1单元901室") -> Household:
        """A door behind which nobody lives yet."""
        with self.database.work(self.by) as work:
            row = work.connection.execute(
                select(place).where(place.c.street == street, place.c.kind == "compound")
            ).first()
            assert row
            where, number = place_of(row), next_id(work.connection, household)
            made = Household(number, Tenure.OWNED, where.id, door, where.spot)
            values = Bulk(work.sealer, work.people.tokens).household(made)
            work.connection.execute(insert(household).values(dict(zip(HOUSEHOLD_TYPES, values, strict=True))))
            work.counters.add(where.spot.community, "households", None, 1)
        return made

    def add(self, name: str, born: date = BORN, home: Household | None = None, **known: Any) -> int:
        """Somebody who lives there; `number`, `phone` and `since` where they are said."""
        assert home
        since = known.pop("since", SINCE)
        with self.database.work(self.by) as work:
            bulk, number = Bulk(work.sealer, work.people.tokens), next_id(work.connection, person)
            values = {"name": name, "number": "", "phone": ""} | known
            made = bulk.person(number, born, home.spot, values)
            lives = bulk.residence(next_id(work.connection, residence), number, home, since)
            for table, types, rows in (
                (person, PERSON_TYPES, [made.row]), (person_key, KEY_TYPES, [made.key]),
                (person_token, TOKEN_TYPES, made.tokens), (residence, RESIDENCE_TYPES, [lives]),
            ):  # fmt: skip
                work.connection.execute(insert(table), [dict(zip(types, row, strict=True)) for row in rows])
            work.counters.add(home.spot.community, "residents", None, 1)
        return number

    def pair(self, one: int, other: int) -> int:
        """As a run would have found them; returns the pair's number."""
        levels = {Field.NAME: Level.SAME, Field.BORN: Level.SAME, Field.HOME: Level.SAME,
                  Field.PHONE: Level.UNKNOWN, Field.NUMBER: Level.UNKNOWN}  # fmt: skip
        with self.database.work(self.by) as work:
            rule = work.policy.get("link", "person", self.by.area)
            values = {
                "one": one,
                "other": other,
                "weight": weight(levels, rule.body),
                "levels": levels,
                "rule": rule.id,
            }
            made = insert(person_pair).values(values | {"found_at": work.at, "state": State.WAITING})
            return int(work.connection.execute(made.returning(person_pair.c.id)).scalar_one())

    def move(self, number: int, home: Household, since: date) -> None:
        with self.database.work(self.by) as work:
            was = work.people.get(number).community
            work.people.move(number, home.id, since)
            work.counters.add(was, "residents", None, -1)
            work.counters.add(home.spot.community, "residents", None, 1)

    def kept(self, *numbers: int) -> dict[str, list[tuple[Any, ...]]]:
        """All that stands of these records, column by column."""
        found = {}
        with self.database.work(self.by) as work:
            for table, column in (
                (person, "id"),
                (person_key, "person_id"),
                (person_token, "person_id"),
                (residence, "person_id"),
            ):
                query = select(table).where(table.c[column].in_(numbers)).order_by(*table.primary_key)
                found[table.name] = [tuple(row) for row in work.connection.execute(query)]
        return found


__all__ = ["BORN", "SINCE", "Records"]
