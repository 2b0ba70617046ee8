"""Tao appeals against the order that Dong gave: Bao or Gu decides, Dong does not, and what is decided holds in the next round."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from cockpit import appeals
from cockpit.access import Actor
from cockpit.appeals import (
    AlreadyAppealed,
    AlreadyDecided,
    Appeal,
    Code,
    Ground,
    NothingOrdered,
    OrderedByYou,
    State,
    TooManyAppeals,
)
from cockpit.quarantine import Episode, Lifted, QuarantineKind, lift
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import Case, change_case, list_again, open_case, order
from cockpit.screening.rounds import cases_to_screen, keep_found
from data_access.appeals import appeal as table
from data_access.appeals import appeal_code
from data_access.database import Database
from tests.at_once import at_once
from tests.data_access.screening.conftest import ISOLATED, ZONE, Outbreak
from tests.people import somebody

HOME = QuarantineKind.HOME
NOBODY = Actor(None, "public", "", "public", "")
WORDS = "那天我在外婆家，不在家里"
WHY = "外婆所在社区的门岗登记可以证明"


@dataclass
class Order:
    outbreak: Outbreak
    case: Case
    episode: Episode
    bao: Actor
    gu: Actor

    def print(self) -> str:
        code: str = self.outbreak.do(appeals.give_code, self.episode)
        return code

    def knock(self, code: str) -> Any:
        return self.outbreak.do(appeals.knock, code, "203.0.113.7", by=NOBODY)

    def code(self) -> Code:
        found = self.knock(self.print())
        assert isinstance(found, Code)
        return found

    def appeal(self, ground: Ground = Ground.NOT_THERE) -> Appeal:
        made: Appeal = self.outbreak.do(appeals.appeal, self.code(), ground, WORDS, by=NOBODY)
        return made

    def uphold(self, one: Appeal, by: Actor | None = None) -> Appeal:
        done: Appeal = self.outbreak.do(appeals.uphold, one.id, WHY, by=by or self.bao)
        return done

    def now(self) -> Episode:
        with self.outbreak.morning.work(self.outbreak.dong) as work:
            return work.quarantine.get(self.episode.id)

    def contacts(self) -> dict[int, bool]:
        """Person -> whether they wait for an order."""
        seen = self.outbreak.do(open_case, self.case.id)
        return {one.person.id: one.stands.waits(seen.today) for one in seen.contacts}


@pytest.fixture
def ordered(outbreak: Outbreak, database: Database) -> Order:
    """He was isolated on the 10th at 8; Tao, who lives there, is ordered to stay apart at 9."""
    case = outbreak.on(10).enter(**vars(ISOLATED))
    episode = outbreak.do(order, outbreak.tao, HOME)
    return Order(outbreak, case, episode, somebody(database, "clinician"), somebody(database, "shift_lead"))


def test_it_is_due_in_48_hours_by_the_rule_and_overdue_after_that_instant(ordered: Order) -> None:
    ordered.outbreak.morning.at = datetime(2020, 2, 10, 23, 59, tzinfo=ZONE)
    one = ordered.appeal()
    assert one.due_at == datetime(2020, 2, 12, 23, 59, tzinfo=ZONE)
    for at, late in ((datetime(2020, 2, 12, 23, 59, tzinfo=ZONE), 0), (datetime(2020, 2, 13, 0, 0, tzinfo=ZONE), 1)):
        ordered.outbreak.morning.at = at
        rows, figures = ordered.outbreak.do(appeals.list_appeals)
        assert [row.appeal.overdue(at) for row in rows] == [bool(late)] and figures.late == late


def test_upheld_it_lets_the_person_go_and_no_later_round_lists_them_again(ordered: Order) -> None:
    done = ordered.uphold(ordered.appeal())
    assert (done.state, done.decided_by) == (State.UPHELD, ordered.bao.id)
    assert (ordered.now().lifted, ordered.now().lifted_on) == (Lifted.CLEARED, date(2020, 2, 10))
    assert set(ordered.contacts()) == {ordered.outbreak.su}
    a_round(ordered)
    ordered.outbreak.on(11).do(change_case, ordered.case.id, replace(ISOLATED, onset=date(2020, 2, 7)))
    assert ordered.contacts() == {ordered.outbreak.su: True}
    assert open_case_denied(ordered) == {ordered.outbreak.tao: "elsewhere"}


def a_round(ordered: Order) -> None:
    for case in ordered.outbreak.do(cases_to_screen, by=ordered.outbreak.morning.people.cockpit):
        ordered.outbreak.do(keep_found, case, [], by=ordered.outbreak.morning.people.cockpit)


def open_case_denied(ordered: Order) -> dict[int, str]:
    with ordered.outbreak.morning.work(ordered.outbreak.dong) as work:
        return work.exposures.denied(ordered.case.id)


@pytest.mark.parametrize("ground", [Ground.DATES, Ground.OTHER])
def test_where_the_days_were_wrong_the_contact_stays_on_record_and_waits_for_nothing(
    ordered: Order, ground: Ground
) -> None:
    ordered.uphold(ordered.appeal(ground))
    assert ordered.now().lifted is Lifted.APPEAL
    a_round(ordered)
    assert ordered.contacts() == {ordered.outbreak.su: True, ordered.outbreak.tao: False}
    assert open_case_denied(ordered) == {}


def test_a_case_that_is_found_later_counts_as_it_always_would(ordered: Order) -> None:
    ordered.uphold(ordered.appeal())
    su_is_ill = {"onset": date(2020, 2, 9), "isolated_at": datetime(2020, 2, 10, 8, tzinfo=ZONE)}
    second = ordered.outbreak.on(11).enter(ordered.outbreak.su, **su_is_ill)
    seen = ordered.outbreak.do(open_case, second.id)
    assert {one.person.id: one.stands.waits(seen.today) for one in seen.contacts}[ordered.outbreak.tao]


def test_an_investigator_may_list_who_was_cleared_again(ordered: Order) -> None:
    ordered.uphold(ordered.appeal())
    ordered.outbreak.do(list_again, ordered.case.id, ordered.outbreak.tao)
    assert ordered.contacts()[ordered.outbreak.tao]


def test_refused_it_leaves_the_order_and_says_why(ordered: Order) -> None:
    one = ordered.appeal()
    for short in ("", "不成立", "  一二三四五六七八九  "):
        with pytest.raises(Invalid):
            ordered.outbreak.do(appeals.refuse, one.id, short, by=ordered.gu)
    ordered.outbreak.do(appeals.refuse, one.id, WHY, by=ordered.gu)
    assert ordered.now().lifted_on is None
    own = ordered.outbreak.do(appeals.own_order, ordered.code(), by=NOBODY)
    assert [(each.appeal.state, each.reason) for each in own.answers] == [(State.REFUSED, WHY)] and own.may_appeal


def test_who_ordered_it_does_not_decide_nor_who_made_it_longer(ordered: Order) -> None:
    one = ordered.appeal()
    for act, said in ((appeals.uphold, WHY), (appeals.refuse, WHY)):
        with pytest.raises(OrderedByYou):
            ordered.outbreak.do(act, one.id, said)
    ill = {"onset": date(2020, 2, 12), "isolated_at": datetime(2020, 2, 13, 8, tzinfo=ZONE)}
    ordered.outbreak.on(13).enter(ordered.outbreak.su, **ill)
    ordered.outbreak.do(order, ordered.outbreak.tao, HOME, by=ordered.bao)
    assert set(ordered.now().ordered_by) == {ordered.outbreak.dong.id, ordered.bao.id}
    with pytest.raises(OrderedByYou):
        ordered.uphold(one)
    assert ordered.uphold(one, ordered.gu).decided_role == "shift_lead"


def test_where_nobody_knows_who_ordered_it_the_story_tells_and_else_who_entered_the_case_is_barred(
    ordered: Order,
) -> None:
    one = ordered.appeal()
    forget(ordered, "update quarantine set ordered_by = '{}'")
    with pytest.raises(OrderedByYou):
        ordered.outbreak.do(appeals.uphold, one.id, WHY)
    forget(ordered, "delete from change where event = 'quarantine_ordered'")
    with pytest.raises(OrderedByYou):
        ordered.outbreak.do(appeals.uphold, one.id, WHY)
    assert ordered.uphold(one).state is State.UPHELD


def forget(ordered: Order, statement: str) -> None:
    with ordered.outbreak.morning.database.connection() as connection:
        connection.execute(text(statement))


def test_one_waits_at_a_time_and_another_may_come_when_it_was_taken_back(ordered: Order) -> None:
    first = ordered.appeal()
    with pytest.raises(AlreadyAppealed):
        ordered.outbreak.do(appeals.appeal, ordered.code(), Ground.OTHER, WORDS, by=NOBODY)
    ordered.outbreak.do(appeals.withdraw, ordered.code(), by=NOBODY)
    with pytest.raises(NotFound):
        ordered.outbreak.do(appeals.withdraw, ordered.code(), by=NOBODY)
    with pytest.raises(AlreadyDecided):
        ordered.uphold(first)
    ordered.appeal(Ground.DATES)
    ordered.outbreak.do(appeals.withdraw, ordered.code(), by=NOBODY)
    ordered.appeal()
    ordered.outbreak.do(appeals.withdraw, ordered.code(), by=NOBODY)
    with pytest.raises(TooManyAppeals):
        ordered.appeal()
    assert ordered.outbreak.on(11, 10) and ordered.appeal().open


def test_what_is_over_is_not_appealed_against_but_what_was_asked_before_is_still_decided(ordered: Order) -> None:
    one = ordered.appeal()
    ordered.outbreak.do(lift, ordered.episode.id, Lifted.DECIDED)
    assert ordered.uphold(one).state is State.UPHELD
    assert ordered.now().lifted is Lifted.DECIDED
    with pytest.raises(NothingOrdered):
        ordered.outbreak.do(
            appeals.enter, ordered.episode.id, Ground.OTHER, WORDS, by=ordered.outbreak.morning.people.lin
        )


def test_lin_writes_it_down_for_somebody_without_a_phone_and_only_in_her_community(ordered: Order) -> None:
    lin, people = ordered.outbreak.morning.people.lin, ordered.outbreak.morning.people
    one = ordered.outbreak.do(appeals.enter, ordered.episode.id, Ground.PROTECTED, WORDS, by=lin)
    assert (one.entered_by, one.entered_role, one.on_paper) == (lin.id, "community", True)
    opened = ordered.outbreak.do(appeals.look_at_appeal, one.id, by=lin)
    assert opened.words == WORDS
    with pytest.raises(NotAllowed):
        ordered.outbreak.do(appeals.uphold, one.id, WHY, by=lin)
    elsewhere = replace(lin, area="330103002001")
    for act, *args in ((appeals.look_at_appeal, one.id), (appeals.withdraw_for, one.id), (appeals.enter, ordered.episode.id, Ground.OTHER, WORDS)):  # fmt: skip
        with pytest.raises(NotFound):
            ordered.outbreak.do(act, *args, by=elsewhere)
    with pytest.raises(NotAllowed):
        ordered.outbreak.do(appeals.list_appeals, by=people.rosa)
    assert ordered.outbreak.do(appeals.withdraw_for, one.id, by=lin).state is State.WITHDRAWN


@pytest.mark.parametrize("words", ["", "   ", "长" * 501])
def test_an_appeal_has_words_and_not_too_many(ordered: Order, words: str) -> None:
    with pytest.raises(Invalid):
        ordered.outbreak.do(appeals.appeal, ordered.code(), Ground.OTHER, words, by=NOBODY)


def test_how_often_an_order_was_wrong(ordered: Order, outbreak: Outbreak) -> None:
    assert ordered.outbreak.do(appeals.list_appeals)[1].share_upheld is None
    ordered.outbreak.do(appeals.refuse, ordered.appeal().id, WHY, by=ordered.gu)
    ordered.uphold(ordered.appeal())
    figures = ordered.outbreak.do(appeals.list_appeals, None)[1]
    assert (figures.count[State.UPHELD], figures.count[State.REFUSED], figures.count[State.OPEN]) == (1, 1, 0)
    assert figures.share_upheld == 0.5


# The code


def test_a_code_opens_for_14_days_after_the_end_to_the_last_minute(ordered: Order) -> None:
    code = ordered.print()
    last = datetime(2020, 3, 9, 23, 59, tzinfo=ZONE)  # the episode ends with the 24th of February
    for at, opens in ((last, True), (last + timedelta(minutes=1), False)):
        ordered.outbreak.morning.at = at
        assert isinstance(ordered.knock(code), Code) is opens
    forget(ordered, "update quarantine set lifted_on = date '2020-02-12', lifted = 'decided'")
    ordered.outbreak.on(27)
    assert not isinstance(ordered.knock(code), Code)


def test_papers_printed_again_hold_beside_the_first_and_of_many_the_last_three(ordered: Order) -> None:
    codes = [ordered.print() for _ in range(4)]
    assert [isinstance(ordered.knock(code), Code) for code in codes] == [False, True, True, True]
    with ordered.outbreak.morning.database.connection() as connection:
        kept = str(connection.execute(select(appeal_code)).all())
    assert not any(code in kept for code in codes)


def test_whoever_prints_what_is_over_gets_no_code(ordered: Order) -> None:
    ordered.outbreak.do(lift, ordered.episode.id, Lifted.DECIDED)
    assert ordered.outbreak.do(appeals.give_code, ordered.now()) == ""


def test_a_code_opens_its_own_order_and_nothing_of_anybody_else(ordered: Order) -> None:
    su = ordered.outbreak.do(order, ordered.outbreak.su, HOME)
    one, code = ordered.appeal(), ordered.outbreak.do(appeals.give_code, su)
    with ordered.outbreak.morning.work(NOBODY) as work:
        found = appeals.knock(work, code, "203.0.113.7")
        assert isinstance(found, Code) and appeals.own_order(work, found).answers == ()
        assert work.connection.execute(select(table.c.id)).all() == []
        with pytest.raises(NotFound):
            appeals.withdraw(work, found)
    assert ordered.outbreak.do(appeals.look_at_appeal, one.id).appeal.open


# Deadlines


def told(ordered: Order, event: str) -> list[int]:
    with ordered.outbreak.morning.database.connection() as connection:
        query = text("select account from paging where event = :event order by id")
        return list(connection.execute(query, {"event": event}).scalars())


def test_who_decides_is_told_at_half_time_and_the_shift_lead_when_it_is_overdue_each_once(ordered: Order) -> None:
    one, cockpit = ordered.appeal(), ordered.outbreak.morning.people.cockpit
    ordered.outbreak.morning.at = one.half_at
    for _ in range(2):
        ordered.outbreak.do(appeals.half_over, one.id, by=cockpit)
    colleague = somebody(ordered.outbreak.morning.database, "investigator2")
    assert set(told(ordered, "appeal_half")) == {ordered.bao.id, colleague.id}  # Dong ordered it
    assert len(told(ordered, "appeal_half")) == 2
    ordered.outbreak.morning.at = one.due_at
    ordered.outbreak.do(appeals.overdue, one.id, by=cockpit)
    assert told(ordered, "appeal_late") == []
    ordered.outbreak.morning.at = one.due_at + timedelta(seconds=1)
    for _ in range(2):
        ordered.outbreak.do(appeals.overdue, one.id, by=cockpit)
    leads = told(ordered, "appeal_late")
    assert ordered.gu.id in leads and len(leads) == len(set(leads)) and ordered.bao.id not in leads


def test_what_is_decided_wakes_nobody(ordered: Order) -> None:
    one, cockpit = ordered.appeal(), ordered.outbreak.morning.people.cockpit
    ordered.uphold(one)
    ordered.outbreak.morning.at = one.due_at + timedelta(days=1)
    for job in (appeals.half_over, appeals.overdue):
        ordered.outbreak.do(job, one.id, by=cockpit)
    assert told(ordered, "appeal_half") + told(ordered, "appeal_late") == []


def test_the_worker_is_asked_for_both_moments(ordered: Order) -> None:
    one = ordered.appeal()
    with ordered.outbreak.morning.database.connection() as connection:
        rows = connection.execute(
            text("select task_name, args->>'due' as due from procrastinate_jobs where task_name like 'appeal%'")
        )
        due = {row.task_name: datetime.fromisoformat(row.due) for row in rows}
    assert due == {"appeal_half": one.half_at, "appeal_late": one.due_at + timedelta(seconds=1)}


# Two at once, what lies where, and how long


@pytest.mark.many
def test_of_two_who_decide_at_once_one_does(ordered: Order) -> None:
    one = ordered.appeal()
    found = at_once(
        lambda: ordered.uphold(one), lambda: ordered.outbreak.do(appeals.refuse, one.id, WHY, by=ordered.gu)
    )
    assert sorted(type(each).__name__ for each in found) in (
        ["AlreadyDecided", "Appeal"],
        ["Appeal", "ChangedMeanwhile"],
    )


@pytest.mark.many
def test_of_two_who_send_it_at_once_one_is_kept(ordered: Order) -> None:
    code = ordered.code()
    send = lambda: ordered.outbreak.do(appeals.appeal, code, Ground.OTHER, WORDS, by=NOBODY)  # noqa: E731
    found = at_once(send, send)
    assert sorted(type(each).__name__ for each in found) == ["AlreadyAppealed", "Appeal"]


def test_words_and_reason_lie_sealed_and_go_with_the_episode(ordered: Order) -> None:
    ordered.outbreak.do(appeals.refuse, ordered.appeal().id, WHY, by=ordered.gu)
    with ordered.outbreak.morning.database.connection() as connection:
        for name in ("appeal", "change", "audit_entry", "look_entry", "procrastinate_jobs"):
            kept = connection.execute(text(f"select * from {name}")).all()
            assert WORDS not in str(kept) and WHY not in str(kept), name
        assert WORDS.encode() not in bytes(connection.execute(select(table.c.words)).scalar_one())
        connection.execute(text("delete from quarantine"))
        assert not connection.execute(select(table.c.id)).all() + connection.execute(select(appeal_code.c.id)).all()
