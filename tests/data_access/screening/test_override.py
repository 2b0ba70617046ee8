"""What Dong knows better than the records: Ma ate with He; Tao was away; both words stand when the records are read again."""

from datetime import date, datetime

import pytest

from cockpit.access import system
from cockpit.quarantine import Lifted, QuarantineKind
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import (
    Case,
    CaseFacts,
    CaseSeen,
    CaseStatus,
    Closeness,
    Denial,
    ExposesNobody,
    Exposure,
    NotBeforeItCounts,
    Setting,
    add_contact,
    change_case,
    deny_contact,
    keep_found,
    list_again,
    open_case,
    order,
    sat_near,
)
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.people import DISTRICT

ONSET, MET = date(2020, 2, 8), date(2020, 2, 9)
FACTS = CaseFacts(CaseStatus.CONFIRMED, onset=ONSET, isolated_at=datetime(2020, 2, 10, 8, tzinfo=ZONE))


@pytest.fixture
def case(outbreak: Outbreak) -> Case:
    return outbreak.on(10).enter(**vars(FACTS))


def seen(outbreak: Outbreak, case: Case) -> CaseSeen:
    found: CaseSeen = outbreak.do(open_case, case.id)
    return found


def who(outbreak: Outbreak, case: Case) -> set[int]:
    return {one.person.id for one in seen(outbreak, case).contacts}


def test_who_ate_with_the_case_is_a_close_contact_from_that_day_on(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, MET)
    ma = next(one for one in seen(outbreak, case).contacts if one.person.id == outbreak.ma)
    assert ma.stands.close and ma.stands.waits(date(2020, 2, 10))
    assert outbreak.do(order, outbreak.ma, QuarantineKind.HOME).since == date(2020, 2, 10)


def test_it_stands_when_the_records_are_read_again_and_is_said_once(outbreak: Outbreak, case: Case) -> None:
    for _ in range(2):
        outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, MET)
    outbreak.do(change_case, case.id, FACTS)
    ma = next(one for one in seen(outbreak, case).contacts if one.person.id == outbreak.ma)
    assert len(ma.stands.contact.exposures) == 1


def test_who_is_asked_for_the_seat_sat_near_or_too_far_away(outbreak: Outbreak, case: Case) -> None:
    """No record knows where Ma and Tao sat."""
    began = datetime(2020, 2, 9, 9, tzinfo=ZONE)
    with outbreak.morning.work(system(DISTRICT)) as work:
        aboard = [
            Exposure(
                case.id,
                who,
                Setting.TRANSPORT,
                Closeness.TO_ASK,
                began,
                began.replace(hour=11),
                "G7512/2020-02-09;sealed_train;",
            )
            for who in (outbreak.ma, outbreak.tao)
        ]
        keep_found(work, work.cases.get(case.id), aboard)

    outbreak.do(sat_near, case.id, outbreak.ma)
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.SEAT)

    near = {one.person.id: one.stands.contact.closeness for one in seen(outbreak, case).contacts}
    assert near[outbreak.ma] is Closeness.CLOSE and outbreak.tao not in near
    with outbreak.morning.work(system(DISTRICT)) as work:
        keep_found(work, work.cases.get(case.id), aboard)
    near = {one.person.id: one.stands.contact.closeness for one in seen(outbreak, case).contacts}
    assert near[outbreak.ma] is Closeness.CLOSE and outbreak.tao not in near
    with pytest.raises(NotFound):
        outbreak.do(sat_near, case.id, outbreak.ma)


def test_who_was_not_there_is_no_contact_goes_free_and_stays_none(outbreak: Outbreak, case: Case) -> None:
    made = outbreak.do(order, outbreak.tao, QuarantineKind.HOME)
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.ELSEWHERE)
    outbreak.do(change_case, case.id, FACTS)
    assert who(outbreak, case) == {outbreak.su}
    assert [(one.id, why) for one, why in seen(outbreak, case).denied] == [(outbreak.tao, "elsewhere")]
    with outbreak.morning.work(outbreak.dong) as work:
        (episode,) = work.quarantine.of_person(outbreak.tao)
    assert (episode.id, episode.lifted) == (made.id, Lifted.NO_CONTACT)


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_denial_can_be_taken_back(outbreak: Outbreak, case: Case, by_hand: bool) -> None:
    one = outbreak.ma if by_hand else outbreak.tao
    if by_hand:
        outbreak.do(add_contact, case.id, one, Setting.CARE, MET)
    outbreak.do(deny_contact, case.id, one, Denial.PROTECTED)
    assert one not in who(outbreak, case)
    outbreak.do(list_again, case.id, one)
    assert one in who(outbreak, case) and seen(outbreak, case).denied == ()


def test_what_is_denied_of_one_case_holds_for_that_one_alone(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.ELSEWHERE)
    other = outbreak.enter(outbreak.su, onset=MET)
    assert outbreak.tao in who(outbreak, other)


# What is refused


def test_a_day_before_it_counts_says_since_when_it_does(outbreak: Outbreak, case: Case) -> None:
    with pytest.raises(NotBeforeItCounts) as refusal:
        outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, date(2020, 2, 7))
    assert refusal.value.first == "2020-02-08"


@pytest.mark.parametrize(
    ("person", "setting", "day", "field"),
    [
        ("ma", Setting.MEAL, date(2020, 2, 12), "day"),
        ("ma", Setting.PLACE, MET, "setting"),
        ("he", Setting.MEAL, MET, "person"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    outbreak: Outbreak, case: Case, person: str, setting: Setting, day: date, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        outbreak.do(add_contact, case.id, getattr(outbreak, person), setting, day)
    assert refusal.value.field == field and outbreak.ma not in who(outbreak, case)


def test_who_is_isolated_meets_nobody(outbreak: Outbreak, case: Case) -> None:
    with pytest.raises(Invalid):
        outbreak.on(12).do(add_contact, case.id, outbreak.ma, Setting.MEAL, date(2020, 2, 11))


def test_a_case_that_is_ruled_out_gets_no_contacts(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=ONSET))
    with pytest.raises(ExposesNobody):
        outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, MET)


def test_who_is_no_contact_is_not_denied_nor_listed_again(outbreak: Outbreak, case: Case) -> None:
    for use_case, args in ((deny_contact, (Denial.MISTAKE,)), (list_again, ())):
        with pytest.raises(NotFound):
            outbreak.do(use_case, case.id, outbreak.ma, *args)


@pytest.mark.parametrize("who", ["rosa", "lin", "eve"])
def test_only_investigators_and_clinicians_know_better(outbreak: Outbreak, case: Case, who: str) -> None:
    by = getattr(outbreak.morning.people, who)
    for use_case, args in (
        (add_contact, (outbreak.ma, Setting.MEAL, MET)), (deny_contact, (outbreak.su, Denial.ELSEWHERE)), (list_again, (outbreak.su,)),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            outbreak.do(use_case, case.id, *args, by=by)
