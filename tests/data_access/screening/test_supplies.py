"""Su is apart at home: Lin says who brings what she needs, and until then the list says that nobody does."""

from datetime import date, datetime

import pytest

from cockpit.follow_up import WorkingList, working_list
from cockpit.quarantine import AlreadyOver, CaredFor, Episode, QuarantineKind, Supplies, say_supplies
from cockpit.refusals import NotAllowed, NotFound
from cockpit.screening import Case, CaseStatus, order
from data_access.database import Database
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.people import somebody


@pytest.fixture
def case(outbreak: Outbreak) -> Case:
    isolated = datetime(2020, 2, 10, 8, tzinfo=ZONE)
    return outbreak.on(10).enter(status=CaseStatus.CONFIRMED, onset=date(2020, 2, 8), isolated_at=isolated)


@pytest.fixture
def apart(outbreak: Outbreak, case: Case) -> Episode:
    found: Episode = outbreak.do(order, outbreak.su, QuarantineKind.HOME)
    return found


def listed(outbreak: Outbreak, **asked: object) -> WorkingList:
    found: WorkingList = outbreak.do(working_list, **asked)
    return found


def test_whoever_is_apart_at_home_is_without_supplies_until_somebody_sees_to_them(
    outbreak: Outbreak, apart: Episode
) -> None:
    assert listed(outbreak).unsupplied == 1
    assert [one.row.person for one in listed(outbreak, unsupplied=True).rows] == [outbreak.su]

    outbreak.do(say_supplies, apart.id, Supplies.COMMUNITY)
    assert listed(outbreak).unsupplied == 0 and listed(outbreak, unsupplied=True).rows == ()
    (row,) = [one for one in listed(outbreak).rows if one.row.person == outbreak.su]
    assert row.episode and row.episode.supplies is Supplies.COMMUNITY

    outbreak.do(say_supplies, apart.id, Supplies.NOBODY)
    assert listed(outbreak).unsupplied == 1


def test_in_a_facility_meals_are_part_of_the_place(outbreak: Outbreak, case: Case) -> None:
    one: Episode = outbreak.do(order, outbreak.su, QuarantineKind.INSTITUTIONAL)
    assert listed(outbreak).unsupplied == 0
    with pytest.raises(CaredFor):
        outbreak.do(say_supplies, one.id, Supplies.RELATIVES)


def test_when_it_is_over_nobody_is_asked_any_more(outbreak: Outbreak, apart: Episode) -> None:
    outbreak.on(25)
    assert listed(outbreak).unsupplied == 0
    with pytest.raises(AlreadyOver):
        outbreak.do(say_supplies, apart.id, Supplies.RELATIVES)


def test_another_street_does_not_find_it_and_whoever_makes_no_visits_may_not(
    outbreak: Outbreak, apart: Episode, database: Database
) -> None:
    people, do = outbreak.morning.people, outbreak.morning.do
    with pytest.raises(NotFound):
        do(people.xia, say_supplies, apart.id, Supplies.RELATIVES)
    for role in ("leader", "officer", "data_officer"):
        with pytest.raises(NotAllowed):
            do(somebody(database, role), say_supplies, apart.id, Supplies.RELATIVES)
