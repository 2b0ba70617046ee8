"""Who works, studies or is cared for where, from a file: in a firm or a place that is known, into the lake under pseudonyms.

A later file that says of somebody since when they were there and until when is right; of one file, two rows may not both be.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from cockpit.importing.rows import Problem
from cockpit.lake import FIRST_YEAR
from cockpit.lake import Kind as Lakes
from cockpit.people import Person, half_width
from cockpit.refusals import Invalid
from cockpit.screening import GOES_ON
from cockpit.texts import N_
from data_access.importing.recorded import Recorded
from data_access.importing.target import Given, Verdict, Wrong
from data_access.places import enterprise

IN_FILE = N_("line {value} of this file says the same of overlapping days")
NO_FIRM = N_("no such firm is known: import the enterprises first")
SEVERAL = N_("several firms have this name: give the credit code")
OTHERWISE = N_("the firm with this credit code is called otherwise")
FIRST = date(FIRST_YEAR, 1, 1)
DAY = timedelta(days=1)
Spot = tuple[Any, ...]


@dataclass(frozen=True)
class Firms:
    """All firms by credit code and by name, each with its street; closed ones too, where somebody worked until then."""

    coded: Mapping[str, tuple[int, str]]
    named: Mapping[str, list[tuple[int, str]]]
    called: Mapping[int, str]

    @classmethod
    def of(cls, connection: Connection) -> "Firms":
        coded, called = {}, {}
        named: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in connection.execute(select(enterprise)):
            coded[row.credit_code], called[row.id] = (row.id, row.name), row.name
            named[_same(row.name)].append((row.id, row.street))
        return cls(coded, named, called)

    def find(self, code: str, name: str, street: str) -> int:
        """By its code, else the one of that name, in the street where one is said; refuses none, and several."""
        if code:
            number, called = self.coded.get(code, (0, ""))
            if not number:
                raise Invalid("credit_code", NO_FIRM)
            if name and _same(name) != _same(called):
                raise Invalid("firm", OTHERWISE)
            return number
        found = [number for number, there in self.named.get(_same(name), []) if street in ("", there)]
        if len(found) != 1:
            raise Invalid("firm", SEVERAL if found else NO_FIRM)
        return found[0]


def _same(name: str) -> str:
    return half_width(name).replace(" ", "").casefold()


class Workplaces(Recorded):
    kind = Lakes.BOND

    @cached_property
    def firms(self) -> Firms:
        return Firms.of(self.work.connection)

    @cached_property
    def said(self) -> dict[Spot, list[tuple[datetime, datetime, int]]]:
        """Who, how and in which room -> since when, until when, in which line of this file."""
        return defaultdict(list)

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        for row, one in zip(rows, super().judge(rows), strict=True):
            before = self._before(one) if isinstance(one, Verdict) else None
            problem = Problem("since", str(before), IN_FILE) if before else None
            yield Wrong(row.line, (problem,)) if problem else one

    def given(self, row: Given, one: Person) -> dict[str, Any]:
        values = row.values
        until = values.get("until")
        return {
            "setting": values["setting"].value,
            "site": self._site(row),
            "room": values.get("room", ""),
            "since": self._begins(max(values["since"], FIRST)),
            "until": self._begins(until + DAY) if until and until <= self.today else GOES_ON,
        }

    def title(self, row: Mapping[str, Any]) -> str:
        """Where and since when: no name is needed to see what a row would do."""
        site = row["site"]
        where = self.firms.called.get(-site, "") if site < 0 else self.doors.called.get(site, "")
        return " ".join(filter(None, (where, row["room"], f"{row['since'].astimezone(self.work.zone):%Y-%m-%d}")))

    @cached_property
    def today(self) -> date:
        return self.work.at.astimezone(self.work.zone).date()

    def _must_be_past(self, row: Given) -> None:
        """An end that is still to come is none yet: whoever knows that it came says so."""

    def _site(self, row: Given) -> int:
        """A firm's number stands below zero, so that no place has it."""
        code, name = row.values.get("credit_code", ""), row.values.get("firm", "")
        if not (code or name):
            return self.place(row)
        named = (code or name, row.values.get("street", ""), name)
        if named not in self.found:
            self.found[named] = -self.firms.find(code, name, self._street(named[1]))
        return self.found[named]

    @cached_property
    def found(self) -> dict[tuple[str, str, str], int]:
        """Firms of the file that were looked up."""
        return {}

    def _begins(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.work.zone)

    def _before(self, one: Verdict) -> int | None:
        """The line that says another thing of the same days; one that says the very same is no harm."""
        row = one.row
        there = self.said[tuple(row[name] for name in ("person", "setting", "site", "room"))]
        span = (row["since"], row["until"])
        for since, until, line in there:
            if (since, until) != span and since < span[1] and until > span[0]:
                return line
        there.append((*span, one.line))
        return None
