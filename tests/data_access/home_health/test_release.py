"""Who may go tomorrow: each check is a yes or a no with its fact, the blocked come first, the others get their slips at once."""

from datetime import date

import pytest
from sqlalchemy import text

from cockpit import home_health as care
from cockpit.home_health import Check, Desk, Due, Releases, Said, Slot, Swab, TaskResult
from cockpit.refusals import NotAllowed, NotFound
from tests.data_access.home_health.conftest import AtHome
from tests.data_access.home_health.neighbours import stay_at_home
from tests.people import WULIN

LAST = date(2020, 2, 14)


@pytest.fixture
def ending(at_home: AtHome) -> AtHome:
    """Of the case's own the last day is far off; three others end on the 14th and stand as 0, 1 and 2."""
    stay_at_home(at_home, 3, LAST)
    del at_home.episodes[:-3]
    return at_home


def reports_well(at_home: AtHome, *which: int, days: tuple[int, ...] = (12, 13, 14)) -> None:
    for day in days:
        for hour in (9, 13):
            at_home.on(day, hour)
            for one in which:
                at_home.says(Said(36.5), which=one)


def dues(at_home: AtHome, *, over: bool = False, by: str = "clinician") -> dict[int, Due]:
    found: Releases = at_home.do(by, care.releases, over=over)
    return {one.home.episode.id: one for one in found.dues}


def against(at_home: AtHome, which: int = 0, *, over: bool = False) -> set[Check]:
    return {one.check for one in dues(at_home, over=over)[at_home.episodes[which].id].against}


def test_whoever_was_well_to_the_end_is_cleared(ending: AtHome) -> None:
    reports_well(ending, 0)
    assert against(ending) == set()
    [due] = [one for one in dues(ending).values() if one.passed]
    assert {one.check: one.heat for one in due.answers}[Check.QUIET] == 36.5


def test_those_of_another_last_day_are_not_asked_about(ending: AtHome) -> None:
    ending.on(14, 9)
    assert set(dues(ending)) == {one.id for one in ending.episodes}
    ending.on(13, 9)
    assert dues(ending) == {}


def test_the_blocked_come_first(ending: AtHome) -> None:
    reports_well(ending, 0, 2)
    found: Releases = ending.do("clinician", care.releases)
    assert [one.passed for one in found.dues] == [False, True, True] and found.passed == 2
    assert found.dues[0].home.episode.id == ending.episodes[1].id


def test_an_evening_that_is_not_in_yet_is_a_no_that_the_community_sees_to(ending: AtHome) -> None:
    reports_well(ending, 0, days=(12, 13))
    ending.on(14, 9).says(Said(36.5))
    [missing] = dues(ending)[ending.episodes[0].id].against
    assert (missing.check, missing.slots, missing.desk) == (Check.REPORTS, (Slot.EVENING,), Desk.COMMUNITY)


def test_a_fever_counts_for_three_days_and_no_longer(ending: AtHome) -> None:
    ending.on(12, 9).says(Said(37.9))
    [task] = ending.open()
    ending.later(minutes=5).do("clinician", care.finish, task.id, TaskResult.WELL)
    reports_well(ending, 0, days=(13, 14))
    assert against(ending) == {Check.QUIET}


def test_an_older_fever_says_nothing_against_it(ending: AtHome) -> None:
    ending.on(11, 9).says(Said(37.9))
    [task] = ending.open()
    ending.later(minutes=5).do("clinician", care.finish, task.id, TaskResult.WELL)
    reports_well(ending, 0)
    assert against(ending) == set()


def test_of_whom_nothing_was_measured_nobody_can_say_that_there_was_no_fever(ending: AtHome) -> None:
    ending.on(14, 21)
    assert against(ending, 1) == {Check.QUIET, Check.REPORTS}


def test_what_is_open_for_the_health_centre_holds_it_up(ending: AtHome) -> None:
    ending.on(11, 9).says(Said(37.9))
    reports_well(ending, 0)
    [open_task] = dues(ending)[ending.episodes[0].id].against
    assert (open_task.check, open_task.open, open_task.desk) == (Check.TASKS, 1, Desk.HEALTH)


def test_a_rule_may_ask_for_a_negative_test_and_a_positive_one_takes_those_before_away(ending: AtHome) -> None:
    newer = """insert into policy (kind, key, area, holds_from, published_at, source, body)
      select kind, key, area, :at, :at, 'Dong', body || '{"swab": 1}' from policy where kind = 'care' and key = 'release'"""
    with ending.ground.morning.work(ending.ground.actors["investigator"]) as work:
        work.connection.execute(text(newer), {"at": work.at})
    reports_well(ending, 0)
    assert against(ending) == {Check.SWAB}
    for day, swab, left in (
        (12, Swab.NEGATIVE, set()), (13, Swab.POSITIVE, {Check.SWAB}), (14, Swab.NEGATIVE, set())
    ):  # fmt: skip
        ending.do("clinician", care.say_swab, ending.episodes[0].id, swab, date(2020, 2, day))
        assert against(ending) == left


def test_slips_come_on_the_day_after_for_all_who_are_cleared_and_nobody_else(ending: AtHome) -> None:
    reports_well(ending, 0, 2)
    assert ending.do("community", care.release_papers) == []  # their last day goes on
    ending.on(15, 8)
    assert dues(ending) == {} and len(dues(ending, over=True)) == 3
    papers = ending.do("community", care.release_papers)
    assert {one.episode.id for one in papers} == {ending.episodes[0].id, ending.episodes[2].id}
    assert {one.free for one in papers} == {date(2020, 2, 15)}


def test_who_may_not(ending: AtHome) -> None:
    with pytest.raises(NotAllowed):
        dues(ending, by="leader")
    with pytest.raises(NotAllowed):
        ending.do("officer", care.release_papers)
    with pytest.raises(NotFound):
        ending.do("street_officer", care.releases, WULIN)
