"""Enterprises from a file: known again by their credit code; each lies in a place, at a point or in a community."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import ARRAY, bindparam, func, select

from cockpit.areas import Level
from cockpit.importing.ground import Ground, Settled
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.importing.places import SPOT, WHERE_TYPES, Doors, same_point, spot_of, stated
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.pinyin import initials, sort_key
from data_access.places import enterprise
from data_access.tables import Code

ENTERPRISE = Shape(
    enterprise,
    {
        "id": "int8", "credit_code": "text", "name": "text", "sort_key": "text", "initials": "text", "trade": "text",
        "size": "text", "staff": "int4", "address": "text", "contact": "bytea", "place_id": "int8", **WHERE_TYPES,
        "closed_at": "timestamptz",
    },
    {
        "name": ("name", "sort_key", "initials"), "trade": ("trade",), "size": ("size",), "staff": ("staff",),
        "address": ("address",), "spot": (*SPOT, "place_id"), "contact": ("contact",), "closed": ("closed_at",),
    },
    frozenset({"contact"}),
)  # fmt: skip
NEW = {"trade": "", "size": "", "staff": 0, "address": "", "contact": None, "closed_at": None, "place_id": None}
PLAIN = ("trade", "size", "staff", "address")


class Enterprises(Target):
    shape = ENTERPRISE

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.work.areas.known.values())

    @cached_property
    def doors(self) -> Doors:
        return Doors.of(self.work.connection)

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        known = self._known([row.values["credit_code"] for row in rows])
        for row in rows:
            try:
                yield self._verdict(row, known.get(row.values["credit_code"]))
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield row.values["credit_code"]

    def _verdict(self, row: Given, known: Mapping[str, Any] | None) -> Verdict:
        now = dict(known) if known else {**NEW, "credit_code": row.values["credit_code"]}
        then = {**now, **self._brought(row), **self._where(row, known)}
        if known is None and "name" not in row.values:
            raise Invalid("name", N_("what is new needs a name"))
        return self.judged(row, now, then)

    def _brought(self, row: Given) -> dict[str, Any]:
        brought = {name: row.values[name] for name in PLAIN if name in row.values}
        if "name" in row.values:
            name = row.values["name"]
            brought |= {"name": name, "sort_key": sort_key(name), "initials": initials(name)}
        return brought

    def _where(self, row: Given, known: Mapping[str, Any] | None) -> dict[str, Any]:
        """In the place that is named; else at its point, or in its community. A known firm stays where nothing is said."""
        said = stated(row)
        if row.values.get("place"):
            street = self.ground.find(Level.STREET, said.street) if said.street else None
            door = self.doors.find(row.values["place"], street.code if street else "")
            if known is not None and known["place_id"] == door.id:
                return {}
            return {**spot_of(Settled(door.spot)), "place_id": door.id}
        if known is not None and (same_point(said, known) or (said.lon is None and not said.community)):
            return {}
        return {**spot_of(self.ground.settle(said)), "place_id": None}

    def _known(self, codes: list[str]) -> dict[str, dict[str, Any]]:
        columns = [enterprise.c[name] for name in self.shape.types]
        query = select(*columns).where(enterprise.c.credit_code == func.any(bindparam("codes", codes, ARRAY(Code))))
        found = self.work.connection.execute(self.held(query))
        return {row.credit_code: dict(row._mapping) for row in found}
