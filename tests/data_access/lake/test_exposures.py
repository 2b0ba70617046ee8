"""Whom He exposed, found in the lake: the same as by hand."""

from datetime import date
from pathlib import Path

from cockpit.screening import Bond, Case, CaseStatus, Means, Ride, Setting
from data_access.lake import Looked, Rounds
from tests.data_access.lake.brought import HE, HOUR, MA, NOW, RULE, SU, TAO, YU, at, bring, here, lake_at, naive

CONFIRMED = Looked(Case(1, HE, CaseStatus.CONFIRMED, onset=date(2020, 2, 10)), RULE)


def test_places_rides_and_homes_are_found_as_by_hand(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    met = [here(HE, at(10, 9)), here(SU, at(10, 9, 30)), here(SU, at(10, 9, 50), 5), here(TAO, at(3, 9))]
    rode = [
        Ride(who, "CA1701", Means.PLANE, at(10, 13), at(10, 13) + hours * HOUR, row=row)
        for who, row, hours in ((HE, 3, 2), (YU, 30, 2), (MA, None, 3))
    ]
    bonds = [Bond(TAO, HE, Setting.HOUSEHOLD, at(1), at(28))]
    bring(lake, 1, *met)
    bring(lake, 2, *rode)

    found = Rounds(lake).full([CONFIRMED], bonds, NOW)

    assert {one.person for one in found} == {SU, TAO, YU, MA}
    assert set(found) == naive([CONFIRMED], met, rode, bonds)
