"""The day in numbers: reckoned while it goes on, kept when it ends, the same when its facts are gone; the leader gets cells."""

from datetime import date

import pytest
from sqlalchemy import text

from cockpit import home_health as care
from cockpit.home_health import DayFigure, Said, TaskKind, TaskResult
from cockpit.needs import NeedKind
from cockpit.refusals import Invalid, NotAllowed, NotFound
from tests.data_access.home_health.conftest import AtHome
from tests.data_access.home_health.neighbours import stay_at_home
from tests.people import CHANGQING, DISTRICT, WULIN

THE_12TH = date(2020, 2, 12)


def figures(at_home: AtHome, day: date | None = None, area: str = "", by: str = "officer") -> dict[str, int]:
    """Of the district, those that are not nought."""
    found: care.Day = at_home.do(by, care.daily, area, day)
    one = found.areas[found.area]
    return {name.value: one.of(name) for name in DayFigure if one.of(name)}


def test_the_day_counts_who_was_asked_who_reported_and_what_was_opened(at_home: AtHome) -> None:
    people = len(stay_at_home(at_home, 3).episodes)
    at_home.on(12, 9).says(Said(38.0))
    at_home.says(Said(36.6, needs=(NeedKind.MILK,)), which=1)
    assert figures(at_home) == {
        "at_home": people, "asked": people, "reported": 2, "fever": 1, "sick": 1, "needs": 1, "opened": 2, "open": 2,
    }  # fmt: skip
    at_home.on(12, 10, 1).itself(care.knock_round)
    later = figures(at_home)
    assert (later["due"], later.get("missed", 0)) == (people, people - 2)
    found: care.Day = at_home.do("officer", care.daily)
    assert found.areas[DISTRICT].share == 100 * 2 / people == found.areas[CHANGQING].kept_share


def test_a_correction_counts_once_and_takes_back_what_was_mistyped(at_home: AtHome) -> None:
    at_home.on(12, 9).says(Said(38.0))
    at_home.says(Said(38.2))
    assert figures(at_home)["fever"] == 1
    at_home.says(Said(36.8))
    assert "fever" not in figures(at_home)
    at_home.on(12, 13).says(Said(38.0))
    at_home.on(12, 13).says(Said(38.1))
    assert figures(at_home)["fever"] == 1


def test_the_time_to_answer_is_that_of_what_was_answered_on_the_day(at_home: AtHome) -> None:
    at_home.on(12, 9).says(Said(36.6, needs=(NeedKind.MILK,)))
    [task] = at_home.open()
    at_home.later(minutes=30).do("community", care.finish, task.id, TaskResult.SUPPLIED)
    found = figures(at_home)
    assert (found["answered"], found["p50"], found["p90"]) == (1, 1800, 1800)
    assert "open" not in found
    assert figures(at_home, area=CHANGQING)["p50"] == 1800


def test_a_day_that_ended_is_kept_once_and_stays_when_its_facts_are_gone(at_home: AtHome) -> None:
    at_home.on(12, 9).says(Said(38.0))
    at_home.on(12, 11).itself(care.knock_round)
    at_home.on(12, 23, 59)
    before = figures(at_home)
    assert at_home.itself(care.keep_days) == []
    at_home.on(13, 0, 1)
    reckoned = figures(at_home, THE_12TH)
    assert at_home.itself(care.keep_days) == [THE_12TH]
    assert at_home.itself(care.keep_days) == []
    kept = figures(at_home, THE_12TH)
    assert kept == reckoned and kept["fever"] == before["fever"] == 1
    with at_home.ground.morning.work(at_home.ground.actors["officer"]) as work:
        for table in ("care_task", "health_report", "quarantine"):
            work.connection.execute(text(f"delete from {table}"))
    assert figures(at_home, THE_12TH) == kept


def test_days_over_which_the_clock_leapt_are_kept_too_each_with_its_own(at_home: AtHome) -> None:
    stay_at_home(at_home, 1).on(12, 9).says(Said(36.5))
    at_home.on(13, 9).says(Said(36.5))
    at_home.on(13, 9).says(Said(36.6), which=1)
    at_home.on(15, 8)
    assert at_home.itself(care.keep_days) == [date(2020, 2, day) for day in (12, 13, 14)]
    assert [figures(at_home, date(2020, 2, day)).get("reported", 0) for day in (12, 13, 14)] == [1, 2, 0]


def test_what_was_overdue_at_the_end_of_a_day_is_so_whatever_came_of_it_later(at_home: AtHome) -> None:
    at_home.on(12, 9).says(Said(37.8))
    [task] = at_home.open()
    at_home.on(13, 9).do("clinician", care.finish, task.id, TaskResult.WELL)
    assert figures(at_home, THE_12TH)["overdue"] == 1
    assert "overdue" not in figures(at_home)


def test_unseen_of_today_is_the_number_of_the_cockpit(at_home: AtHome) -> None:
    at_home.on(13, 9)
    assert str(figures(at_home)["unseen"]) == at_home.unseen()[DISTRICT]


def test_the_knocks_of_a_day_and_which_of_them_were_done(at_home: AtHome) -> None:
    stay_at_home(at_home, 2).on(12, 10, 1).itself(care.knock_round)
    knock, *_ = [one for one in at_home.open() if one.kind is TaskKind.KNOCK]
    at_home.later(minutes=5).do("community", care.finish, knock.id, TaskResult.SEEN)
    found = figures(at_home)
    assert (found["knocks"], found["knocked"]) == (len(at_home.episodes), 1)


def test_the_leader_gets_cells_and_nothing_else(at_home: AtHome) -> None:
    at_home.on(12, 9).says(Said(38.0))
    found: care.Day = at_home.do("leader", care.daily)
    assert found.areas == {} and found.cells is not None
    assert str(found.cells.cells[DISTRICT]["fever"]) == "<5"
    assert found.cells.shares[DISTRICT] == "–"


def test_others_are_refused(at_home: AtHome) -> None:
    with pytest.raises(NotAllowed):
        at_home.do("data_officer", care.daily)
    with pytest.raises(NotFound):
        at_home.do("street_officer", care.daily, WULIN)
    with pytest.raises(Invalid):
        at_home.do("officer", care.daily, "", date(2020, 2, 13))
