"""Who is on duty now, as the database has it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, text

from cockpit import desk
from cockpit.access import Actor
from cockpit.desk import Seat
from cockpit.duty import is_on, who_is_on
from data_access.teams import shift
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People

GRID = CHANGQING + "001001"


def local(clock: str, day: int = 1) -> datetime:
    return datetime.fromisoformat(f"2020-02-{day:02}T{clock}:00+08:00")


@pytest.fixture
def bare(morning: Morning) -> Morning:
    """Nobody is rostered."""
    with morning.database.connection() as connection:
        connection.execute(text("delete from shift where account is not null"))
    return morning


def plan(morning: Morning, who: Actor, starts: str, ends: str, days: int = 0, **also: bool) -> None:
    with morning.database.connection() as connection:
        values = {"account": who.id, "starts": local(starts), "ends": local(ends) + timedelta(days=days), **also}
        connection.execute(insert(shift).values(values))


def on(morning: Morning, role: str, area: str = DISTRICT) -> tuple[int, ...]:
    with morning.work(morning.people.cockpit) as work:
        return who_is_on(work, role, area)


def reachable(morning: Morning, who: Actor) -> bool:
    with morning.work(morning.people.cockpit) as work:
        assert who.id
        return is_on(work, who.id)


def test_where_nobody_is_rostered_everyone_of_the_role_is_on(bare: Morning, people: People) -> None:
    assert on(bare, "officer") == (people.rosa.id, people.hana.id)
    assert on(bare, "officer", GRID) == (people.rosa.id, people.hana.id)
    assert reachable(bare, people.rosa)


def test_once_one_is_rostered_only_who_is_on_is_on(bare: Morning, people: People) -> None:
    plan(bare, people.rosa, "07:00", "15:00")
    plan(bare, people.hana, "15:00", "23:00")

    assert on(bare, "officer") == (people.rosa.id,)
    assert (reachable(bare, people.rosa), reachable(bare, people.hana)) == (True, False)
    bare.at = local("15:00")
    assert on(bare, "officer", GRID) == (people.hana.id,)
    bare.at = local("23:00")
    assert on(bare, "officer") == ()


def test_on_call_is_for_when_nobody_is_on_shift(bare: Morning, people: People) -> None:
    plan(bare, people.rosa, "07:00", "15:00")
    plan(bare, people.hana, "07:00", "07:00", days=1, on_call=True)

    assert on(bare, "officer") == (people.rosa.id,)
    bare.at = local("15:00")
    assert on(bare, "officer") == (people.hana.id,)


def test_an_officer_of_one_street_is_not_on_for_another(bare: Morning, people: People) -> None:
    assert on(bare, "street_officer", CHANGQING) == (people.shen.id,)
    assert on(bare, "street_officer", WULIN) == (people.xia.id,)
    assert on(bare, "street_officer", DISTRICT) == ()
    plan(bare, people.shen, "15:00", "23:00")
    assert on(bare, "street_officer", GRID) == ()
    assert on(bare, "street_officer", WULIN) == (people.xia.id,)


def test_who_belongs_to_a_team_is_on_when_the_team_is(morning: Morning, people: People) -> None:
    mei_on = reachable(morning, people.mei)
    morning.at = local("23:30")

    assert (mei_on, reachable(morning, people.mei)) == (True, False)


def test_a_roster_long_past_is_no_roster(bare: Morning, people: People) -> None:
    plan(bare, people.rosa, "07:00", "15:00")
    bare.at = local("16:00", day=9)

    assert on(bare, "officer") == (people.rosa.id, people.hana.id)


def test_who_may_not_sign_in_is_not_on(bare: Morning, people: People) -> None:
    with bare.database.connection() as connection:
        connection.execute(text("update account set disabled = true where id = :id"), {"id": people.hana.id})

    assert on(bare, "officer") == (people.rosa.id,)
    assert not reachable(bare, people.hana)


def test_who_sits_down_unplanned_is_on_while_they_sit(bare: Morning, people: People) -> None:
    plan(bare, people.rosa, "07:00", "15:00")
    plan(bare, people.hana, "15:00", "23:00")

    bare.do(people.hana, desk.take_over, Seat.SECOND)
    assert reachable(bare, people.hana)
    bare.do(people.hana, desk.hand_over, Seat.SECOND)
    assert not reachable(bare, people.hana)


def test_a_seat_that_was_only_not_given_back_keeps_nobody_awake(bare: Morning, people: People) -> None:
    plan(bare, people.rosa, "07:00", "15:00")
    bare.do(people.rosa, desk.take_over, Seat.FIRST)

    bare.at = local("15:00")
    assert not reachable(bare, people.rosa)
