"""Whoever a round found is ordered to stay apart, all at once; that all of them are is reckoned, and the paper says why."""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from cockpit.canvass import Answer, Result, list_found, order_found, progress
from cockpit.quarantine import Cause, Episode, Lifted, QuarantineKind, lift
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import CaseFacts, CaseStatus, change_case, enter_case, order_all, order_paper
from tests.data_access.canvass.conftest import ZONE, Walk
from tests.people import CHANGQING, somebody

HOME = QuarantineKind.HOME


def counted(walk: Walk, round_id: int) -> tuple[int, int, int]:
    tally = walk.do(walk.morning.people.rosa, progress, round_id).whole.tally
    return tally.found, tally.isolated, tally.waiting


def episode(walk: Walk, person: int) -> Episode:
    with walk.morning.work(walk.dong) as work:
        (found,) = work.quarantine.of_person(person)
        return found  # type: ignore[no-any-return]


def test_all_who_were_found_are_ordered_at_once_from_their_day_0(walk: Walk) -> None:
    one = walk.on(1).open()
    first, second, third, *_ = walk.visits(one)
    walk.find(first)
    walk.on(2).find(second, since=date(2020, 1, 30))
    walk.knock(third, Answer(Result.FOUND, unnamed=2))
    assert counted(walk, one.id) == (4, 0, 4)
    assert walk.do(walk.dong, order_found, one.id, HOME) == 2
    assert counted(walk, one.id) == (4, 2, 2), "who is in no inventory yet waits"
    days = [
        (each.since, each.until, each.cause)
        for each in (episode(walk, walk.residents(door)[0]) for door in (first, second))
    ]
    assert days == [
        (date(2020, 2, 1), date(2020, 2, 15), Cause.ROUND),
        (date(2020, 1, 30), date(2020, 2, 13), Cause.ROUND),
    ]
    assert walk.do(walk.dong, order_found, one.id, HOME) == 0


def test_whoever_the_inventory_did_not_know_is_named_by_answering_anew(walk: Walk) -> None:
    one = walk.open()
    door = walk.visits(one)[0]
    unknown = walk.knock(door, Answer(Result.FOUND, unnamed=1))
    assert walk.do(walk.morning.people.rosa, progress, one.id).whole.tally.unnamed == 1
    walk.knock(door, Answer(Result.FOUND, found=tuple(walk.residents(door)[:1])), seen=unknown.answer)
    assert walk.do(walk.dong, order_found, one.id, HOME) == 1
    assert counted(walk, one.id) == (1, 1, 0)


def test_a_community_is_ordered_by_itself(walk: Walk) -> None:
    one = walk.open(CHANGQING)
    walk.find(walk.visits(one)[0])
    assert walk.do(walk.dong, order_found, one.id, HOME, walk.bei.area) == 0
    assert walk.do(walk.dong, order_found, one.id, HOME, walk.lin.area) == 1


def test_an_order_that_was_a_mistake_waits_again_and_is_ordered_anew(walk: Walk) -> None:
    one = walk.open()
    door = walk.visits(one)[0]
    walk.find(door)
    walk.do(walk.dong, order_found, one.id, HOME)
    made = episode(walk, walk.residents(door)[0])
    walk.do(walk.dong, lift, made.id, Lifted.MISTAKE)
    assert counted(walk, one.id) == (1, 0, 1)
    walk.do(walk.dong, order_found, one.id, HOME)
    assert episode(walk, made.person).id == made.id and counted(walk, one.id) == (1, 1, 0)
    walk.do(walk.dong, lift, made.id, Lifted.DECIDED)
    assert counted(walk, one.id) == (1, 1, 0), "decided otherwise by the investigator: nobody waits"


