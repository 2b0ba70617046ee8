"""A shift changes hands: offered, taken by a peer, agreed to by a lead who is neither; and every no on the way."""

import pytest
from sqlalchemy import text

from cockpit import duty
from cockpit.access import Actor
from cockpit.duty import Exchange, Shift, State, Swap
from cockpit.duty.refused import (
    AlreadyOffered,
    AwayThen,
    NotForBoth,
    Overlapping,
    ShiftIsOver,
    SwapIsOver,
    TooLittleRest,
)
from cockpit.refusals import NotAllowed, NotFound
from data_access.policy import publish
from tests.data_access.test_duty import local, on
from tests.data_access.test_duty_roster import add, bare, person
from tests.morning import Morning
from tests.people import DISTRICT, People, somebody

__all__ = ["bare"]


@pytest.fixture
def late(bare: Morning, people: People) -> Shift:
    """Rosa's late shift of today."""
    return add(bare, people.gu, person(people.rosa), local("15:00"), local("23:00"))


@pytest.fixture
def offered(bare: Morning, people: People, late: Shift) -> Swap:
    found: Swap = bare.do(people.rosa, duty.offer_shift, late.id)
    return found


def seen(morning: Morning, by: Actor) -> Exchange:
    found: Exchange = morning.do(by, duty.exchange)
    return found


def without_a_lead(morning: Morning) -> None:
    with morning.work(morning.people.cockpit) as work:
        rule = {"kind": "shift", "key": "swap", "area": DISTRICT, "source": "tests"}
        moment = {"holds_from": morning.at, "published_at": morning.at}
        publish(work.connection, rule | moment | {"body": {"lead_agrees": False, "rest": 8}})


def test_offered_taken_agreed_and_the_other_one_is_on(bare: Morning, people: People, offered: Swap) -> None:
    taken = bare.do(people.hana, duty.take_shift, offered.id)
    bare.at = local("15:00")
    assert taken.state is State.TAKEN and on(bare, "officer") == (people.rosa.id,)
    bare.at = local("14:00")
    bare.do(people.gu, duty.agree_swap, offered.id)

    bare.at = local("15:00")
    assert on(bare, "officer") == (people.hana.id,)


def test_both_are_told_by_number(bare: Morning, people: People, offered: Swap, late: Shift) -> None:
    bare.do(people.hana, duty.take_shift, offered.id)
    bare.do(people.gu, duty.agree_swap, offered.id)
    with bare.database.connection() as connection:
        told = connection.execute(text("select event, facts from change where subject = 'swap' order by id")).all()

    both = {"shift": late.id, "giver": people.rosa.id, "taker": people.hana.id}
    assert [tuple(one) for one in told] == [
        ("swap_offered", {"shift": late.id, "giver": people.rosa.id}),
        ("swap_taken", both),
        ("swap_made", both),
    ]


def test_where_policy_asks_no_lead_it_is_theirs_at_once(bare: Morning, people: People, late: Shift) -> None:
    without_a_lead(bare)
    swap = bare.do(people.rosa, duty.offer_shift, late.id)
    made = bare.do(people.hana, duty.take_shift, swap.id)

    assert made.state is State.MADE and seen(bare, people.hana).mine[0].id == late.id


def test_an_offer_follows_the_rule_that_held_when_it_began(bare: Morning, people: People, offered: Swap) -> None:
    without_a_lead(bare)

    assert bare.do(people.hana, duty.take_shift, offered.id).state is State.TAKEN


def test_each_sees_what_they_may_do(bare: Morning, people: People, offered: Swap) -> None:
    def may(by: Actor) -> list[tuple[str, ...]]:
        return [one.may for one in seen(bare, by).offers]

    assert [may(one) for one in (people.rosa, people.hana, people.gu, people.shen)] == [[("withdraw",)], [("take",)], [()], []]  # fmt: skip
    bare.do(people.hana, duty.take_shift, offered.id)
    assert [may(one) for one in (people.rosa, people.hana, people.gu)] == [[("withdraw",)], [()], [("agree", "refuse")]]


def test_only_a_peer_takes_it(bare: Morning, people: People, offered: Swap) -> None:
    for one in (people.gu, people.shen, people.xia):
        with pytest.raises(NotFound):
            bare.do(one, duty.take_shift, offered.id)
    with pytest.raises(NotFound):
        bare.do(people.rosa, duty.take_shift, offered.id)
    for one in (people.eve, people.wu, people.lin):
        with pytest.raises(NotAllowed):
            bare.do(one, duty.take_shift, offered.id)
    with pytest.raises(NotFound):
        bare.do(people.hana, duty.take_shift, 10**9)


def test_nobody_takes_what_they_would_work_twice(bare: Morning, people: People, offered: Swap) -> None:
    add(bare, people.gu, person(people.hana), local("22:00"), local("06:00", 2))

    with pytest.raises(Overlapping):
        bare.do(people.hana, duty.take_shift, offered.id)


