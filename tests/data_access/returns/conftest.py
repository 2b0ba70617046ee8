"""He lives in 长庆, and so does Su, under one phone; Dong investigates, Shen is the street's officer, Lin the community's worker."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, insert

from cockpit.access import Actor
from cockpit.people import Household
from cockpit.returns import Declared, Entry, EntrySeen, Source, State, board, declare, open_entry
from data_access.database import Database
from data_access.returns import key_region, return_entry
from tests.data_access.linking.records import Records
from tests.morning import Morning
from tests.people import CHANGQING, somebody

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2020, 2, 1)
PHONE, OTHER_PHONE = "13900000001", "13900000009"


@dataclass
class Homecoming:
    """`at` is the district time of whatever happens next."""

    morning: Morning
    records: Records
    home: Household
    dong: Actor
    lin: Actor
    he: int
    su: int

    def on(self, day: int, hour: int = 9, minute: int = 0, month: int = 2) -> "Homecoming":
        self.morning.at = datetime(2020, month, day, hour, minute, tzinfo=ZONE)
        return self

    def do(self, use_case: Any, *args: Any, by: Actor | None = None, **facts: Any) -> Any:
        return self.morning.do(by or self.dong, use_case, *args, **facts)

    def declare(self, by: Actor | None = None, **facts: Any) -> Entry:
        """By default a landlord says that He comes from Wuhan today."""
        known = {
            "source": Source.LANDLORD,
            "origin": "湖北武汉",
            "expected": FIRST,
            "name": "何平",
            "phone": PHONE,
        } | facts
        entry: Entry = self.do(declare, Declared(**known), by=by).entry
        return entry

    def stranger(self, by: Actor | None = None, **facts: Any) -> Entry:
        """Nobody of the inventory, to live in Lin's community."""
        return self.declare(by, **{"name": "生客", "phone": OTHER_PHONE, "area": self.lin.area} | facts)

    def seen(self, entry: Entry | int, by: Actor | None = None) -> EntrySeen:
        found: EntrySeen = self.do(open_entry, entry if isinstance(entry, int) else entry.id, by=by)
        return found

    def lanes(self, by: Actor | None = None, area: str = CHANGQING) -> dict[State, list[int]]:
        """The numbers of the entries on the board."""
        found = self.do(board, area, by=by)
        return {lane.state: [one.stands.entry.id for one in lane.rows] for lane in found.lanes}


@pytest.fixture
def homecoming(database: Database, morning: Morning) -> Homecoming:
    """Nobody is expected yet; Hubei is on the list since the 23rd of January, Wenzhou from the 2nd to the 20th of February."""
    records = Records(database, somebody(database, "data_officer"))
    home = records.home(CHANGQING)
    he, su = (records.add(name, home=home, phone=PHONE) for name in ("何平", "苏青"))
    with database.connection() as connection:
        connection.execute(delete(return_entry))
        connection.execute(delete(key_region))
        rows = [
            ("42", "湖北省", "high", date(2020, 1, 23), None, "一号通知"),
            ("3303", "温州市", "high", date(2020, 2, 2), date(2020, 2, 20), "二号通知"),
        ]
        names = ("code", "name", "level", "since", "until", "source")
        connection.execute(insert(key_region), [dict(zip(names, row, strict=True)) for row in rows])
    found = Homecoming(
        morning, records, home, somebody(database, "investigator"), somebody(database, "community"), he, su
    )
    return found.on(1)
