"""What time does to the lake: old records go, whoever was erased goes, and what an ended emergency collected."""

from datetime import date, datetime, timedelta

import pyarrow as pa
from sqlalchemy import text

from cockpit.access import system
from cockpit.lake import Kind
from data_access.lake import Lake
from data_access.screening.upkeep import first_day, keep_lake
from tests.data_access.screening.conftest import ZONE, AtThatTime, Outbreak
from tests.people import DISTRICT

COCKPIT = system(DISTRICT)


def keep(outbreak: Outbreak, lake: Lake) -> tuple[int, int]:
    done = keep_lake(AtThatTime(outbreak), lake, COCKPIT)  # type: ignore[arg-type]
    return done.old, done.erased


def stays(outbreak: Outbreak, lake: Lake, number: int, *days: date) -> None:
    """He and Ma, at nine on each of these days."""
    with outbreak.morning.work(COCKPIT) as work:
        known = work.pseudonyms.of([outbreak.he, outbreak.ma])
    nine = [datetime(day.year, day.month, day.day, 9, tzinfo=ZONE) for day in days]
    rows = [
        {"person": person, "place": 10, "came": at, "left": at + timedelta(hours=1)}
        for person in known.values()
        for at in nine
    ]
    lake.folder.mkdir(exist_ok=True)
    lake.bring(number, Kind.PRESENCE, "till", outbreak.morning.at, pa.Table.from_pylist(rows).to_batches())


def test_records_of_thirty_days_stay_and_those_of_the_day_before_go(outbreak: Outbreak, lake: Lake) -> None:
    outbreak.on(3, month=3)
    stays(outbreak, lake, 1, date(2020, 2, 1), date(2020, 2, 2), date(2020, 2, 20))

    assert keep(outbreak, lake) == (2, 0)

    assert [one.day for one in lake.stand().days] == [date(2020, 2, 2), date(2020, 2, 20)]
    assert keep(outbreak, lake) == (0, 0)


def test_who_is_erased_is_in_no_record_after_the_night(outbreak: Outbreak, lake: Lake) -> None:
    outbreak.on(10)
    stays(outbreak, lake, 1, date(2020, 2, 9))
    with outbreak.morning.work(COCKPIT) as work:
        (ma,) = work.pseudonyms.of([outbreak.ma]).values()
        work.people.destroy_key(outbreak.he)

    assert keep(outbreak, lake) == (0, 1)

    assert lake.persons() == {ma}


def test_without_a_lake_there_is_nothing_to_keep(outbreak: Outbreak, lake: Lake) -> None:
    assert keep(outbreak, lake) == (0, 0) and not lake.folder.exists()


def emergency(outbreak: Outbreak, begun: datetime, ended: datetime | None, destroyed: datetime | None) -> None:
    with outbreak.morning.database.connection() as connection:
        connection.execute(
            text(
                "insert into emergency (name, level, area, begun_at, ended_at, destroyed_at)"
                " values ('疫情', 1, :area, :begun, :ended, :destroyed)"
            ),
            {"area": DISTRICT, "begun": begun, "ended": ended, "destroyed": destroyed},
        )


def test_with_what_an_emergency_collected_its_records_go_and_those_of_the_next_one_stay(outbreak: Outbreak) -> None:
    outbreak.on(20, month=6)
    with outbreak.morning.database.connection() as connection:
        connection.execute(text("update emergency set ended_at = now(), destroyed_at = now() - interval '50 years'"))
        connection.execute(text("update emergency set ended_at = '1999-01-01'"))
    emergency(
        outbreak,
        datetime(2020, 1, 20, tzinfo=ZONE),
        datetime(2020, 6, 10, tzinfo=ZONE),
        datetime(2020, 6, 15, tzinfo=ZONE),
    )
    with outbreak.morning.work(COCKPIT) as work:
        assert first_day(work) == date(2020, 6, 11)

    emergency(outbreak, datetime(2020, 6, 8, tzinfo=ZONE), None, None)
    with outbreak.morning.work(COCKPIT) as work:
        assert first_day(work) == date(2020, 6, 8)
