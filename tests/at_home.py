"""A home whose people stay apart in it, and the paper of one of them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from cockpit import home_health
from cockpit.access import Actor
from cockpit.clock import local_day_start
from cockpit.home_health import Code
from cockpit.quarantine import Cause, Episode, QuarantineKind
from cockpit.refusals import Refusal
from tests.access.objects import Ground
from tests.people import CHANGQING

NOBODY = Actor(None, "public", "", "public", "")
LARGEST = text(
    "select household_id from residence where until is null and street = :area group by household_id"
    " having count(*) >= :size order by household_id limit 1"
)
LIVE_THERE = text("select person_id from residence where household_id = :home and until is null order by person_id")


@dataclass
class Home:
    """`episodes` of those who stay apart, the first of whom has the paper with the code."""

    ground: Ground
    episodes: list[Episode]
    code: str

    def lets_in(self, code: str = "", origin: str = "203.0.113.7") -> Code:
        with self.ground.morning.work(NOBODY) as work:
            found = home_health.knock(work, code or self.code, origin)
        if isinstance(found, Refusal):
            raise found
        return found

    def do(self, use_case: Any, *args: Any) -> Any:
        """By the paper."""
        return self.ground.morning.do(NOBODY, use_case, self.lets_in(), *args)

    def marks(self) -> list[str]:
        """Of the sections of the page, the paper's own person first."""
        return [one.mark for one in self.do(home_health.own_page).sections]

    def reports_of(self, number: int) -> list[Any]:
        """(report, said) of one of them, as the health centre opens them; the newest first."""
        person = self.episodes[number].person
        with self.ground.morning.work(self.ground.actors["clinician"]) as work:
            found = work.reports.of_person(person, also_replaced=True)
            opened = work.reports.opened(person, found)
        return [(one, opened[one.id][0]) for one in found]


def home_of(ground: Ground, size: int, street: str = CHANGQING) -> Home:
    """The first home of that street in which so many live; so many of them are ordered to stay apart there since today."""
    with ground.morning.database.connection() as connection:
        household = connection.execute(LARGEST, {"area": street, "size": size}).scalar_one()
        people = list(connection.execute(LIVE_THERE, {"home": household}).scalars())[:size]
    with ground.morning.work(ground.actors["investigator"]) as work:
        today = local_day_start(work.at, work.zone).date()
        new = Episode(
            0, 0, QuarantineKind.HOME, today - timedelta(days=3), today + timedelta(days=11), cause=Cause.CONTACT
        )
        episodes = [apart(work, new, person) for person in people]
    return Home(ground, episodes, code_of(ground, episodes[0].id))


def apart(work: Any, new: Episode, person: int) -> Any:
    who = work.people.get(person)
    return work.quarantine.add(replace(new, person=person), who, work.emergencies.at(who.grid))


def code_of(ground: Ground, episode: int) -> str:
    with ground.morning.work(ground.actors["investigator"]) as work:
        return home_health.give_code(work, work.quarantine.get(episode))
