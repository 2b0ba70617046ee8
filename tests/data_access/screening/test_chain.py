"""Chains are drawn from what is kept: Su caught it from He at home, and codes alone are told."""

from datetime import date

from cockpit.screening import transmission
from cockpit.screening.chain import Transmission
from tests.data_access.screening.conftest import Outbreak


def test_the_household_of_a_case_that_fell_ill_after_it_stands_below_it(outbreak: Outbreak) -> None:
    he = outbreak.on(10).enter(onset=date(2020, 2, 2))
    su = outbreak.enter(outbreak.su, onset=date(2020, 2, 9))

    found: Transmission = outbreak.do(transmission)

    (likely,) = [one for one in found.links if one.likely]
    assert (likely.source, likely.target) == (he.id, su.id)
    assert {one.case.id: one.generation for one in found.nodes} == {he.id: 0, su.id: 1}


def test_without_cases_there_is_nothing_to_draw(outbreak: Outbreak) -> None:
    found: Transmission = outbreak.do(transmission)

    assert (found.nodes, found.links, found.clusters) == ((), (), ())
