"""From the first word to the last day: they arrive, somebody calls, the investigator orders, and day 14 ends it."""

from datetime import date, datetime

import pytest

from cockpit.quarantine import AlreadyOver as LiftedAlready
from cockpit.quarantine import Cause, Episode, Lifted, QuarantineKind, lift
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.returns import (
    AlreadyArrived,
    AlreadyVisited,
    Closed,
    Declared,
    Entry,
    NobodyKnown,
    NotDue,
    NotThereYet,
    ReturnOver,
    State,
    StillApart,
    Visit,
    arrive,
    board,
    close,
    correct,
    know,
    order,
    order_all,
    order_grounds,
    visit,
)
from cockpit.screening import (
    AlreadyACase,
    AlreadyApart,
    CaseFacts,
    CaseStatus,
    ObservationOver,
    change_case,
    enter_case,
)
from cockpit.screening import order as order_contact
from tests.data_access.returns.conftest import FIRST, ZONE, Homecoming
from tests.people import CHANGQING

HOME, FACILITY = QuarantineKind.HOME, QuarantineKind.INSTITUTIONAL


def met(homecoming: Homecoming, **facts: object) -> Entry:
    """He is there since today, and was met."""
    entry = homecoming.declare(**facts)
    homecoming.do(arrive, entry.id, homecoming.morning.at.astimezone(ZONE).date(), by=homecoming.lin)
    found: Entry = homecoming.do(visit, entry.id, Visit.MET, by=homecoming.lin)
    return found


def episodes(homecoming: Homecoming, person: int) -> list[Episode]:
    with homecoming.morning.work(homecoming.dong) as work:
        found: list[Episode] = work.quarantine.of_person(person)
    return found


def test_the_way_over_the_board(homecoming: Homecoming) -> None:
    entry = homecoming.declare()
    assert homecoming.lanes()[State.EXPECTED] == [entry.id]
    assert homecoming.on(2, 0).lanes()[State.OVERDUE] == [entry.id]
    homecoming.do(arrive, entry.id, date(2020, 2, 2), by=homecoming.lin)
    assert homecoming.lanes()[State.ARRIVED] == [entry.id]
    homecoming.do(visit, entry.id, Visit.ABSENT, by=homecoming.lin)
    assert homecoming.lanes()[State.ARRIVED] == [entry.id], "somebody calls there again"
    homecoming.do(visit, entry.id, Visit.MET, by=homecoming.lin)
    assert homecoming.lanes()[State.VISITED] == [entry.id]
    made = homecoming.do(order, entry.id, HOME)
    assert (made.cause, made.since, made.until) == (Cause.RETURN, date(2020, 2, 2), date(2020, 2, 16))
    assert homecoming.lanes()[State.ISOLATED] == [entry.id]
    assert homecoming.on(16, 23, 59).lanes()[State.ISOLATED] == [entry.id]
    found = homecoming.on(17, 0).do(board, CHANGQING)
    assert not any(lane.count for lane in found.lanes) and found.over == 1


def test_expected_today_stands_before_later_days_which_are_counted(homecoming: Homecoming) -> None:
    later = homecoming.declare(name="苏青", expected=date(2020, 2, 4))
    today = homecoming.declare()
    (lane,) = [one for one in homecoming.do(board, CHANGQING).lanes if one.state is State.EXPECTED]
    assert [one.stands.entry.id for one in lane.rows] == [today.id, later.id] and (lane.count, lane.later) == (2, 1)


def test_the_list_of_that_day_decides_on_both_sides_of_a_change(homecoming: Homecoming) -> None:
    before = met(homecoming, origin="温州")
    with pytest.raises(NotDue):
        homecoming.do(order, before.id, HOME)
    after = met(homecoming.on(2), origin="温州", name="苏青", expected=date(2020, 2, 2))
    stands = homecoming.seen(after).seen.stands
    assert stands.region and (stands.region.code, stands.region.since) == ("3303", date(2020, 2, 2))
    assert homecoming.do(order, after.id, HOME).until == date(2020, 2, 16)


