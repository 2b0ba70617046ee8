"""Desk figures 处置指标: how surely and how fast what was reported came to its end, by street, kind, hour and team.

Counted is what was received on a span of the district's days. A duplicate is not counted, what it was merged into is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.figures import must_see
from cockpit.incidents.board import day_of
from cockpit.incidents.incident import Answer, Incident, State
from cockpit.incidents.intervals import seconds
from cockpit.refusals import Invalid
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

LONGEST = 92  # days
SHOWN = 200  # rows of a list that a page can bear
NEVER_FILED = {State.FALSE_ALARM, State.CANCELLED}


@dataclass(frozen=True)
class Course:
    """What the figures need of one incident. `left_at`, `arrived_at` are of its first team, `resolved_at` of its last."""

    street: str
    kind: str
    said: State
    round: int
    received_at: datetime
    close_by: datetime
    opened_at: datetime | None = None
    dispatched_at: datetime | None = None
    left_at: datetime | None = None
    arrived_at: datetime | None = None
    resolved_at: datetime | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def filed(self) -> bool:
        """Found to be something that somebody must see to."""
        return self.opened_at is not None and self.said not in NEVER_FILED

    @property
    def closed(self) -> bool:
        return self.said is State.CLOSED


@dataclass(frozen=True)
class Run:
    """One team's part in one incident."""

    team_id: int
    role: str
    state: Answer
    dispatched_at: datetime
    acknowledged_at: datetime | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Rate:
    """`part` of `whole`; no share of nothing."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Spans:
    """How long something took, `count` times: half of it at most `p50` seconds, nine tenths at most `p90`."""

    count: int
    p50: float | None
    p90: float | None


def spans(found: Iterable[float | None]) -> Spans:
    """By nearest rank: each is a span that really was."""
    known = sorted(one for one in found if one is not None)
    p50, p90 = (known[ceil(part * len(known)) - 1] if known else None for part in (0.5, 0.9))
    return Spans(len(known), p50, p90)


@dataclass(frozen=True)
class DeskFigures:
    """`rates` and `intervals` by the names of RATES and INTERVALS."""

    received: int
    rates: dict[str, Rate]
    intervals: dict[str, Spans]


RATES = {
    "filed": N_("Filed, of what was received"),  # 立案率
    "dispatched": N_("Sent out, of what was filed"),  # 派遣率
    "in_time": N_("Handled in time, of what fell due"),  # 按期处置率
    "closed": N_("Closed, of what was filed"),  # 结案率
    "redone": N_("Redone, of what was handled"),  # 返工率
    "on_time": N_("Closed on time, of closed and overdue"),
}

INTERVALS: dict[str, Callable[[Course], float | None]] = {
    "answering": lambda one: seconds(one.received_at, one.opened_at),
    "processing": lambda one: seconds(one.opened_at, one.dispatched_at),
    "handling": lambda one: seconds(one.received_at, one.dispatched_at),
    "turnout": lambda one: seconds(one.dispatched_at, one.left_at),
    "travel": lambda one: seconds(one.left_at, one.arrived_at),
    "verification": lambda one: seconds(one.resolved_at, one.verified_at),
    "closure": lambda one: seconds(one.received_at, one.closed_at) if one.closed else None,
}

STEPS: dict[str, Callable[[Run], float | None]] = {
    "acknowledging": lambda one: seconds(one.dispatched_at, one.acknowledged_at),
    "turnout": lambda one: seconds(one.dispatched_at, one.en_route_at),
    "travel": lambda one: seconds(one.en_route_at, one.on_scene_at),
    "on_scene": lambda one: seconds(one.on_scene_at, one.ended_at) if one.state is Answer.RESOLVED else None,
}


def reckoned(courses: Iterable[Course], at: datetime) -> DeskFigures:
    counted = [one for one in courses if one.said is not State.DUPLICATE]
    return DeskFigures(
        len(counted), rates(counted, at), {name: spans(map(span, counted)) for name, span in INTERVALS.items()}
    )


def rates(counted: Sequence[Course], at: datetime) -> dict[str, Rate]:
    filed = [one for one in counted if one.filed]
    handled = [one for one in filed if one.resolved_at]
    due = [one for one in filed if one.resolved_at or at > one.close_by]
    closed = [one for one in filed if one.closed and one.closed_at]
    overdue = [one for one in filed if not one.closed_at and at > one.close_by]
    return {
        "filed": _rate(filed, counted),
        "dispatched": _rate([one for one in filed if one.dispatched_at], filed),
        "in_time": _rate([one for one in due if one.resolved_at and one.resolved_at <= one.close_by], due),
        "closed": _rate(closed, filed),
        "redone": _rate([one for one in handled if one.round], handled),
        "on_time": _rate([one for one in closed if one.closed_at and one.closed_at <= one.close_by], closed + overdue),
    }


def _rate(part: Sequence[Course], whole: Sequence[Course]) -> Rate:
    return Rate(len(part), len(whole))


@dataclass(frozen=True)
class TeamFigures:
    """Of one team: how often it was sent, declined, did not answer; `steps` by the names of STEPS."""

    team_id: int
    role: str
    sent: int
    declined: int
    timed_out: int
    steps: dict[str, Spans]


def of_teams(runs: Iterable[Run]) -> list[TeamFigures]:
    """Whoever was sent most often first."""
    found: dict[int, list[Run]] = {}
    for run in runs:
        found.setdefault(run.team_id, []).append(run)
    return sorted(map(_of_team, found.values()), key=lambda one: (-one.sent, one.team_id))


def _of_team(runs: list[Run]) -> TeamFigures:
    out = [one.state for one in runs]
    steps = {name: spans(map(step, runs)) for name, step in STEPS.items()}
    first = runs[0]
    return TeamFigures(
        first.team_id, first.role, len(runs), out.count(Answer.DECLINED), out.count(Answer.TIMED_OUT), steps
    )


# What may be asked

BY = ("street", "kind", "hour", "team")


@dataclass(frozen=True)
class Asked:
    """An area and the local days from `first` to `last`, both included."""

    area: str
    first: date
    last: date


def figures_asked(work: "Work", said: Mapping[str, str]) -> tuple[Asked, str]:
    """Area, days and grouping as an address says them; what it makes no sense of is what it does not name: mine, today."""
    last = day_of(said.get("to")) or work.at.astimezone(work.zone).date()
    by = said.get("by", "")
    return Asked(said.get("area") or work.by.area, day_of(said.get("from")) or last, last), by if by in BY else BY[0]


@dataclass(frozen=True)
class Shown:
    """`next_at` is when the next one will lie untouched, if nobody has a hand on it till then.

    `rows` of (key, figures) in the order of the keys: codes of streets, kinds, hours 0 to 23; `teams` for by team.
    """

    asked: Asked
    at: datetime
    untouched: int
    next_at: datetime | None
    whole: DeskFigures
    rows: tuple[tuple[Any, DeskFigures], ...]
    teams: tuple[TeamFigures, ...] = ()


@allowed_to("see_desk_figures")
def desk_figures(work: "Work", asked: Asked, by: str) -> Shown:
    since, until = _span(work, asked)
    courses = work.desk_figures.courses(asked.area, since, until)
    teams = of_teams(work.desk_figures.runs(asked.area, since, until)) if by == "team" else []
    untouched, next_at = work.desk_figures.count_untouched(asked.area, work.at)
    return Shown(
        asked, work.at, untouched, next_at, reckoned(courses, work.at),
        tuple(_grouped(work, courses, by)), tuple(teams[:SHOWN]),
    )  # fmt: skip


@allowed_to("see_desk_figures")
def names_of(work: "Work", found: Shown) -> dict[Any, str]:
    """Of the streets and teams that stand in the figures."""
    streets = {key: work.areas.get(key).name for key, _ in found.rows if key in work.areas.known}
    return streets | dict(work.teams.names([one.team_id for one in found.teams]))


@allowed_to("see_desk_figures")
def take_figures(work: "Work", asked: Asked, by: str) -> tuple[Shown, dict[Any, str]]:
    """The same to carry away, with the names that stand in it; that they were taken is written down."""
    found = desk_figures(work, asked, by)
    rows = len(found.teams if by == "team" else found.rows)
    work.note_act("desk_figures_taken", "desk_figures", asked.area, {"by": by, "rows": rows})
    return found, names_of(work, found)


def _span(work: "Work", asked: Asked) -> tuple[datetime, datetime]:
    must_see(work, asked.area)
    if asked.last < asked.first:
        raise Invalid("last", N_("the last day comes before the first"))
    if (asked.last - asked.first).days >= LONGEST:
        raise Invalid("last", N_("at most 92 days at once"))
    first, after = (datetime.combine(day, time(), work.zone) for day in (asked.first, asked.last + timedelta(days=1)))
    return first, after


def _grouped(work: "Work", courses: Sequence[Course], by: str) -> list[tuple[Any, DeskFigures]]:
    keys: dict[str, Callable[[Course], Any]] = {
        "street": lambda one: one.street,
        "kind": lambda one: one.kind,
        "hour": lambda one: one.received_at.astimezone(work.zone).hour,
    }
    if by not in keys:
        return []
    found: dict[Any, list[Course]] = {}
    for one in courses:
        found.setdefault(keys[by](one), []).append(one)
    return [(key, reckoned(found[key], work.at)) for key in sorted(found)]


@allowed_to("see_incidents")
def clocks(work: "Work") -> list[tuple[int, str, list[str]]]:
    """(id, instant after which it lies untouched, its areas) of all that is open, for a screen that shows other days."""
    return [(number, at.isoformat(), areas) for number, at, areas in work.desk_figures.clocks(work.by.area)]


@allowed_to("see_incidents")
def untouched(work: "Work", area: str) -> tuple[Incident, ...]:
    """What nobody has a hand on, whatever waits longest first."""
    must_see(work, area)
    return tuple(work.desk_figures.untouched(area, work.at, SHOWN))
