"""What becomes of a need, and what cannot: Mei brings it, Lin sees to it at the desk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cockpit.needs import NeedKind, NotNow, NotOne, State, TooLateToUndo, Why
from cockpit.needs.need import Need, Step
from cockpit.refusals import Invalid

AT = datetime(2020, 2, 10, 1, tzinfo=UTC)
MEI, LIN, TEAM = 7, 8, 3
MILK = Need(1, 1, NeedKind.MILK, AT, AT + timedelta(hours=24), 1)
FIVE = timedelta(minutes=5)


def mei(minutes: int = 0) -> Step:
    return Step(MEI, AT + timedelta(minutes=minutes), TEAM)


CLAIMED = MILK.claimed(mei())
BOUGHT = CLAIMED.bought(1250, mei(10))
DELIVERED = BOUGHT.delivered(mei(30))


def test_it_is_claimed_bought_put_down_and_thanked_for() -> None:
    assert [one.state for one in (MILK, CLAIMED, BOUGHT, DELIVERED)] == [
        State.OPEN, State.CLAIMED, State.BOUGHT, State.DELIVERED,
    ]  # fmt: skip
    done = DELIVERED.thanked(AT + timedelta(hours=1))
    assert done.state is State.THANKED and done.spent == 1250 and done.closed_at == AT + timedelta(minutes=30)


def test_a_team_has_it_or_somebody_of_the_community_but_never_both() -> None:
    lin = MILK.claimed(Step(LIN, AT))
    assert (CLAIMED.team, CLAIMED.account, lin.team, lin.account) == (TEAM, None, None, LIN)


@pytest.mark.parametrize("one", [CLAIMED, BOUGHT, DELIVERED, DELIVERED.thanked(AT)])
def test_what_somebody_has_is_claimed_by_nobody_else(one: Need) -> None:
    with pytest.raises(NotOne):
        one.claimed(Step(LIN, AT, 4))


def test_it_is_overdue_a_second_after_its_time_and_never_once_it_is_brought() -> None:
    assert not CLAIMED.overdue(CLAIMED.due_at) and CLAIMED.overdue(CLAIMED.due_at + timedelta(seconds=1))
    assert not DELIVERED.overdue(AT + timedelta(days=9))


def test_given_back_it_is_everybodys_again_but_not_once_money_is_in_it() -> None:
    back = CLAIMED.given_back(mei(5))
    assert (back.state, back.team, back.claimed_at) == (State.OPEN, None, None)
    with pytest.raises(NotOne):
        BOUGHT.given_back(mei(15))


def test_rubbish_is_never_bought_and_is_done_from_the_claim_on() -> None:
    rubbish = replace(CLAIMED, kind=NeedKind.RUBBISH)
    with pytest.raises(NotOne):
        rubbish.bought(100, mei(1))
    assert rubbish.delivered(mei(2)).state is State.DELIVERED


@pytest.mark.parametrize("fen", [-1, 1_000_001])
def test_a_price_that_cannot_be_is_refused(fen: int) -> None:
    with pytest.raises(Invalid):
        CLAIMED.bought(fen, mei())


def test_whoever_went_says_why_not_by_reasons_of_an_errand_and_the_desk_by_its_own() -> None:
    assert CLAIMED.not_executable(Why.SOLD_OUT, mei()).why is Why.SOLD_OUT
    assert MILK.cancelled(Why.RELATIVES, Step(LIN, AT)).why is Why.RELATIVES
    with pytest.raises(Invalid):
        CLAIMED.not_executable(Why.RELATIVES, mei())
    with pytest.raises(Invalid):
        MILK.cancelled(Why.SHUT, Step(LIN, AT))
    with pytest.raises(NotOne):
        DELIVERED.cancelled(Why.TWICE, Step(LIN, AT))


@pytest.mark.parametrize(
    ("one", "before"),
    [(CLAIMED, State.OPEN), (BOUGHT, State.CLAIMED), (DELIVERED, State.BOUGHT),
     (CLAIMED.not_executable(Why.SHUT, mei(30)), State.CLAIMED), (CLAIMED.cancelled(Why.TWICE, mei(30)), State.CLAIMED)],
)  # fmt: skip
def test_a_step_is_taken_back_within_its_minutes_by_whoever_took_it(one: Need, before: State) -> None:
    assert one.step_at is not None
    back = one.undone(Step(MEI, one.step_at + FIVE), FIVE)
    assert back.state is before and back.closed_at is None and back.why is None and back.before is None
    with pytest.raises(TooLateToUndo):
        one.undone(Step(MEI, one.step_at + FIVE + timedelta(seconds=1)), FIVE)
    with pytest.raises(NotNow):
        one.undone(Step(LIN, one.step_at), FIVE)
    with pytest.raises(NotNow):
        back.undone(Step(MEI, one.step_at), FIVE)


def test_undone_nothing_of_the_step_is_left() -> None:
    assert BOUGHT.undone(mei(11), FIVE).spent is None and CLAIMED.undone(mei(1), FIVE).team is None


def test_thanks_are_the_last_word() -> None:
    with pytest.raises(NotNow):
        DELIVERED.thanked(AT).undone(mei(31), FIVE)
    with pytest.raises(NotOne):
        CLAIMED.thanked(AT)


def test_money_is_noted_as_paid_back_only_where_some_was_spent() -> None:
    assert DELIVERED.paid(AT).paid_at == AT and DELIVERED.paid(AT).paid(None).paid_at is None
    with pytest.raises(Invalid):
        CLAIMED.paid(AT)
