"""What other subjects know of people that says something about their risk.

Stays in key regions are read from the returnees, symptoms from visits at the door; what records of clinics and pharmacies say
is brought here by the worker after each round, sealed, since no web process asks the lake. `since` is the first day that counts.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, LargeBinary, Table, delete, insert, select, text
from sqlalchemy.engine import Connection

from cockpit.people import Person
from cockpit.screening.risk.facts import Purchase, Stay, Symptom, Visit
from data_access.returns.tables import on_the_list
from data_access.sealed import Sealer
from data_access.tables import area_columns, id_column, metadata, next_id

# `told` holds the days of each kind, sealed as JSON; `last` is the last of them.
risk_fact = Table(
    "risk_fact",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False, unique=True),
    Column("told", LargeBinary, nullable=False),
    Column("last", Date, nullable=False),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    Index("ix_risk_fact_street_community", "street", "community"),
)
CAME = "coalesce(r.left_on, r.arrived_on)"
LISTED = f"""
from return_entry r join key_region k on {on_the_list("r.origin", "r.arrived_on", "k")}
where r.person_id is not null and r.arrived_on is not null and {CAME} >= :since
"""
STAYS = text(f"select r.person_id, k.level, {CAME} as until {LISTED} and r.person_id = any(:persons)")
UNWELL = text(
    "select person_id, day from follow_up where result = 'seen_not_ok' and day >= :since and person_id = any(:persons) order by day"
)
ANYBODY = text(
    f"select r.person_id {LISTED} union select person_id from risk_fact where last >= :since"
    " union select person_id from follow_up where result = 'seen_not_ok' and day >= :since"
)
Days = Mapping[str, Sequence[str]]


class RiskFactsShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def stays(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Stay]]:
        found: dict[int, list[Stay]] = defaultdict(list)
        for row in self.connection.execute(STAYS, {"persons": list(persons), "since": since}):
            found[row.person_id].append(Stay(row.level, row.until))
        return found

    def symptoms(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Symptom]]:
        found: dict[int, list[Symptom]] = defaultdict(list)
        for row in self.connection.execute(UNWELL, {"persons": list(persons), "since": since}):
            found[row.person_id].append(Symptom(row.day))
        for person, days in self._told("symptoms", persons, since).items():
            found[person] += [Symptom(day) for day in days if Symptom(day) not in found[person]]
        return found

    def visits(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Visit]]:
        return {person: [Visit(day) for day in days] for person, days in self._told("visits", persons, since).items()}

    def purchases(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Purchase]]:
        told = self._told("purchases", persons, since)
        return {person: [Purchase(day) for day in days] for person, days in told.items()}

    def anybody(self, since: date) -> Collection[int]:
        """Of whom any of it is known, whether or not a case exposed them."""
        return set(self.connection.execute(ANYBODY, {"since": since}).scalars())

    def replace(self, known: Iterable[tuple[Person, Days]], emergency: int | None) -> None:
        """What records say of these people and of nobody else."""
        self.connection.execute(delete(risk_fact))
        rows = [self._row(person, days, emergency) for person, days in known]
        if rows:
            self.connection.execute(insert(risk_fact), rows)

    def _row(self, person: Person, days: Days, emergency: int | None) -> dict[str, Any]:
        number = next_id(self.connection, risk_fact)
        told = self.sealer.seal(json.dumps(days, sort_keys=True), cell=f"risk_fact.told/{number}")
        last = date.fromisoformat(max(day for those in days.values() for day in those))
        areas = {"street": person.street, "community": person.community, "grid": person.grid}
        return {"id": number, "person_id": person.id, "told": told, "last": last, "emergency": emergency} | areas

    def _told(self, kind: str, persons: Collection[int], since: date) -> dict[int, list[date]]:
        theirs = select(risk_fact).where(risk_fact.c.person_id.in_(persons), risk_fact.c.last >= since)
        found = {}
        for row in self.connection.execute(theirs):
            told = json.loads(self.sealer.open(row.told, cell=f"risk_fact.told/{row.id}"))
            if days := [day for day in map(date.fromisoformat, told.get(kind, ())) if day >= since]:
                found[row.person_id] = days
        return found
