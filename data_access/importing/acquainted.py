"""Whom the rows of a file mean: known again by the number of a paper, else by name and birthday behind the same door."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cockpit.people import same_name
from cockpit.refusals import Invalid
from data_access.importing.households import Home
from data_access.importing.merged import homes_of, led, lived
from data_access.importing.target import Given
from data_access.people.shelf import SEALED, own_sealer

if TYPE_CHECKING:
    from data_access.work import Work

KNOWN = text(
    "select p.id, p.merged_into, p.name, p.number, p.number_type, p.number_country, p.phone, p.born, p.street, p.community, p.grid,"
    " r.household_id, r.since, k.wrapped from person p join person_key k on k.person_id = p.id"
    " left join residence r on r.person_id = p.id and r.until is null where p.id = any(:ids)"
)
BY_TOKEN = "select token, person_id from person_token where token = any(%(tokens)b)"  # in binary: a third of the time
LIVING = text("select household_id, person_id from residence where household_id = any(:homes) and until is null")


class Acquainted:
    """Persons that are in the inventory, opened for the one who imports."""

    def __init__(self, work: "Work") -> None:
        self.work = work

    def of(self, rows: Sequence[Given], homes: Sequence[Home | Invalid | None]) -> list[dict[str, Any] | None]:
        by_number = self._by_number(rows)
        living = self._living(rows, homes)
        ids = {*by_number.values(), *(one for found in living.values() for one in found)}
        opened = {one["id"]: one for one in self.opened(sorted(ids))}
        survivors = self._survivors(opened)
        known = [
            opened.get(by_number[row.values["number"]])
            if row.values.get("number") in by_number
            else self._namesake(row, [opened[one] for one in living.get(_house(home), ()) if one in opened])
            for row, home in zip(rows, homes, strict=True)
        ]
        return [survivors.get(one["id"], one) if one else None for one in known]

    def _survivors(self, opened: Mapping[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
        """For each record that was merged the one that stands for it, with what the merged one had said."""
        now = led(self.work.connection, opened)
        if not now:
            return {}
        stand = {one["id"]: one for one in self.opened(sorted({*now.values()}))}
        homes = homes_of(self.work.connection, now)
        return {number: stand[to] | {"heard": opened[number] | {"homes": homes.get(number, ())}}
                for number, to in now.items() if to in stand}  # fmt: skip

    def _by_number(self, rows: Sequence[Given]) -> dict[str, int]:
        tokens = {
            self.work.people.tokens.of("number", row.values["number"]): row.values["number"]
            for row in rows
            if row.values.get("number")
        }
        if not tokens:
            return {}
        found = self.work.connection.exec_driver_sql(BY_TOKEN, {"tokens": list(tokens)})
        return {tokens[token]: person_id for token, person_id in found}

    def _living(self, rows: Sequence[Given], homes: Sequence[Home | Invalid | None]) -> dict[int | None, list[int]]:
        """Who lives behind the doors of those rows that have no number."""
        asked = {_house(home) for row, home in zip(rows, homes, strict=True) if not row.values.get("number")} - {None}
        found = self.work.connection.execute(LIVING, {"homes": list(asked)}).all()
        ordered = sorted(found, key=lambda row: row.household_id)
        living = {
            home: [row.person_id for row in group] for home, group in groupby(ordered, lambda row: row.household_id)
        }
        before = lived(self.work.connection, asked)
        return {home: [*living.get(home, ()), *before.get(home or 0, ())] for home in asked}

    def _namesake(self, row: Given, living: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
        if row.values.get("number"):
            return None  # somebody else of that name may live there: the number decides
        name, born = same_name(row.values.get("name", "")), row.values.get("born")
        return next((one for one in living if one["born"] == born and same_name(one["name"]) == name), None)

    def opened(self, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
        found = self.work.connection.execute(KNOWN, {"ids": list(ids)})
        names = tuple(found.keys())
        for row in found:
            one = dict(zip(names, row, strict=True))
            thing = one["id"]
            key = self.work.sealer.unwrap(one.pop("wrapped"), cell=f"person_key.wrapped/{thing}")
            own = own_sealer(key)
            for name in SEALED:
                one[name] = own.open(one[name], cell=f"person.{name}/{thing}") if one[name] else None
            yield one | {"key": key, "door": ""}


def _house(home: Home | Invalid | None) -> int | None:
    return home.known["id"] if isinstance(home, Home) and home.known else None
