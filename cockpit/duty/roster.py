"""The roster of a week: rows of teams and people, days across, and the hours of its shifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Area, inside
from cockpit.duty.gaps import Gap, gaps_of
from cockpit.duty.now import ROLES
from cockpit.duty.post import Holder, clock
from cockpit.duty.shift import Shift, midnight
from cockpit.importing.kinds import FIELD, Kind
from cockpit.importing.written import as_cell, header_of
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

WEEK = timedelta(days=7)
KINDS = ("early", "late", "night")  # 早班 中班 夜班
WRITTEN = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Row:
    """One team or person with their shifts of the week, and when they are away."""

    holder: Holder
    shifts: tuple[Shift, ...]
    leaves: tuple[tuple[datetime, datetime], ...] = ()

    def on(self, day: date, zone: tzinfo) -> list[Shift]:
        return [one for one in self.shifts if day in one.days(zone)]

    def away(self, day: date, zone: tzinfo) -> bool:
        begins = midnight(day, zone)
        return any(starts < begins + timedelta(days=1) and ends > begins for starts, ends in self.leaves)


@dataclass(frozen=True)
class Step:
    """One change of the roster, as it can be taken back: the shifts before and after it."""

    id: int
    before: tuple[Shift, ...]
    after: tuple[Shift, ...]


@dataclass(frozen=True)
class Week:
    """From Monday; `hours` as policy has them for the week's first day, `offered` the shifts that wait for somebody."""

    first: date
    rows: tuple[Row, ...]
    hours: dict[str, str]
    offered: frozenset[int]
    undo: bool
    gaps: tuple[Gap, ...] = ()

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(7)]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def local_instant(field: str, written: str, zone: tzinfo) -> datetime:
    """2020-02-01 07:00 of the district; refuses anything else."""
    try:
        return datetime.strptime(" ".join(written.replace("T", " ").split()), WRITTEN).replace(tzinfo=zone)
    except ValueError:
        raise Invalid(field, N_("write it as 2020-02-01 07:00")) from None


def kind_of(shift: Shift, hours: dict[str, str], zone: tzinfo) -> str:
    """Early, late or night by the hour at which it begins."""
    starts = shift.starts.astimezone(zone).time()
    early, late, night = (clock(hours[kind]) for kind in KINDS)
    return "early" if early <= starts < late else "late" if late <= starts < night else "night"


def hours_of(kind: str, day: date, hours: dict[str, str], zone: tzinfo) -> tuple[datetime, datetime]:
    """When the shift of that kind begins and ends that begins on the day; a night ends on the next."""
    after = KINDS[(KINDS.index(kind) + 1) % len(KINDS)]
    starts = datetime.combine(day, clock(hours[kind]), zone)
    ends = datetime.combine(day, clock(hours[after]), zone)
    return starts, ends if ends > starts else datetime.combine(day + timedelta(days=1), clock(hours[after]), zone)


@allowed_to("take_roster")
def roster_file(work: "Work", day: date, area: str, roles: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Headers and cells of the shifts that begin in the week, as an import of duty would bring them."""
    week = week_of(work, day, area, roles)
    fields = [FIELD[Kind.DUTY][name] for name in ("team", "account", "street", "starts", "ends", "on_call")]
    begins = midnight(week.first, work.zone)
    told = [
        _values(row.holder, one, work.areas.known)
        for row in week.rows
        for one in row.shifts
        if begins <= one.starts < begins + WEEK
    ]
    return [header_of(one) for one in fields], [
        [as_cell(row.get(one.name), work.zone) for one in fields] for row in told
    ]


def _values(holder: Holder, shift: Shift, known: Mapping[str, Area]) -> dict[str, object]:
    street = known.get(holder.area[:9]) if shift.team else None
    whose = {holder.whose[0]: holder.code} | ({"street": street.name} if street else {})
    return whose | {"starts": shift.starts, "ends": shift.ends, "on_call": shift.on_call}


@allowed_to("see_duty")
def week_of(work: "Work", day: date, area: str, roles: Sequence[str]) -> Week:
    """Who is planned in the week of that day: teams and people of these roles whose own area lies in the area."""
    if area not in work.areas.known or not inside(area, work.by.area):
        raise NotFound()
    first = monday(day)
    begins, ends = midnight(first, work.zone), midnight(first + WEEK, work.zone)
    around = work.duty.turns(area, roles, begins, ends, WEEK)
    planned = [(holder, tuple(one.shift for one in turns)) for holder, turns in around]
    leaves = work.duty.leaves(begins, ends)
    rows = [Row(one, shifts, tuple(leaves.get(one.whose, ()))) for one, shifts in planned if inside(one.area, area)]
    rows.sort(key=lambda row: (ROLES.index(row.holder.role), row.holder.area, row.holder.code))
    hours = work.policy.get("shift", "hours", work.by.area).body
    gaps = gaps_of(work, area, roles, [first + timedelta(days=n) for n in range(7)], planned)
    return Week(first, tuple(rows), hours, work.duty.offered(), undoable(work) is not None, gaps)


def undoable(work: "Work") -> Step | None:
    minutes = work.policy.get("shift", "undo", work.by.area).body["minutes"]
    return work.duty.last_step(work.by.id, work.at - timedelta(minutes=minutes)) if work.by.id else None
