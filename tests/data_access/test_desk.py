"""The 24-hour desk: one person a seat, whoever is quickest."""

import pytest
from sqlalchemy import text

from cockpit import desk
from cockpit.desk import DeskWatch, Seat
from cockpit.refusals import NotAllowed, NotFound
from tests.at_once import at_once
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, People


def sitting(morning: Morning, area: str = DISTRICT) -> dict[Seat, str]:
    with morning.work(morning.people.rosa) as work:
        return {watch.seat: watch.name for watch in work.desk.now(area)}


def test_who_sits_down_is_shown_since_when(morning: Morning, people: People) -> None:
    watch = morning.do(people.rosa, desk.take_over, Seat.FIRST)

    assert (watch.name, watch.area, watch.taken_at) == (people.rosa.name, DISTRICT, morning.at)
    assert sitting(morning) == {Seat.FIRST: people.rosa.name}


def test_who_takes_over_relieves_the_one_before(morning: Morning, people: People) -> None:
    morning.do(people.rosa, desk.take_over, Seat.FIRST)
    morning.later(hours=8).do(people.hana, desk.take_over, Seat.FIRST)

    assert sitting(morning) == {Seat.FIRST: people.hana.name}
    with morning.database.connection() as connection:
        rows = connection.execute(text("select account, ended_at from desk_watch order by id")).all()
        facts = connection.execute(text("select facts from change order by id desc limit 1")).scalar_one()
    assert [(row.account, row.ended_at) for row in rows] == [(people.rosa.id, morning.at), (people.hana.id, None)]
    assert facts == {"seat": "first", "account": people.hana.id, "before": people.rosa.id}


def test_sitting_down_twice_is_one_watch(morning: Morning, people: People) -> None:
    first = morning.do(people.rosa, desk.take_over, Seat.FIRST)

    assert morning.later(hours=1).do(people.rosa, desk.take_over, Seat.FIRST) == first


def test_both_seats_may_be_taken(morning: Morning, people: People) -> None:
    morning.do(people.rosa, desk.take_over, Seat.FIRST)
    morning.do(people.hana, desk.take_over, Seat.SECOND)

    assert sitting(morning) == {Seat.FIRST: people.rosa.name, Seat.SECOND: people.hana.name}


def test_who_hands_over_leaves_an_empty_seat(morning: Morning, people: People) -> None:
    morning.do(people.rosa, desk.take_over, Seat.FIRST)
    morning.do(people.rosa, desk.hand_over, Seat.FIRST)

    assert sitting(morning) == {}


def test_nobody_hands_over_anothers_seat_or_an_empty_one(morning: Morning, people: People) -> None:
    with pytest.raises(NotFound):
        morning.do(people.hana, desk.hand_over, Seat.FIRST)
    morning.do(people.rosa, desk.take_over, Seat.FIRST)
    with pytest.raises(NotFound):
        morning.do(people.hana, desk.hand_over, Seat.FIRST)

    assert sitting(morning) == {Seat.FIRST: people.rosa.name}


def test_a_street_has_a_desk_of_its_own(morning: Morning, people: People) -> None:
    morning.do(people.rosa, desk.take_over, Seat.FIRST)
    morning.do(people.shen, desk.take_over, Seat.FIRST)

    assert sitting(morning, CHANGQING) == {Seat.FIRST: people.shen.name}
    assert sitting(morning) == {Seat.FIRST: people.rosa.name}


@pytest.mark.many
def test_of_many_at_once_one_sits(morning: Morning, people: People) -> None:
    persons = [people.rosa, people.hana, people.gu] * 2
    answers = at_once(*[lambda one=one: morning.do(one, desk.take_over, Seat.FIRST) for one in persons])

    assert all(isinstance(answer, DeskWatch) for answer in answers)
    assert len(sitting(morning)) == 1
    with morning.database.connection() as connection:
        open_ones = connection.execute(text("select count(*) from desk_watch where ended_at is null")).scalar_one()
    assert open_ones == 1


@pytest.mark.parametrize("person", ["eve", "lin", "wu", "chen"])
def test_only_the_desk_sits_at_the_desk(shared_morning: Morning, person: str) -> None:
    with pytest.raises(NotAllowed):
        shared_morning.do(getattr(shared_morning.people, person), desk.take_over, Seat.FIRST)


def test_a_red_item_that_nobody_touches_is_passed_on_once_somebody_has_it_not(morning: Morning, people: People) -> None:
    one = morning.crowd()
    passed = morning.later(minutes=1).do(people.cockpit, desk.pass_on, one.id, "second_desk", 60)
    morning.send(one)
    after = morning.later(minutes=1).do(people.cockpit, desk.pass_on, one.id, "shift_lead", 120)

    assert passed.version == one.version + 1
    assert after == morning.now(one)
    with morning.database.connection() as connection:
        events = list(connection.execute(text("select facts from change where event = 'passed_on'")).scalars())
    assert events == [{"to": "second_desk", "after": 60}]
