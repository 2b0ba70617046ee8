"""Episodes of quarantine from a file: each of somebody who is known, by number or phone, and known again by its first day.

The name only says whether it is the right one: an episode under a mistyped number would shut in somebody else.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select

from cockpit.people import Person
from cockpit.refusals import Invalid
from data_access.importing.places import Doors
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.importing.whose import Whose
from data_access.quarantine import quarantine

QUARANTINE = Shape(
    quarantine,
    {
        "id": "int8", "person_id": "int8", "kind": "text", "since": "date", "until": "date", "place_id": "int8",
        "emergency": "int8", "street": "text", "community": "text", "grid": "text",
    },
    {"kind": ("kind",), "until": ("until",), "place": ("place_id",)},
)  # fmt: skip
NEW = {"until": None, "place_id": None}


class Quarantine(Target):
    shape = QUARANTINE

    @cached_property
    def doors(self) -> Doors:
        return Doors.of(self.work.connection)

    @cached_property
    def whose(self) -> Whose:
        return Whose(self.work)

    @cached_property
    def emergency(self) -> int | None:
        return self.work.emergencies.at(self.work.by.area)

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        whose = self.whose.of(rows)
        known = self._known([one.id for one in whose if isinstance(one, Person)])
        for row, one in zip(rows, whose, strict=True):
            try:
                yield self._verdict(row, one, known)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield "{person_id}/{since}".format(**verdict.row)

    def title(self, row: Mapping[str, Any]) -> str:
        """Which record, and from when: no name is needed to see what a row would do."""
        return f"#{row['person_id']} {row['since']}"

    def as_text(self, name: str, values: Sequence[Any], row: Mapping[str, Any]) -> str:
        return self.doors.called.get(values[0], "") if name == "place" else super().as_text(name, values, row)

    def _verdict(self, row: Given, one: Person | Invalid, known: Mapping[tuple[int, date], Any]) -> Verdict:
        if isinstance(one, Invalid):
            raise one
        areas = {"street": one.street, "community": one.community, "grid": one.grid}
        new = {**NEW, **areas, "person_id": one.id, "emergency": self.emergency, "since": row.values["since"]}
        now = known.get((one.id, row.values["since"]), new)
        then = {**now, **{name: row.values[name] for name in ("kind", "until") if name in row.values}}
        if place := row.values.get("place"):
            then["place_id"] = self.doors.find(place).id
        was = self.shape.differences(now, then) if "id" in now else {}
        return Verdict(row.line, then, was, now.get("id"))

    def _known(self, people: Sequence[int]) -> dict[tuple[int, date], dict[str, Any]]:
        columns = [quarantine.c[name] for name in self.shape.types]
        query = self.held(select(*columns).where(quarantine.c.person_id.in_(people)))
        found = self.work.connection.execute(query)
        return {(row.person_id, row.since): dict(row._mapping) for row in found}

    def _plain(self, row: Any) -> list[Any]:
        return [date.fromisoformat(one) if row.field == "until" and one else one for one in super()._plain(row)]
