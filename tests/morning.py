"""A morning at the pharmacies: what the tests need to have happened before they begin."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from cockpit import dispatch, incidents, scene, warnings
from cockpit.access import Actor
from cockpit.incidents import Answer, Incident, Kind, Source
from cockpit.places import Place
from data_access.database import Database
from data_access.demo.build import FIRST_MINUTE
from data_access.work import Work
from tests.people import People

QUEUE = 31
EVERY = timedelta(seconds=10)
LONG_ENOUGH = timedelta(minutes=4)


@dataclass
class Morning:
    """`at` is the district time of whatever happens next."""

    database: Database
    people: People
    watched: Sequence[Place]
    at: datetime = FIRST_MINUTE
    keys: Any = field(default_factory=lambda: count(1))

    def later(self, **span: float) -> "Morning":
        self.at += timedelta(**span)
        return self

    def work(self, by: Actor) -> Any:
        return self.database.work(by, at=self.at)

    def do(self, by: Actor, use_case: Any, *args: Any, **facts: Any) -> Any:
        """The use-case in a unit of work of its own."""
        with self.work(by) as work:
            return use_case(work, *args, **facts)

    def key(self) -> str:
        return f"key {next(self.keys)}"

    def count(self, place: Place, people: int, at: datetime | None = None) -> warnings.Receipt:
        item = {"place": place.code, "at": (at or self.at).isoformat(), "count": people}
        found: warnings.Receipt = self.do(self.people.sensor, warnings.take_readings, [item])
        return found

    def queue_at(self, *places: Place, people: int = QUEUE, lasting: timedelta = LONG_ENOUGH) -> list[Incident]:
        """A queue that lasts, told in one post; returns what is open there afterwards, in the order of the places."""
        steps = [EVERY * n for n in range(lasting // EVERY + 1)]
        items = [
            {"place": one.code, "at": (self.at + step).isoformat(), "count": people} for step in steps for one in places
        ]
        self.at += lasting
        self.do(self.people.sensor, warnings.take_readings, items)
        return [found for place in places if (found := self.open_at(place))]

    def open_at(self, place: Place) -> Incident | None:
        with self.work(self.people.rosa) as work:
            return work.incidents.open_at(place.id, Kind.CROWD, since=FIRST_MINUTE - timedelta(days=1))

    def crowd(self, place: int = 0) -> Incident:
        """A queue at a watched pharmacy, become a warning with its incident."""
        return self.queue_at(self.watched[place])[0]

    def report(self, place: int = 0, by: Actor | None = None, **facts: Any) -> Incident:
        who = by or self.people.rosa
        found: Incident = self.do(who, incidents.report, Kind.CROWD, Source.DESK, self.watched[place], **facts)
        return found

    def proposed(self, incident: Incident) -> list[int]:
        plan = self.do(self.people.rosa, dispatch.propose, incident.id)
        return [one.team.id for one in plan.proposals]

    def send(self, incident: Incident, *teams: int, by: Actor | None = None, **facts: Any) -> Incident:
        """The teams, or those that the run card calls for."""
        chosen = list(teams) or self.proposed(incident)
        asked = {"key": self.key()} | facts
        found: Incident = self.do(by or self.people.rosa, dispatch.send, incident.id, chosen, **asked)
        return found

    def answer(self, by: Actor, incident: Incident, state: Answer, **facts: Any) -> Incident:
        asked = {"key": self.key()} | facts
        found: Incident = self.do(by, dispatch.answer, incident.id, state, **asked)
        return found

    def resolve(self, by: Actor, incident: Incident, **facts: Any) -> Incident:
        return self.answer(by, incident, Answer.RESOLVED, **({"outcome": "dispersed", "count": 3} | facts))

    def field_people(self) -> tuple[Actor, Actor, Actor]:
        return self.people.wu, self.people.zheng, self.people.mei

    def sent_to_own(self, place: int = 0) -> Incident:
        """A crowd to which the teams of Wu, Zheng and Mei were sent."""
        teams = [person.team for person in self.field_people() if person.team]
        return self.send(self.crowd(place), *teams)

    def resolved(self, place: int = 0) -> Incident:
        incident = self.sent_to_own(place)
        for person in self.field_people():
            incident = self.resolve(person, incident)
        return incident

    def shows_his_phone(self, by: Actor, lon: float = 120.1695, lat: float = 30.2650) -> bool:
        """Says yes to the notice in force, and the phone tells where it is."""
        version = self.do(by, scene.consent_to).notice.version
        self.do(by, scene.allow_position, version, key=self.key())
        return bool(self.do(by, scene.take_position, lon, lat, 10.0))

    def now(self, incident: Incident) -> Incident:
        with self.work(self.people.rosa) as work:
            found: Incident = work.incidents.get(incident.id)
            return found


__all__ = ["Morning", "Work"]
