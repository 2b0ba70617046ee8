"""Su and Tao stay apart at home in Lin's community; Bao is the clinician, Fang another one, Dong investigates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cockpit import home_health, screening
from cockpit.access import Actor
from cockpit.greeting import unseen_numbers
from cockpit.home_health import Channel, Code, Report, Said, Task
from cockpit.quarantine import Episode, QuarantineKind
from tests.access.objects import Ground, falls_ill
from tests.morning import Morning
from tests.people import CHANGQING, somebody

ZONE = ZoneInfo("Asia/Shanghai")
NOBODY = Actor(None, "public", "", "public", "")


@dataclass
class AtHome:
    """`at` says when the next thing happens; `episodes` of a case's contacts, all told to stay at home at that time."""

    ground: Ground
    episodes: list[Episode]

    def on(self, day: int, hour: int, minute: int = 0, second: int = 0) -> "AtHome":
        self.ground.morning.at = datetime(2020, 2, day, hour, minute, second, tzinfo=ZONE)
        return self

    def later(self, **span: float) -> "AtHome":
        self.ground.morning.later(**span)
        return self

    def do(self, account: str, use_case: Any, *args: Any, **facts: Any) -> Any:
        return self.ground.do(account, use_case, *args, **facts)

    def itself(self, use_case: Any) -> Any:
        """As the worker does it."""
        return self.ground.morning.do(self.ground.morning.people.cockpit, use_case)

    def says(self, said: Said, key: str = "", which: int = 0) -> Report:
        """The person by the code of their paper."""
        key = key or self.ground.morning.key()
        with self.ground.morning.work(self.ground.actors["investigator"]) as work:
            code = home_health.give_code(work, work.quarantine.get(self.episodes[which].id))
        with self.ground.morning.work(NOBODY) as work:
            found = home_health.knock(work, code, "203.0.113.7")
            assert isinstance(found, Code)
            return home_health.report(work, found, said, key)

    def enters(self, said: Said, channel: Channel = Channel.PHONE, which: int = 0) -> Report:
        """Lin writes it down."""
        found: Report = self.do(
            "community", home_health.enter, self.episodes[which].id, said, self.ground.morning.key(), channel
        )
        return found

    def tasks(self, which: int = 0) -> list[Task]:
        with self.ground.morning.work(self.ground.actors["clinician"]) as work:
            return work.care_tasks.of_person(self.episodes[which].person)

    def open(self, which: int = 0) -> list[Task]:
        return [one for one in self.tasks(which) if one.open]

    def unseen(self, account: str = "officer") -> dict[str, str]:
        found: dict[str, str] = self.do(account, unseen_numbers)
        return found


@pytest.fixture
def at_home(morning: Morning) -> AtHome:
    names = (
        "investigator",
        "officer",
        "clinician",
        "community",
        "street_officer",
        "shift_lead",
        "leader",
        "data_officer",
    )
    ground = Ground(morning, {name: somebody(morning.database, name) for name in names})
    home = AtHome(ground, [])
    home.on(12, 8)
    case = falls_ill(CHANGQING)(ground)
    home.episodes = ground.do("investigator", screening.order_all, case, QuarantineKind.HOME)
    return home
