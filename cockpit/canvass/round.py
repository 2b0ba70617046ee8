"""A round 排查轮次: which homes somebody knocks at, since when and by which day; its list is fixed when it opens.

Every home has its row before anybody went there, so that what was not done is seen. Whether it is late, how fast it goes and
when it would be finished follow from the clock.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar

from cockpit.people import Tenure
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

LONGEST_NAME = 60
FARTHEST = timedelta(days=366)  # what is due later has a mistyped year


@dataclass(eq=False)
class NoHomes(Refusal):
    status = 409
    says = N_("No home fits: a round needs at least one.")
    way_out = N_("Choose a larger area or ask for less; a second round holds those alone who were not met.")


@dataclass(eq=False)
class RoundOver(Refusal):
    status = 409
    says = N_("{name} is closed since {at}.")
    way_out = N_("Open a second round for whoever is left.")
    name: str
    at: datetime


@dataclass(frozen=True)
class Criteria:
    """Which homes of `area` (district, street or community): of any tenure where it is None; `unvisited_since`: only
    those at which nobody was met on that day or later, in whatever round; `came_since`: only those of whom somebody came
    from a key region on that day or later."""

    area: str
    tenure: Tenure | None = Tenure.RENTED
    unvisited_since: date | None = None
    came_since: date | None = None


@dataclass(frozen=True)
class Round:
    """`due_on` is the last day, the district's own. A second round comes `out_of` a first one, and repeats besides what
    was answered before the day `repeats_before`. `policy` is the version of the rule that held when it was opened."""

    id: int
    name: str
    criteria: Criteria
    opened_at: datetime
    due_on: date
    policy: int
    opened_by: int | None = None
    out_of: int | None = None
    repeats_before: date | None = None
    closed_at: datetime | None = None
    emergency: int | None = None
    # (community, homes, done, found, isolated), as they stood when it was closed: what was asked at the doors goes earlier
    final: tuple[tuple[str, int, int, int, int], ...] = field(default=(), compare=False)
    subject: ClassVar[str] = "canvass"

    @property
    def area(self) -> str:
        return self.criteria.area

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def must_be_open(self) -> None:
        if self.closed_at is not None:
            raise RoundOver(name=self.name, at=self.closed_at)

    def overdue(self, today: date, left: int) -> bool:
        """Its day has passed and homes are left: nobody has to say so."""
        return self.open and left > 0 and today > self.due_on


def tidy(name: str) -> str:
    words = " ".join(name.split())
    if not 0 < len(words) <= LONGEST_NAME or not words.isprintable():
        raise Invalid("name", N_("1 to 60 characters"))
    return words


def must_be_to_come(due_on: date, today: date) -> None:
    if due_on < today:
        raise Invalid("due", N_("this day has passed"))
    if due_on > today + FARTHEST:
        raise Invalid("due", N_("this is more than a year away: look at the year"))
