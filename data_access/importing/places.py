"""Places from a file: known again by code, else by name, street and address."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ARRAY, bindparam, func, or_, select
from sqlalchemy.engine import Connection

from cockpit.areas import Spot
from cockpit.importing.ground import Ground, Settled, Stated
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.pinyin import initials, sort_key
from data_access.places import place
from data_access.tables import Code

SPOT = ("street", "community", "grid", "lon", "lat", "flagged")
WHERE_TYPES = {
    "street": "text", "community": "text", "grid": "text", "lon": "float8", "lat": "float8", "flagged": "bool",
}  # fmt: skip
PLACE = Shape(
    place,
    {
        "id": "int8", "code": "text", "kind": "text", "name": "text", "sort_key": "text", "initials": "text",
        "address": "text", "contact": "bytea", **WHERE_TYPES, "closed_at": "timestamptz",
    },
    {
        "kind": ("kind",), "name": ("name", "sort_key", "initials"), "address": ("address",), "spot": SPOT,
        "contact": ("contact",), "closed": ("closed_at",),
    },
    frozenset({"contact"}),
)  # fmt: skip
CENTIMETRE = 2e-7  # degrees
NEW = {"address": "", "contact": None, "closed_at": None}
Door = tuple[str, str, str]


class Places(Target):
    shape = PLACE

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.work.areas.known.values())

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        by_code, by_door = self._known(rows)
        for row in rows:
            try:
                yield self._verdict(row, by_code, by_door)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        if code := row.values.get("code"):
            yield f"code/{code}"
        yield "door/{street}/{name}/{address}".format(**verdict.row)

    def complete(self, new: Sequence[Verdict]) -> None:
        """The district's own number, where the file gave none."""
        super().complete(new)
        for verdict in new:
            verdict.row["code"] = verdict.row["code"] or f"P-{verdict.row['id']:05}"

    def _verdict(
        self, row: Given, by_code: Mapping[str, dict[str, Any]], by_door: Mapping[Door, dict[str, Any]]
    ) -> Verdict:
        known, said = by_code.get(row.values.get("code", "")), stated(row)
        settled = self.ground.settle(said) if known is None or said.lon is not None or said.community else None
        if known is None and settled is not None:
            known = by_door.get((settled.spot.street, row.values.get("name", ""), row.values.get("address", "")))
        if known is None and not {"name", "kind"} <= row.values.keys():
            raise Invalid("name", N_("what is new needs a name and a kind"))
        now = dict(known) if known else {**NEW, "code": row.values.get("code", "")}
        then = {**now, **self._brought(row), **self._where(settled, said, known)}
        return self.judged(row, now, then)

    def _where(self, settled: Settled | None, said: Stated, known: Mapping[str, Any] | None) -> dict[str, Any]:
        """A known place stays where it is, unless the file has another point."""
        if settled is None or (known is not None and (said.lon is None or same_point(said, known))):
            return {}
        return spot_of(settled)

    def _brought(self, row: Given) -> dict[str, Any]:
        """Only the columns that the file has."""
        brought = {name: row.values[name] for name in ("kind", "address") if name in row.values}
        if "name" in row.values:
            name = row.values["name"]
            brought |= {"name": name, "sort_key": sort_key(name), "initials": initials(name)}
        return brought

    def _known(self, rows: Sequence[Given]) -> tuple[dict[str, dict[str, Any]], dict[Door, dict[str, Any]]]:
        """By code, and by street, name and address; the oldest of those that are alike."""
        codes = bindparam("codes", [row.values["code"] for row in rows if "code" in row.values], ARRAY(Code))
        names = bindparam("names", [row.values["name"] for row in rows if "name" in row.values], ARRAY(Code))
        columns = [place.c[name] for name in self.shape.types]
        query = select(*columns).where(or_(place.c.code == func.any(codes), place.c.name == func.any(names)))
        query = query.order_by(place.c.id.desc())
        found = [dict(row._mapping) for row in self.work.connection.execute(self.held(query))]
        by_door = {(one["street"], one["name"], one["address"]): one for one in found}
        return {one["code"]: one for one in found}, by_door


@dataclass(frozen=True)
class KnownDoor:
    id: int
    address: str
    spot: Spot


@dataclass(frozen=True)
class Doors:
    """All places by name and by address: what else an inventory holds lies in one of them."""

    named: Mapping[str, list[KnownDoor]]
    called: Mapping[int, str]

    @classmethod
    def of(cls, connection: Connection) -> "Doors":
        named: dict[str, list[KnownDoor]] = defaultdict(list)
        called: dict[int, str] = {}
        for row in connection.execute(select(place)):
            door = KnownDoor(row.id, row.address, Spot(row.street, row.community, row.grid, row.lon, row.lat))
            called[row.id] = row.name
            for name in {row.name, row.code, row.address} - {""}:
                named[name].append(door)
        return cls(named, called)

    def find(self, name: str, area: str = "", address: str = "", field: str = "place") -> KnownDoor:
        """The one place of that name (code, address) in the area; refuses none, and several."""
        found = [door for door in self.named.get(name, []) if door.spot.within(area)]
        if len(found) > 1 and address:
            found = [door for door in found if door.address == address]
        if not found:
            raise Invalid(field, N_("no such place is known: import the places first"))
        if len(found) > 1:
            raise Invalid(field, N_("several places have this name: give street and address"))
        return found[0]


def same_point(said: Stated, known: Mapping[str, Any]) -> bool:
    """To the centimetre, which is what files are read to: a flag that somebody set on it stays."""
    both = ((said.lon, known["lon"]), (said.lat, known["lat"]))
    return all(one is not None and abs(one - other) < CENTIMETRE for one, other in both)


def stated(row: Given) -> Stated:
    return Stated(**{name: row.values[name] for name in Stated.__dataclass_fields__ if name in row.values})


def spot_of(settled: Settled) -> dict[str, Any]:
    spot = settled.spot
    return {**{name: getattr(spot, name) for name in SPOT[:5]}, "flagged": settled.flagged}
