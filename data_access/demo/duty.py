"""The demo's roster of the desk around the start of its clock: days on shift, nights on shift or on call, nobody missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import text
from sqlalchemy.engine import Connection

from data_access.demo.teams import ZONE

BEFORE, AFTER = timedelta(days=7), timedelta(days=14)
TEAMS_AFTER = timedelta(days=59)
DAY, NIGHT = time(7), time(19)
FRIDAY = 4
WRITE = text(
    "insert into shift (account, starts, ends, on_call)"
    " select id, :starts, :ends, :on_call from account where account = :name"
)


@dataclass(frozen=True)
class Plan:
    """`nights`: None sleeps, True is on shift from Monday to Thursday and on call for the rest, False always on call."""

    account: str
    days: bool
    nights: bool | None = None


DESK = (
    Plan("officer", days=True),
    Plan("officer2", days=False, nights=True),
    Plan("shift_lead", days=True),
    Plan("shift_lead2", days=False, nights=False),
    Plan("street_officer", days=True),
    Plan("duty_leader", days=True, nights=False),
)


def days_around(start: datetime) -> tuple[date, date]:
    """The first and the last day for which the teams' duty is planned."""
    today = start.astimezone(ZONE).date()
    return today - BEFORE, today + TEAMS_AFTER


def plant_desk(connection: Connection, start: datetime) -> None:
    today = start.astimezone(ZONE).date()
    days = [today - BEFORE + timedelta(days=n) for n in range((BEFORE + AFTER).days + 1)]
    connection.execute(WRITE, [row for plan in DESK for day in days for row in _of_day(plan, day)])


def _of_day(plan: Plan, day: date) -> Iterator[dict[str, object]]:
    morning, evening = (datetime.combine(day, clock, ZONE) for clock in (DAY, NIGHT))
    if plan.days:
        yield {"name": plan.account, "starts": morning, "ends": evening, "on_call": False}
    if plan.nights is not None:
        on_call = not plan.nights or day.weekday() >= FRIDAY
        yield {"name": plan.account, "starts": evening, "ends": morning + timedelta(days=1), "on_call": on_call}