def test_nobody_takes_a_shift_without_rest_before_it(bare: Morning, people: People, offered: Swap) -> None:
    near = add(bare, people.gu, person(people.hana), local("06:59", 2), local("12:00", 2))
    with pytest.raises(TooLittleRest) as no:
        bare.do(people.hana, duty.take_shift, offered.id)
    assert str(no.value) == (
        f"{people.hana.name} would have less than 8 hours between 02-02 06:59–12:00 and 02-01 15:00–23:00."
    )
    bare.do(people.gu, duty.move_shift, near.id, local("07:00", 2), local("12:00", 2))
    bare.do(people.hana, duty.take_shift, offered.id)


def test_on_call_needs_no_rest(bare: Morning, people: People, offered: Swap) -> None:
    add(bare, people.gu, person(people.hana), local("23:00"), local("07:00", 2), on_call=True)

    assert bare.do(people.hana, duty.take_shift, offered.id).state is State.TAKEN


def test_nobody_on_leave_takes_it(bare: Morning, people: People, offered: Swap) -> None:
    bare.do(people.gu, duty.take_leave, people.hana.id, local("12:00"), local("12:00", 2), "family")

    with pytest.raises(AwayThen):
        bare.do(people.hana, duty.take_shift, offered.id)


def test_whether_it_fits_is_asked_again_when_the_lead_agrees(bare: Morning, people: People, offered: Swap) -> None:
    bare.do(people.hana, duty.take_shift, offered.id)
    add(bare, people.gu, person(people.hana), local("22:00"), local("23:00"))

    with pytest.raises(Overlapping):
        bare.do(people.gu, duty.agree_swap, offered.id)


def test_a_lead_who_is_party_does_not_agree(bare: Morning, people: People) -> None:
    lu = somebody(bare.database, "shift_lead2")
    shift = add(bare, people.gu, person(people.gu), local("15:00"), local("23:00"))
    swap = bare.do(people.gu, duty.offer_shift, shift.id)
    bare.do(lu, duty.take_shift, swap.id)

    for one in (people.gu, lu):
        with pytest.raises(NotForBoth):
            bare.do(one, duty.agree_swap, swap.id)


def test_a_lead_of_a_street_has_no_say_at_the_districts_desk(bare: Morning, people: People, offered: Swap) -> None:
    bare.do(people.hana, duty.take_shift, offered.id)
    zhou = somebody(bare.database, "duty_leader")

    for act in (duty.agree_swap, duty.refuse_swap):
        with pytest.raises(NotFound):
            bare.do(zhou, act, offered.id)
        with pytest.raises(NotAllowed):
            bare.do(people.hana, act, offered.id)


def test_the_lead_says_no_and_it_stays_as_it_was(bare: Morning, people: People, offered: Swap) -> None:
    bare.do(people.hana, duty.take_shift, offered.id)
    bare.do(people.gu, duty.refuse_swap, offered.id)

    with pytest.raises(SwapIsOver):
        bare.do(people.gu, duty.agree_swap, offered.id)
    bare.at = local("15:00")
    assert on(bare, "officer") == (people.rosa.id,)


def test_an_offer_is_taken_back_by_whoever_made_it(bare: Morning, people: People, offered: Swap, late: Shift) -> None:
    with pytest.raises(AlreadyOffered):
        bare.do(people.rosa, duty.offer_shift, late.id)
    with pytest.raises(NotFound):
        bare.do(people.hana, duty.withdraw_swap, offered.id)
    bare.do(people.rosa, duty.withdraw_swap, offered.id)
    with pytest.raises(SwapIsOver):
        bare.do(people.hana, duty.take_shift, offered.id)
    bare.do(people.rosa, duty.offer_shift, late.id)


def test_a_shift_that_is_moved_is_offered_no_more(bare: Morning, people: People, offered: Swap, late: Shift) -> None:
    bare.do(people.gu, duty.move_shift, late.id, local("16:00"), local("23:00"))

    with pytest.raises(SwapIsOver):
        bare.do(people.hana, duty.take_shift, offered.id)
    assert seen(bare, people.hana).offers == ()


def test_nobody_offers_what_is_not_theirs_or_has_begun(bare: Morning, people: People, late: Shift) -> None:
    for one in (people.hana, people.gu):
        with pytest.raises(NotFound):
            bare.do(one, duty.offer_shift, late.id)
    bare.at = local("15:00")
    with pytest.raises(ShiftIsOver):
        bare.do(people.rosa, duty.offer_shift, late.id)


def test_an_offer_whose_shift_has_begun_is_taken_by_nobody(bare: Morning, people: People, offered: Swap) -> None:
    bare.at = local("15:00")

    with pytest.raises(ShiftIsOver):
        bare.do(people.hana, duty.take_shift, offered.id)
