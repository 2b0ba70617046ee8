"""Who hears of returnees, how long entries are kept, and what becomes of them when a person is merged or erased."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import func, select

from cockpit import linking
from cockpit.access import system
from cockpit.returns import Source, Visit, arrive, visit
from data_access import feed, retention
from data_access.database import Database
from data_access.returns import return_entry, return_word
from entrypoints.api.changes import Change, group_of
from tests.data_access.returns.conftest import FIRST, PHONE, ZONE, Homecoming
from tests.people import DISTRICT, somebody

COCKPIT = system(DISTRICT)


def count(database: Database) -> list[int]:
    with database.connection() as connection:
        found = [select(func.count()).select_from(one) for one in (return_entry, return_word)]
        return [connection.execute(one).scalar_one() for one in found]


def expired(homecoming: Homecoming, day: date) -> int:
    at = datetime.combine(day, datetime.min.time(), ZONE) + timedelta(hours=9)
    then = SimpleNamespace(work=lambda by: homecoming.morning.database.work(by, at=at))
    return retention.expire(cast(Any, then), COCKPIT)["return"]


def test_only_who_may_read_them_hears_that_something_happened(homecoming: Homecoming, database: Database) -> None:
    with database.connection() as connection:
        before = feed.last_change(connection)
    entry = homecoming.declare()
    homecoming.do(arrive, entry.id, FIRST)
    homecoming.do(visit, entry.id, Visit.MET)
    with database.connection() as connection:
        changes = [Change.of(row) for row in feed.changes_after(connection, before, 100)]
    assert len(changes) == 3
    told = b"".join(one.data for one in changes).decode()
    assert "何平" not in told and PHONE not in told and "4201" not in told
    may = ("investigator", "officer", "street_officer")
    for who in (*may, "street_officer_wulin", "data_officer", "approver", "leader", "wall"):
        group = group_of(somebody(database, who))
        assert sum(one.concerns(group) for one in changes) == (3 if who in may else 0), who


def test_looking_at_the_board_is_written_down(homecoming: Homecoming, database: Database) -> None:
    homecoming.declare()
    homecoming.stranger()
    with database.connection() as connection:
        looks = text_count(connection)
    homecoming.lanes()
    with database.connection() as connection:
        assert text_count(connection) == looks + 2, "of the inventory's persons one line, of strangers one"


def text_count(connection: Any) -> int:
    return int(connection.exec_driver_sql("select count(*) from look_entry").scalar_one())


def test_an_entry_goes_thirty_days_after_its_observation_with_its_words(
    homecoming: Homecoming, database: Database
) -> None:
    homecoming.declare()
    last = FIRST + timedelta(days=14 + 30)
    assert expired(homecoming, last - timedelta(days=1)) == 0 and count(database) == [1, 1]
    assert expired(homecoming, last) == 1 and count(database) == [0, 0]


def test_who_is_erased_is_erased_with_their_journeys(homecoming: Homecoming, database: Database) -> None:
    homecoming.declare()
    homecoming.declare(name="苏青")
    with homecoming.morning.work(COCKPIT) as work:
        work.emergencies.erase_person(homecoming.he, work.at, work.at)
    assert count(database) == [1, 1]


def test_a_merge_takes_the_journey_along_and_an_undo_gives_it_back(homecoming: Homecoming, database: Database) -> None:
    jia = somebody(database, "data_officer")
    double = homecoming.records.add("何评", home=homecoming.home, phone="13900000077")
    entry = homecoming.declare(name="何评", phone="13900000077")
    assert entry.person == double
    pair = homecoming.records.pair(homecoming.he, double)
    merge = homecoming.do(linking.merge, pair, by=jia)
    assert homecoming.seen(entry).seen.stands.entry.person == merge.survivor
    again = homecoming.declare(source=Source.SITE)
    assert again.id == entry.id, "of one person and one journey"
    homecoming.do(linking.undo_merge, merge.id, by=jia)
    assert homecoming.seen(entry).seen.stands.entry.person == double
