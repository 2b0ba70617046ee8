"""The rules of needs, all of them dated: by when each kind is due, how long a step is undone, how a volunteer calls."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.clock import local_day_start
from cockpit.needs.need import Need, NeedKind, Step
from cockpit.needs.told import TeamNeedsChanged

if TYPE_CHECKING:
    from cockpit.events import Event
    from data_access.work import Work


@dataclass(frozen=True)
class Relay:
    """`number` puts a volunteer through to whoever asked, by the number of the need; without one the desk does, at `desk`."""

    number: str
    desk: str


def due_of(work: "Work", kind: NeedKind, area: str) -> tuple[datetime, int]:
    """By when, and the version that says so."""
    rule = work.policy.get("need", "due", area)
    return work.at + timedelta(hours=rule.body[kind.value]), rule.id


def relay_of(work: "Work", area: str) -> Relay:
    body = work.policy.get("need", "relay", area).body
    return Relay(body["number"], body["desk"])


def undo_within(work: "Work", area: str) -> timedelta:
    return timedelta(seconds=work.policy.get("undo", "needs", area).body["seconds"])


def after_close(work: "Work", area: str) -> int:
    """Seconds for which an address stays open to the team after the last step: as of any assignment."""
    seconds: int = work.policy.get("access", "assignment", area).body["after_close"]
    return seconds


def today_of(work: "Work") -> date:
    return local_day_start(work.at, work.zone).date()


def step_of(work: "Work", team: int | None = None) -> Step:
    return Step(work.by.id, work.at, team)


def tell(work: "Work", one: Need, event: "Event", had: int | None = None) -> None:
    """To the desks of the area, and to the phones of whoever may claim there, has it, or had it."""
    work.tell_area(one.community, one.subject, one.id, event)
    for team in sorted({*work.needs.teams_near(one.community), *filter(None, (one.team, had))}):
        work.tell_area(one.community, one.subject, one.id, TeamNeedsChanged(team), line=False)
