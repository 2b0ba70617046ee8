"""He falls ill; Su and Tao live behind the same door, Ma next door; Dong investigates, Bao is the clinician."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cockpit.access import Actor, system
from cockpit.people import Household
from cockpit.screening import Case, CaseFacts, CaseStatus, enter_case
from data_access.database import Database
from data_access.lake import Lake
from data_access.screening.rounds import Screening
from tests.data_access.linking.records import Records
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, somebody

ZONE = ZoneInfo("Asia/Shanghai")
ISOLATED = CaseFacts(CaseStatus.CONFIRMED, onset=date(2020, 2, 8), isolated_at=datetime(2020, 2, 10, 8, tzinfo=ZONE))


@dataclass
class Outbreak:
    """`at` is the district time of whatever happens next."""

    morning: Morning
    records: Records
    home: Household
    dong: Actor
    he: int
    su: int
    tao: int
    ma: int

    def on(self, day: int, hour: int = 9, month: int = 2) -> "Outbreak":
        self.morning.at = datetime(2020, month, day, hour, tzinfo=ZONE)
        return self

    def do(self, use_case: Any, *args: Any, by: Actor | None = None, **facts: Any) -> Any:
        return self.morning.do(by or self.dong, use_case, *args, **facts)

    def enter(self, person: int | None = None, **facts: Any) -> Case:
        """By default He, confirmed, ill since two days ago, and not isolated yet."""
        today = self.morning.at.astimezone(ZONE).date()
        known = {"status": CaseStatus.CONFIRMED, "onset": today - timedelta(days=2)} | facts
        case: Case = self.do(enter_case, person or self.he, CaseFacts(**known))
        return case


@pytest.fixture
def outbreak(database: Database, morning: Morning) -> Outbreak:
    records = Records(database, somebody(database, "data_officer"))
    home, beside = records.home(CHANGQING), records.home(CHANGQING, "9幢1单元902室")
    he, su = records.add("何平", home=home, phone="13900000001"), records.add("苏青", home=home, phone="13900000002")
    tao, ma = records.add("陶然", date(2011, 6, 1), home=home), records.add("马宁", home=beside)
    return Outbreak(morning, records, home, somebody(database, "investigator"), he, su, tao, ma)


class AtThatTime:
    """The database, by the clock of what happened."""

    zone = ZONE

    def __init__(self, outbreak: Outbreak) -> None:
        self.outbreak = outbreak

    def work(self, by: Actor) -> Any:
        return self.outbreak.morning.work(by)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake", ZONE)


@pytest.fixture
def screening(outbreak: Outbreak, lake: Lake) -> Screening:
    """The cockpit's own."""
    return Screening(AtThatTime(outbreak), lake, system(DISTRICT))  # type: ignore[arg-type]


@pytest.fixture
def case(outbreak: Outbreak) -> Case:
    """He, isolated on 10 February: Su and Tao are observed until the 24th."""
    return outbreak.on(10).enter(**vars(ISOLATED))
