"""A round for homes of who came from a key region: chosen by the dated list, counted before it begins, each with its reason."""

from datetime import date

import pytest
from sqlalchemy import text

from cockpit.canvass import (
    Answer,
    Criteria,
    NoHomes,
    Result,
    count_homes,
    homes,
    knock,
    lately_came,
    open_home,
    open_second,
)
from cockpit.refusals import Invalid
from tests.data_access.canvass.conftest import DUE, Walk

ARRIVES = """
insert into return_entry (person_id, journey, told, origin, arrived_on, heard_on, policy, closed, street, community, grid)
select r.person_id, 1, '\\x00', :origin, :day, :day, (select min(id) from policy), :closed, r.street, r.community, r.grid
from residence r where r.household_id = :home and r.until is null order by r.id limit 1
"""


@pytest.fixture
def list_of_regions(walk: Walk) -> None:
    """Wenzhou from 29 January to 5 February, Hubei since 23 January."""
    with walk.morning.database.connection() as connection:
        connection.execute(text("delete from return_entry"))
        connection.execute(text("delete from key_region"))
        connection.execute(text(
            "insert into key_region (code, name, level, since, until, source) values"
            " ('42', '湖北省', 'high', '2020-01-23', null, 'x'), ('3303', '温州市', 'high', '2020-01-29', '2020-02-05', 'x')"
        ))  # fmt: skip


def arrives(walk: Walk, home: int, origin: str, day: date, closed: str | None = None) -> None:
    asked = {"home": home, "origin": origin, "day": day, "closed": closed}
    with walk.morning.database.connection() as connection:
        assert connection.execute(text(ARRIVES), asked).rowcount == 1


def some_homes(walk: Walk, count: int) -> list[int]:
    query = text(
        "select distinct household_id from residence where community = :own and until is null order by 1 limit :n"
    )
    with walk.morning.database.connection() as connection:
        return list(connection.execute(query, {"own": walk.lin.area, "n": count}).scalars())


def asked(walk: Walk) -> Criteria:
    found: Criteria = walk.do(walk.morning.people.rosa, lately_came, Criteria(walk.lin.area, None))
    return found


@pytest.mark.usefixtures("list_of_regions")
def test_homes_of_who_came_within_the_days_of_the_rule_are_on_it_and_no_other(walk: Walk) -> None:
    wuhan, early, elsewhere, mistaken, *_ = some_homes(walk.on(20), 5)
    arrives(walk, wuhan, "4201", date(2020, 2, 6))
    arrives(walk, early, "4201", date(2020, 2, 5))
    arrives(walk, elsewhere, "3101", date(2020, 2, 10))
    arrives(walk, mistaken, "4201", date(2020, 2, 10), "mistake")

    rosa, criteria = walk.morning.people.rosa, asked(walk)

    assert criteria.came_since == date(2020, 2, 6)
    assert walk.do(rosa, count_homes, criteria) == 1
    one = walk.open(due=date(2020, 2, 25), came_since=criteria.came_since)
    (visit,) = walk.visits(one)
    assert (visit.household, visit.came_from, visit.came_on) == (wuhan, "42", date(2020, 2, 6))


@pytest.mark.usefixtures("list_of_regions")
def test_it_must_have_been_a_key_region_on_the_day_of_the_arrival(walk: Walk) -> None:
    before, within, after, *_ = some_homes(walk.on(8), 4)
    for home, day in ((before, date(2020, 1, 28)), (within, date(2020, 2, 5)), (after, date(2020, 2, 6))):
        arrives(walk, home, "330302", day)

    one = walk.open(due=date(2020, 2, 25), came_since=asked(walk).came_since)

    assert [each.household for each in walk.visits(one)] == [within]


@pytest.mark.usefixtures("list_of_regions")
def test_what_was_said_at_the_door_in_another_round_counts_too(walk: Walk) -> None:
    first = walk.on(3).open()
    visit = walk.visits(first)[0]
    walk.do(walk.lin, knock, visit.id, None, Answer(Result.SEEN_OK, 3, returned=2, came_from="420000"))

    one = walk.on(4).open(came_since=asked(walk).came_since)

    (found,) = walk.visits(one)
    assert (found.household, found.came_from, found.came_on) == (visit.household, "42", date(2020, 2, 3))


@pytest.mark.usefixtures("list_of_regions")
def test_the_page_says_why_a_home_is_on_it_and_a_second_round_keeps_that(walk: Walk) -> None:
    home, *_ = some_homes(walk.on(4), 1)
    arrives(walk, home, "4201", date(2020, 2, 1))
    one = walk.open(came_since=asked(walk).came_since)
    (visit,) = walk.visits(one)

    street = walk.do(walk.lin, homes, one.id, visit.grid)
    door = walk.do(walk.lin, open_home, visit.id)
    second = walk.do(walk.morning.people.rosa, open_second, one.id, "第二轮", DUE)

    assert [each.name for each in street.regions] == [each.name for each in door.regions] == ["湖北省"]
    assert walk.visits(second)[0].came_on == date(2020, 2, 1)


@pytest.mark.usefixtures("list_of_regions")
def test_where_nobody_came_there_is_no_round_and_a_day_to_come_is_refused(walk: Walk) -> None:
    rosa = walk.on(4).morning.people.rosa
    assert walk.do(rosa, count_homes, asked(walk)) == 0
    with pytest.raises(NoHomes):
        walk.open(came_since=asked(walk).came_since)
    with pytest.raises(Invalid):
        walk.do(rosa, count_homes, Criteria(walk.lin.area, None, came_since=date(2020, 2, 5)))


def test_without_it_a_home_has_no_reason_and_all_are_counted(walk: Walk) -> None:
    criteria = Criteria(walk.lin.area, None)
    one = walk.open()
    assert walk.do(walk.morning.people.rosa, count_homes, criteria) == len(walk.visits(one))
    assert {each.came_on for each in walk.visits(one)} == {None}
