"""The dated list of key regions from a file: a line is known again by its region and its first day.

On no day is a region on the list twice: neither within the file nor beside what is there; a part of it may be.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from cockpit.areas import Level
from cockpit.importing.rows import Problem
from cockpit.refusals import Invalid
from cockpit.returns import KeyRegion
from cockpit.returns.region import exact_code, stem
from cockpit.returns.told import KeyRegionsBrought
from cockpit.texts import N_
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.returns import key_region

KEY_REGION = Shape(
    key_region,
    {"id": "int8", "code": "text", "name": "text", "level": "text", "since": "date", "until": "date", "source": "text"},
    {"name": ("name",), "level": ("level",), "until": ("until",), "source": ("source",)},
)
NOWHERE = {"street": None, "community": None, "grid": None}
IN_FILE = N_("line {value} of this file has the same region on the same days")
THERE = N_("the same region is on the list since {value} already, and not ended before that day")


class KeyRegions(Target):
    shape = KEY_REGION

    @cached_property
    def known(self) -> list[KeyRegion]:
        return self.work.key_regions.all()

    @cached_property
    def said(self) -> dict[int, KeyRegion]:
        """Line of this file -> what it says."""
        return {}

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        for row in rows:
            try:
                yield self._verdict(row)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield "{}/{since}".format(verdict.row["code"] or stem(verdict.row["name"]), **verdict.row)

    def title(self, row: Mapping[str, Any]) -> str:
        return " ".join(filter(None, (row["code"], row["name"]))) + f" {row['since']}"

    def move(self, told: Callable[[], object] = lambda: None) -> None:
        """Each street hears that it may be another one's turn."""
        super().move(told)
        for street in self.work.areas.of_level(Level.STREET, self.work.by.area):
            event = KeyRegionsBrought(self.batch or 0)
            self.work.tell_area(street.code, "key_region", self.batch or 0, event, line=False)

    def _verdict(self, row: Given) -> Verdict | Wrong:
        values = row.values
        name = values.get("name", "")
        code = values.get("code") or exact_code(name)
        source = values.get("source", "")
        new = KeyRegion(0, code, name, values["level"], values["since"], values.get("until"), source)
        before = next((one for one in self.known if one.since == new.since and one.same_region(new)), None)
        if problem := self._in_the_way(row.line, new, before):
            return Wrong(row.line, (problem,))
        self.said[row.line] = KeyRegion(before.id if before else 0, code, name, new.level, new.since, new.until)
        days = {"since": new.since, "until": new.until}
        then = {"code": code, "name": name, "level": new.level, "source": source} | days | NOWHERE
        if before is None:
            return Verdict(row.line, then)
        then |= {
            "id": before.id, "code": before.code or code, "name": name or before.name, "source": source or before.source,
        }  # fmt: skip
        now = {"name": before.name, "level": before.level, "until": before.until, "source": before.source}
        return Verdict(row.line, then, self.shape.differences(now, then), before.id)

    def _in_the_way(self, line: int, new: KeyRegion, before: KeyRegion | None) -> Problem | None:
        """Lines of the file that say something of a line of the list go before what that was."""
        for other, one in self.said.items():
            if other != line and one.since != new.since and one.overlaps(new):
                return Problem("since", str(other), IN_FILE)
        anew = {one.id for one in self.said.values()}
        for one in self.known:
            if one is not before and one.id not in anew and one.overlaps(new):
                return Problem("since", one.since.isoformat(), THERE)
        return None

    def _now(self, things: Sequence[int]) -> dict[int, dict[str, Any]]:
        return {thing: row | NOWHERE for thing, row in super()._now(things).items()}

    def _plain(self, row: Any) -> list[Any]:
        values = super()._plain(row)
        return [date.fromisoformat(one) if row.field == "until" and one else one for one in values]
