"""Records as other offices bring them, and a lake that holds them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from cockpit.lake import Brought, Kind
from cockpit.screening import Belonging, Bond, ContactRule, Means, Presence, Ride, Setting, Together, contacts_of
from cockpit.screening.contact import Exposure
from cockpit.screening.rule import Unit, Within
from data_access.lake import Lake, Looked

ZONE = ZoneInfo("Asia/Shanghai")
HE, SU, TAO, YU, MA = range(1, 6)
PHARMACY, MARKET = 10, 11
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MEANS = {
    "plane": Within(Unit.ROW, 3, others=True),
    "sealed_train": Within(Unit.CARRIAGE),
    "train": Within(Unit.ROW, 1, others=True),
    "sealed_coach": Within(Unit.VEHICLE),
    "coach": Within(Unit.ROW, 3, others=True),
    "ship": Within(Unit.COMPARTMENT, others=True),
}
TOGETHER = {
    "workplace": Together(close=True, others=True),
    "class": Together(close=True, others=False),
    "care": Together(close=False, others=True),
}
RULE = ContactRule(5, look_back=2, minutes=15, observation=14, means=MEANS, together=TOGETHER)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=ZONE)


NOW = at(20)


def here(person: int, came: datetime, minutes: int = 60, place: int = PHARMACY) -> Presence:
    return Presence(person, place, came, came + minutes * MINUTE)


def presences(*rows: Presence) -> list[pa.RecordBatch]:
    times = pa.timestamp("us", "Asia/Shanghai")
    return [
        pa.record_batch(
            {
                "person": pa.array([one.person for one in rows], pa.int64()),
                "place": pa.array([one.place for one in rows], pa.int64()),
                "came": pa.array([one.came for one in rows], times),
                "left": pa.array([one.left for one in rows], times),
            }
        )
    ]


def journeys(*rows: Ride) -> list[pa.RecordBatch]:
    times = pa.timestamp("us", "UTC")
    text = {name: pa.array([getattr(one, name) for one in rows], pa.string())
            for name in ("run", "means", "carriage", "compartment")}  # fmt: skip
    return [
        pa.record_batch(
            {
                "person": pa.array([one.person for one in rows], pa.int64()),
                "boarded": pa.array([one.boarded for one in rows], times),
                "left": pa.array([one.left for one in rows], times),
                "row": pa.array([one.row for one in rows], pa.int16()),
                "crew": pa.array([one.crew for one in rows], pa.bool_()),
                **text,
            }
        )
    ]


def belongings(*rows: Belonging) -> list[pa.RecordBatch]:
    times = pa.timestamp("us", "UTC")
    return [
        pa.record_batch(
            {
                "person": pa.array([one.person for one in rows], pa.int64()),
                "setting": pa.array([one.setting.value for one in rows], pa.string()),
                "site": pa.array([one.site for one in rows], pa.int64()),
                "room": pa.array([one.room for one in rows], pa.string()),
                "since": pa.array([one.since for one in rows], times),
                "until": pa.array([one.until for one in rows], times),
            }
        )
    ]


def bring(
    lake: Lake, number: int, *rows: Presence | Ride | Belonging, moment: datetime = NOW, source: str = "hub"
) -> Brought:
    """All of one kind."""
    if rows and isinstance(rows[0], Belonging):
        return lake.bring(number, Kind.BOND, source, moment, belongings(*rows))  # type: ignore[arg-type]
    if rows and isinstance(rows[0], Ride):
        return lake.bring(number, Kind.JOURNEY, source, moment, journeys(*rows))  # type: ignore[arg-type]
    return lake.bring(number, Kind.PRESENCE, source, moment, presences(*rows))  # type: ignore[arg-type]


def lake_at(folder: Path) -> Lake:
    return Lake(folder, ZONE, threads=1, memory="200MB")


def naive(
    looked: Iterable[Looked],
    met: Iterable[Presence],
    rode: Iterable[Ride],
    bonds: Iterable[Bond],
    moment: datetime = NOW,
    belong: Iterable[Belonging] = (),
) -> set[Exposure]:
    """Each case by its own rule, one after the other."""
    met, rode, bonds, belong = list(met), list(rode), list(bonds), list(belong)
    return {
        exposure
        for one in looked
        for contact in contacts_of([one.case], met, rode, bonds, one.rule, ZONE, moment, belong).values()
        for exposure in contact.exposures
    }


def day_of_he(folder: Path) -> tuple[Lake, list[Presence], list[Ride], list[Bond]]:
    """He met Su in the pharmacy, flew with Yu and Ma, and lives with Tao, who was there a week before."""
    met = [here(HE, at(10, 9)), here(SU, at(10, 9, 30)), here(SU, at(10, 9, 50), 5), here(TAO, at(3, 9))]
    rode = [
        Ride(who, "CA1701", Means.PLANE, at(10, 13), at(10, 13) + hours * HOUR, row=row)
        for who, row, hours in ((HE, 3, 2), (YU, 30, 2), (MA, None, 3))
    ]
    lake = lake_at(folder)
    bring(lake, 1, *met)
    bring(lake, 2, *rode)
    return lake, met, rode, [Bond(TAO, HE, Setting.HOUSEHOLD, at(1), at(28))]
