"""How an entry stands: by facts and days alone, to the minute at midnight; and what several sources say of one journey."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cockpit.clock import local_day_start
from cockpit.quarantine import Cause, Episode, Lifted, QuarantineKind
from cockpit.returns import (
    Closed,
    DayZero,
    Entry,
    KeyRegion,
    Origin,
    RegionLevel,
    ReturnRule,
    Source,
    Standing,
    State,
    Visit,
    Word,
    contradictions,
    merged,
)
from cockpit.returns.hear import gathered

ZONE = ZoneInfo("Asia/Shanghai")
RULE = ReturnRule(1, observation=14, day0=DayZero.ARRIVED, window=3, late=0, visit=1)
HUBEI = KeyRegion(1, "42", "湖北省", RegionLevel.HIGH, date(2020, 1, 23))
WUHAN = Origin("4201", "武汉")
FIRST = date(2020, 2, 1)


def expected(**facts: Any) -> Entry:
    known = {"left": None, "expected": FIRST, "arrived": None, "street": "330103008", "community": "330103008001"}
    return Entry(**({"id": 7, "person": 5, "origin": WUHAN, "grid": None, "heard": FIRST, "policy": 1} | known | facts))


def arrived(**facts: Any) -> Entry:
    return expected(**({"arrived": FIRST} | facts))


def met(**facts: Any) -> Entry:
    return arrived(**({"visit": Visit.MET} | facts))


def on(
    entry: Entry, day: int, episode: Episode | None = None, region: KeyRegion | None = HUBEI, **facts: Any
) -> Standing:
    values = {"rule": RULE, "region": region, "doubt": False, "episode": episode, "today": date(2020, 2, day)} | facts
    return Standing(entry, **values)


def apart(until: int | None = 15, since: int = 1, **facts: Any) -> Episode:
    last = date(2020, 2, until) if until else None
    return Episode(1, 5, QuarantineKind.HOME, date(2020, 2, since), last, cause=Cause.RETURN, **facts)


def test_who_is_expected_is_overdue_from_the_next_midnight_on() -> None:
    last, next_ = datetime(2020, 2, 1, 23, 59, tzinfo=ZONE), datetime(2020, 2, 2, 0, 0, tzinfo=ZONE)
    days = [local_day_start(one, ZONE).day for one in (last, next_)]
    assert [on(expected(), day).state for day in days] == [State.EXPECTED, State.OVERDUE]
    lenient = replace(RULE, late=2)
    assert [on(expected(), day, rule=lenient).state for day in (3, 4)] == [State.EXPECTED, State.OVERDUE]


def test_who_has_arrived_is_called_on_within_a_day() -> None:
    assert [on(arrived(), day).state for day in (1, 2, 3)] == [State.ARRIVED, State.ARRIVED, State.OVERDUE]
    absent = arrived(visit=Visit.ABSENT)
    assert on(absent, 2).state is State.ARRIVED and on(absent, 3).late


def test_who_was_met_waits_for_the_order_to_the_end_of_day_14_and_no_longer() -> None:
    stands = on(met(), 1)
    assert (stands.state, stands.day0, stands.until, stands.waits) == (State.VISITED, FIRST, date(2020, 2, 15), True)
    assert [on(met(), day).waits for day in (15, 16)] == [True, False]
    assert [on(met(), day).state for day in (15, 16)] == [State.VISITED, State.OVER]


def test_who_stays_apart_does_so_until_the_midnight_after_the_last_day() -> None:
    last, next_ = datetime(2020, 2, 15, 23, 59, tzinfo=ZONE), datetime(2020, 2, 16, 0, 0, tzinfo=ZONE)
    days = [local_day_start(one, ZONE).day for one in (last, next_)]
    assert [on(met(), day, apart()).state for day in days] == [State.ISOLATED, State.OVER]
    assert on(arrived(), 1, apart()).state is State.ISOLATED, "ordered before anybody called there"


def test_day_0_is_the_departure_where_the_rule_says_so_and_somebody_knows_it() -> None:
    by_left = replace(RULE, day0=DayZero.LEFT)
    assert on(met(left=date(2020, 1, 30)), 1, rule=by_left).until == date(2020, 2, 13)
    assert on(met(), 1, rule=by_left).until == date(2020, 2, 15)


def test_an_episode_that_ends_too_early_is_behind() -> None:
    assert on(met(), 5, apart(until=10)).behind and not on(met(), 5, apart()).behind
    assert not on(met(), 5, apart(until=10), region=None).behind


def test_who_comes_from_elsewhere_is_through_once_somebody_was_there() -> None:
    assert on(arrived(), 1, region=None).state is State.ARRIVED
    assert on(met(), 1, region=None).state is State.OVER and not on(met(), 1, region=None).waits
    assert on(met(), 1, region=None, doubt=True).state is State.VISITED, "somebody has to ask first"


def test_what_was_lifted_with_a_reason_stays_so_and_a_mistake_does_not() -> None:
    assert on(met(), 5, apart(lifted_on=date(2020, 2, 4), lifted=Lifted.DECIDED)).state is State.OVER
    assert on(met(), 5, apart(lifted_on=date(2020, 2, 4), lifted=Lifted.MISTAKE)).waits


def test_what_is_closed_is_over() -> None:
    assert on(expected(closed=Closed.NOT_COMING), 9).state is State.OVER
    assert not on(met(closed=Closed.LEFT_AGAIN), 1).waits


# Several sources, one journey


def said(source: Source, number: int = 0, **facts: Any) -> Word:
    return Word(source, id=number, **facts)


def test_arrivals_within_the_window_are_one_journey_and_others_are_another() -> None:
    entry = arrived()
    days = [date(2020, 1, 28), date(2020, 1, 29), date(2020, 2, 4), date(2020, 2, 5)]
    taken = [entry.takes(said(Source.HUB, arrived=day), FIRST, RULE) for day in days]
    assert taken == [False, True, True, False]


def test_who_is_still_awaited_may_come_later_than_the_window() -> None:
    assert expected().takes(said(Source.HUB, arrived=date(2020, 2, 9)), FIRST, RULE)
    assert not expected().takes(said(Source.HUB, arrived=date(2020, 2, 16)), FIRST, RULE)
    assert not expected(closed=Closed.NOT_COMING).takes(said(Source.HUB, arrived=FIRST), FIRST, RULE)


def test_the_weightiest_word_counts_and_of_equals_the_newest() -> None:
    words = [
        said(Source.HUB, 1, arrived=date(2020, 2, 1), origin=Origin("4201")),
        said(Source.LANDLORD, 2, arrived=date(2020, 2, 3), expected=date(2020, 2, 2), origin=Origin("42")),
        said(Source.LANDLORD, 3, arrived=date(2020, 2, 2), area="330103008001"),
    ]
    entry = gathered(expected(), words)
    assert (entry.arrived, entry.expected, entry.origin) == (date(2020, 2, 1), date(2020, 2, 2), Origin("4201"))
    assert entry.community == "330103008001" and merged(words, "left") is None
    corrected = [*words, said(Source.COMMUNITY, 4, arrived=date(2020, 1, 31))]
    assert gathered(entry, corrected).arrived == date(2020, 1, 31)


def test_what_cannot_both_be_true_is_a_contradiction() -> None:
    words = [
        said(Source.HUB, 1, arrived=date(2020, 2, 1), origin=Origin("4201")),
        said(Source.LANDLORD, 2, arrived=date(2020, 2, 3), origin=Origin("42", "湖北"), area="330103008"),
        said(Source.DECLARED_SELF, 3, origin=Origin("3301"), area="330103008001"),
    ]
    found = {one.field: one.said for one in contradictions(words)}
    assert found.keys() == {"arrived", "origin"}, "one area lies in the other"
    assert found["arrived"] == ((Source.HUB, date(2020, 2, 1)), (Source.LANDLORD, date(2020, 2, 3)))


def test_who_corrects_themselves_contradicts_nobody() -> None:
    words = [said(Source.LANDLORD, 1, expected=FIRST), said(Source.LANDLORD, 2, expected=FIRST + timedelta(days=1))]
    assert contradictions(words) == []


@pytest.mark.parametrize("name", ["王 小明", "王小明"])
def test_the_same_word_is_known_again_however_it_is_written(name: str) -> None:
    first = said(
        Source.LANDLORD, 1, name="王小明", phone="13900000001", expected=FIRST, at=datetime(2020, 2, 1, tzinfo=ZONE)
    )
    assert first.content == replace(first, id=2, name=name, at=None).content
    assert first.content != replace(first, expected=None).content
