"""Streets, communities and grids from a file: known again by their codes, each inside the one whose code its own begins with."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Table, select

from cockpit.areas import Ring
from cockpit.importing.outlines import centre_of
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.areas import community, grid, street
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.pinyin import sort_key

TYPES = {
    "code": "text", "parent": "text", "name": "text", "sort_key": "text", "lon": "float8", "lat": "float8",
    "outline": "jsonb",
}  # fmt: skip
FIELDS = {"name": ("name", "sort_key"), "outline": ("outline", "lon", "lat")}
AREAS = ("street", "community", "grid")


def shape_of(table: Table) -> Shape:
    return Shape(table, TYPES, FIELDS, key="code")


class Areas(Target):
    """An area has no number of its own: the history calls it by its code."""

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        known = self._now([int(row.values["code"]) for row in rows])
        for row in rows:
            try:
                yield self._verdict(row, known.get(int(row.values["code"])))
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield row.values["code"]

    def _verdict(self, row: Given, known: Mapping[str, Any] | None) -> Verdict:
        code = row.values["code"]
        parent = self.work.areas.known.get(code[:-3])
        if parent is None:
            raise Invalid("code", N_("the area around it is not known: import that first, or look at the code"))
        then = {**(known or {"code": code, "parent": parent.code}), **_brought(row)}
        if "outline" not in then:
            raise Invalid("outline", N_("what is new needs an outline"))
        then |= {"id": int(code)} | {name: code[:end] if len(code) >= end else None for name, end in WITHIN.items()}
        was = self.shape.differences(known, then) if known else {}
        return Verdict(row.line, then, was, int(code) if known else None)

    def _numbers(self, new: Sequence[Verdict]) -> list[int]:
        return [int(one.row["code"]) for one in new]

    def as_text(self, name: str, values: Sequence[Any], row: Mapping[str, Any]) -> str:
        return "" if name == "outline" else str(values[0])

    def _columns(self, verdict: Verdict) -> list[Any]:
        return [_kept(verdict.row[column], column) for column in TYPES]

    def _now(self, things: Sequence[int]) -> dict[int, dict[str, Any]]:
        table = self.shape.table
        query = select(table).where(table.c.code.in_([str(one) for one in things]))
        found = {int(row.code): dict(row._mapping) for row in self.work.connection.execute(self.held(query))}
        return {number: {**row, "outline": _ring(row["outline"])} for number, row in found.items()}

    def _were(self, thing: int, rows: Mapping[str, Any]) -> dict[str, Any]:
        found = super()._were(thing, rows)
        return found | ({"outline": _ring(found["outline"])} if "outline" in found else {})


WITHIN = {"street": 9, "community": 12, "grid": 15}


def _brought(row: Given) -> dict[str, Any]:
    """A centre alone moves no outline."""
    values = row.values
    found: dict[str, Any] = {"name": values["name"], "sort_key": sort_key(values["name"])} if "name" in values else {}
    if "outline" in values:
        ring = _ring(values["outline"])
        lon, lat = (values["lon"], values["lat"]) if "lon" in values else centre_of(ring)
        found |= {"outline": ring, "lon": lon, "lat": lat}
    return found


def _ring(points: Sequence[Sequence[float]]) -> Ring:
    return tuple((lon, lat) for lon, lat in points)


def _kept(value: Any, column: str) -> Any:
    return Jsonb(value) if column == "outline" else value


class Streets(Areas):
    shape = shape_of(street)


class Communities(Areas):
    shape = shape_of(community)


class Grids(Areas):
    shape = shape_of(grid)
