"""The inventory on its way out: each thing as the values that a file of its kind would have brought."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection, Row

from cockpit.importing.kinds import Kind
from cockpit.people import Tenure
from data_access.areas import AreaShelf
from data_access.people.shelf import SEALED, own_sealer
from data_access.sealed import Sealer

TOGETHER = 2_000
PLACES = text("select * from place where id > :after order by id limit :some")
ENTERPRISES = text("select * from enterprise where id > :after order by id limit :some")
HOUSEHOLDS = text("select * from household where id > :after order by id limit :some")
# Whoever has neither a number nor a home could not be known again.
PERSONS = text(
    "select p.*, k.wrapped, r.since, h.id as home, h.place_id, h.door, h.tenure from person p"
    " join person_key k on k.person_id = p.id left join residence r on r.person_id = p.id and r.until is null"
    " left join household h on h.id = r.household_id"
    " where p.id > :after and (h.id is not null or p.number is not null) order by p.id limit :some"
)
POLICIES = text("select * from policy where id > :after order by id limit :some")
NAMED = text("select id, code, name, street from place")
POLICY = ("kind", "key", "area", "holds_from", "holds_to", "source", "body")
PLACE = ("code", "kind", "name", "address", "lon", "lat")
FIRM = ("credit_code", "name", "trade", "size", "staff", "address", "lon", "lat")


class ExportShelf:
    def __init__(self, connection: Connection, sealer: Sealer, areas: AreaShelf) -> None:
        self.connection = connection
        self.sealer = sealer
        self.areas = areas

    def of(self, kind: Kind) -> Iterator[dict[str, Any]]:
        """All of the kind, by field; what is sealed comes in the clear."""
        query, written = {
            Kind.PLACES: (PLACES, self._place),
            Kind.ENTERPRISES: (ENTERPRISES, self._enterprise),
            Kind.HOUSEHOLDS: (HOUSEHOLDS, self._household),
            Kind.PERSONS: (PERSONS, self._person),
            Kind.POLICIES: (POLICIES, lambda row: _columns(row, POLICY)),
        }[kind]
        after = 0
        while rows := self.connection.execute(query, {"after": after, "some": TOGETHER}).all():
            yield from map(written, rows)
            after = rows[-1].id

    def _place(self, row: Row[Any]) -> dict[str, Any]:
        contact = self._told("place.contact", row.id, row.contact)
        return {**_columns(row, PLACE), **self._areas(row), **contact}

    def _enterprise(self, row: Row[Any]) -> dict[str, Any]:
        contact = self._told("enterprise.contact", row.id, row.contact)
        place = self._called.get(row.place_id, "")
        return {**_columns(row, FIRM), **self._areas(row), **contact, "place": place}

    def _household(self, row: Row[Any]) -> dict[str, Any]:
        told = self._told("household.landlord", row.id, row.landlord)
        return {**self._home(row, row.id), **self._areas(row), "since": row.since, **told}

    def _person(self, row: Row[Any]) -> dict[str, Any]:
        own = own_sealer(self.sealer.unwrap(row.wrapped, cell=f"person_key.wrapped/{row.id}"))
        sealed = {name: getattr(row, name) for name in SEALED}
        known = {name: own.open(value, cell=f"person.{name}/{row.id}") for name, value in sealed.items() if value}
        paper = {"paper": row.number_type, "country": row.number_country} if row.number_type else {}
        home = {**self._home(row, row.home), **self._areas(row), "since": row.since} if row.home else {}
        return {**known, **paper, "born": row.born, **home}

    def _home(self, row: Row[Any], house: int) -> dict[str, Any]:
        door = self.sealer.open(row.door, cell=f"household.door/{house}")
        tenure = {} if row.tenure == Tenure.UNKNOWN else {"tenure": row.tenure}
        return {"compound": self._called[row.place_id], "door": door, **tenure}

    def _areas(self, row: Row[Any]) -> dict[str, str]:
        known = self.areas.known
        return {name: known[code].name for name in ("street", "community", "grid") if (code := getattr(row, name))}

    def _told(self, column: str, thing: int, sealed: bytes | None) -> dict[str, Any]:
        words: dict[str, Any] = json.loads(self.sealer.open(sealed, cell=f"{column}/{thing}")) if sealed else {}
        return words

    @cached_property
    def _called(self) -> dict[int, str]:
        """Places by their name where it is the only one in its street, else by their code."""
        rows = self.connection.execute(NAMED).all()
        alike = Counter((row.street, row.name) for row in rows)
        return {row.id: row.name if alike[row.street, row.name] == 1 else row.code for row in rows}


def _columns(row: Row[Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
