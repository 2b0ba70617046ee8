"""People in front of the pharmacies, as their sensors count them: the habit of each door, and four weeks of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data_access.demo import facts

STEP = timedelta(seconds=30)
SLOT = timedelta(minutes=15)
RAW = timedelta(hours=1)
WEEKS = 4
STEPS_A_SLOT = SLOT // STEP
STEPS_A_DAY = timedelta(days=1) // STEP
ZONE = ZoneInfo("Asia/Shanghai")

# Hour of the day -> people usually at the door of a watched pharmacy, weekdays and weekends.
HOURS = (0, 6, 6.5, 7, 7.5, 8, 9, 10, 11, 12, 14, 15.5, 16, 17, 18, 19, 20.5, 21, 21.5, 24)
WEEKDAY = (0.2, 0.2, 1.0, 3.6, 5.7, 7.2, 9.5, 10.5, 9.5, 6.0, 5.0, 6.5, 9.0, 10.0, 9.0, 6.0, 3.0, 0.8, 0.2, 0.2)
WEEKEND = (0.2, 0.2, 0.7, 3.0, 5.2, 6.2, 8.0, 11.0, 10.0, 7.0, 6.5, 7.5, 8.0, 8.5, 7.5, 5.0, 2.5, 0.8, 0.2, 0.2)

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Slot(NamedTuple):
    """Readings of one place in 15 minutes from `starts` (UTC): how many, their sum, the highest."""

    place_id: int
    starts: datetime
    n: int
    total: int
    peak: int


class Reading(NamedTuple):
    place_id: int
    at: datetime
    people: int


class History(NamedTuple):
    """Raw readings are those of the hour up to `now`. Slots tell of the same counts; the last is still running."""

    slots: list[Slot]
    readings: list[Reading]


def expected(place_index: int, local_time: datetime) -> float:
    """People usually at the door; `place_index` counts the pharmacies of 长庆 from 0, the watched ones first."""
    hour = local_time.hour + local_time.minute / 60 + local_time.second / 3600
    curve = WEEKDAY if local_time.weekday() < 5 else WEEKEND
    return busyness(place_index) * float(np.interp(hour, HOURS, curve))


def busyness(place_index: int) -> float:
    """How a door compares with the watched ones (about 1): the others are quieter."""
    spread = place_index * 0.618034 % 1
    return 0.92 + 0.16 * spread if place_index < len(facts.WATCHED) else 0.35 + 0.5 * spread


def usual(place_index: int, local_time: datetime, rng: np.random.Generator) -> int:
    """One reading on a usual day: at 07:30 about 4 to 7 at a watched pharmacy, at night 0 or 1."""
    mean = np.array([expected(place_index, local_time)])
    return int(_counted(mean, rng.standard_normal(1))[0])


def _counted(mean: Floats, noise: Floats) -> Counts:
    return np.maximum(0, np.rint(mean + noise * (0.25 + 0.14 * mean))).astype(np.int64)


def history(rng: np.random.Generator, places: Sequence[int], now: datetime) -> History:
    """Four weeks of 15-minute slots up to `now`, the running one included; place ids in the order of their index."""
    now = now.astimezone(UTC)
    first = _floor(now, SLOT) - timedelta(weeks=WEEKS)
    steps = (_floor(now, STEP) - first) // STEP + 1
    told = History([], [])
    for index, place_id in enumerate(places):
        counts = _series(rng, index, first, steps)
        told.slots.extend(_slots(place_id, first, counts))
        told.readings.extend(_readings(place_id, first, counts))
    return told


def _floor(instant: datetime, step: timedelta) -> datetime:
    epoch = datetime.fromtimestamp(0, instant.tzinfo)
    return instant - (instant - epoch) % step


def _series(rng: np.random.Generator, index: int, first: datetime, steps: int) -> Counts:
    """One count each 30 seconds; slots differ among each other as days do, not only reading by reading."""
    mean = _habit(index, first.astimezone(ZONE), steps)
    mood = np.repeat(rng.standard_normal(steps // STEPS_A_SLOT + 1), STEPS_A_SLOT)[:steps]
    return _counted(mean * (1 + 0.12 * mood), rng.standard_normal(steps))


def _habit(index: int, first: datetime, steps: int) -> Floats:
    """`expected` for each step from `first` (local) on; the zone of the demo has no summer time."""
    seconds_in = timedelta(hours=first.hour, minutes=first.minute, seconds=first.second) // STEP
    position = np.arange(seconds_in, seconds_in + steps)
    hours = np.arange(STEPS_A_DAY) * (24 / STEPS_A_DAY)
    weekday, weekend = np.interp(hours, HOURS, WEEKDAY), np.interp(hours, HOURS, WEEKEND)
    is_weekend = (first.weekday() + position // STEPS_A_DAY) % 7 >= 5
    of_day = position % STEPS_A_DAY
    habit: Floats = busyness(index) * np.where(is_weekend, weekend[of_day], weekday[of_day])
    return habit


def _slots(place_id: int, first: datetime, counts: Counts) -> list[Slot]:
    edges = np.arange(0, len(counts), STEPS_A_SLOT)
    sums, peaks = np.add.reduceat(counts, edges).tolist(), np.maximum.reduceat(counts, edges).tolist()
    sizes = np.diff(edges, append=len(counts)).tolist()
    return [
        Slot(place_id, first + number * SLOT, n, total, peak)
        for number, (n, total, peak) in enumerate(zip(sizes, sums, peaks, strict=True))
    ]


def _readings(place_id: int, first: datetime, counts: Counts) -> list[Reading]:
    start = len(counts) - RAW // STEP
    return [
        Reading(place_id, first + (start + number) * STEP, count)
        for number, count in enumerate(counts[start:].tolist())
    ]
