"""Whom He exposed, found in the lake: the same as by hand."""

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from cockpit.lake import MeansLeftOut
from cockpit.screening import Bond, Case, CaseStatus, Closeness, Means, NoDay, Ride, Setting
from data_access.lake import Looked, Rounds
from tests.data_access.lake.brought import (
    HE,
    MA,
    MARKET,
    NOW,
    RULE,
    SU,
    TAO,
    YU,
    at,
    bring,
    day_of_he,
    here,
    lake_at,
    naive,
)

CONFIRMED = Looked(Case(1, HE, CaseStatus.CONFIRMED, onset=date(2020, 2, 10)), RULE)


def test_places_rides_and_homes_are_found_as_by_hand(tmp_path: Path) -> None:
    lake, met, rode, bonds = day_of_he(tmp_path)

    found = Rounds(lake).full([CONFIRMED], bonds, NOW)

    assert {one.person for one in found} == {SU, TAO, YU, MA}
    assert set(found) == naive([CONFIRMED], met, rode, bonds)


def test_to_the_minute_it_is_as_by_hand(tmp_path: Path) -> None:
    """A quarter of an hour is close and a minute less is not; who leaves as the other comes has met nobody; days begin at
    local midnight, and an isolation ends what counts."""
    case = Looked(replace(CONFIRMED.case, isolated_at=at(11, 12)), RULE)
    met = [
        here(HE, at(10, 9)),
        here(SU, at(10, 9, 45)),
        here(TAO, at(10, 9, 46)),
        here(YU, at(10, 10)),
        here(MA, at(10, 8)),
    ]
    met += [
        here(HE, at(7, 23), 120),
        here(YU, at(7, 23)),
        here(MA, at(8, 0)),
        here(HE, at(11, 11), 120),
        here(TAO, at(11, 12)),
    ]
    rode = [
        Ride(who, "G1", Means.SEALED_COACH, at(10, hour), at(10, hour + 1))
        for who, hour in ((HE, 14), (SU, 15), (YU, 13))
    ]
    bonds = [
        Bond(HE, who, Setting.MEAL, since, until)
        for who, since, until in ((SU, at(1), at(8, 0)), (YU, at(11, 12), at(13)))
    ]
    lake = lake_at(tmp_path)
    bring(lake, 1, *met)
    bring(lake, 2, *rode)

    found = Rounds(lake).full([case], bonds, NOW)

    assert {(one.person, one.closeness) for one in found} == {
        (SU, Closeness.CLOSE), (TAO, Closeness.GENERAL), (MA, Closeness.CLOSE)
    }  # fmt: skip
    assert set(found) == naive([case], met, rode, bonds)


def test_who_was_isolated_before_the_days_that_count_and_who_is_bound_to_himself_exposed_nobody(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(6), 72 * 60), here(SU, at(6), 72 * 60))
    bonds = [Bond(HE, HE, Setting.HOUSEHOLD, at(1), at(28)), Bond(HE, TAO, Setting.HOUSEHOLD, at(1), at(28))]
    early = Looked(replace(CONFIRMED.case, isolated_at=at(7)), RULE)

    assert set(Rounds(lake).full([early], bonds, NOW)) == set()
    assert {one.person for one in Rounds(lake).full([CONFIRMED], bonds, NOW)} == {SU, TAO}


def test_each_case_is_looked_at_by_the_rule_of_its_own_day(tmp_path: Path) -> None:
    """Yu fell ill on the same day as He; the edition by which Yu's case is looked at counts no day before, and an hour."""
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(8, 9)), here(SU, at(8, 9)), here(YU, at(8, 9), place=MARKET), here(TAO, at(8, 9), place=MARKET),
          here(YU, at(10, 9), 30), here(MA, at(10, 9), 30))  # fmt: skip
    older = replace(RULE, look_back=0, minutes=60)
    yu = Looked(Case(2, YU, CaseStatus.CONFIRMED, onset=date(2020, 2, 10)), older)

    found = Rounds(lake).full([CONFIRMED, yu], [], NOW)

    assert {(one.case, one.person, one.closeness) for one in found} == {
        (1, SU, Closeness.CLOSE),
        (2, MA, Closeness.GENERAL),
    }


def test_every_pair_of_seats_is_as_near_as_by_hand(tmp_path: Path) -> None:
    """All that may be known of a seat, of him and of her, in every vehicle: some thirty thousand pairs."""
    seats = [
        {"carriage": carriage, "row": row, "compartment": compartment, "crew": crew}
        for carriage, row, compartment, crew in product(("", "1", "2"), (None, 3, 6, 7), ("", "a", "b"), (False, True))
    ]
    rode = [
        Ride(number, means.value, means, at(10), at(11), **seat)
        for number, (means, seat) in enumerate(product(Means, seats), 1)
    ]
    looked = [Looked(replace(CONFIRMED.case, id=one.person, person=one.person), RULE) for one in rode[::3]]
    lake = lake_at(tmp_path)
    bring(lake, 1, *rode)

    found = Rounds(lake).full(looked, [], NOW)

    assert len(found) > 5_000
    assert set(found) == naive(looked, [], rode, [])


def test_one_case_on_demand_is_what_the_whole_round_says_of_it(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(10, 9)), here(SU, at(10, 9)), here(TAO, at(10, 9)))
    tao = Looked(Case(2, TAO, CaseStatus.ASYMPTOMATIC, sampled=date(2020, 2, 10)), RULE)
    rounds = Rounds(lake)
    before = set(rounds.full([CONFIRMED, tao], [], NOW))

    found = rounds.one(tao, [], NOW)

    assert {one.person for one in found} == {HE, SU}
    assert found.after(before) == before


def test_a_district_without_cases_or_records_has_no_exposures(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert set(Rounds(lake).full([CONFIRMED], [], NOW)) == set()
    bring(lake, 1, here(HE, at(10, 9)), here(SU, at(10, 9)))
    ruled_out = Looked(replace(CONFIRMED.case, status=CaseStatus.NO_CASE), RULE)
    assert set(Rounds(lake).full([ruled_out], [], NOW)) == set(Rounds(lake).full([], [], NOW)) == set()


def test_a_case_without_a_day_and_a_rule_that_leaves_a_vehicle_out_are_not_passed_over(tmp_path: Path) -> None:
    rounds = Rounds(lake_at(tmp_path))
    with pytest.raises(NoDay):
        rounds.full([Looked(Case(7, HE, CaseStatus.CONFIRMED), RULE)], [], NOW)
    with pytest.raises(MeansLeftOut, match="ship"):
        rounds.full(
            [Looked(CONFIRMED.case, replace(RULE, means={k: v for k, v in RULE.means.items() if k != "ship"}))], [], NOW
        )