def test_all_who_wait_are_ordered_at_once_with_a_result_for_each(homecoming: Homecoming) -> None:
    he, stranger = met(homecoming), homecoming.stranger(arrived=FIRST)
    homecoming.do(visit, stranger.id, Visit.MET)
    unmet = homecoming.declare(name="苏青", arrived=FIRST)
    assert homecoming.do(board, CHANGQING).waiting == 2
    results = {one.entry.id: one for one in homecoming.do(order_all, FACILITY, CHANGQING)}
    assert results.keys() == {he.id, stranger.id}
    assert results[he.id].episode and isinstance(results[stranger.id].refusal, NobodyKnown)
    assert homecoming.lanes()[State.ARRIVED] == [unmet.id]
    assert [one.entry.id for one in homecoming.do(order_all, FACILITY, CHANGQING)] == [stranger.id]


def test_an_episode_that_holds_is_made_longer_and_one_that_is_long_enough_is_not(homecoming: Homecoming) -> None:
    dong, at = homecoming.dong, datetime(2020, 2, 1, 8, tzinfo=ZONE)
    facts = CaseFacts(CaseStatus.CONFIRMED, onset=date(2020, 1, 30), isolated_at=at)
    case = homecoming.do(enter_case, homecoming.su, facts)
    first = homecoming.do(order_contact, homecoming.he, HOME)
    entry = met(homecoming.on(3), expected=date(2020, 2, 3))
    longer = homecoming.do(order, entry.id, HOME)
    assert (longer.id, longer.since, longer.until) == (first.id, FIRST, date(2020, 2, 17))
    with pytest.raises(AlreadyApart):
        homecoming.do(order, entry.id, HOME)
    homecoming.do(change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=date(2020, 1, 30)), by=dong)
    (now,) = episodes(homecoming, homecoming.he)
    assert now.lifted is None and now.until == date(2020, 2, 17), "the return holds, though the case was ruled out"


def test_who_is_a_case_is_cared_for_as_one(homecoming: Homecoming) -> None:
    entry = met(homecoming)
    homecoming.do(enter_case, homecoming.he, CaseFacts(CaseStatus.CONFIRMED, onset=FIRST))
    with pytest.raises(AlreadyACase):
        homecoming.do(order, entry.id, HOME)
    assert homecoming.seen(entry).case


def test_what_was_lifted_by_mistake_is_ordered_again_and_what_was_decided_stays(homecoming: Homecoming) -> None:
    entry = met(homecoming)
    made = homecoming.do(order, entry.id, HOME)
    homecoming.do(lift, made.id, Lifted.MISTAKE)
    assert homecoming.lanes()[State.VISITED] == [entry.id]
    again = homecoming.do(order, entry.id, HOME)
    assert again.id == made.id
    homecoming.do(lift, again.id, Lifted.DECIDED)
    assert homecoming.do(board, CHANGQING).over == 1
    with pytest.raises(LiftedAlready):
        homecoming.do(lift, again.id, Lifted.DECIDED)


def test_the_grounds_of_an_order_are_the_journeys_it_is_for(homecoming: Homecoming) -> None:
    entry = met(homecoming)
    made = homecoming.do(order, entry.id, HOME)
    (grounds,) = homecoming.do(order_grounds, made.id)
    assert grounds.entry.id == entry.id and grounds.region and grounds.region.name == "湖北省"
    homecoming.do(lift, made.id, Lifted.MISTAKE)
    homecoming.do(close, entry.id, Closed.MISTAKE)
    assert homecoming.do(order_grounds, made.id) == []


def test_who_is_apart_is_not_closed_away(homecoming: Homecoming) -> None:
    entry = met(homecoming)
    homecoming.do(order, entry.id, HOME)
    with pytest.raises(StillApart) as refusal:
        homecoming.do(close, entry.id, Closed.LEFT_AGAIN, by=homecoming.lin)
    assert refusal.value.until == "2020-02-15" and homecoming.lanes()[State.ISOLATED] == [entry.id]


def test_a_correction_counts_and_the_words_of_others_stay(homecoming: Homecoming) -> None:
    entry = met(homecoming)
    said = Declared(origin="浙江杭州", arrived=date(2020, 1, 31))
    now = homecoming.do(correct, entry.id, said, by=homecoming.lin)
    assert (now.origin.code, now.arrived) == ("3301", date(2020, 1, 31))
    seen = homecoming.seen(entry)
    assert len(seen.words) == 3 and {one.field for one in seen.contradictions} >= {"origin"}
    assert not seen.seen.stands.due


def test_who_moves_to_another_community_is_on_the_board_of_that_one(homecoming: Homecoming) -> None:
    entry, shen = homecoming.stranger(), homecoming.morning.people.shen
    assert entry.id in homecoming.lanes(by=homecoming.lin, area=homecoming.lin.area)[State.EXPECTED]
    homecoming.do(correct, entry.id, Declared(area="330103001002"), by=shen)
    assert homecoming.lanes(by=homecoming.lin, area=homecoming.lin.area)[State.EXPECTED] == []
    with pytest.raises(NotFound):
        homecoming.do(correct, entry.id, Declared(area="330103002001"), by=shen)


