"""The board of who is on now: held, handed over, on call, a gap; of one's own area alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.duty import Board, Held, Post, who_holds
from cockpit.refusals import NotAllowed, NotFound
from tests.data_access.test_duty import local
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People, somebody

GRID = CHANGQING + "001001"


def board(morning: Morning, by: Actor, area: str) -> Board:
    with morning.work(by) as work:
        found: Board = who_holds(work, area)
        return found


def post_of(board: Board, role: str, area: str) -> Post:
    return next(one for one in board.posts if (one.role, one.area) == (role, area))


def sql(morning: Morning, statement: str, **values: object) -> None:
    with morning.database.connection() as connection:
        connection.execute(text(statement), values)


def test_in_the_demo_every_post_is_held_at_any_minute_of_the_week(morning: Morning, people: People) -> None:
    for hours in range(0, 7 * 24, 5):
        morning.at = local("00:00") + timedelta(hours=hours)
        found = board(morning, people.gu, DISTRICT)
        assert [one for one in found.posts if one.held in (Held.GAP, Held.UNPLANNED) and one.area != WULIN] == []


def test_who_is_on_until_when_and_who_comes_next(morning: Morning, people: People) -> None:
    desk = post_of(board(morning, people.rosa, DISTRICT), "officer", DISTRICT)

    assert desk.held is Held.ON and [one.holder.name for one in desk.on] == [people.rosa.name]
    assert desk.until == local("19:00")
    assert desk.next and (desk.next.holder.name, desk.next.shift.starts) == (people.hana.name, local("19:00"))


def test_the_last_quarter_of_an_hour_is_handed_over(morning: Morning, people: People) -> None:
    held = []
    for clock in ("18:44", "18:45", "18:59", "19:00"):
        morning.at = local(clock)
        held.append(post_of(board(morning, people.rosa, DISTRICT), "officer", DISTRICT).held)

    assert held == [Held.ON, Held.HANDOVER, Held.HANDOVER, Held.ON_CALL]


def test_a_grid_whose_team_has_no_shift_is_a_gap_and_stands_first(morning: Morning, people: People) -> None:
    sql(morning, "delete from shift using team t where t.id = team_id and t.area = :grid", grid=GRID)
    found = board(morning, people.gu, DISTRICT)

    assert found.gaps == 1 and (found.posts[0].held, found.posts[0].area) == (Held.GAP, GRID)
    counts = next(counts for area, counts in found.within if area.code == CHANGQING)
    assert counts["police"][Held.GAP] == 1


def test_volunteers_are_needed_from_six_to_ten_in_the_evening(morning: Morning, people: People) -> None:
    sql(morning, "delete from shift using team t where t.id = team_id and t.role = 'volunteer'")
    held = []
    for clock in ("05:59", "06:00", "21:59", "22:00", "23:59"):
        morning.at = local(clock)
        held.append(post_of(board(morning, people.lin, people.lin.area), "volunteer", people.lin.area).held)

    assert held == [Held.REST, Held.GAP, Held.GAP, Held.REST, Held.REST]


def test_where_nobody_keeps_a_roster_everybody_of_the_role_is_told(morning: Morning, people: People) -> None:
    desk = post_of(board(morning, people.xia, WULIN), "street_officer", WULIN)

    assert desk.held is Held.UNPLANNED and [one.name for one in desk.holders] == [people.xia.name]


def test_a_street_sees_its_own_posts_and_the_desk_above_it(morning: Morning, people: People) -> None:
    found = board(morning, people.shen, CHANGQING)

    assert {one.area[:9] for one in found.posts} == {DISTRICT, CHANGQING}
    assert post_of(found, "officer", DISTRICT).on
    with pytest.raises(NotFound):
        board(morning, people.shen, WULIN)
    with pytest.raises(NotFound):
        board(morning, people.shen, "x")


def test_a_leader_sees_the_whole_district(morning: Morning, people: People) -> None:
    assert board(morning, somebody(morning.database, "leader"), DISTRICT) == board(morning, people.gu, DISTRICT)


def test_who_has_no_business_with_it_sees_nothing(morning: Morning, people: People) -> None:
    for one in (people.eve, people.wu):
        with pytest.raises(NotAllowed):
            board(morning, one, one.area)


def turns(morning: Morning, people: People) -> Iterator[datetime]:
    for _ in range(6):
        morning.at = board(morning, people.gu, CHANGQING).changes_at
        yield morning.at


def test_the_board_says_when_the_clock_alone_changes_it(morning: Morning, people: People) -> None:
    found = list(turns(morning, people))

    assert found[:3] == [local("14:45"), local("15:00"), local("18:45")]
    assert all(earlier < later for earlier, later in pairwise(found))
