"""What is written down of people at home: conditions and tests, each word sealed under the person's own key."""

import json
from datetime import date
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.engine import Connection, Row

from cockpit.home_health.care_fact import CareFact, FactKind
from cockpit.people import Erased
from data_access.home_health.desk_tables import care_fact
from data_access.people import PeopleShelf
from data_access.sealed import Sealer
from data_access.tables import next_id

C = care_fact.c
ALONE = text("select lives_alone(:person)")


class CareFactShelf:
    def __init__(self, connection: Connection, people: PeopleShelf) -> None:
        self.connection = connection
        self.people = people

    def add(self, new: CareFact, emergency: int | None) -> None:
        own = self.people.own_seal(new.person)
        if own is None:
            raise Erased()
        number = next_id(self.connection, care_fact)
        told = json.dumps({"words": new.words, "day": new.day.isoformat() if new.day else None})
        values = {
            "id": number, "kind": new.kind, "person_id": new.person, "episode_id": new.episode, "at": new.at,
            "account": new.by, "told": own.seal(told, cell=_cell(number)), "emergency": emergency,
        }  # fmt: skip
        self.connection.execute(insert(care_fact).values(values))

    def of_person(self, person: int, kind: FactKind | None = None) -> list[CareFact]:
        """The newest first; empty for who is erased. A look, unless it only weighs in."""
        mine = (C.person_id == person, *([C.kind == kind] if kind else []))
        rows = self.connection.execute(select(care_fact).where(*mine).order_by(C.id.desc())).all()
        own = self.people.own_seal(person) if rows else None
        return [_fact_of(row, own) for row in rows] if own else []

    def lives_alone(self, person: int) -> bool:
        """Whether nobody else is known behind that door."""
        return bool(self.connection.execute(ALONE, {"person": person}).scalar())


def _cell(number: int) -> str:
    return f"care_fact.told/{number}"


def _fact_of(row: Row[Any], own: Sealer) -> CareFact:
    told = json.loads(own.open(row.told, cell=_cell(row.id)))
    day = date.fromisoformat(told["day"]) if told["day"] else None
    kind = FactKind(row.kind)
    return CareFact(kind, row.person_id, row.episode_id, row.at, row.account, tuple(told["words"]), day, row.id)
