"""How likely it is that Su was infected: by He, who fell ill on the tenth, by a journey, by what she reports herself."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import exp, log
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.policy import Policy, Rules, defaults
from cockpit.screening import Case, CaseStatus, Closeness, Exposure, Setting
from cockpit.screening.risk import (
    Assessment,
    Facts,
    Level,
    Met,
    PartKind,
    Purchase,
    Stay,
    Symptom,
    Visit,
    Weights,
    assess,
    weights_of,
)

ZONE = ZoneInfo("Asia/Shanghai")
HE, SU = 1, 2
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BODY: dict[str, Any] = next(one["body"] for one in defaults() if one["kind"] == "risk")
CONFIRMED = Case(1, HE, CaseStatus.CONFIRMED, onset=date(2020, 2, 10))
MONDAY = datetime(2020, 2, 17, 9, tzinfo=ZONE)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=ZONE)


FEBRUARY = at(1)


def rule(since: datetime = FEBRUARY, number: int = 7, **other: Any) -> Policy:
    return Policy(number, "risk", "any", "330103", since, None, since, f"rule {number}", {**deepcopy(BODY), **other})


WEIGHTS = weights_of(rule())


def met(
    minutes: int = 60, day: int = 10, setting: Setting = Setting.MEAL, case: Case = CONFIRMED,
    closeness: Closeness = Closeness.CLOSE, where: str = "", kind: str = "",
) -> Met:  # fmt: skip
    return Met(Exposure(case.id, SU, setting, closeness, at(day), at(day) + minutes * MINUTE, where), case, kind)


def stands(*meetings: Met, weights: Weights = WEIGHTS, now: datetime = MONDAY, **others: Any) -> Assessment:
    return assess(Facts(meetings, **others), weights, now, ZONE)


def score(*meetings: Met, **others: Any) -> float:
    return stands(*meetings, **others).score


# What raises it


def test_nothing_known_is_no_risk() -> None:
    assert stands() == Assessment(0.0, Level.NONE, (), 7)


def test_the_longer_they_were_together_the_more_up_to_what_a_day_can_do() -> None:
    quarter, hour, day = (score(met(minutes)) for minutes in (15, 60, 600))
    assert 0 < quarter < hour < day
    assert day == pytest.approx(score(met(660)), rel=1e-3)
    assert score(met(60, day=9), met(60, day=10)) > hour


def test_the_nearer_the_more() -> None:
    general, asked, close = (score(met(closeness=one)) for one in Closeness)
    assert 0 < general < asked < close


def test_the_day_of_the_onset_is_the_worst_and_long_before_and_after_nothing_happens() -> None:
    by_day = {day: score(met(day=day), now=at(26)) for day in range(12, 21)}
    assert sorted(by_day.values(), reverse=True) == list(by_day.values())
    assert score(met(day=7)) < score(met(day=8)) < score(met(day=9)) <= score(met(day=10))
    assert score(met(day=5)) == 0 == score(met(day=21), now=at(22))


def test_the_day_is_the_districts_own() -> None:
    late = Exposure(1, SU, Setting.MEAL, Closeness.CLOSE, at(5, 23, 0), at(5, 23, 59))
    assert score(Met(late, CONFIRMED)) == 0
    assert score(Met(replace(late, began=at(6, 0, 0), ended=at(6, 0, 59)), CONFIRMED)) > 0


@pytest.mark.parametrize(
    ("worse", "better"), [("hospital", "park"), ("health_centre", "pharmacy"), ("pharmacy", "park")]
)
def test_a_place_counts_by_its_kind(worse: str, better: str) -> None:
    assert score(met(setting=Setting.PLACE, where="3", kind=worse)) > score(
        met(setting=Setting.PLACE, where="3", kind=better)
    )


@pytest.mark.parametrize(
    ("run", "sealed"),
    [("G7512/2020-02-10;sealed_train;07", True), ("6063/2020-02-10;train;", False), ("CA1702", False)],
)
def test_a_train_whose_windows_do_not_open_is_worse_than_another_vehicle(run: str, sealed: bool) -> None:
    hazard = -log(1 - score(met(600, setting=Setting.TRANSPORT, where=run)))
    assert (hazard > BODY["vehicles"]["other"]) is sealed


@pytest.mark.parametrize("status", [CaseStatus.NO_CASE, CaseStatus.NOT_CLASSIFIED])
def test_a_case_that_is_ruled_out_gives_nothing(status: CaseStatus) -> None:
    assert stands(met(case=replace(CONFIRMED, status=status)), born=date(1940, 1, 1)).parts == ()


def test_a_case_that_is_suspected_or_without_symptoms_gives_less() -> None:
    suspected = replace(CONFIRMED, status=CaseStatus.SUSPECTED)
    sampled = Case(1, HE, CaseStatus.ASYMPTOMATIC, sampled=date(2020, 2, 12))
    assert 0 < score(met(case=suspected)) < score(met())
    assert score(met(case=sampled)) == score(met(day=11, case=sampled)) < score(met())


def test_age_makes_more_of_what_they_met_and_nothing_of_nothing() -> None:
    old, young = date(1955, 2, 17), date(1955, 2, 18)
    assert score(met(), born=old) > score(met(), born=young) == score(met())
    assert score(born=old) == 0
    (age,) = [one for one in stands(met(), born=old).parts if one.kind is PartKind.AGE]
    assert age.share == pytest.approx(0.3 / 1.3)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"stays": (Stay("high", date(2020, 2, 15)),)}, PartKind.STAY),
        ({"symptoms": (Symptom(date(2020, 2, 16)), Symptom(date(2020, 2, 15)))}, PartKind.SYMPTOM),
        ({"visits": (Visit(date(2020, 2, 16)),)}, PartKind.VISIT),
        ({"purchases": (Purchase(date(2020, 2, 16)),)}, PartKind.PURCHASE),
    ],
)
def test_what_is_reported_counts_by_itself_once_of_each_kind_and_fades(facts: dict[str, Any], kind: PartKind) -> None:
    now = stands(**facts)
    assert [one.kind for one in now.parts] == [kind] and now.parts[0].share == 1
    assert 0 < score(now=MONDAY + 5 * DAY, **facts) < now.score
    assert score(now=MONDAY + 20 * DAY, **facts) == 0


def test_of_two_regions_the_worse_counts() -> None:
    high, other = Stay("high", date(2020, 2, 15)), Stay("medium", date(2020, 2, 15))
    assert score(stays=(other, high)) == score(stays=(high,)) > score(stays=(other,))


@pytest.mark.parametrize(("now", "counts"), [(at(24, 0, 0), True), (at(24, 23, 59), True), (at(25, 0, 0), False)])
def test_after_fourteen_days_a_meeting_counts_no_more(now: datetime, counts: bool) -> None:
    assert (score(met(), now=now) > 0) is counts


# Levels, and the version that says so


def test_each_level_begins_where_the_rule_says() -> None:
    exact = score(met())
    for level, name in ((Level.HIGH, "high"), (Level.MEDIUM, "medium"), (Level.LOW, "low")):
        for least, reached in ((exact, True), (exact + 1e-9, False)):
            levels = {"high": 2, "medium": 2, "low": 2} | {name: least}
            found = stands(met(), weights=weights_of(rule(levels=levels))).level
            assert (found is level) is reached


@pytest.mark.parametrize(
    ("moment", "number", "level"),
    [(at(16, 23, 59), 7, Level.LOW), (at(17, 0, 0), 8, Level.HIGH), (at(17, 0, 1), 8, Level.HIGH)],
)
def test_two_versions_of_the_rule_give_two_levels_and_each_says_which(
    moment: datetime, number: int, level: Level
) -> None:
    stricter = rule(at(17, 0, 0), 8, levels={"high": 0.03, "medium": 0.02, "low": 0.01})
    rules = Rules((rule(), stricter), moment)
    found = stands(met(), weights=weights_of(rules.get("risk", "any", "330103001")), now=moment)
    assert (found.policy, found.level) == (number, level)


def test_the_hour_that_passes_changes_nothing_of_an_old_meeting_and_little_of_one_that_goes_on() -> None:
    one = stands(met())
    assert one.stands_as(stands(met(), now=MONDAY + timedelta(hours=1)))
    assert not one.stands_as(stands(met(120)))
    assert not one.stands_as(stands(met(), weights=weights_of(rule(number=8))))


# Whatever is known

days = st.integers(1, 24).map(lambda day: date(2020, 2, day))
cases = st.builds(
    Case, st.integers(1, 9), st.just(HE), st.sampled_from(CaseStatus), onset=st.one_of(st.none(), days), sampled=days
)
exposures = st.builds(
    lambda setting, closeness, began, minutes, where: Exposure(
        1, SU, setting, closeness, at(1) + began * MINUTE, at(1) + (began + minutes) * MINUTE, where
    ),
    st.sampled_from(Setting), st.sampled_from(Closeness), st.integers(0, 24 * 24 * 60), st.integers(1, 6000),
    st.sampled_from(["", "G7512", "K528"]),
)  # fmt: skip
meetings = st.builds(Met, exposures, cases, st.sampled_from(["", "pharmacy", "hospital", "park"]))
everything = st.builds(
    Facts,
    st.lists(meetings, max_size=6).map(tuple),
    st.one_of(st.none(), st.dates(date(1925, 1, 1), date(2019, 1, 1))),
    st.lists(st.builds(Stay, st.sampled_from(["high", "medium", "?"]), days), max_size=2).map(tuple),
    st.lists(st.builds(Symptom, days), max_size=2).map(tuple),
    st.lists(st.builds(Visit, days), max_size=2).map(tuple),
    st.lists(st.builds(Purchase, days), max_size=2).map(tuple),
)
nows = st.integers(0, 40 * 24 * 60).map(lambda minutes: at(1) + minutes * MINUTE)


@given(everything, nows)
def test_a_score_lies_between_nothing_and_certain_and_its_parts_sum_up_to_it(facts: Facts, now: datetime) -> None:
    found = assess(facts, WEIGHTS, now, ZONE)
    assert 0 <= found.score <= 1
    assert found.score == pytest.approx(1 - exp(-sum(one.hazard for one in found.parts)))
    assert not found.parts or sum(one.share for one in found.parts) == pytest.approx(1)
    assert all(one.hazard > 0 for one in found.parts)
    hazards = [one.hazard for one in found.parts]
    assert hazards == sorted(hazards, reverse=True)


@given(everything, meetings, nows)
def test_one_more_exposure_never_lowers_it(facts: Facts, more: Met, now: datetime) -> None:
    before, after = (assess(one, WEIGHTS, now, ZONE) for one in (facts, replace(facts, met=(*facts.met, more))))
    assert after.score >= before.score - 1e-12 and after.level >= before.level


@given(everything, st.integers(1, 600), nows)
def test_staying_longer_never_lowers_it(facts: Facts, minutes: int, now: datetime) -> None:
    longer = tuple(
        replace(one, exposure=replace(one.exposure, ended=one.exposure.ended + minutes * MINUTE)) for one in facts.met
    )
    assert (
        assess(replace(facts, met=longer), WEIGHTS, now, ZONE).score >= assess(facts, WEIGHTS, now, ZONE).score - 1e-12
    )


@given(everything, nows, st.randoms())
def test_the_order_in_which_things_are_known_does_not_matter(facts: Facts, now: datetime, lot: Any) -> None:
    lists = {name: list(getattr(facts, name)) for name in ("met", "stays", "symptoms", "visits", "purchases")}
    for one in lists.values():
        lot.shuffle(one)
    other = assess(replace(facts, **{name: tuple(one) for name, one in lists.items()}), WEIGHTS, now, ZONE)
    found = assess(facts, WEIGHTS, now, ZONE)
    assert other.score == pytest.approx(found.score) and other.level is found.level
    assert {one.fact for one in other.parts} == {one.fact for one in found.parts}


@given(everything, nows, st.integers(-200, 200))
def test_all_days_moved_alike_change_nothing(facts: Facts, now: datetime, days: int) -> None:
    by = days * DAY

    def later(one: Met) -> Met:
        case = replace(
            one.case, onset=one.case.onset and one.case.onset + by, sampled=one.case.sampled and one.case.sampled + by
        )
        return Met(replace(one.exposure, began=one.exposure.began + by, ended=one.exposure.ended + by), case, one.kind)

    moved = Facts(
        tuple(later(one) for one in facts.met),
        None,
        tuple(replace(one, until=one.until + by) for one in facts.stays),
        *(tuple(replace(one, on=one.on + by) for one in of) for of in (facts.symptoms, facts.visits, facts.purchases)),
    )
    before = assess(replace(facts, born=None), WEIGHTS, now, ZONE)
    after = assess(moved, WEIGHTS, now + by, ZONE)
    assert after.score == pytest.approx(before.score) and after.level is before.level
    assert [one.kind for one in after.parts] == [one.kind for one in before.parts]


@given(st.lists(meetings, max_size=5), nows)
def test_a_case_that_is_ruled_out_never_adds_anything(known: list[Met], now: datetime) -> None:
    out = tuple(replace(one, case=replace(one.case, status=CaseStatus.NO_CASE)) for one in known)
    assert assess(Facts(out), WEIGHTS, now, ZONE).parts == ()
