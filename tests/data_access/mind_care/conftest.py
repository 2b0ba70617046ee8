"""Bai and Qin are counsellors; Yu answers at home with a phone in her hand, and has no name here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.duty import Why, take_leave
from cockpit.mind_care import alarm, care, own, remind
from cockpit.mind_care.case import MindCase
from cockpit.mind_care.said import Answered, Call, Reach, Risk
from cockpit.mind_care.scale import ScaleName
from data_access.accounts import AccountShelf, add_account
from tests.morning import Morning
from tests.people import DISTRICT, somebody

NOBODY = Actor(None, "public", "", "public", "")
ORIGIN = "203.0.113.7"
LOW = Answered({ScaleName.PHQ9: (1, 1, 1, 0, 0, 0, 0, 0, 0)})
HIGH = Answered({ScaleName.PHQ9: (2, 2, 2, 2, 2, 2, 2, 2, 0), ScaleName.GAD7: (2,) * 7}, "睡不着，心里很慌")
DANGER = Answered({ScaleName.PHQ9: (0, 0, 0, 0, 0, 0, 0, 0, 1)})
REACH = Reach("于女士", "13900000009")
SPOKE = Call(True, 4, risk=Risk.NONE, note="丈夫在隔离点，她一个人带孩子")


@dataclass
class Care:
    morning: Morning
    bai: Actor
    qin: Actor
    gu: Actor

    def do(self, by: Actor, use_case: Any, *args: Any, **facts: Any) -> Any:
        return self.morning.do(by, use_case, *args, **facts)

    def answers(self, said: Answered = HIGH, reach: Reach = REACH, key: str = "") -> tuple[MindCase, str]:
        with self.morning.work(NOBODY) as work:
            one, code = own.begin(work, said, reach, key or uuid4().hex)
        self.looks_around()
        return self.now(one), code

    def by_code(self, code: str, use_case: Any, *args: Any) -> Any:
        with self.morning.work(NOBODY) as work:
            door = own.knock(work, code, ORIGIN)
            if not isinstance(door, own.Door):
                raise door
            return use_case(work, door, *args)

    def jobs(self) -> list[tuple[str, dict[str, Any]]]:
        """What waits for the worker, in the order of its time."""
        with self.morning.database.connection() as connection:
            rows = connection.execute(
                text(
                    "select task_name, args from procrastinate_jobs where status = 'todo' and task_name like 'mind%' order by id"
                )
            )
            return [(row.task_name, dict(row.args)) for row in rows]

    def looks_around(self) -> None:
        """The worker does what is due by the district's clock; each job once, and what it did before does nothing."""
        for task, args in self.jobs():
            if datetime.fromisoformat(args.pop("due")) <= self.morning.at:
                use_case = {alarm.TASK: alarm.escalate, own.ASKED: remind.asked}[task]
                self.do(self.morning.people.cockpit, use_case, *args.values())

    def later(self, **span: float) -> "Care":
        self.morning.later(**span)
        self.looks_around()
        return self

    def now(self, one: MindCase) -> MindCase:
        with self.morning.work(self.bai) as work:
            return work.minds.get(one.id)

    def told(self, event: str) -> list[tuple[str, int]]:
        """(account, pagings of that event), of those who got one."""
        with self.morning.database.connection() as connection:
            rows = connection.execute(
                text("select a.account, count(*) n from paging p join account a on a.id = p.account where p.event = :event"
                     " group by 1 order by 1"), {"event": event},
            )  # fmt: skip
            return [(row.account, row.n) for row in rows]

    def on_leave(self, *people: Actor) -> None:
        for one in people:
            assert one.id
            span = (self.morning.at - timedelta(hours=1), self.morning.at + timedelta(days=1))
            self.do(self.gu, take_leave, one.id, *span, next(iter(Why)))

    def taken(self, said: Answered = HIGH) -> tuple[MindCase, str]:
        one, code = self.answers(said)
        return self.do(self.bai, care.take, one.id), code


@pytest.fixture
def care_of(morning: Morning) -> Care:
    with morning.database.connection() as connection:
        add_account(connection, {
            "account": "counsellor2", "name": "秦安", "role": "counsellor", "area": DISTRICT, "password_hash": "none"
        })  # fmt: skip
        found = AccountShelf(connection).by_name("counsellor2")
    assert found
    qin = Actor(found.id, found.account, found.name, found.role, found.area)
    return Care(morning, somebody(morning.database, "counsellor"), qin, morning.people.gu)


Rows = Callable[[str], list[Any]]


@pytest.fixture
def rows(morning: Morning) -> Rows:
    """As the owner, whom no wall hides anything from."""

    def asked(query: str) -> list[Any]:
        with morning.database.connection() as connection:
            return list(connection.execute(text(query)))

    return asked
