"""A close contact is ordered to stay apart, to the end of the observation; what becomes known of the case moves or ends it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cockpit.access import system
from cockpit.quarantine import AlreadyOver, Episode, Lifted, QuarantineKind, lift
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import (
    AlreadyACase,
    AlreadyApart,
    Case,
    CaseFacts,
    CaseStatus,
    NoCloseContact,
    ObservationOver,
    change_case,
    list_cases,
    open_case,
    order,
    order_all,
    order_paper,
)
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.people import DISTRICT

HOME = QuarantineKind.HOME
ONSET = date(2020, 2, 8)


def isolated(day: int, status: CaseStatus = CaseStatus.CONFIRMED) -> CaseFacts:
    return CaseFacts(status, onset=ONSET, isolated_at=datetime(2020, 2, day, 8, tzinfo=ZONE))


@pytest.fixture
def case(outbreak: Outbreak) -> Case:
    """He was isolated this morning, the 10th."""
    return outbreak.on(10).enter(**vars(isolated(10)))


def episodes(outbreak: Outbreak, person: int) -> list[Episode]:
    with outbreak.morning.work(outbreak.dong) as work:
        found: list[Episode] = work.quarantine.of_person(person)
    return found


def test_day_0_is_the_last_contact_and_it_ends_with_day_14(outbreak: Outbreak, case: Case) -> None:
    made = outbreak.on(11).do(order, outbreak.su, HOME)
    assert (made.since, made.until, made.policy) == (date(2020, 2, 10), date(2020, 2, 24), case.policy)
    assert made.day(date(2020, 2, 11)) == 1
    assert made.holds_on(date(2020, 2, 24)) and not made.holds_on(date(2020, 2, 25))


def test_all_who_wait_are_ordered_at_once_and_nobody_twice(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(order, outbreak.su, QuarantineKind.INSTITUTIONAL)
    assert [one.person for one in outbreak.do(order_all, case.id, HOME)] == [outbreak.tao]
    assert outbreak.do(order_all, case.id, HOME) == []
    (row,) = outbreak.do(list_cases)
    assert (row.close, row.left) == (2, 0)


def test_who_is_apart_long_enough_is_not_ordered_again(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(order, outbreak.su, HOME)
    with pytest.raises(AlreadyApart) as refusal:
        outbreak.do(order, outbreak.su, HOME)
    assert refusal.value.until == "2020-02-24"


def test_a_new_exposure_makes_it_longer(outbreak: Outbreak, case: Case) -> None:
    first = outbreak.do(order, outbreak.tao, HOME)
    outbreak.on(13).enter(outbreak.su, onset=date(2020, 2, 12), isolated_at=datetime(2020, 2, 13, 8, tzinfo=ZONE))
    longer = outbreak.do(order, outbreak.tao, HOME)
    assert (longer.id, longer.since, longer.until) == (first.id, first.since, date(2020, 2, 27))


def test_the_last_day_follows_the_isolation_of_the_case(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(order, outbreak.su, HOME)
    outbreak.on(12).do(change_case, case.id, isolated(11))
    assert [one.until for one in episodes(outbreak, outbreak.su)] == [date(2020, 2, 25)]


def test_ruling_the_case_out_sets_its_contacts_free_and_not_those_of_another(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(order_all, case.id, HOME)
    outbreak.on(12).enter(outbreak.su, onset=date(2020, 2, 11), isolated_at=datetime(2020, 2, 12, 8, tzinfo=ZONE))
    outbreak.do(change_case, case.id, isolated(10, CaseStatus.NO_CASE))
    (su,), (tao,) = episodes(outbreak, outbreak.su), episodes(outbreak, outbreak.tao)
    assert (su.lifted, su.lifted_on) == (Lifted.NO_CONTACT, date(2020, 2, 12))
    assert tao.lifted is None and tao.until == date(2020, 2, 26)


def test_what_the_investigator_lifted_stays_lifted_until_a_new_exposure(outbreak: Outbreak, case: Case) -> None:
    made = outbreak.do(order, outbreak.su, HOME)
    outbreak.on(11).do(lift, made.id, Lifted.DECIDED)
    seen = outbreak.do(open_case, case.id)
    waits = {one.person.id for one in seen.contacts if one.stands.waits(seen.today)}
    assert waits == {outbreak.tao} and [row.left for row in outbreak.do(list_cases)] == [1]
    outbreak.on(13).enter(outbreak.tao, onset=date(2020, 2, 12), isolated_at=datetime(2020, 2, 13, 8, tzinfo=ZONE))
    seen = outbreak.do(open_case, case.id)
    assert outbreak.su in {one.person.id for one in seen.contacts if one.stands.waits(seen.today)}
    assert [row.left for row in outbreak.do(list_cases)] == [1, 1], "Su of both; Tao, who is ill now, of He"


def test_a_mistaken_lift_is_mended_by_ordering_again(outbreak: Outbreak, case: Case) -> None:
    made = outbreak.do(order, outbreak.su, HOME)
    outbreak.do(lift, made.id, Lifted.MISTAKE)
    again = outbreak.do(order, outbreak.su, HOME)
    assert again.id == made.id and [one.lifted for one in episodes(outbreak, outbreak.su)] == [None]


# What is refused


def test_the_neighbour_is_not_ordered_to_stay_apart(outbreak: Outbreak, case: Case) -> None:
    with pytest.raises(NoCloseContact):
        outbreak.do(order, outbreak.ma, HOME)
    assert episodes(outbreak, outbreak.ma) == []


def test_who_fell_ill_is_cared_for_as_a_case_and_not_ordered(outbreak: Outbreak, case: Case) -> None:
    ill = outbreak.enter(outbreak.su)
    with pytest.raises(AlreadyACase) as refusal:
        outbreak.do(order, outbreak.su, HOME)
    assert refusal.value.code == ill.code


def test_after_the_last_day_nobody_is_ordered(outbreak: Outbreak, case: Case) -> None:
    assert outbreak.on(24, 23).do(order, outbreak.su, HOME)
    with pytest.raises(ObservationOver):
        outbreak.on(25, 0).do(order, outbreak.tao, HOME)


def test_that_somebody_is_no_contact_is_not_said_by_hand(outbreak: Outbreak, case: Case) -> None:
    made = outbreak.do(order, outbreak.su, HOME)
    with pytest.raises(Invalid):
        outbreak.do(lift, made.id, Lifted.NO_CONTACT)


def test_what_is_over_is_not_lifted(outbreak: Outbreak, case: Case) -> None:
    made = outbreak.do(order, outbreak.su, HOME)
    with pytest.raises(AlreadyOver):
        outbreak.on(25, 0).do(lift, made.id, Lifted.DECIDED)
    outbreak.on(24, 23).do(lift, made.id, Lifted.DECIDED)
    with pytest.raises(AlreadyOver):
        outbreak.do(lift, made.id, Lifted.DECIDED)


@pytest.mark.parametrize("who", ["rosa", "lin", "chen", "eve"])
def test_only_investigators_and_clinicians_order_and_lift(outbreak: Outbreak, case: Case, who: str) -> None:
    made, by = outbreak.do(order, outbreak.su, HOME), getattr(outbreak.morning.people, who)
    for use_case, args in ((order, (outbreak.tao, HOME)), (lift, (made.id, Lifted.DECIDED))):
        with pytest.raises(NotAllowed):
            outbreak.do(use_case, *args, by=by)


def test_who_is_not_there_is_not_found(outbreak: Outbreak, case: Case) -> None:
    elsewhere = replace(outbreak.dong, area="330103002")
    made = outbreak.do(order, outbreak.su, HOME)
    for use_case, args in (
        (order, (outbreak.tao, HOME)),
        (lift, (made.id, Lifted.DECIDED)),
        (lift, (10**9, Lifted.DECIDED)),
    ):
        with pytest.raises(NotFound):
            outbreak.do(use_case, *args, by=elsewhere)


def test_an_order_for_a_facility_says_on_paper_where_that_is(outbreak: Outbreak) -> None:
    outbreak.on(10).enter(isolated_at=outbreak.morning.at - timedelta(hours=1))
    with outbreak.morning.work(system(DISTRICT)) as work:
        place, name = next(iter((number, name) for name, number in work.places.by_name().items()))

    episode = outbreak.do(order, outbreak.su, QuarantineKind.INSTITUTIONAL, place)

    paper = outbreak.do(order_paper, episode.id)
    assert episode.place == place and paper.places[place] == name
