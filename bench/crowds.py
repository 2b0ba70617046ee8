"""A made district of screening: who was in which place when, who rode what, and who fell ill; the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from cockpit.lake import Kind
from cockpit.screening import Bond, Case, CaseStatus, ContactRule, Means, Setting
from cockpit.screening.rule import Unit, Within
from data_access.lake import Lake, Looked, Mark

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, DAYS = date(2020, 1, 20), 14
MINUTE, HOUR = 60_000_000, 3_600_000_000  # microseconds
PIECE = 200_000
SEATS, CARRIAGES = 18, 16
RULE = ContactRule(1, look_back=2, minutes=15, observation=14, means={
    "plane": Within(Unit.ROW, 3, others=True), "sealed_train": Within(Unit.CARRIAGE),
    "train": Within(Unit.ROW, 1, others=True), "sealed_coach": Within(Unit.VEHICLE),
    "coach": Within(Unit.ROW, 3, others=True), "ship": Within(Unit.COMPARTMENT, others=True),
})  # fmt: skip


@dataclass(frozen=True)
class Crowd:
    """Stays of 10 to 110 minutes between 7 and 22 in some places that are fuller than others; a run has 400 seats."""

    residents: int
    presences: int
    journeys: int
    cases: int
    seed: int = 1

    @property
    def places(self) -> int:
        return max(self.residents // 100, 10)

    @cached_property
    def pseudonyms(self) -> Any:
        return np.random.default_rng(self.seed).integers(1, 1 << 62, self.residents)

    @property
    def at(self) -> datetime:
        """The end of the last day, an hour before midnight."""
        return datetime.combine(FIRST + timedelta(DAYS - 1), datetime.min.time(), ZONE) + timedelta(hours=23)

    def stays(self, day: int, hours: tuple[float, float], rows: int) -> Iterator[pa.RecordBatch]:
        rng = np.random.default_rng((self.seed, day, int(hours[0] * 60)))
        for size in _pieces(rows):
            came = self._times(rng, day, hours, size)
            place = (rng.random(size) ** 1.5 * self.places).astype(np.int64)
            left = came + rng.integers(10, 110, size) * MINUTE
            yield pa.record_batch({"person": self._people(rng, size), "place": place, "came": came, "left": left})

    def rides(self, day: int, hours: tuple[float, float], rows: int) -> Iterator[pa.RecordBatch]:
        rng = np.random.default_rng((self.seed, day, int(hours[0] * 60), 1))
        runs, means = max(self.journeys // DAYS // 400, 1), np.array([*Means])
        for size in _pieces(rows):
            run = rng.integers(0, runs, size)
            boarded = self._times(rng, day, hours, 1)[0] + rng.integers(0, 10, size) * MINUTE
            yield pa.record_batch(
                {"person": self._people(rng, size), "run": np.char.add(f"{day}-{hours[0]:.0f}-", run.astype(str)),
                 "means": means[run % len(means)], "boarded": boarded, "left": boarded + HOUR,
                 "carriage": rng.integers(1, CARRIAGES, size).astype(str), "row": rng.integers(1, SEATS, size).astype(np.int16)}
            )  # fmt: skip

    def looked(self) -> list[Looked]:
        """Cases that fell ill on the days 3 to 13; isolated two days later, those of the last days not yet."""
        rng = np.random.default_rng((self.seed, 2))
        ill = rng.choice(self.residents, self.cases, replace=False)
        days = rng.integers(2, DAYS - 1, self.cases)
        return [
            Looked(Case(number, int(self.pseudonyms[who]), CaseStatus.CONFIRMED, FIRST + timedelta(int(day)),
                        isolated_at=self._midnight(int(day) + 2) if day < DAYS - 4 else None), RULE)
            for number, (who, day) in enumerate(zip(ill, days, strict=True), 1)
        ]  # fmt: skip

    def bonds(self) -> list[Bond]:
        """Three people live with each case."""
        since, until = self._midnight(0), self._midnight(60)
        others = iter(np.random.default_rng((self.seed, 3)).choice(self.pseudonyms, self.cases * 3))
        return [Bond(one.case.person, int(next(others)), Setting.HOUSEHOLD, since, until)
                for one in self.looked() for _ in range(3)]  # fmt: skip

    def _people(self, rng: Any, size: int) -> Any:
        return self.pseudonyms[rng.integers(0, self.residents, size)]

    def _midnight(self, day: int) -> datetime:
        return datetime.combine(FIRST + timedelta(day), datetime.min.time(), ZONE)

    def _times(self, rng: Any, day: int, hours: tuple[float, float], size: int) -> Any:
        first = int(self._midnight(day).timestamp()) * 1_000_000
        return first + rng.integers(int(hours[0] * HOUR), int(hours[1] * HOUR), size)


def _pieces(rows: int) -> Iterator[int]:
    yield from (min(PIECE, rows - start) for start in range(0, rows, PIECE))


def fill(crowd: Crowd, folder: Path) -> Lake:
    """A batch a day and kind; the last day goes on until 20:00, two hours after which all have left."""
    lake = Lake(folder, ZONE)
    for day in range(DAYS):
        until = 20.0 if day == DAYS - 1 else 22.0
        lake.bring(day + 1, Kind.PRESENCE, "markets", crowd.at, crowd.stays(day, (7.0, until), crowd.presences // DAYS))
        rides = (crowd.rides(day, (hour, hour + 1), crowd.journeys // DAYS // 10) for hour in range(7, 17))
        lake.bring(100 + day, Kind.JOURNEY, "railway", crowd.at, chain.from_iterable(rides))
    return lake


def add_an_hour(crowd: Crowd, lake: Lake) -> tuple[Mark, int]:
    """The mark before, and how many rows came: what one hour of the day brings, and it lies in that hour."""
    landed = lake.stand().batches
    hour = (20.0, 21.0)
    brought = [
        lake.bring(
            1_000, Kind.PRESENCE, "markets", crowd.at, crowd.stays(DAYS - 1, hour, crowd.presences // DAYS // 15)
        ),
        lake.bring(1_001, Kind.JOURNEY, "railway", crowd.at, crowd.rides(DAYS - 1, hour, crowd.journeys // DAYS // 15)),
    ]
    return Mark(len(landed), 0), sum(one.added for one in brought)
