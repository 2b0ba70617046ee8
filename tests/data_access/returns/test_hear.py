"""Words of several sources become one entry a journey; nobody stands on the board twice, and nobody is lost in another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cockpit.access import system
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.returns import Arrival, Declared, Detected, Origin, Source, State, Word, declare, detect, know
from cockpit.returns.hear import hear
from data_access.database import Database
from data_access.returns import return_entry, return_word
from tests.data_access.returns.conftest import FIRST, OTHER_PHONE, ZONE, Homecoming
from tests.people import DISTRICT, WULIN, somebody

COCKPIT = system(DISTRICT)


def record(person: int, day: int = 1, origin: str = "420100", hour: int = 8) -> Arrival:
    return Arrival(person, Origin(origin), datetime(2020, 2, day, hour, tzinfo=ZONE))


def test_a_landlords_report_and_a_hubs_record_are_one_entry(homecoming: Homecoming) -> None:
    told = homecoming.declare()
    found = homecoming.on(2).do(detect, [record(homecoming.he, day=2)], by=COCKPIT)
    assert found == Detected(new=0, added=1, passed_over=0)
    seen = homecoming.seen(told)
    assert [one.source for one in seen.words] == [Source.LANDLORD, Source.HUB]
    assert (seen.seen.stands.entry.person, seen.seen.stands.entry.arrived) == (homecoming.he, date(2020, 2, 2))
    assert homecoming.lanes()[State.ARRIVED] == [told.id]


def test_each_word_keeps_who_said_it_when_and_what(homecoming: Homecoming) -> None:
    told = homecoming.declare(origin="湖北黄冈", expected=date(2020, 2, 3))
    homecoming.on(2, 15).declare(
        by=homecoming.lin, source=Source.DECLARED_SELF, origin="浙江杭州", expected=None, arrived=date(2020, 2, 2)
    )
    seen = homecoming.seen(told)
    landlord, himself = seen.words
    assert (landlord.origin, landlord.expected) == (Origin("4211", "湖北黄冈"), date(2020, 2, 3))
    assert (himself.account, himself.at) == (homecoming.lin.id, homecoming.morning.at)
    assert [one.field for one in seen.contradictions] == ["origin"]
    assert seen.seen.stands.entry.origin == Origin("4211", "湖北黄冈"), "the landlord's word weighs more"


def test_a_record_from_elsewhere_or_of_another_day_of_the_list_is_passed_over(homecoming: Homecoming) -> None:
    wenzhou = [record(homecoming.he, day=1, origin="330300", hour=23), record(homecoming.su, origin="330100")]
    assert homecoming.on(3).do(detect, wenzhou, by=COCKPIT) == Detected(passed_over=2)
    listed = [record(homecoming.he, day=2, origin="330300", hour=0), record(10**9)]
    assert homecoming.do(detect, listed, by=COCKPIT) == Detected(new=1, passed_over=1)
    assert homecoming.do(detect, listed, by=COCKPIT) == Detected(passed_over=1), "the same records again change nothing"


def test_another_journey_is_another_entry(homecoming: Homecoming) -> None:
    homecoming.do(detect, [record(homecoming.he, day=1)], by=COCKPIT)
    homecoming.on(9).do(detect, [record(homecoming.he, day=9)], by=COCKPIT)
    assert len({one for lane in homecoming.lanes().values() for one in lane}) == 2


def test_a_family_under_one_phone_is_not_taken_for_one_person(homecoming: Homecoming) -> None:
    assert homecoming.declare().person == homecoming.he
    assert homecoming.declare(name="苏青").person == homecoming.su
    child = homecoming.declare(name="何小平", area=homecoming.lin.area)
    again = homecoming.declare(name="何小平", area=homecoming.lin.area, source=Source.SITE)
    assert child.person is None and again.id == child.id
    other = homecoming.declare(name="何大平", area=homecoming.lin.area)
    assert len({child.id, other.id}) == 2


def test_whom_nobody_knows_becomes_known_when_the_inventory_has_them(homecoming: Homecoming) -> None:
    entry = homecoming.stranger()
    number = homecoming.records.add("生客", home=homecoming.home, phone=OTHER_PHONE)
    assert homecoming.do(know, entry.id).person == number
    homecoming.do(detect, [record(number)], by=COCKPIT)
    assert len(homecoming.seen(entry).words) == 2


def test_a_record_finds_the_entry_of_whom_nobody_knew(homecoming: Homecoming) -> None:
    entry = homecoming.stranger()
    number = homecoming.records.add("生客", home=homecoming.home, phone=OTHER_PHONE)
    assert homecoming.do(detect, [record(number)], by=COCKPIT) == Detected(added=1)
    assert homecoming.seen(entry).seen.stands.entry.person == number


def test_a_record_of_somebody_else_under_that_phone_is_their_own(homecoming: Homecoming) -> None:
    homecoming.stranger()
    number = homecoming.records.add("房客", home=homecoming.home, phone=OTHER_PHONE)
    assert homecoming.do(detect, [record(number)], by=COCKPIT) == Detected(new=1)


def test_name_and_phone_lie_sealed_and_are_shown_as_ones_role_may(homecoming: Homecoming) -> None:
    entry = homecoming.stranger()
    with homecoming.morning.database.connection() as connection:
        told = connection.execute(select(return_entry.c.told, return_entry.c.token)).one()
        said = connection.execute(select(return_word.c.said)).scalar_one()
    for bytes_ in (*told, said):
        assert "生客".encode() not in bytes_ and OTHER_PHONE.encode() not in bytes_
    mine, masked = (homecoming.seen(entry, by=one).seen.person for one in (homecoming.lin, homecoming.dong))
    assert mine and masked
    assert [mine.fields[one].text for one in ("name", "phone")] == ["生客", OTHER_PHONE]
    assert [masked.fields[one].text for one in ("name", "phone")] == ["生**", "139****0009"]
    assert "生客" not in repr(entry) + repr(homecoming.seen(entry).words)


@pytest.mark.many
def test_two_who_hear_of_it_at_once_make_one_entry(homecoming: Homecoming) -> None:
    """Each has found nothing of him when the other begins; the number of the journey is unique."""
    both = Barrier(2, timeout=20)

    def one(source: Source) -> int:
        with homecoming.morning.work(homecoming.dong) as work:
            person = work.people.get(homecoming.he)
            journeys = work.returns.journeys

            def together(*args: object) -> list[object]:
                found = journeys(*args)
                if not found:
                    both.wait()
                return found

            work.returns.journeys = together
            return hear(work, Word(source, Origin("42"), expected=FIRST), person).entry.id

    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(one, [Source.LANDLORD, Source.SITE]))
    with homecoming.morning.database.connection() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(one)).scalar_one()
            for one in (return_entry, return_word)
        ]
    assert len(set(numbers)) == 1 and counts == [1, 2]


# What is refused


def test_a_stranger_needs_name_phone_and_where_they_live(homecoming: Homecoming) -> None:
    for missing, field in (({"name": ""}, "name"), ({"phone": ""}, "phone"), ({"area": ""}, "community")):
        with pytest.raises(Invalid) as refusal:
            homecoming.stranger(**missing)
        assert refusal.value.field == field


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"expected": None}, "expected"),
        ({"expected": None, "arrived": date(2020, 2, 2)}, "arrived"),
        ({"left": date(2020, 2, 2)}, "left"),
        ({"expected": date(2020, 8, 1)}, "expected"),
        ({"left": date(2020, 1, 31), "expected": date(2020, 1, 30)}, "expected"),
        ({"origin": "99"}, "code"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_what_cannot_be_is_refused(homecoming: Homecoming, facts: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        homecoming.declare(**facts)
    assert refusal.value.field == field


def test_another_street_is_not_there(homecoming: Homecoming, database: Database) -> None:
    xia = homecoming.morning.people.xia
    with pytest.raises(NotFound):
        homecoming.stranger(by=xia)
    entry = homecoming.stranger()
    for number in (entry.id, 10**9):
        with pytest.raises(NotFound):
            homecoming.seen(number, by=xia)
    with pytest.raises(NotFound):
        homecoming.lanes(by=xia)
    assert entry.id not in {one for lane in homecoming.lanes(by=xia, area=WULIN).values() for one in lane}


@pytest.mark.parametrize("who", ["rosa", "gu", "chen", "eve", "wu"])
def test_who_may_not_enter_does_not(homecoming: Homecoming, who: str) -> None:
    with pytest.raises(NotAllowed):
        homecoming.do(declare, Declared(origin="42", expected=FIRST), by=getattr(homecoming.morning.people, who))


def test_a_leader_and_the_wall_see_nobody(homecoming: Homecoming, database: Database) -> None:
    for name in ("leader", "wall", "data_officer", "approver"):
        with pytest.raises(NotAllowed):
            homecoming.lanes(by=somebody(database, name))
