"""An early warning 预警: an alarm that somebody must know of, with the evidence it rests on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from cockpit.areas import Spot
from cockpit.events import Event

SLOT = timedelta(minutes=15)


@dataclass(frozen=True)
class EarlyWarning:
    """`since` is when the threshold was first met, `raised_at` district time of the raising; `policy` the rule's version."""

    place_id: int
    place_name: str
    spot: Spot
    policy: int
    since: datetime
    raised_at: datetime
    count: int
    peak: int
    incident: int
    recovered_at: datetime | None = None
    id: int = 0
    version: int = 0
    subject: str = field(default="warning", init=False, repr=False)

    @property
    def code(self) -> str:
        return f"W-{self.id:04d}"

    def tally(self) -> dict[str, int]:
        return {}

    def shown(self) -> dict[str, Any]:
        """The state after a change, as every viewer of the area may have it."""
        return {
            "code": self.code,
            "place": self.place_name,
            "place_id": self.place_id,
            "lon": self.spot.lon,
            "lat": self.spot.lat,
            "count": self.count,
            "peak": self.peak,
            "since": self.since.isoformat(),
            "raised_at": self.raised_at.isoformat(),
            "recovered_at": self.recovered_at.isoformat() if self.recovered_at else None,
            "incident": self.incident,
        }


@dataclass(frozen=True)
class Band:
    """The usual count of one slot of the week: lowest, middle and highest mean of the past weeks."""

    starts: datetime
    low: float
    middle: float
    high: float


def usual(means: dict[datetime, float], slot: datetime, weeks: int = 4) -> Band | None:
    """The band of `slot` from the means of the same slot in the weeks before (`means`: slot start -> mean count)."""
    past = [
        means[slot - timedelta(weeks=back)] for back in range(1, weeks + 1) if slot - timedelta(weeks=back) in means
    ]
    return Band(slot, min(past), median(past), max(past)) if past else None


def slot_of(at: datetime) -> datetime:
    """The start of the quarter of an hour that holds `at` (the same instants in every whole-quarter time zone)."""
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


@dataclass(frozen=True)
class Raised(Event):
    count: int
    threshold: int
    policy: int


@dataclass(frozen=True)
class RaisedAgain(Event):
    """The same place within the dedupe window."""

    count: int


@dataclass(frozen=True)
class Recovered(Event):
    peak: int


@dataclass(frozen=True)
class Watched(Event):
    """The threshold is met but not yet held: `alerts_at` is when it will be, if it lasts."""

    count: int
    alerts_at: datetime


@dataclass(frozen=True)
class Calmed(Event):
    """It fell below the threshold before the hold was over."""

    count: int
