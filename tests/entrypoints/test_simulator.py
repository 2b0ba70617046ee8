"""The demo's sensors: the pharmacies' morning as it is told, calm doors else, and a server that goes and comes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cockpit import warnings
from cockpit.warnings import Alarm, AlarmState, Reading, WarningRule, step
from entrypoints import simulator
from entrypoints.simulator import TICK, DistrictClock, Sensors, count_at, last_tick, readings
from tests.morning import Morning

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLACES = [f"P-{number:05}" for number in range(31)]
RULE = WarningRule(
    1, "crowd", 1, 15, 10, *(timedelta(seconds=seconds) for seconds in (180, 300, 1800, 300, 120))
)  # fmt: skip


def at(clock: str, day: str = "2020-02-01") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


def counts(start: datetime, end: datetime, seed: int = 1) -> list[dict[datetime, int]]:
    """What each door's sensor posts from start to end."""
    ticks = [start + TICK * n for n in range((end - start) // TICK + 1)]
    posts = [[item["count"] for item in readings(PLACES, tick, seed)] for tick in ticks]
    return [dict(zip(ticks, told, strict=True)) for told in zip(*posts, strict=True)]


def alerts(told: dict[datetime, int]) -> list[datetime]:
    """When the alarm of that door starts to alert."""
    alarm, found = Alarm(1), []
    for tick, count in told.items():
        after = step(alarm, Reading(1, tick, count), RULE)
        if after.state is AlarmState.ALERTING and alarm.state not in (AlarmState.ALERTING, AlarmState.RECOVERING):
            found.append(tick)
        alarm = after
    return found


@pytest.mark.parametrize(
    ("place", "over", "peak", "alert"),
    [
        (0, "07:27:10", 31, "07:30:10"),
        (1, "07:27:20", 24, "07:30:20"),
        (2, "07:27:40", 19, "07:30:40"),
        (3, "07:28:10", 18, "07:31:10"),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_four_pharmacies_fill_as_the_morning_is_told(
    place: int, over: str, peak: int, alert: str, seed: int
) -> None:
    told = counts(at("07:20:00"), at("08:10:00"), seed)[place]
    assert min(tick for tick, count in told.items() if count >= 15) == at(over)
    assert all(15 < count <= peak for tick, count in told.items() if at(over) <= tick < at("07:55:00"))
    assert told[at(alert)] == peak
    assert alerts(told) == [at(alert)]
    assert max(count for tick, count in told.items() if tick >= at("08:00:00")) < 15


def test_every_day_one_other_pharmacy_is_crowded_for_twenty_minutes() -> None:
    for day in ("2020-02-01", "2020-02-02", "2020-02-03"):
        told = counts(at("10:10:00", day), at("10:40:00", day))
        crowded = [place for place, own in enumerate(told) if alerts(own)]
        assert len(crowded) == 1
        assert crowded[0] >= 4
        assert alerts(told[crowded[0]]) == [at("10:18:00", day)]


def test_a_door_of_habit_never_makes_anybody_look() -> None:
    rng = np.random.default_rng(1)
    busiest = at("10:00:00", "2020-02-09")
    assert max(count_at(0, busiest, rng) for _ in range(500)) < 15


def test_the_same_tick_and_seed_give_the_same_post_and_whole_ten_seconds() -> None:
    tick = last_tick(at("07:27:19"))
    assert tick == at("07:27:10")
    assert readings(PLACES, tick, 1) == readings(PLACES, tick, 1)
    assert readings(PLACES, tick, 1) != readings(PLACES, tick, 2)


def test_posts_are_what_the_cockpit_takes_and_become_four_warnings(morning: Morning) -> None:
    """The whole way but for the wire: Rosa sees four crowds by half past seven."""
    codes = [place.code for place in morning.watched]
    start = at("07:25:00")
    for tick in (start + TICK * n for n in range(38)):
        with morning.database.work(morning.people.sensor, at=tick) as work:
            receipt = warnings.take_readings(work, readings(codes, tick, 1))
        assert (receipt.accepted, receipt.rejected) == (4, ())
    with morning.database.work(morning.people.rosa, at=at("07:31:10")) as work:
        assert [found.count for found in work.warnings.since("330103", start)] == [18, 19, 24, 31]


class Cockpit:
    """Stands in for the server: its clock, its speed, and whether it is there."""

    def __init__(self) -> None:
        self.district, self.speed, self.machine, self.there = at("07:20:03"), 1.0, 100.0, True
        self.posts: list[list[dict[str, Any]]] = []

    def call(self, path: str, body: Any = None) -> Any:
        if not self.there:
            raise ConnectionRefusedError("nobody listens")
        if path == "/healthz":
            return {"now": self.district.isoformat(), "speed": self.speed}
        self.posts.append(body)
        return {"accepted": len(body), "rejected": []}

    def passes(self, seconds: float) -> None:
        self.machine += seconds
        self.district += timedelta(seconds=seconds * self.speed)

    def times(self) -> list[str]:
        return [datetime.fromisoformat(post[0]["at"]).astimezone(SHANGHAI).strftime("%H:%M:%S") for post in self.posts]


@pytest.fixture
def cockpit() -> Cockpit:
    return Cockpit()


@pytest.fixture
def sensors(cockpit: Cockpit, monkeypatch: pytest.MonkeyPatch) -> Sensors:
    made = Sensors("http://127.0.0.1:1", "a key", PLACES, 1)
    monkeypatch.setattr(made, "_call", cockpit.call)
    made.clock = DistrictClock(lambda: cockpit.call("/healthz"), lambda: cockpit.machine)
    return made


def test_one_post_a_tick_holds_every_place(cockpit: Cockpit, sensors: Sensors) -> None:
    for _ in range(31):
        sensors.step()
        cockpit.passes(1)
    assert cockpit.times() == ["07:20:00", "07:20:10", "07:20:20", "07:20:30"]
    assert [item["place"] for item in cockpit.posts[0]] == PLACES


def test_a_fast_clock_and_a_moved_one_are_caught_up_with_at_once(cockpit: Cockpit, sensors: Sensors) -> None:
    sensors.step()
    cockpit.district += timedelta(hours=3)
    cockpit.speed = 60.0
    cockpit.passes(3)
    sensors.step()
    assert cockpit.times() == ["07:20:00", "10:23:00"]


def test_the_pause_follows_the_speed(cockpit: Cockpit, sensors: Sensors) -> None:
    assert sensors.step() == 1.0
    cockpit.speed = 60.0
    sensors.clock.forget()
    assert sensors.step() == pytest.approx(7 / 60, abs=0.02)


def test_a_server_that_is_away_is_told_once_and_tried_again(
    cockpit: Cockpit, sensors: Sensors, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cockpit.there = False
    monkeypatch.setattr(simulator.machine, "sleep", back_after(cockpit, tries=5))
    with pytest.raises(KeyboardInterrupt):
        sensors.run()
    assert len(cockpit.posts) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Sensors: The cockpit does not answer, trying again: nobody listens",
        "Sensors: The cockpit answers again.",
    ]


def back_after(cockpit: Cockpit, tries: int) -> Callable[[float], None]:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        cockpit.there = len(slept) >= tries
        if len(slept) > tries:
            raise KeyboardInterrupt

    return sleep
