"""Hours of duty from a file, of teams and of people by their account: those that begin together are the same hours.

Nobody is on twice at once: neither within the file nor beside what is planned already.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select

from cockpit.areas import Level, inside
from cockpit.duty import DESK, Shift, overlap, told
from cockpit.importing.ground import Ground
from cockpit.importing.rows import Problem
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.accounts import account
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.tables import scope_values
from data_access.teams import shift, team

SHIFT = Shape(
    shift,
    {"id": "int8", "team_id": "int8", "account": "int8", "starts": "timestamptz", "ends": "timestamptz", "on_call": "bool"},
    {"ends": ("ends",), "on_call": ("on_call",)},
)  # fmt: skip
IN_FILE = N_("it overlaps with line {value} of this file")
PLANNED = N_("it overlaps with the shift {value}")


@dataclass(frozen=True)
class Whose:
    """A team or a person of the desk, and the areas that hear of their hours."""

    team: int | None
    account: int | None
    areas: Mapping[str, str | None]

    def shift(self, number: int, starts: datetime, ends: datetime, *, on_call: bool) -> Shift:
        return Shift(number, self.team, self.account, starts, ends, on_call)


class Duty(Target):
    shape = SHIFT

    @cached_property
    def teams(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for row in self.work.connection.execute(select(team)):
            for name in {row.code, row.name}:
                found.setdefault(name, []).append(row)
        return found

    @cached_property
    def desk(self) -> dict[str, Any]:
        own = select(account).where(account.c.role.in_(DESK), account.c.disabled.is_(False), account.c.team.is_(None))
        rows = self.work.connection.execute(own).all()
        return {row.account: row for row in rows if inside(row.area, self.work.by.area)}

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.work.areas.known.values())

    @cached_property
    def longest(self) -> timedelta:
        return timedelta(hours=self.work.policy.get("shift", "hours", self.work.by.area).body["longest"])

    @cached_property
    def said(self) -> dict[tuple[str, int], list[tuple[int, Shift]]]:
        """What lines of this file say of each, with the line."""
        return defaultdict(list)

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        if self.hold:
            self.work.duty.lock()
        self.planned = self._planned_beside(rows)
        for row in rows:
            try:
                yield self._verdict(row)
            except Invalid as refusal:
                yield refused(row, refusal)

    def _planned_beside(self, rows: Sequence[Given]) -> dict[tuple[str, int], list[Shift]]:
        """What is planned of those the rows are of, read once for all of them."""
        if not rows:
            return {}
        named = set()
        for row in rows:
            with suppress(Invalid):
                named.add(self._hours(row).whose)
        starts, ends = (find(row.values[name] for row in rows) for name, find in (("starts", min), ("ends", max)))
        return self.work.duty.of_many(named, starts, ends)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield f"{verdict.row['team_id']}/{verdict.row['account']}/{verdict.row['starts'].isoformat()}"

    def title(self, row: Mapping[str, Any]) -> str:
        work = self.work
        name = work.teams.name_of(row["team_id"]) if row["team_id"] else work.accounts.name_of(row["account"])
        return f"{name} {row['starts'].astimezone(work.zone):%m-%d %H:%M}"

    def as_text(self, name: str, values: Sequence[Any], row: Mapping[str, Any]) -> str:
        return ("yes" if values[0] else "no") if name == "on_call" else super().as_text(name, values, row)

    def _verdict(self, row: Given) -> Verdict | Wrong:
        starts, ends = row.values["starts"], row.values["ends"]
        if ends - starts > self.longest:
            raise Invalid("ends", N_("a shift is longer than the rules allow"))
        whose, mine = self._whose(row), self._hours(row)
        planned = [one for one in self.planned[mine.whose] if one.ends > starts and one.starts < ends]
        known = next((one for one in planned if one.starts == starts), None)
        on_call = row.values.get("on_call", known.on_call if known else False)
        mine = whose.shift(known.id if known else 0, starts, ends, on_call=on_call)
        if problem := self._in_the_way(mine, planned):
            return Wrong(row.line, (problem,))
        self.said[mine.whose].append((row.line, mine))
        then = {**_row(mine), **whose.areas}
        was = self.shape.differences(_row(known), then) if known else {}
        return Verdict(row.line, then, was, known.id if known else None)

    def _in_the_way(self, mine: Shift, planned: Sequence[Shift]) -> Problem | None:
        """Lines of the file that say something of a planned shift go before what it was."""
        said = self.said[mine.whose]
        for line, one in said:
            if one.starts != mine.starts and one.overlaps(mine):
                return Problem("starts", str(line), IN_FILE)
        anew = {one.id for _, one in said}
        if other := overlap(mine, [one for one in planned if one.id not in anew]):
            return Problem("starts", told(other, self.work.zone), PLANNED)
        away = self.work.duty.away(mine.whose)
        if any(mine.starts < until and since < mine.ends for since, until in away):
            return Problem("account", "", N_("the person is on leave then"))
        return None

    def _hours(self, row: Given) -> Shift:
        return self._whose(row).shift(0, row.values["starts"], row.values["ends"], on_call=False)

    def _whose(self, row: Given) -> Whose:
        name = row.values.get("account")
        if name and row.values.get("team"):
            raise Invalid("account", N_("a row is of a team or of an account, not of both"))
        if name is None:
            found = self._team(row)
            return Whose(found.id, None, {one: getattr(found, one) for one in ("street", "community", "grid")})
        person = self.desk.get(name)
        if person is None:
            raise Invalid("account", N_("nobody at the desk has this account"))
        return Whose(None, person.id, scope_values(person.area))

    def _team(self, row: Given) -> Any:
        named = self.teams.get(row.values["team"], [])
        if street := row.values.get("street"):
            area = self.ground.find(Level.STREET, street)
            named = [one for one in named if area is not None and one.street == area.code]
        if not named:
            raise Invalid("team", N_("no such team is known: import the teams first"))
        if len(named) > 1:
            raise Invalid("team", N_("several teams have this name: give the street, or the code"))
        return named[0]

    def _plain(self, row: Any) -> list[Any]:
        return [datetime.fromisoformat(one) if isinstance(one, str) else one for one in super()._plain(row)]


def _row(one: Shift) -> dict[str, Any]:
    whose = {"id": one.id, "team_id": one.team, "account": one.account}
    return whose | {"starts": one.starts, "ends": one.ends, "on_call": one.on_call}
