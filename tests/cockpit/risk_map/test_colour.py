"""The colour of an area: on both sides of each threshold, never greener by more, and what a larger area takes from those inside."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.policy import Policy, Rules, defaults
from cockpit.risk_map import HAPPENED, SHARES, Facts, Level, RiskMapRule, Seen, What, colour_of, coloured, rule_of

BODY: dict[str, Any] = next(one["body"] for one in defaults() if one["kind"] == "risk_map")
FEBRUARY = datetime(2020, 2, 1, tzinfo=UTC)
STREET, COMMUNITY, GRID = "330103001", "330103001001", "330103001001001"
NEXT_DOOR = "330103001002"
TOWN = 1000  # residents: points are what is weighed, one by one


def rule(**other: Any) -> RiskMapRule:
    return rule_of(Policy(7, "risk_map", "any", "330103", FEBRUARY, None, FEBRUARY, "", {**deepcopy(BODY), **other}))


RULE = rule()
WELL_KNOWN = Facts(residents=TOWN, needed=100, filled=90, kinds=4, fresh=4, planned=10, made=10)


def level(of: RiskMapRule = RULE, **counts: int) -> Level | None:
    return colour_of(replace(WELL_KNOWN, **counts), of).level


def test_where_nothing_happened_and_all_is_known_it_is_green() -> None:
    assert colour_of(WELL_KNOWN, RULE) == colour_of(replace(WELL_KNOWN, residents=5), RULE)
    assert level() is Level.GREEN and not colour_of(WELL_KNOWN, RULE).reasons


def test_where_nobody_lives_there_is_no_colour_whatever_happened() -> None:
    empty = colour_of(Facts(cases=50, crowds=9), RULE)
    assert empty.level is None and not empty.reasons


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, Level.GREEN), (2, Level.YELLOW), (4, Level.YELLOW), (5, Level.ORANGE), (9, Level.ORANGE), (10, Level.RED)],
)
def test_so_many_cases_reach_a_colour_by_their_number_alone(number: int, expected: Level) -> None:
    many = 10 * TOWN * 10  # residents: together they weigh nothing
    assert level(cases=number, residents=many) is expected


@pytest.mark.parametrize(
    ("crowds", "expected"),
    [(1, Level.GREEN), (2, Level.BLUE), (5, Level.BLUE), (6, Level.YELLOW), (15, Level.YELLOW), (16, Level.ORANGE),
     (29, Level.ORANGE), (30, Level.RED)],
)  # fmt: skip
def test_what_is_weighed_together_reaches_a_colour_per_thousand_residents(crowds: int, expected: Level) -> None:
    """Half a point each, and thresholds of 1, 3, 8 and 15."""
    assert level(crowds=crowds) is expected
    assert level(crowds=crowds * 2, residents=2 * TOWN) is expected


def test_a_block_counts_as_the_least_size_so_that_one_returnee_does_not_make_it_red() -> None:
    assert level(returnees=1, residents=3) is level(returnees=1, residents=TOWN) is Level.BLUE


@pytest.mark.parametrize(("what", "enough"), [("filled", 60), ("fresh", 2), ("made", 7)])
def test_too_little_known_is_blue_and_never_more(what: str, enough: int) -> None:
    assert level(**{what: enough}) is Level.GREEN
    thin = colour_of(replace(WELL_KNOWN, **{what: enough - 1}), RULE)
    assert thin.level is Level.BLUE and [one.what for one in thin.thin] == [What(what)]
    assert level(filled=0, fresh=0, made=0) is Level.BLUE


def test_where_no_visit_is_planned_none_is_lacking() -> None:
    assert level(planned=0, made=0) is Level.GREEN


def test_each_reason_says_how_many_and_from_how_many_on() -> None:
    found = colour_of(replace(WELL_KNOWN, residents=10 * TOWN, cases=3, waiting=2), RULE)
    told = {(one.what, one.level, one.number, one.least) for one in found.reasons}
    assert told == {
        (What.CASES, Level.YELLOW, 3, 2),
        (What.TOGETHER, Level.YELLOW, 3.6, 3),
        (What.WAITING, Level.BLUE, 2, 1),
    }
    assert found.reasons[0].level is found.level


def test_the_same_counts_have_another_colour_under_another_version() -> None:
    """From the third of February on two cases are orange."""
    stricter = Policy(
        8, "risk_map", "any", "330103", FEBRUARY + timedelta(days=2), None, FEBRUARY, "",
        {**deepcopy(BODY), "counts": {"cases": {"orange": 2}}},
    )  # fmt: skip
    first = Policy(7, "risk_map", "any", "330103", FEBRUARY, None, FEBRUARY, "", BODY)
    rules = Rules((first, stricter), FEBRUARY + timedelta(days=5))
    two = {"cases": 2, "residents": 100 * TOWN}
    before, after = (
        rule_of(rules.get("risk_map", "any", STREET, at=FEBRUARY + timedelta(days=days))) for days in (1, 2)
    )
    assert (level(before, **two), level(after, **two)) == (Level.YELLOW, Level.ORANGE)


# Whatever is counted

NUMBERS = st.integers(0, 60)
ANY = st.builds(Facts, residents=st.integers(1, 60_000), **{one.value: NUMBERS for one in HAPPENED}).flatmap(
    lambda facts: st.tuples(*(st.integers(0, 20), st.integers(0, 20)) * 3).map(
        lambda n: replace(
            facts, needed=max(n[0], n[1]), filled=min(n[0], n[1]), kinds=max(n[2], n[3]), fresh=min(n[2], n[3]),
            planned=max(n[4], n[5]), made=min(n[4], n[5]),
        )
    )
)  # fmt: skip


def of(facts: Facts) -> Level:
    found = colour_of(facts, RULE).level
    assert found is not None
    return found


@given(ANY, st.sampled_from(HAPPENED), st.integers(1, 30))
def test_more_of_anything_never_makes_it_greener(facts: Facts, what: What, more: int) -> None:
    assert of(replace(facts, **{what.value: getattr(facts, what) + more})) >= of(facts)


@given(ANY, st.sampled_from(tuple(SHARES)))
def test_to_know_less_never_makes_it_greener(facts: Facts, what: What) -> None:
    assert of(replace(facts, **{what.value: getattr(facts, what) // 2})) >= of(facts)


@given(ANY)
def test_the_reasons_reach_the_colour_and_none_reaches_a_higher_one(facts: Facts) -> None:
    found = colour_of(facts, RULE)
    assert max((one.level for one in found.reasons), default=Level.GREEN) == found.level


# Areas in areas


def tree(grid: Facts, beside: Facts) -> dict[str, Level | None]:
    community = grid
    facts = {GRID: grid, COMMUNITY: community, NEXT_DOOR: beside, STREET: community.plus(beside)}
    return {code: one.level for code, one in coloured(facts, dict.fromkeys(facts, RULE)).items()}


@given(ANY, ANY)
def test_a_larger_area_is_at_most_a_step_better_than_the_worst_in_it(grid: Facts, beside: Facts) -> None:
    found = tree(grid, beside)
    worst = max(found[COMMUNITY] or 0, found[NEXT_DOOR] or 0)
    assert (found[STREET] or 0) >= worst - RULE.steps


@given(ANY, ANY, st.sampled_from(HAPPENED))
def test_more_in_a_part_never_makes_the_whole_greener(grid: Facts, beside: Facts, what: What) -> None:
    more = replace(grid, **{what.value: getattr(grid, what) + 5})
    assert (tree(more, beside)[STREET] or 0) >= (tree(grid, beside)[STREET] or 0)


def test_a_red_block_is_told_of_by_the_street_around_it() -> None:
    red = replace(WELL_KNOWN, residents=200, cases=2)
    quiet = replace(WELL_KNOWN, residents=60 * TOWN)
    facts = {GRID: red, COMMUNITY: red, NEXT_DOOR: quiet, STREET: red.plus(quiet)}
    found = coloured(facts, dict.fromkeys(facts, RULE))
    assert found[COMMUNITY].level is Level.RED and found[NEXT_DOOR].level is Level.GREEN
    (first, *_) = found[STREET].reasons
    assert (first.what, first.level, first.area) == (What.INSIDE, Level.ORANGE, COMMUNITY)


def test_a_block_without_residents_tells_the_area_around_it_nothing() -> None:
    facts = {GRID: Facts(cases=9), COMMUNITY: replace(WELL_KNOWN, residents=100 * TOWN)}
    found = coloured(facts, dict.fromkeys(facts, RULE))
    assert found[GRID].level is None and found[COMMUNITY].level is Level.GREEN


# Who sees people as numbers alone


def of_street(*cases: int) -> dict[str, Facts]:
    """Communities of one street with so many cases each, and the first with a grid that has all of its own."""
    communities = {f"{STREET}{n:03}": replace(WELL_KNOWN, residents=20 * TOWN, cases=each) for n, each in enumerate(cases, 1)}  # fmt: skip
    total = Facts()
    for one in communities.values():
        total = total.plus(one)
    return {GRID: communities[COMMUNITY], STREET: total, **communities}


def seen(facts: dict[str, Facts], *, bare: bool) -> Seen:
    return Seen.of(facts, dict.fromkeys(facts, RULE), bare)


def test_a_leader_is_told_no_number_under_five_and_of_no_grid() -> None:
    bare = seen(of_street(3, 12, 20), bare=True)
    one = bare.area(COMMUNITY)
    assert one.colour.level is Level.YELLOW
    assert str(one.counts[What.CASES]) == "<5" and What.CASES not in {reason.what for reason in one.colour.reasons}
    assert all(reason.number is None or reason.number >= 5 for reason in one.colour.reasons if reason.what is not What.INSIDE)  # fmt: skip
    assert GRID not in bare.levels and not bare.below(COMMUNITY)
    assert bare.area(f"{STREET}003").colour.reasons[0].number == 20


def test_what_hides_a_small_number_beside_it_has_no_number_in_its_reasons_either() -> None:
    bare = seen(of_street(3, 12, 20), bare=True)
    covers = bare.area(NEXT_DOOR)
    assert covers.counts[What.CASES].value is None
    assert What.CASES not in {one.what for one in covers.colour.reasons} and covers.colour.level is Level.RED


def test_of_points_per_thousand_from_which_people_could_be_reckoned_only_the_colour_is_said() -> None:
    facts = {GRID: WELL_KNOWN, COMMUNITY: replace(WELL_KNOWN, crowds=2), STREET: replace(WELL_KNOWN, crowds=2)}
    told = [one for one in seen(facts, bare=True).area(COMMUNITY).colour.reasons if one.what is What.TOGETHER]
    assert told[0].number is None
    assert seen(facts, bare=False).area(COMMUNITY).colour.reasons[0].number == 1


def test_shares_of_few_things_are_not_told_and_others_in_steps() -> None:
    few, many = (replace(WELL_KNOWN, needed=n, filled=n * 33 // 100) for n in (50, 900))
    facts = {COMMUNITY: few, NEXT_DOOR: many, STREET: few.plus(many)}
    bare = seen(facts, bare=True)
    assert bare.area(COMMUNITY).shares[What.FILLED] is None and bare.area(NEXT_DOOR).shares[What.FILLED] == 35
    assert [one.area for one in bare.weak_points(STREET)] == [NEXT_DOOR]
    assert {one.area for one in seen(facts, bare=False).weak_points("330103")} == {COMMUNITY, NEXT_DOOR}


def test_risk_points_stand_by_colour_and_then_by_what_weighs_more() -> None:
    facts = of_street(3, 12, 20)
    codes = [one.area for one in seen(facts, bare=False).risk_points("330103")]
    assert codes == [f"{STREET}003", NEXT_DOOR, COMMUNITY]
