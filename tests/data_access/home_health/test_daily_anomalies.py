"""What is out of the ordinary: named rules, by a dated policy, each with exactly those whom it is about."""

import pytest
from sqlalchemy import text

from cockpit import home_health as care
from cockpit.home_health import Anomalies, AreaDay, DayFigure, Oddity, Said
from cockpit.home_health.daily_anomalies import AnomalyRule, fell, rises
from cockpit.refusals import NotAllowed, NotFound
from tests.data_access.home_health.conftest import AtHome
from tests.data_access.home_health.neighbours import stay_at_home
from tests.people import WULIN

RULE = AnomalyRule(1, fall=15, days=3, least=10, fevers=3, hours=48, rises=3, silent=2, late=14400)


def found(at_home: AtHome, key: str = "", by: str = "officer") -> Anomalies:
    got: Anomalies = at_home.do(by, care.anomalies, "", key)
    return got


def counts(at_home: AtHome) -> dict[Oddity, int]:
    return {one.kind: one.count for one in found(at_home).found}


@pytest.mark.parametrize(
    ("heat", "times"),
    [
        ([36.1, 36.4, 36.8, 37.0], 3), ([36.1, 36.0, 36.8, 37.0], 2), ([36.1, 36.4, 36.4, 37.0], 1), ([37.0], 0), ([], 0),
        ([36.1, None, 36.8, 37.0], 1), ([36.1, 36.4, 36.8, None], 0),
    ],
)  # fmt: skip
def test_a_rise_counts_up_to_the_last_word_and_a_gap_ends_it(heat: list[float | None], times: int) -> None:
    assert rises(heat) == times


def day(due: int, missed: int) -> AreaDay:
    return AreaDay({DayFigure.DUE: due, DayFigure.MISSED: missed})


COMMUNITY = "330103001002"


@pytest.mark.parametrize(
    ("today", "before", "falls"),
    [
        (day(20, 8), [day(20, 1), day(20, 1), day(20, 1)], True),
        (day(20, 4), [day(20, 1), day(20, 1), day(20, 1)], False),  # by exactly fifteen points
        (day(9, 9), [day(20, 1)], False),  # hardly anybody was asked
        (day(20, 8), [], False),
        (day(20, 8), [day(4, 0)], False),
    ],
)
def test_a_fall_is_one_of_more_points_than_the_rule_against_its_own_days(
    today: AreaDay, before: list[AreaDay], falls: bool
) -> None:
    assert (fell(COMMUNITY, today, before, RULE) is not None) is falls


def test_a_street_has_no_fall_of_its_own() -> None:
    assert fell(COMMUNITY[:9], day(20, 8), [day(20, 1)], RULE) is None


def test_a_community_of_which_fewer_report_than_on_the_days_before(at_home: AtHome) -> None:
    stay_at_home(at_home, 11)
    at_home.on(12, 8, 30)
    for which in range(12):
        at_home.says(Said(36.5), which=which)
    at_home.on(12, 13)
    for which in range(12):
        at_home.says(Said(36.5), which=which)
    at_home.on(13, 8).itself(care.keep_days)
    for which in range(6):
        at_home.says(Said(36.5), which=which)
    assert Oddity.FALL not in counts(at_home)  # nothing is due yet
    at_home.on(13, 10, 1)
    [fall] = [one for one in found(at_home).found if one.kind is Oddity.FALL]
    assert (fall.count, fall.now, fall.was) == (6, 50, 100)


def test_fevers_of_one_grid_within_two_days_and_those_behind_them(at_home: AtHome) -> None:
    stay_at_home(at_home, 4)
    at_home.on(12, 9)
    for which in (0, 1):
        at_home.says(Said(37.9), which=which)
    assert Oddity.FEVERS not in counts(at_home)
    at_home.on(13, 9).says(Said(38.4), which=2)
    [one] = [one for one in found(at_home).found if one.kind is Oddity.FEVERS]
    assert one.count == 3 and len(one.area) == 15
    chosen = found(at_home, one.key)
    assert {home.episode.id for home in chosen.homes} == {at_home.episodes[which].id for which in (0, 1, 2)}
    at_home.on(14, 9, 1)  # the first two are over 48 hours ago
    assert Oddity.FEVERS not in counts(at_home)


def test_somebody_whose_temperature_rises_three_times_in_a_row_below_any_fever(at_home: AtHome) -> None:
    for day_hour, heat in (((12, 9), 36.1), ((12, 13), 36.3), ((13, 9), 36.6)):
        at_home.on(*day_hour).says(Said(heat))
    assert Oddity.RISING not in counts(at_home)
    at_home.on(13, 13).says(Said(36.9))
    assert counts(at_home)[Oddity.RISING] == 1
    at_home.on(14, 9).says(Said(36.8))
    assert Oddity.RISING not in counts(at_home)


def test_silent_for_two_windows_is_told_once_the_second_is_over_and_ends_with_a_word(at_home: AtHome) -> None:
    at_home.on(12, 10, 1)
    assert Oddity.SILENT not in counts(at_home)
    at_home.on(12, 20, 1)
    assert counts(at_home)[Oddity.SILENT] == 1
    at_home.says(Said(36.5))
    assert Oddity.SILENT not in counts(at_home)


def test_a_task_far_overdue_is_not_one_that_is_merely_late(at_home: AtHome) -> None:
    at_home.on(12, 9).says(Said(37.8))  # due at eleven
    at_home.on(12, 14, 59)
    assert Oddity.LATE not in counts(at_home)
    at_home.on(12, 15, 1)
    assert counts(at_home)[Oddity.LATE] == 1


def test_what_was_measured_is_read_under_a_look(at_home: AtHome) -> None:
    at_home.on(12, 13)
    with at_home.ground.morning.work(at_home.ground.actors["officer"]) as work:
        care.anomalies(work)
        assert [line.action for line in work.looks.lines] == ["listed"]


def test_others_are_refused_and_another_street_is_not_there(at_home: AtHome) -> None:
    for account in ("leader", "data_officer"):
        with pytest.raises(NotAllowed):
            found(at_home, by=account)
    with pytest.raises(NotFound):
        at_home.do("street_officer", care.anomalies, WULIN)


def test_a_newer_rule_says_what_is_out_of_the_ordinary_from_then_on(at_home: AtHome) -> None:
    at_home.on(12, 9).says(Said(37.9))
    newer = """insert into policy (kind, key, area, holds_from, published_at, source, body)
      select kind, key, area, :at, :at, 'Dong', body || '{"fevers": 1}' from policy where kind = 'care' and key = 'anomaly'"""
    with at_home.ground.morning.work(at_home.ground.actors["investigator"]) as work:
        work.connection.execute(text(newer), {"at": work.at})
    at_home.later(minutes=1)
    assert counts(at_home)[Oddity.FEVERS] == 1
