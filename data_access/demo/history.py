"""What happened before the demo begins: a week of incidents and the night, lived through by the real use-cases."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush
from random import Random
from typing import Any

from sqlalchemy.engine import Connection

from cockpit import dispatch, incidents
from cockpit.access import Actor
from cockpit.clock import local_day_start
from cockpit.dispatch import Proposal
from cockpit.incidents import Answer, Kind, Source
from cockpit.places import Place, PlaceKind
from cockpit.refusals import TeamNotFree
from data_access import figures, jobs
from data_access.accounts import AccountShelf
from data_access.database import Database
from data_access.demo import facts
from data_access.demo.draws import dice
from data_access.work import Work

DAYS = 7
A_DAY = 12
TODAY = 15
STILL_OPEN = 3
BUSY_FOR = timedelta(minutes=4)
PATIENCE = 3  # how often teams are looked for before an incident is cancelled

# Weight of an hour of the day: people call by day, most of all in the morning and the early evening.
HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 8, 6, 6, 7, 8, 9, 9, 8, 7, 6, 5, 4, 3)
STATES = (Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE)


@dataclass(frozen=True)
class Sort:
    """How often a kind comes, where, with which priorities, and how it mostly ends."""

    kind: Kind
    weight: int
    places: tuple[PlaceKind, ...]
    priorities: tuple[int, ...]
    ends: tuple[str, ...]


SORTS = (
    Sort(Kind.CROWD, 5, (PlaceKind.PHARMACY, PlaceKind.COMPLEX, PlaceKind.STATION), (1, 2, 2), ("dispersed", "order_kept")),
    Sort(Kind.SUPPLY, 5, (PlaceKind.COMPOUND,), (3,), ("helped",)),
    Sort(Kind.ARRIVAL, 4, (PlaceKind.COMPOUND,), (2, 3), ("helped", "handed_on")),
    Sort(Kind.FEVER, 2, (PlaceKind.COMPOUND, PlaceKind.HOSPITAL), (1, 2), ("handed_on",)),
    Sort(Kind.HAZARD, 3, (PlaceKind.BUILDING, PlaceKind.PARKING_LOT, PlaceKind.SITE), (2, 3), ("helped", "nothing_found")),
    Sort(Kind.DISPUTE, 4, (PlaceKind.COMPOUND, PlaceKind.BUILDING), (2, 3), ("helped", "nothing_found")),
    Sort(Kind.OTHER, 1, (PlaceKind.SCHOOL, PlaceKind.PARK), (3,), ("handed_on", "nothing_found")),
)  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """One incident to be lived through; `goes_to` is the step after which it is left as it is, None for to the end."""

    at: datetime
    sort: Sort
    priority: int
    place: Place
    goes_to: Answer | None = None


Step = Callable[["Past", datetime], None]


@dataclass
class Past:
    """Everything happens in the order of district time: `agenda` holds (when, number, step)."""

    database: Database
    connection: Connection
    chance: Random
    staff: dict[str, Actor]
    agenda: list[tuple[datetime, int, Step]] = field(default_factory=list)
    numbered: int = 0

    def plan(self, at: datetime, step: Step) -> None:
        self.numbered += 1
        heappush(self.agenda, (at, self.numbered, step))

    def work(self, by: Actor, at: datetime) -> Work:
        """A work at a past moment; all of them are committed together."""
        return self.database.begin(self.connection, by, at=at)

    def after(self, at: datetime, least: float, most: float) -> datetime:
        """A moment between so many seconds after `at`; most come early."""
        return at + timedelta(seconds=round(self.chance.triangular(least, most, least + (most - least) / 3)))


def live_through(database: Database, start: datetime, seed: int) -> int:
    """The week before `start` and its day so far; returns the number of incidents. One transaction.

    Needs the built district with its staff, and that nobody works yet. Jobs that would be due before `start` are
    taken away: what they watch over has happened.
    """
    with database.connection() as connection:
        past = Past(database, connection, dice(seed, "history"), _staff(connection))
        planned = _plan(past, start)
        for one in planned:
            past.plan(one.at, _reported(one))
        for day, end in _days(database, start):
            past.plan(end, _ended(day))
        while past.agenda and past.agenda[0][0] <= start:
            at, _, step = heappop(past.agenda)
            step(past, at)
        jobs.forget_due_before(connection, start)
    return len(planned)
