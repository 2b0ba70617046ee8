"""The line list 个案一览 of people at home for disease control: one row a person, by number and age band, and nobody by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.figures import must_see
from cockpit.follow_up import age_on
from cockpit.home_health.daily_heard import Heard
from cockpit.home_health.make import today_of
from cockpit.home_health.report import Outcome
from cockpit.home_health.task import GRAVEST
from cockpit.people import Person
from cockpit.quarantine import Episode

if TYPE_CHECKING:
    from data_access.work import Work

BAND = 10  # years
OLDEST = 80  # and above, one band


@dataclass(frozen=True)
class LineRow:
    """`onset` is the first day on which a symptom or fever was reported; `hottest` in degrees Celsius; `worst` of all reports."""

    episode: int
    age: str
    community: str
    day: int
    days: int
    onset: date | None
    hottest: float | None
    worst: Outcome
    reports: int


@allowed_to("take_line_list")
def line_list(work: "Work", area: str = "") -> list[LineRow]:
    """Of who is at home today. That the list was taken, of which area and with how many rows, is written down."""
    where = area or work.by.area
    must_see(work, where)
    episodes = work.quarantine.at_home(where, today_of(work))
    people = {one.id: one for one in work.people.of_ids([one.person for one in episodes])}
    heard = work.day_lists.all_of(list(people))
    fever = work.policy.get("triage", "any", where).body["fever"]
    rows = [
        _row(one, people[one.person], heard.get(one.person, ()), (today_of(work), fever))
        for one in episodes
        if one.person in people
    ]
    work.looked("person", "list", ["health"], "exported", filter={"area": where, "list": "line_list"}, count=len(rows))
    work.note_act("line_list_taken", "line_list", where, {"rows": len(rows)})
    return rows


def _row(one: Episode, person: Person, heard: Sequence[Heard], rule: tuple[date, float]) -> LineRow:
    today, fever = rule
    mine = [said for said in heard if said.day >= one.since]
    ill = [said.day for said in mine if said.unwell or (said.temperature or 0) >= fever]
    heat = max((said.temperature for said in mine if said.temperature is not None), default=None)
    worst = max((said.outcome for said in mine), key=GRAVEST.index, default=Outcome.NONE)
    age = band_of(age_on(person.born, today))
    return LineRow(
        one.id, age, person.community, one.day(today), one.days, min(ill, default=None), heat, worst, len(mine)
    )


def band_of(age: int) -> str:
    """30-39; 80+."""
    first = age - age % BAND
    return f"{OLDEST}+" if age >= OLDEST else f"{first}-{first + BAND - 1}"
