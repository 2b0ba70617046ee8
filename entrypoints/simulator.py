"""The demo's sensors: what counters at pharmacy doors would post, over HTTP like theirs. `python app.py simulate`.

It knows nothing of the cockpit but its address and a device key, and asks it what time it is in the district.
"""

import json
import signal
import sys
import time as machine
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http.client import HTTPException
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import numpy as np

from data_access.demo.readings import ZONE, usual

TICK = timedelta(seconds=10)  # of district time
CALM = 13  # by habit nobody stands so close that a rule would look
ASK_EVERY = 2.0  # seconds of machine time, as those below
PATIENCE = 5.0
TRY_AGAIN = 0.5
SHORTEST_SLEEP, LONGEST_SLEEP = 0.01, 1.0

MORNING = date(2020, 2, 1)
GATHERS, BUILDS_UP = timedelta(minutes=5), timedelta(seconds=180)
LEAVES = timedelta(minutes=5)
LATER_OVER, LATER_UNTIL, LATER_PEAK = time(10, 15), time(10, 35), 22
FIRST_LATER, LATER_DOORS = 4, 20


@dataclass(frozen=True)
class Gathering:
    """People come in the minutes before `over`, from then on stand too many, are `peak` three minutes later."""

    over: time
    until: time
    peak: int

    def count(self, local_time: datetime, quiet: int, rng: np.random.Generator) -> int:
        """`quiet` is what the door would have without it."""
        day = local_time.date()
        over, until = (datetime.combine(day, clock, local_time.tzinfo) for clock in (self.over, self.until))
        if not over - GATHERS < local_time < until + LEAVES:
            return quiet
        if local_time < over:
            return min(max(quiet, round(14 * (1 - (over - local_time) / GATHERS))), 14)
        if local_time >= until:
            return max(quiet, round(14 * (1 - (local_time - until) / LEAVES)))
        return self._crowd(local_time - over, rng)

    def _crowd(self, since: timedelta, rng: np.random.Generator) -> int:
        least = 16
        if since < BUILDS_UP:
            return least + round((self.peak - least) * (since / BUILDS_UP))
        swing = min(self.peak - least, 3) if since > BUILDS_UP + 3 * TICK else 0
        return self.peak - int(rng.integers(0, swing + 1))


# The hold of the rule is three minutes, so the four warnings fall from 07:30:10 to 07:31:10.
PHARMACY_MORNING = (
    Gathering(time(7, 27, 10), time(7, 55), 31),
    Gathering(time(7, 27, 20), time(7, 55), 24),
    Gathering(time(7, 27, 40), time(7, 55), 19),
    Gathering(time(7, 28, 10), time(7, 55), 18),
)
LATER = Gathering(LATER_OVER, LATER_UNTIL, LATER_PEAK)


def count_at(place_index: int, local_time: datetime, rng: np.random.Generator) -> int:
    """People at the door at a district-local time; `place_index` counts the sensors from 0, the watched four first."""
    quiet = min(usual(place_index, local_time, rng), CALM)
    gathering = _gathering(place_index, local_time.date())
    return gathering.count(local_time, quiet, rng) if gathering else quiet


def _gathering(place_index: int, day: date) -> Gathering | None:
    if day == MORNING and place_index < len(PHARMACY_MORNING):
        return PHARMACY_MORNING[place_index]
    later = FIRST_LATER + day.toordinal() % LATER_DOORS
    return LATER if place_index == later else None


def readings(places: Sequence[str], at: datetime, seed: int) -> list[dict[str, Any]]:
    """One post: a count for each place; the same tick and seed give the same counts."""
    rng = np.random.default_rng([seed, int(at.timestamp())])
    local_time = at.astimezone(ZONE)
    return [
        {"place": code, "at": at.isoformat(), "count": count_at(index, local_time, rng)}
        for index, code in enumerate(places)
    ]


def last_tick(now: datetime) -> datetime:
    """The whole 10 seconds that lie last."""
    return now - (now - datetime.fromtimestamp(0, UTC)) % TICK


class DistrictClock:
    """The district's time between two askings, reckoned on from the last answer."""

    def __init__(self, ask: Callable[[], dict[str, Any]], monotonic: Callable[[], float]) -> None:
        self.ask = ask
        self.monotonic = monotonic
        self.asked_at: float | None = None

    def now(self) -> datetime:
        """District time (UTC); raises OSError when it has to ask and nobody answers."""
        if self.asked_at is None or self.monotonic() - self.asked_at >= ASK_EVERY:
            before = self.monotonic()
            answer = self.ask()
            self.told = datetime.fromisoformat(answer["now"]).astimezone(UTC)
            self.speed = float(answer.get("speed", 1.0))
            self.asked_at = (before + self.monotonic()) / 2  # the answer was made about half way
        return self.told + timedelta(seconds=(self.monotonic() - self.asked_at) * self.speed)

    def seconds_until(self, at: datetime) -> float:
        """Machine seconds until the district's clock shows `at`."""
        return (at - self.now()).total_seconds() / self.speed

    def forget(self) -> None:
        """Ask anew: the server was away, and its clock may have been moved."""
        self.asked_at = None


class Sensors:
    """The counters of all places, posting together."""

    def __init__(self, url: str, device_key: str, places: Sequence[str], seed: int) -> None:
        self.url = url.rstrip("/")
        self.device_key = device_key
        self.places = places
        self.seed = seed
        self.clock = DistrictClock(lambda: self._call("/healthz"), machine.monotonic)
        self.last: datetime | None = None
        self.told_gone = False

    def run(self) -> None:
        """For ever; who is away is tried again, and what was missed meanwhile is skipped."""
        while True:
            try:
                pause = self.step()
                self._say("The cockpit answers again.", gone=False)
            except (OSError, HTTPException, ValueError, KeyError) as error:
                self._say(f"The cockpit does not answer, trying again: {error}", gone=True)
                self.clock.forget()
                pause = TRY_AGAIN
            machine.sleep(pause)

    def step(self) -> float:
        """Post the newest tick unless that is done; returns the machine seconds until something is to do."""
        tick = last_tick(self.clock.now())
        if self.last is None or tick > self.last:
            self._call("/api/readings", readings(self.places, tick, self.seed))
            self.last = tick
        return min(max(self.clock.seconds_until(tick + TICK), SHORTEST_SLEEP), LONGEST_SLEEP)

    def _call(self, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.device_key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        with OPENER.open(Request(self.url + path, data, headers), timeout=PATIENCE) as answer:
            return json.load(answer)

    def _say(self, line: str, *, gone: bool) -> None:
        if gone != self.told_gone:
            print(f"Sensors: {line}", file=sys.stderr, flush=True)
        self.told_gone = gone


OPENER = build_opener(ProxyHandler({}))  # the cockpit of a demo is on this machine, never behind a proxy


def main(known: Path, seed: int = 1) -> int:
    """Post until SIGTERM or SIGINT, told by the demo's own file: `url`, `device_key`, `watched` and `counted`."""
    told = json.loads(known.read_text(encoding="utf-8"))
    others = [code for code in told["counted"] if code not in told["watched"]]
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, _end)
    Sensors(told["url"], told["device_key"], [*told["watched"], *others], seed).run()
    return 0


def _end(sign: int, frame: FrameType | None) -> None:
    sys.exit(0)
