"""The status board of teams: who is on duty, on what, since when; who waits to be heard of; as of one moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.hours import Span, on_duty_spans
from cockpit.incidents.incident import Answer
from cockpit.scene.clock import Clock
from cockpit.scene.position import Position
from cockpit.teams import Team

if TYPE_CHECKING:
    from data_access.work import Work

AHEAD = timedelta(hours=26)  # of shifts that the board knows, so that it turns by itself


@dataclass(frozen=True)
class Job:
    """One open assignment; `since`: when it came to stand as it does."""

    team_id: int
    incident_id: int
    kind: str
    place: str
    priority: int
    state: Answer
    since: datetime
    answer_by: datetime


@dataclass(frozen=True)
class Call:
    """A call for help that is not over."""

    team_id: int
    incident_id: int
    answered: bool


@dataclass(frozen=True)
class Alive:
    """What changes without a change: clocks that signs renew, ages of positions; and who calls."""

    clocks: tuple[Clock, ...]
    positions: tuple[Position, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Board:
    teams: tuple[Team, ...]
    duty: dict[int, list[Span]]
    jobs: tuple[Job, ...]
    alive: Alive


@allowed_to("see_duty")
def status_board(work: "Work") -> Board:
    """Every team of one's own area."""
    area = work.by.area
    return Board(
        tuple(work.hours.teams(area)), _duty(work), tuple(work.scene.jobs_of_teams(area)), alive_in(work, area)
    )


@allowed_to("see_duty")
def who_is_alive(work: "Work") -> Alive:
    return alive_in(work, work.by.area)


def alive_in(work: "Work", area: str) -> Alive:
    positions = work.scene.positions_in(area) if work.by.may("see_positions") else []
    return Alive(tuple(work.scene.running_in(area)), tuple(positions), tuple(work.scene.calls_in(area)))


def _duty(work: "Work") -> dict[int, list[Span]]:
    """Team -> its stretches of duty from now on for a day, without what a tap has ended."""
    ends = work.hours.ends(work.at - AHEAD, work.at)
    found: dict[int, list[Span]] = {}
    for shift in work.hours.shifts(work.at, work.at + AHEAD):
        found.setdefault(shift.team_id, []).extend(on_duty_spans(shift, ends))
    return found
