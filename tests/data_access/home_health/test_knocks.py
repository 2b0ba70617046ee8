"""Who says nothing by ten is knocked at; what nobody does goes up its chain; who is greeted by nobody for a day is counted."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cockpit import follow_up
from cockpit import home_health as care
from cockpit.follow_up import Met, VisitFacts
from cockpit.home_health import Only, Said, TaskKind, TaskResult, TaskState
from cockpit.quarantine import Lifted
from cockpit.quarantine.lift import lift
from tests.data_access.home_health.conftest import AtHome
from tests.people import CHANGQING, DISTRICT, WULIN

EVENTS = text("select event, facts from change where subject = 'care_task' order by id")


def knocks(at_home: AtHome) -> list[care.Task]:
    return [one for one in at_home.tasks() if one.kind is TaskKind.KNOCK]


def told(at_home: AtHome) -> list[Any]:
    with at_home.ground.morning.database.connection() as connection:
        return [(row.event, row.facts) for row in connection.execute(EVENTS)]


@pytest.mark.parametrize(("minute", "count"), [((9, 59, 59), 0), ((10, 0, 0), 0), ((10, 0, 1), 1)])
def test_a_knock_is_opened_after_the_due_instant_and_not_at_it(
    at_home: AtHome, minute: tuple[int, int, int], count: int
) -> None:
    at_home.on(13, *minute).itself(care.knock_round)
    found = [one for one in knocks(at_home) if one.day == date(2020, 2, 13)]
    assert len(found) == count and all(one.due_at - one.opened_at == timedelta(hours=2) for one in found)


def test_one_a_person_and_window_however_often_it_runs_and_one_row_a_community(at_home: AtHome) -> None:
    at_home.on(13, 10, 1)
    assert at_home.itself(care.knock_round) == 1
    assert at_home.later(minutes=1).itself(care.knock_round) == 0
    assert told(at_home) == [("knocks_opened", {"slot": "morning", "count": 1})]
    at_home.do("community", care.finish, knocks(at_home)[0].id, TaskResult.NOT_HOME)
    assert at_home.later(minutes=1).itself(care.knock_round) == 0
    assert at_home.on(13, 20, 1).itself(care.knock_round) == 1


def test_who_reported_meanwhile_is_left_in_peace_and_a_late_report_takes_the_knock_away(at_home: AtHome) -> None:
    at_home.on(13, 9).says(Said(36.6))
    assert at_home.on(13, 10, 1).itself(care.knock_round) == 0
    assert at_home.on(13, 20, 1).itself(care.knock_round) == 1
    at_home.on(13, 20, 30).says(Said(36.7))
    [one] = knocks(at_home)
    assert (one.state, one.reason) == (TaskState.REMOVED, "reported")
    assert at_home.later(minutes=1).itself(care.knock_round) == 0


def test_nobody_knocks_at_a_door_that_is_free_or_was_ordered_shut_since(at_home: AtHome) -> None:
    assert at_home.on(12, 7, 59).itself(care.knock_round) == 0  # yesterday's evening was before the order
    at_home.on(13, 10, 1).itself(care.knock_round)
    at_home.do("investigator", lift, at_home.episodes[0].id, Lifted.MISTAKE)
    at_home.itself(care.knock_round)
    assert [(one.state, one.reason) for one in knocks(at_home)] == [(TaskState.REMOVED, "over")]


def test_over_midnight_it_is_still_yesterdays_evening_that_was_missed(at_home: AtHome) -> None:
    at_home.on(14, 0, 0, 0).itself(care.knock_round)
    [one] = knocks(at_home)
    assert (one.day, one.slot) == (date(2020, 2, 13), "evening")


# The chain


def paged(at_home: AtHome) -> list[tuple[str, str]]:
    query = text("select a.role, p.event from paging p join account a on a.id = p.account where p.event like 'care%'")
    with at_home.ground.morning.database.connection() as connection:
        return sorted({(row.role, row.event) for row in connection.execute(query)})


def test_each_step_of_the_chain_is_taken_once_and_in_its_time(at_home: AtHome) -> None:
    at_home.on(13, 9).says(Said(38.1))
    start = at_home.ground.morning.at
    for minutes, steps in ((95, 0), (97, 1), (119, 1), (121, 2), (143, 2), (145, 3), (300, 3)):
        at_home.ground.morning.at = start + timedelta(minutes=minutes)
        at_home.itself(care.step_due)
        at_home.itself(care.step_due)
        assert len([1 for event, _ in told(at_home) if event == "tasks_late"]) == steps, minutes
    late = [facts["percent"] for event, facts in told(at_home) if event == "tasks_late"]
    assert late == [80, 100, 120]
    assert at_home.open()[0].told == 3 and at_home.open()[0].overdue(at_home.ground.morning.at)


def test_whoever_has_it_is_paged_first_and_nobody_where_it_was_done(at_home: AtHome) -> None:
    at_home.on(13, 9).says(Said(38.1))
    at_home.do("clinician", care.take, at_home.open()[0].id)
    at_home.later(minutes=97).itself(care.step_due)
    assert paged(at_home) == [("clinician", "care_owner")]
    at_home.do("clinician", care.finish, at_home.open()[0].id, TaskResult.WELL)
    at_home.later(hours=2).itself(care.step_due)
    assert paged(at_home) == [("clinician", "care_owner")]


def test_what_was_missed_while_no_worker_ran_is_caught_up_in_one_go(at_home: AtHome) -> None:
    at_home.on(13, 10, 1).itself(care.knock_round)
    at_home.later(hours=5).itself(care.step_due)
    assert [facts["percent"] for event, facts in told(at_home) if event == "tasks_late"] == [80, 100, 120]


# The unseen


def test_the_unseen_rise_a_day_after_the_order_and_fall_when_somebody_knocks(at_home: AtHome) -> None:
    assert at_home.on(13, 8).unseen() == {}
    at_home.on(13, 8, 0, 1)
    assert at_home.unseen() == {DISTRICT: "1", CHANGQING: "1", f"{CHANGQING}001": "1"}
    [home] = at_home.do("officer", care.board, "", Only.UNSEEN).homes
    assert home.episode.id == at_home.episodes[0].id
    assert at_home.do("officer", care.board, WULIN, Only.UNSEEN).homes == ()
    at_home.on(13, 10, 1).itself(care.knock_round)
    number = knocks(at_home)[0].id
    at_home.do("community", care.finish, number, TaskResult.NOT_HOME)
    assert at_home.unseen() != {}
    at_home.do("community", care.take_back, number)
    at_home.do("community", care.finish, number, TaskResult.SEEN)
    assert at_home.unseen() == {}
    assert at_home.on(14, 10, 1, 1).unseen()[DISTRICT] == "1"


def test_a_visit_in_which_somebody_was_seen_greets_them_and_one_without_does_not(at_home: AtHome) -> None:
    at_home.on(13, 9)
    with at_home.ground.morning.database.connection() as connection:
        query = text("select id from follow_up where person_id = :id and day = '2020-02-13'")
        visit = connection.execute(query, {"id": at_home.episodes[0].person}).scalar_one()
    at_home.do("community", follow_up.visit, visit, VisitFacts(Met.NOT_HOME))
    assert at_home.unseen() != {}
    at_home.do("community", follow_up.visit, visit, VisitFacts(Met.SEEN, temperature=36.5))
    assert at_home.unseen() == {}


def test_leaders_and_walls_see_the_small_number_hidden_and_none_as_none(at_home: AtHome) -> None:
    assert at_home.on(12, 9).unseen("leader") == {}
    shown = at_home.on(13, 9).unseen("leader")
    assert shown.pop(DISTRICT) == "<5" and set(shown.values()) == {"–"}


def test_a_greeting_is_only_ever_added_to(at_home: AtHome) -> None:
    at_home.enters(Said(36.6))
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        at_home.ground.morning.work(at_home.ground.actors["clinician"]) as work,
    ):
        work.connection.execute(text("update human_contact set at = at - interval '1 day'"))


# Many


MANY = text(
    "insert into quarantine (person_id, kind, since, until, street, community, grid, cause, ordered_at)"
    " select p.id, 'home', '2020-02-10', '2020-02-24', p.street, p.community, p.grid, 'contact', '2020-02-10T08:00+08'"
    " from person p where p.street <> '' and p.merged_into is null and not exists"
    " (select from quarantine q where q.person_id = p.id) order by p.id limit 2000"
)


def test_a_round_of_all_who_are_at_home_and_the_district_board_take_few_queries(at_home: AtHome) -> None:
    with at_home.ground.morning.database.connection() as connection:
        many = connection.execute(MANY).rowcount + 1
    at_home.on(13, 10, 1)
    begun = time.monotonic()
    assert at_home.itself(care.knock_round) == many
    assert time.monotonic() - begun < 5
    communities = {facts["count"] for event, facts in told(at_home) if event == "knocks_opened"}
    assert len([1 for event, _ in told(at_home) if event == "knocks_opened"]) < many / 2 and communities
    begun = time.monotonic()
    found = at_home.do("officer", care.board)
    assert time.monotonic() - begun < 2 and found.counts[Only.KNOCKS] == many
    counts = at_home.do("officer", care.by_area).counts
    assert counts[DISTRICT].at_home == counts[DISTRICT].silent == counts[DISTRICT].open == many
    assert at_home.unseen()[DISTRICT] == f"{many:,}"
