"""The demo begins in the middle of a week: what came before was done by the use-cases, and adds up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from data_access import feed, figures, jobs
from data_access.database import Database
from data_access.demo.build import FIRST_MINUTE
from data_access.demo.history import A_DAY, DAYS, TODAY, live_through

DISTRICT = "330103"


@pytest.fixture(scope="module")
def lived(shared_database: Database) -> Database:
    live_through(shared_database, FIRST_MINUTE, seed=1)
    return shared_database


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.connection() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_week_and_a_night_lie_behind_the_first_minute(lived: Database) -> None:
    received = rows(
        lived,
        "select (received_at at time zone 'Asia/Shanghai')::date::text, count(*) from incident group by 1 order by 1",
    )
    assert received == [(f"2020-01-{day}", A_DAY) for day in range(25, 25 + DAYS)] + [("2020-02-01", TODAY)]


def test_three_are_still_in_hand_outside_the_street_of_the_morning_and_all_others_are_closed(lived: Database) -> None:
    states = rows(lived, "select state, count(*) from incident group by 1 order by 1")
    in_hand = [("acknowledged", 1), ("en_route", 2)]
    assert [row for row in states if row[0] != "closed"] == in_hand
    assert rows(lived, "select 1 from incident where closed_at is null and street = '330103001'") == []


def test_handling_and_arrival_take_as_long_as_they_do_in_life(lived: Database) -> None:
    spent = rows(
        lived,
        "select extract(epoch from dispatched_at - received_at), extract(epoch from arrived_at - dispatched_at) / 60"
        " from incident where closed_at is not null",
    )
    assert all(20 <= float(str(handling)) <= 240 for handling, _ in spent)
    assert all(3 <= float(str(arrival)) <= 14 for _, arrival in spent)


def test_change_follows_change_in_the_order_of_district_time_and_the_chain_holds(lived: Database) -> None:
    backwards = (
        "select 1 from (select district_at < lag(district_at) over (order by id) as back from change) c where back"
    )
    assert rows(lived, backwards) == []
    assert rows(lived, "select max(district_at) from change")[0][0] < FIRST_MINUTE  # type: ignore[operator]
    with lived.connection() as connection:
        lines, broken = feed.check_chain(connection, lived.keys.audit, feed.audit_entry)
    assert broken is None
    assert lines > 300


def test_counters_are_what_the_facts_say_and_every_past_day_is_frozen(lived: Database) -> None:
    with lived.connection() as connection:
        assert figures.differences(connection) == []
        trend = figures.FigureShelf(connection).trend(DISTRICT, FIRST_MINUTE.date(), days=7)
    assert len(trend[figures.Figure.RESIDENTS]) == DAYS
    assert trend[figures.Figure.INCIDENTS_RECEIVED] == (A_DAY,) * DAYS


def test_nothing_of_the_past_waits_in_the_queue(lived: Database) -> None:
    with lived.connection() as connection:
        assert jobs.forget_due_before(connection, FIRST_MINUTE) == 0


def test_teams_answered_for_themselves_and_nobody_verified_what_they_had_not_seen(lived: Database) -> None:
    roles = rows(lived, "select distinct role from audit_entry where action = 'on_scene'")
    assert {role for (role,) in roles} <= {"police", "enforcement", "volunteer"}
    assert rows(lived, "select 1 from audit_entry where action = 'refused'") == []


def test_the_same_seed_gives_the_same_past(lived: Database, clone: Callable[[], Database]) -> None:
    again = clone()
    live_through(again, FIRST_MINUTE, seed=1)
    query = "select event, district_at, subject_id, facts::text from change order by id"
    assert rows(again, query) == rows(lived, query)
    again.engine.dispose()


def test_a_start_for_which_nobody_has_duty_has_no_past(lived: Database) -> None:
    assert live_through(lived, FIRST_MINUTE + timedelta(days=365), seed=1) == 0
