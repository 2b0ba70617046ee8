"""Rosa opens a round in Lin's community, at whose doors somebody lives; Dong orders, Bei works in the community beside."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.canvass import Answer, Criteria, Result, Round, Visit, knock, open_round
from data_access.database import Database
from tests.morning import Morning
from tests.people import somebody

ZONE = ZoneInfo("Asia/Shanghai")
DUE = date(2020, 2, 5)
OK = Answer(Result.SEEN_OK, people=2)


@dataclass
class Walk:
    """`at` of the morning is the district time of whatever happens next."""

    morning: Morning
    dong: Actor
    bei: Actor

    @property
    def lin(self) -> Actor:
        return self.morning.people.lin

    def on(self, day: int, hour: int = 9, minute: int = 0) -> "Walk":
        self.morning.at = datetime(2020, 2, day, hour, minute, tzinfo=ZONE)
        return self

    def do(self, by: Actor, use_case: Any, *args: Any, **facts: Any) -> Any:
        return self.morning.do(by, use_case, *args, **facts)

    def open(self, area: str = "", by: Actor | None = None, due: date = DUE, **criteria: Any) -> Round:
        """By default of all homes of Lin's community, whatever their tenure."""
        asked = Criteria(area or self.lin.area, **{"tenure": None} | criteria)
        found: Round = self.do(by or self.morning.people.rosa, open_round, "租户排查", asked, due)
        return found

    def visits(self, one: Round, by: Actor | None = None) -> list[Visit]:
        """In the order in which they lie there."""
        with self.morning.work(by or self.lin) as work:
            rows = work.connection.execute(
                text("select id from round_visit where round_id = :id order by id"), {"id": one.id}
            )
            return [work.visits.get(row.id) for row in rows]

    def now(self, visit: Visit) -> Visit:
        with self.morning.work(self.morning.people.rosa) as work:
            found: Visit = work.visits.get(visit.id)
            return found

    def knock(self, visit: Visit, answer: Answer = OK, by: Actor | None = None, seen: int | None = None) -> Visit:
        found: Visit = self.do(by or self.lin, knock, visit.id, seen, answer)
        return found

    def residents(self, visit: Visit) -> list[int]:
        with self.morning.work(self.lin) as work:
            return sorted(work.visits.residents(visit.household))

    def find(self, visit: Visit, count: int = 1, **facts: Any) -> Visit:
        """The first residents have to stay apart."""
        people = self.residents(visit)[:count]
        return self.knock(visit, Answer(Result.FOUND, found=tuple(people), **facts))


@pytest.fixture
def walk(database: Database, morning: Morning) -> Walk:
    lin = morning.people.lin
    beside = replace(lin, id=None, area=lin.area[:-1] + "2")
    return Walk(morning, somebody(database, "investigator"), beside)
