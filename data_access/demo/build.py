"""Builds the whole demo: schema, synthetic district, rules, staff, counts and clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.engine import Connection

from cockpit.access import system
from cockpit.clock import Clock
from cockpit.emergency import Emergency, Level
from data_access import clock, figures, policy, schema
from data_access.database import Database
from data_access.demo.district import District, make
from data_access.demo.duty import days_around, plant_desk
from data_access.demo.plant import Told, plant, plant_readings
from data_access.demo.returns import plant_returns
from data_access.demo.staff import add_sensor, add_staff
from data_access.emergency import EmergencyShelf
from data_access.people import Tokens
from data_access.sources import SourceShelf

DISTRICT = "330103"
FIRST_MINUTE = datetime.fromisoformat("2020-02-01T07:20:00+08:00")
RULES_FROM = timedelta(days=60)


# A place that was counted is watched from its last count on.
WATCH_COUNTED = text(
    "insert into warning_rule (place_id, state, peak, last_at, last_count)"
    " select distinct on (place_id) place_id, 'normal', 0, at, count from reading order by place_id, at desc"
)


EMERGENCY = "新型冠状病毒肺炎疫情"
DECLARED = timedelta(days=9)  # 23 January, as the province did: the gravest level


def declare(connection: Connection, start: datetime) -> None:
    EmergencyShelf(connection).keep(Emergency(EMERGENCY, Level.FIRST, DISTRICT, start - DECLARED))


@dataclass(frozen=True)
class Secrets:
    password_hash: str
    device_key: str


def is_built(database: Database) -> bool:
    with database.connection() as connection:
        return bool(connection.execute(text("select exists (select 1 from account)")).scalar())


def build(
    database: Database,
    scale: float,
    seed: int,
    now: datetime | None,
    speed: float,
    secrets: Secrets,
    told: Told = lambda *_: None,
) -> District:
    """Plant the district at district time `now` (None: production time); all in one transaction."""
    schema.migrate(database.engine)
    start = now or datetime.now(UTC)
    district = make(scale, seed, *days_around(start))
    with database.connection() as connection:
        plant(connection, district, database.sealer, Tokens(database.keys.index), told)
        policy.publish_defaults(connection, DISTRICT, start - RULES_FROM)
        declare(connection, start)
        add_staff(connection, secrets.password_hash, district.watched[0].code, start)
        plant_desk(connection, start)
        add_sensor(connection, secrets.device_key)
        plant_readings(connection, [place.id for place in district.counted], start, seed)
        connection.execute(WATCH_COUNTED)
        figures.rebuild(connection)
        SourceShelf(connection).reckon(start, 0)
        if now:
            clock.keep(connection, Clock(datetime.now(UTC), now, speed))
        plant_returns(database.begin(connection, system(DISTRICT), at=start))  # the last: the work sees its scope alone
    return district
