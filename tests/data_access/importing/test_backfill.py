"""Rows that were there before imports came are found again by files, once a run or two has filled what they lack."""

from sqlalchemy import text

from cockpit.access import system
from data_access.database import Database
from data_access.importing.backfill import fill
from tests.people import DISTRICT

COCKPIT = system(DISTRICT)
BEFORE = text("update place set initials = ''; update enterprise set initials = ''; update household set token = null")
WHAT = text(
    "select (select array_agg(initials order by id) from place), (select array_agg(initials order by id) from enterprise),"
    " (select array_agg(token order by id) from household)"
)


def whole(database: Database) -> object:
    with database.connection() as connection:
        return tuple(connection.execute(WHAT).one())


def emptied(database: Database) -> None:
    with database.connection() as connection:
        connection.exec_driver_sql(BEFORE.text)


def test_rows_from_before_get_what_they_would_have_been_given(database: Database) -> None:
    planted = whole(database)
    emptied(database)
    assert fill(database, COCKPIT) > 100
    assert whole(database) == planted
    assert fill(database, COCKPIT) == 0


def test_a_run_that_was_ended_goes_on_where_it_stood(database: Database) -> None:
    planted = whole(database)
    emptied(database)
    fill(database, COCKPIT, batch=97)
    with database.connection() as connection:
        connection.execute(text("update household set token = null where id % 3 = 0"))
    fill(database, COCKPIT, batch=97)
    assert whole(database) == planted


def test_two_households_behind_one_door_stay_two_and_the_first_is_the_one_that_files_mean(database: Database) -> None:
    with database.work(COCKPIT) as work:
        first = work.connection.execute(text("select * from household order by id limit 1")).one()
        door = work.sealer.open(first.door, cell=f"household.door/{first.id}")
        twin = work.connection.execute(
            text(
                "insert into household (place_id, tenure, door, street, community, grid)"
                " select place_id, tenure, '', street, community, grid from household where id = :id returning id"
            ),
            {"id": first.id},
        ).scalar_one()
        sealed = work.sealer.seal(door, cell=f"household.door/{twin}")
        work.connection.execute(text("update household set door = :door where id = :id"), {"door": sealed, "id": twin})
        work.connection.execute(text("update household set token = null where id = :id"), {"id": first.id})
    assert fill(database, COCKPIT) == 2
    with database.connection() as connection:
        tokens = connection.execute(
            text("select token from household where id in (:a, :b) order by id"), {"a": first.id, "b": twin}
        ).scalars()
        mine, its = (bytes(one) for one in tokens)
    assert mine == bytes(first.token) and its != mine
