"""The hours of a team: on duty from its shift until the tap "end of duty", or the shift's end when nobody taps.

What volunteers gave is reckoned from that and from their jobs: a job that goes on after the shift counts to its end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from cockpit.access import allowed_to
from cockpit.dispatch.acts import answer
from cockpit.incidents.incident import Answer
from cockpit.refusals import Invalid, Refusal
from cockpit.scene.told import DutyEnded, DutyTakenUp
from cockpit.teams import Shift, Team, TeamRole
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

Span = tuple[datetime, datetime]
LONGEST_CODE = 10


@dataclass(eq=False)
class JobUnderWay(Refusal):
    status = 409
    says = N_("{code} is still under way, so duty does not end yet.")
    way_out = N_("Send feedback first, or ask the desk to recall you.")
    code: str


@dataclass(eq=False)
class NotOnDuty(Refusal):
    status = 409
    says = N_("{team} has no duty at this hour.")
    way_out = N_("The desk sees when your next shift begins.")
    team: str


@dataclass(frozen=True)
class DutyEnd:
    """A tap within a shift: off duty from then on, until it was taken up again or the shift ended anyhow."""

    team_id: int
    at: datetime
    back_at: datetime | None = None
    id: int = 0

    def of(self, shift: Shift) -> bool:
        return self.team_id == shift.team_id and shift.covers(self.at)


@dataclass(frozen=True)
class Job:
    """From setting out, or being there, until feedback or recall; empty while it goes on."""

    team_id: int
    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Hours:
    """Of one team within a period: `duty` counts a team's hour once, `given` for each who belongs to it."""

    team: Team
    duty: timedelta
    on_jobs: timedelta
    jobs: int

    @property
    def given(self) -> timedelta:
        return self.duty * self.team.members


Fact = TypeVar("Fact", Shift, DutyEnd, Job)


class Length(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """Local days of the district, from `first` up to but not including `after`."""

    length: Length
    first: date
    after: date

    @classmethod
    def around(cls, length: Length, day: date) -> "Period":
        if length is Length.WEEK:
            first = day - timedelta(days=day.weekday())
            return cls(length, first, first + timedelta(days=7))
        first = day.replace(day=1)
        return cls(length, first, (first + timedelta(days=32)).replace(day=1))

    @property
    def before(self) -> "Period":
        return Period.around(self.length, self.first - timedelta(days=1))

    @property
    def next(self) -> "Period":
        return Period.around(self.length, self.after)

    def instants(self, zone: ZoneInfo) -> Span:
        return datetime.combine(self.first, time(), zone), datetime.combine(self.after, time(), zone)


@dataclass(frozen=True)
class Sheet:
    """The volunteers of an area within a period, as of `at`."""

    period: Period
    rows: tuple[Hours, ...]
    at: datetime


def on_duty_spans(shift: Shift, ends: Iterable[DutyEnd]) -> list[Span]:
    """The shift without what lies between each tap and the return, if there was one."""
    spans, start = [], shift.starts
    for end in sorted((one for one in ends if one.of(shift)), key=lambda one: one.at):
        spans.append((start, end.at))
        start = min(end.back_at or shift.ends, shift.ends)
    return [(since, until) for since, until in [*spans, (start, shift.ends)] if since < until]


def together(spans: Iterable[Span], since: datetime, until: datetime) -> timedelta:
    """How long all of them last within the bounds; what overlaps counts once."""
    total, reached = timedelta(0), since
    for start, end in sorted(spans):
        start, end = max(start, reached), min(end, until)
        if start < end:
            total, reached = total + (end - start), end
    return total


def reckoned(
    team: Team, shifts: Sequence[Shift], ends: Sequence[DutyEnd], jobs: Sequence[Job], bounds: Span, at: datetime
) -> Hours:
    """Of facts of this team; what is still to come does not count."""
    since, until = bounds[0], min(bounds[1], at)
    worked = [(job.begun_at, job.ended_at or at) for job in jobs]
    duty = [span for shift in shifts for span in on_duty_spans(shift, ends)]
    begun = sum(since <= job.begun_at < until for job in jobs)
    return Hours(team, together([*duty, *worked], since, until), together(worked, since, until), begun)


@allowed_to("see_hours")
def hours(work: "Work", period: Period) -> Sheet:
    """Every team of volunteers in one's own area, those who gave most first."""
    bounds = period.instants(work.zone)
    teams = [one for one in work.hours.teams(work.by.area) if one.role is TeamRole.VOLUNTEER]
    shifts, ends = _by_team(work.hours.shifts(*bounds)), _by_team(work.hours.ends(*bounds))
    jobs = _by_team(work.hours.jobs(*bounds))
    rows = [
        reckoned(one, shifts.get(one.id, ()), ends.get(one.id, ()), jobs.get(one.id, ()), bounds, work.at)
        for one in teams
    ]
    return Sheet(period, tuple(sorted(rows, key=lambda one: (-one.given, one.team.code))), work.at)


def _by_team(found: Iterable[Fact]) -> dict[int, list[Fact]]:
    grouped: dict[int, list[Fact]] = {}
    for one in found:
        grouped.setdefault(one.team_id, []).append(one)
    return grouped


def period_of(work: "Work", length: str, day: str) -> Period:
    """What an address asks for; this week where it asks for nothing."""
    today = work.at.astimezone(work.zone).date()
    if length not in set(Length):
        raise Invalid("period", N_("choose week or month"))
    try:
        asked = date.fromisoformat(day[:LONGEST_CODE]) if day else today
        return Period.around(Length(length), asked)
    except (ValueError, OverflowError):
        raise Invalid("day", N_("write it as 2020-02-01")) from None


@allowed_to("end_duty")
def end_duty(work: "Work", *, key: str) -> None:
    """The whole team goes off duty until its next shift; what only waits in its list goes to the next team."""
    if work.once(key, "end_duty", {}):
        return
    team, shift = _on_shift(work)
    under_way = work.scene.job_of(team.id)
    if under_way:
        raise JobUnderWay(code=under_way.code)
    if work.hours.standing_end(team.id, shift.starts, work.at):
        return
    for incident in work.incidents.of_team(team.id):
        answer(work, incident.id, Answer.DECLINED, key=f"{key[:80]}/{incident.id}", reason="off_duty")
    work.hours.end(DutyEnd(team.id, work.at), work.by.id)
    work.tell_area(team.area, "team", team.id, DutyEnded(team.id))


@allowed_to("end_duty")
def take_up_duty(work: "Work", *, key: str) -> None:
    """It was a slip of the finger, or somebody came back: on duty again until the shift ends."""
    if work.once(key, "take_up_duty", {}):
        return
    team, shift = _on_shift(work)
    end = work.hours.standing_end(team.id, shift.starts, work.at)
    if end is None:
        return
    work.hours.take_back(end, work.at)
    work.tell_area(team.area, "team", team.id, DutyTakenUp(team.id))


def _on_shift(work: "Work") -> tuple[Team, Shift]:
    if work.by.team is None:
        raise Invalid("team", N_("your account belongs to no team"))
    team = work.teams.get(work.by.team)
    shift = work.hours.shift_at(team.id, work.at)
    if shift is None:
        raise NotOnDuty(team=team.name)
    return team, shift
