"""A round fixes its list when it is opened; each sees of it what lies in the own area; a second one holds who was not met."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from cockpit.canvass import (
    Answer,
    Criteria,
    NoHomes,
    Result,
    RoundOver,
    close_round,
    homes,
    knock,
    list_rounds,
    open_home,
    open_round,
    open_second,
    progress,
)
from cockpit.people import Tenure
from cockpit.refusals import Invalid, NotAllowed, NotFound
from tests.data_access.canvass.conftest import DUE, Walk
from tests.people import CHANGQING, DISTRICT, WULIN, somebody

NOT_HOME = Answer(Result.NOT_HOME)


def households(walk: Walk, where: str, **values: str) -> set[int]:
    with walk.morning.database.connection() as connection:
        return set(connection.execute(text(f"select id from household where {where}"), values).scalars())


def test_every_home_that_fits_has_its_row_before_anybody_went_there(walk: Walk) -> None:
    one = walk.open(CHANGQING, tenure=Tenure.RENTED)
    listed = walk.visits(one, walk.morning.people.rosa)
    assert {each.household for each in listed} == households(
        walk, "street = :street and tenure = 'rented'", street=CHANGQING
    )
    assert {each.result for each in listed} == {Result.NOT_ATTEMPTED} and listed
    seen = walk.do(walk.morning.people.rosa, progress, one.id)
    assert (seen.whole.tally.homes, seen.whole.tally.left, seen.whole.tally.done) == (len(listed), len(listed), 0)


def test_who_moves_in_later_is_not_on_the_list(walk: Walk) -> None:
    one = walk.open()
    before = {each.household for each in walk.visits(one)}
    with walk.morning.database.connection() as connection:
        connection.execute(
            text("update household set tenure = 'rented' where community = :own"), {"own": walk.lin.area}
        )
    assert {each.household for each in walk.visits(one)} == before


def test_homes_at_which_somebody_was_met_since_a_day_are_left_out_where_that_is_asked(walk: Walk) -> None:
    first = walk.on(1).open()
    met, refused, *_ = walk.visits(first)
    walk.knock(met)
    walk.knock(refused, Answer(Result.REFUSED))
    again = {each.household for each in walk.visits(walk.on(3).open(unvisited_since=date(2020, 2, 1)))}
    assert met.household not in again and refused.household in again
    assert met.household in {each.household for each in walk.visits(walk.open(unvisited_since=date(2020, 2, 2)))}


def test_lin_sees_of_a_streets_round_her_own_community_alone(walk: Walk) -> None:
    one = walk.open(CHANGQING)
    assert {each.community for each in walk.visits(one)} == {walk.lin.area}
    (row,) = walk.do(walk.lin, list_rounds)
    assert row.tally.homes == len(walk.visits(one)) < len(walk.visits(one, walk.morning.people.rosa))
    seen = walk.do(walk.lin, progress, one.id)
    assert seen.whole.area == walk.lin.area and {len(part.area) for part in seen.parts} == {15}


def test_what_lies_in_the_community_beside_is_not_there_for_lin(walk: Walk) -> None:
    one = walk.open(CHANGQING)
    beside = next(each for each in walk.visits(one, walk.morning.people.rosa) if each.community != walk.lin.area)
    for use_case, args in (
        (open_home, (beside.id,)),
        (knock, (beside.id, None, NOT_HOME)),
        (homes, (one.id, beside.grid)),
        (progress, (one.id, beside.community)),
        (progress, (10**9,)),
    ):
        with pytest.raises(NotFound):
            walk.do(walk.lin, use_case, *args)


def test_a_round_of_the_community_beside_or_of_another_street_is_not_there(walk: Walk) -> None:
    beside, other = walk.open(walk.bei.area), walk.open(WULIN)
    assert walk.do(walk.lin, list_rounds) == []
    for one in (beside, other):
        with pytest.raises(NotFound):
            walk.do(walk.lin, progress, one.id)
    assert {row.round.id for row in walk.do(walk.morning.people.shen, list_rounds)} == {beside.id}


def test_a_second_round_holds_those_who_were_not_met_and_closes_the_first(walk: Walk) -> None:
    first = walk.open()
    ok, away, gone, rude, twice, *rest = walk.visits(first)
    walk.knock(ok)
    for visit, result in ((away, Result.NOT_HOME), (gone, Result.MOVED), (rude, Result.REFUSED)):
        walk.knock(visit, Answer(result))
    walk.knock(twice, Answer(Result.SEEN_OK, again=True))
    second = walk.on(2).do(walk.morning.people.rosa, open_second, first.id, "第二轮", DUE)
    expected = {each.household for each in (away, gone, rude, twice, *rest)}
    assert {each.household for each in walk.visits(second)} == expected
    with pytest.raises(RoundOver):
        walk.knock(away, NOT_HOME)
    seen = walk.do(walk.lin, progress, second.id)
    assert seen.first and seen.first.id == first.id and not seen.first.open


def test_a_second_round_repeats_answers_older_than_a_day(walk: Walk) -> None:
    first = walk.on(1).open()
    old, new, *rest = walk.visits(first)
    walk.knock(old)
    for visit in (new, *rest):
        walk.on(2).knock(visit)
    second = walk.on(3).do(walk.morning.people.rosa, open_second, first.id, "第二轮", DUE, date(2020, 2, 2))
    assert [each.household for each in walk.visits(second)] == [old.household]


def test_where_everybody_was_met_there_is_no_second_round(walk: Walk) -> None:
    first = walk.open()
    for visit in walk.visits(first):
        walk.knock(visit)
    with pytest.raises(NoHomes):
        walk.do(walk.morning.people.rosa, open_second, first.id, "第二轮", DUE)
    assert walk.do(walk.lin, progress, first.id).round.open


def test_it_goes_overdue_by_itself_and_says_when_it_would_be_finished(walk: Walk) -> None:
    one = walk.on(4).open()
    count = len(walk.visits(one))
    for visit in walk.visits(one)[:2]:
        walk.on(4, 21).knock(visit)
    seen = walk.do(walk.lin, progress, one.id)
    assert not seen.overdue and seen.pace.a_day == pytest.approx(4)  # two in half a day
    assert seen.pace.ends_at and (seen.pace.ends_at - seen.at).total_seconds() / 86_400 == pytest.approx(
        (count - 2) / 4
    )
    assert not walk.on(5, 23, 59).do(walk.lin, progress, one.id).overdue
    late = walk.on(6, 0).do(walk.lin, progress, one.id)
    assert late.overdue and [row.overdue for row in walk.do(walk.lin, list_rounds)] == [True]
    assert late.pace.ends_at is None, "nothing was done in the last 24 hours"


def test_a_closed_round_keeps_its_figures_after_its_visits_are_gone(walk: Walk) -> None:
    one = walk.open()
    first, second, *_ = walk.visits(one)
    walk.knock(first)
    walk.find(second)
    whole = walk.do(walk.lin, progress, one.id).whole
    walk.do(walk.morning.people.rosa, close_round, one.id)
    with walk.morning.database.connection() as connection:
        for table in ("round_finding", "visit_answer", "round_visit"):
            connection.execute(text(f"delete from {table}"))
    seen = walk.do(walk.lin, progress, one.id)
    then = seen.whole.tally
    assert (then.homes, then.done, then.found, then.isolated) == (whole.tally.homes, 2, 1, 0)
    assert [row.tally.homes for row in walk.do(walk.lin, list_rounds)] == [whole.tally.homes]
    with pytest.raises(RoundOver):
        walk.do(walk.morning.people.rosa, close_round, one.id)


# For who sees people as numbers alone


def test_the_leader_sees_homes_and_no_small_number_of_people(walk: Walk) -> None:
    leader = somebody(walk.morning.database, "leader")
    one = walk.open(CHANGQING)
    walk.find(walk.visits(one)[0])
    seen = walk.do(leader, progress, one.id)
    assert seen.bare and seen.whole.tally.done == 1
    assert all(part.found == "<5" for part in (*seen.parts, seen.whole))
    assert all((part.tally.found, dict(part.tally.results)) == (0, {}) for part in (*seen.parts, seen.whole))
    assert all(row.tally.found == 0 and not row.tally.results for row in walk.do(leader, list_rounds))
    with pytest.raises(NotFound):
        walk.do(leader, progress, one.id, walk.lin.area)
    with pytest.raises(NotAllowed):
        walk.do(leader, homes, one.id, walk.visits(one)[0].grid)


# What is refused


@pytest.mark.parametrize("who", ["lin", "wu", "chen", "eve"])
def test_who_may_not_opens_nothing(walk: Walk, who: str) -> None:
    with pytest.raises(NotAllowed):
        walk.open(by=getattr(walk.morning.people, who))


def test_a_street_officer_opens_in_her_own_street_alone(walk: Walk) -> None:
    shen = walk.morning.people.shen
    assert walk.open(CHANGQING, by=shen)
    for area in (WULIN, DISTRICT, "330103999"):
        with pytest.raises(NotFound):
            walk.open(area, by=shen)
    whole = walk.open(DISTRICT)
    for use_case, args in ((close_round, ()), (open_second, ("第二轮", DUE))):
        with pytest.raises(NotFound):
            walk.do(shen, use_case, whole.id, *args)


@pytest.mark.parametrize(
    ("name", "criteria", "due"),
    [
        ("", {}, DUE),
        ("x" * 61, {}, DUE),
        ("排查", {}, date(2020, 1, 31)),
        ("排查", {}, date(2030, 1, 31)),
        ("排查", {"unvisited_since": date(2020, 2, 2)}, DUE),
    ],
)
def test_what_cannot_be_is_refused(walk: Walk, name: str, criteria: dict[str, date], due: date) -> None:
    asked = Criteria(walk.lin.area, None, **criteria)
    with pytest.raises(Invalid):
        walk.on(1).do(walk.morning.people.rosa, open_round, name, asked, due)


def test_a_round_needs_a_home_and_no_grid(walk: Walk) -> None:
    grid = walk.visits(walk.open())[0].grid
    with pytest.raises(Invalid):
        walk.open(grid)
    with walk.morning.database.connection() as connection:
        connection.execute(text("update household set tenure = 'owned' where community = :own"), {"own": walk.lin.area})
    with pytest.raises(NoHomes):
        walk.open(tenure=Tenure.RENTED)


def test_the_wall_of_postgresql_shows_a_worker_her_own(walk: Walk) -> None:
    one = walk.open(CHANGQING)
    walk.find(walk.visits(one)[0])
    tables = ("screening_round", "round_visit", "visit_answer", "round_finding")
    counted = {}
    for by in (walk.lin, walk.bei, replace(walk.lin, area=WULIN)):
        with walk.morning.work(by) as work:
            counted[by.area] = [
                work.connection.execute(text(f"select count(*) from {table}")).scalar_one() for table in tables
            ]
    assert counted[walk.lin.area] == [1, len(walk.visits(one)), 1, 1]
    assert counted[walk.bei.area][0] == 1 and counted[walk.bei.area][2:] == [0, 0]
    assert counted[WULIN] == [0, 0, 0, 0]