def test_what_is_closed_is_off_the_board(homecoming: Homecoming) -> None:
    entry = homecoming.declare()
    homecoming.do(close, entry.id, Closed.NOT_COMING, by=homecoming.lin)
    assert not any(homecoming.lanes().values())
    assert homecoming.declare().id != entry.id, "who comes all the same is entered anew"


# What is refused


def test_each_step_follows_the_one_before_and_none_is_done_twice(homecoming: Homecoming) -> None:
    entry = homecoming.declare()
    for use_case, args in ((visit, (Visit.MET,)), (order, (HOME,))):
        with pytest.raises(NotThereYet):
            homecoming.do(use_case, entry.id, *args)
    homecoming.do(arrive, entry.id, FIRST)
    with pytest.raises(AlreadyArrived):
        homecoming.do(arrive, entry.id, FIRST)
    homecoming.do(visit, entry.id, Visit.MET)
    with pytest.raises(AlreadyVisited):
        homecoming.do(visit, entry.id, Visit.ABSENT)
    homecoming.do(close, entry.id, Closed.LEFT_AGAIN)
    for use_case, args in (
        (visit, (Visit.MET,)), (arrive, (FIRST,)), (close, (Closed.MISTAKE,)), (order, (HOME,)), (know, ()),
        (correct, (Declared(origin="42"),)),
    ):  # fmt: skip
        with pytest.raises(ReturnOver):
            homecoming.do(use_case, entry.id, *args)


def test_nobody_arrives_tomorrow_and_nothing_is_corrected_by_nothing(homecoming: Homecoming) -> None:
    entry = homecoming.declare()
    with pytest.raises(Invalid):
        homecoming.do(arrive, entry.id, date(2020, 2, 2))
    with pytest.raises(Invalid):
        homecoming.do(correct, entry.id, Declared())


def test_a_stranger_is_not_ordered_before_somebody_knows_who_it_is(homecoming: Homecoming) -> None:
    entry = homecoming.stranger(arrived=FIRST)
    for use_case, args in ((order, (HOME,)), (know, ())):
        with pytest.raises(NobodyKnown):
            homecoming.do(use_case, entry.id, *args)


def test_after_the_last_day_nobody_is_ordered(homecoming: Homecoming) -> None:
    he, su = met(homecoming), met(homecoming, name="苏青")
    assert homecoming.on(15, 23, 59).do(order, he.id, HOME)
    with pytest.raises(ObservationOver):
        homecoming.on(16, 0).do(order, su.id, HOME)


@pytest.mark.parametrize("who", ["rosa", "gu", "shen", "lin", "chen", "eve"])
def test_only_investigators_and_clinicians_order(homecoming: Homecoming, who: str) -> None:
    entry, by = met(homecoming), getattr(homecoming.morning.people, who)
    for use_case, args in ((order, (entry.id, HOME)), (order_all, (HOME,)), (order_grounds, (1,))):
        with pytest.raises(NotAllowed):
            homecoming.do(use_case, *args, by=by)


@pytest.mark.parametrize("who", ["rosa", "gu", "chen", "eve"])
def test_who_does_not_keep_returns_does_nothing_with_them(homecoming: Homecoming, who: str) -> None:
    entry, by = homecoming.declare(), getattr(homecoming.morning.people, who)
    for use_case, args in (
        (arrive, (FIRST,)),
        (visit, (Visit.MET,)),
        (close, (Closed.MISTAKE,)),
        (know, ()),
        (correct, (Declared(),)),
    ):
        with pytest.raises(NotAllowed):
            homecoming.do(use_case, entry.id, *args, by=by)


def test_the_wrong_street_finds_nothing_to_do_anything_with(homecoming: Homecoming) -> None:
    entry, xia = homecoming.declare(), homecoming.morning.people.xia
    for use_case, args in (
        (arrive, (FIRST,)), (visit, (Visit.MET,)), (close, (Closed.MISTAKE,)), (know, ()), (correct, (Declared(origin="42"),)),
    ):  # fmt: skip
        for number in (entry.id, 10**9):
            with pytest.raises(NotFound):
                homecoming.do(use_case, number, *args, by=xia)