def test_a_contact_who_was_found_stays_apart_for_longer_whatever_becomes_of_the_case(walk: Walk) -> None:
    one = walk.on(10).open(due=date(2020, 2, 12))
    door = next(each for each in walk.visits(one) if len(walk.residents(each)) > 1)
    ill, other, *_ = walk.residents(door)
    facts = CaseFacts(CaseStatus.CONFIRMED, onset=date(2020, 2, 6), isolated_at=datetime(2020, 2, 8, 8, tzinfo=ZONE))
    case = walk.do(walk.dong, enter_case, ill, facts)
    walk.do(walk.dong, order_all, case.id, HOME)
    assert episode(walk, other).until == date(2020, 2, 22)
    walk.knock(door, Answer(Result.FOUND, found=(other,)))
    assert counted(walk, one.id) == (1, 0, 1)
    walk.do(walk.dong, order_found, one.id, HOME)
    assert (episode(walk, other).until, episode(walk, other).cause) == (date(2020, 2, 24), Cause.ROUND)
    walk.do(walk.dong, change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=date(2020, 2, 6)))
    assert episode(walk, other).lifted is None and counted(walk, one.id) == (1, 1, 0)


def test_who_is_entered_as_a_case_is_cared_for_and_waits_for_nothing(walk: Walk) -> None:
    one = walk.open()
    door = walk.visits(one)[0]
    walk.find(door)
    walk.do(walk.dong, enter_case, walk.residents(door)[0], CaseFacts(CaseStatus.CONFIRMED, sampled=date(2020, 2, 1)))
    assert counted(walk, one.id) == (1, 1, 0) and walk.do(walk.dong, order_found, one.id, HOME) == 0


def test_whose_days_are_over_is_not_ordered_any_more(walk: Walk) -> None:
    one = walk.on(1).open()
    walk.find(walk.visits(one)[0])
    assert walk.on(16).do(walk.dong, order_found, one.id, HOME) == 0
    tally = walk.do(walk.dong, progress, one.id).whole.tally
    assert (tally.found, tally.isolated, tally.waiting, tally.over) == (1, 0, 0, 1)


def test_the_paper_says_that_a_round_found_it_and_by_which_rule(walk: Walk) -> None:
    one = walk.on(1).open()
    door = walk.visits(one)[0]
    walk.find(door)
    walk.do(walk.dong, order_found, one.id, HOME)
    paper = walk.do(walk.dong, order_paper, episode(walk, walk.residents(door)[0]).id)
    assert (paper.found, paper.reasons) == (date(2020, 2, 1), ())
    assert paper.rule and paper.rule.id == one.policy and paper.rule.kind == "canvass"


def test_it_is_one_line_of_the_audit_and_one_change_a_community(walk: Walk) -> None:
    one = walk.open()
    for door in walk.visits(one)[:3]:
        walk.find(door)
    walk.do(walk.dong, order_found, one.id, HOME)
    with walk.morning.database.connection() as connection:
        lines = connection.execute(text("select facts from audit_entry where action = 'found_ordered'")).scalars().all()
        changes = connection.execute(text("select facts from change where event = 'found_ordered'")).scalars().all()
    assert lines == [{"ordered": 3}] and changes == [{"ordered": 3}]


# Who sees and orders whom


def test_each_reads_those_who_were_found_as_their_role_may(walk: Walk) -> None:
    one = walk.open()
    door = walk.visits(one)[0]
    walk.find(door)
    names = {}
    for by in (walk.lin, walk.dong, walk.morning.people.rosa):
        (row,) = walk.do(by, list_found, one.id)
        assert row.waits and row.person and row.person.id == walk.residents(door)[0]
        names[by.role] = row.person.fields["name"].text or ""
    assert names["community"] == names["investigator"] and "*" in names["officer"]
    assert walk.do(walk.bei, list_found, walk.open(CHANGQING).id) == ()


@pytest.mark.parametrize("who", ["rosa", "lin", "shen", "eve"])
def test_only_investigators_and_clinicians_order(walk: Walk, who: str) -> None:
    one = walk.open()
    with pytest.raises(NotAllowed):
        walk.do(getattr(walk.morning.people, who), order_found, one.id, HOME)


def test_what_is_not_there_is_not_ordered(walk: Walk) -> None:
    one = walk.open()
    clinician = somebody(walk.morning.database, "clinician")
    assert walk.do(clinician, order_found, one.id, HOME) == 0
    with pytest.raises(NotFound):
        walk.do(clinician, order_found, 10**9, HOME)
    with pytest.raises(Invalid):
        walk.do(clinician, order_found, one.id, QuarantineKind.HOSPITAL)
