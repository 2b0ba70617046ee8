"""At the door: what is entered, twice, by two at once, taken back, typed in from paper; and who goes where."""

import threading
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.canvass import (
    Answer,
    FasterAtTheDoor,
    OrderStands,
    Result,
    RoundOver,
    TooLateToTakeBack,
    Typed,
    close_round,
    homes,
    knock,
    open_home,
    open_paper,
    open_second,
    order_found,
    print_homes,
    progress,
    share,
    share_all,
    take_back,
    type_in,
    walkers,
)
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.sheets import HIDDEN, open_sheet
from tests.data_access.canvass.conftest import DUE, OK, Walk
from tests.people import CHANGQING

NOTE = "门后有人咳嗽，隔门答话"
NOT_HOME = Answer(Result.NOT_HOME)


def test_what_was_found_is_kept_with_whom_and_when(walk: Walk) -> None:
    one = walk.on(1, 9).open()
    door = walk.visits(one)[0]
    said = Answer(Result.SEEN_OK, 3, returned=1, came_from="420000", symptoms=True, note=NOTE)
    kept = walk.on(1, 10).knock(door, said)
    seen = walk.do(walk.lin, open_home, door.id)
    assert seen.given and seen.given.answer == said
    assert (kept.result, kept.account, kept.at) == (Result.SEEN_OK, walk.lin.id, walk.morning.at)
    assert (seen.by, len(seen.residents)) == (walk.lin.name, len(walk.residents(door)))


def test_what_somebody_wrote_lies_sealed_and_is_told_to_nobody(walk: Walk) -> None:
    door = walk.visits(walk.open())[0]
    walk.knock(door, Answer(Result.SEEN_OK, symptoms=True, note=NOTE))
    with walk.morning.database.connection() as connection:
        rows = connection.execute(text("select * from visit_answer")).all()
        told = connection.execute(text("select facts from change where subject = 'knock'")).scalars().all()
    assert rows and NOTE.encode() not in b"".join(each for row in rows for each in row if isinstance(each, bytes))
    assert NOTE not in str(rows) + str(told) and told == [{"visit": door.id, "result": "seen_ok", "found": 0}]


def test_the_same_twice_changes_nothing(walk: Walk) -> None:
    door = walk.visits(walk.open())[0]
    once = walk.knock(door)
    assert walk.knock(door) == once, "sent again by a line that was lost: it has not seen its own answer"
    with walk.morning.database.connection() as connection:
        assert connection.execute(text("select count(*) from visit_answer")).scalar_one() == 1
        assert connection.execute(text("select count(*) from change where subject = 'knock'")).scalar_one() == 1


def test_whoever_comes_later_to_a_door_is_told_who_was_faster(walk: Walk) -> None:
    door = walk.visits(walk.open(CHANGQING))[0]
    first = walk.on(1, 9).knock(door)
    with pytest.raises(FasterAtTheDoor) as refusal:
        walk.on(1, 10).knock(door, NOT_HOME, by=walk.morning.people.shen)
    assert (refusal.value.who, refusal.value.result) == (walk.lin.name, "Met, all well")
    assert walk.now(door) == first
    second = walk.knock(door, NOT_HOME, by=walk.morning.people.shen, seen=first.answer)
    assert second.result is Result.NOT_HOME, "who has seen the other answer may still correct it"


@pytest.mark.many
def test_of_two_at_once_one_counts_and_the_other_hears_of_it(walk: Walk) -> None:
    door = walk.visits(walk.open(CHANGQING))[0]
    ready, outcomes = threading.Barrier(2), []

    def at_the_door(by: Any, answer: Answer) -> None:
        ready.wait()
        try:
            outcomes.append(walk.do(by, knock, door.id, None, answer).result)
        except FasterAtTheDoor as refusal:
            outcomes.append(refusal)

    pair = [(walk.lin, OK), (walk.morning.people.shen, NOT_HOME)]
    threads = [threading.Thread(target=at_the_door, args=each) for each in pair]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    taken = [one for one in outcomes if isinstance(one, Result)]
    assert len(outcomes) == 2 and taken == [walk.now(door).result]


def test_an_answer_is_taken_back_within_its_minutes_and_what_was_before_counts_again(walk: Walk) -> None:
    door = walk.visits(walk.open())[0]
    away = walk.on(1, 9).knock(door, NOT_HOME)
    found = walk.on(1, 12).knock(door, Answer(Result.FOUND, 2, found=tuple(walk.residents(door)[:1])), seen=away.answer)
    assert walk.do(walk.lin, progress, door.round).whole.tally.found == 1
    assert walk.do(walk.lin, open_home, door.id).undo_until
    assert walk.on(1, 12, 9).do(walk.lin, take_back, door.id, found.answer) == away
    assert walk.do(walk.lin, progress, door.round).whole.tally.found == 0
    with pytest.raises(TooLateToTakeBack):
        walk.do(walk.lin, take_back, door.id, away.answer)
    assert walk.do(walk.lin, open_home, door.id).undo_until is None


def test_an_answer_is_taken_back_by_who_gave_it_alone(walk: Walk) -> None:
    door = walk.visits(walk.open(CHANGQING))[0]
    first = walk.knock(door)
    with pytest.raises(NotFound):
        walk.do(walk.morning.people.shen, take_back, door.id, first.answer)
    newer = walk.knock(door, NOT_HOME, seen=first.answer)
    with pytest.raises(FasterAtTheDoor):
        walk.do(walk.lin, take_back, door.id, first.answer)
    assert walk.do(walk.lin, take_back, door.id, newer.answer).answer == first.answer


def test_who_was_ordered_goes_free_by_no_answer(walk: Walk) -> None:
    door = walk.visits(walk.open())[0]
    found = walk.find(door)
    walk.do(walk.dong, order_found, door.round, QuarantineKind.HOME)
    for use_case, args in ((knock, (door.id, found.answer, OK)), (take_back, (door.id, found.answer))):
        with pytest.raises(OrderStands):
            walk.do(walk.lin, use_case, *args)
    more = Answer(Result.FOUND, 3, found=tuple(walk.residents(door)[:1]), unnamed=1)
    assert walk.knock(door, more, seen=found.answer).found == 2


def test_nobody_answers_for_a_closed_round(walk: Walk) -> None:
    door = walk.visits(walk.open())[0]
    kept = walk.knock(door)
    walk.do(walk.morning.people.rosa, close_round, door.round)
    for use_case, args in ((knock, (door.id, kept.answer, NOT_HOME)), (take_back, (door.id, kept.answer))):
        with pytest.raises(RoundOver):
            walk.do(walk.lin, use_case, *args)


def test_only_those_who_live_there_are_chosen(walk: Walk) -> None:
    door, other, *_ = walk.visits(walk.open())
    with pytest.raises(Invalid):
        walk.knock(door, Answer(Result.FOUND, found=tuple(walk.residents(other)[:1])))


@pytest.mark.parametrize("who", ["rosa", "wu", "chen", "eve"])
def test_only_workers_and_the_street_knock(walk: Walk, who: str) -> None:
    door = walk.visits(walk.open())[0]
    with pytest.raises(NotAllowed):
        walk.knock(door, by=getattr(walk.morning.people, who))


# The list, and who reads what of it


def test_lin_walks_by_doors_and_the_officer_reads_none(walk: Walk) -> None:
    one = walk.open()
    grid = walk.visits(one)[0].grid
    mine, masked = walk.do(walk.lin, homes, one.id, grid), walk.do(walk.morning.people.rosa, homes, one.id, grid)
    assert [row.home.order for row in mine.rows] == sorted(row.home.order for row in mine.rows)
    assert all("室" in row.home.door for row in mine.rows)
    assert {row.home.door for row in masked.rows} == {HIDDEN}
    walk.knock(mine.rows[0].visit)
    assert walk.do(walk.lin, homes, one.id, grid).left == len(mine.rows) - 1
    assert len(walk.do(walk.lin, homes, one.id, grid, all_of_them=True).rows) == len(mine.rows)


def test_each_list_and_each_home_that_is_opened_is_a_look(walk: Walk) -> None:
    one = walk.open()
    grid, lin = walk.visits(one)[0].grid, walk.lin

    def looks() -> int:
        with walk.morning.database.connection() as connection:
            query = text("select count(*) from look_entry where account = :id")
            return int(connection.execute(query, {"id": lin.id}).scalar_one())

    before = looks()
    walk.do(lin, homes, one.id, grid)
    assert looks() == before + 1
    walk.do(lin, open_home, walk.visits(one)[0].id)
    assert looks() > before + 1


# On paper


def test_a_sheet_lists_who_is_left_and_is_typed_in_row_by_row(walk: Walk) -> None:
    one = walk.open()
    grid = walk.visits(one)[0].grid
    rows = walk.do(walk.lin, homes, one.id, grid).rows
    walk.knock(rows[-1].visit)
    sheet = walk.do(walk.lin, print_homes, one.id, grid)
    paper = walk.do(walk.lin, open_paper, sheet.id)
    assert [line.row.visit.id for line in paper.lines if line.row] == [row.visit.id for row in rows[:-1]]
    ticks = [Typed(row.visit.id, None, Result.NOT_HOME) for row in rows[:-1]]
    faster = walk.knock(rows[0].visit, by=walk.morning.people.shen)
    given = walk.do(walk.lin, type_in, one.id, [*ticks, Typed(rows[0].visit.id, None, Result.FOUND)])
    assert [type(each.refusal) for each in given] == [FasterAtTheDoor, *[type(None)] * (len(ticks) - 1), Invalid]
    assert walk.now(rows[0].visit) == faster
    again = walk.do(walk.lin, type_in, one.id, ticks[1:])
    assert [each.refusal for each in again] == [None] * (len(ticks) - 1), "the same sheet twice"


def test_what_lies_elsewhere_is_not_typed_in(walk: Walk) -> None:
    one, other = walk.open(), walk.open(CHANGQING)
    door = walk.visits(other)[0]
    beside = next(each for each in walk.visits(other, walk.morning.people.rosa) if each.community != walk.lin.area)
    ticks = [Typed(each, None, Result.NOT_HOME) for each in (door.id, beside.id, 10**9)]
    assert [type(each.refusal) for each in walk.do(walk.lin, type_in, one.id, ticks)] == [NotFound] * 3


def test_a_sheet_of_another_community_or_kind_is_not_there(walk: Walk) -> None:
    one = walk.open(CHANGQING)
    grid = walk.visits(one)[0].grid
    sheet = walk.do(walk.lin, print_homes, one.id, grid)
    beside = next(each for each in walk.visits(one, walk.morning.people.rosa) if each.community != walk.lin.area)
    for use_case, args in ((open_paper, (10**9,)), (print_homes, (one.id, beside.grid)), (open_sheet, (10**9,))):
        with pytest.raises(NotFound):
            walk.do(walk.lin, use_case, *args)
    with pytest.raises(NotFound):
        walk.do(walk.bei, open_paper, sheet.id)


# Who goes where


def test_homes_go_to_whom_one_chooses_of_that_community(walk: Walk) -> None:
    one = walk.open(CHANGQING)
    first, *volunteers = walk.do(walk.lin, walkers, walk.lin.area)
    assert first.id == walk.lin.id and volunteers
    grid = walk.visits(one)[0].grid
    count = walk.do(walk.lin, share, one.id, grid, volunteers[0].word)
    rows = walk.do(walk.lin, homes, one.id, grid).rows
    assert count == len(rows) and {row.walker for row in rows} == {volunteers[0].name}
    with pytest.raises(Invalid):
        walk.do(walk.lin, share, one.id, grid, "account/1")
    with pytest.raises(NotFound):
        walk.do(walk.lin, share, one.id, walk.bei.area, first.word)


def test_whoever_was_there_last_goes_again_and_the_nearest_to_all_others(walk: Walk) -> None:
    first = walk.on(1).open()
    door, *_ = walk.visits(first)
    walk.knock(door, NOT_HOME)
    second = walk.on(2).do(walk.morning.people.rosa, open_second, first.id, "第二轮", DUE)
    count = walk.do(walk.lin, share_all, second.id, walk.lin.area)
    shared = {each.household: (each.for_account, each.for_team) for each in walk.visits(second)}
    assert count == len(shared) and shared[door.household] == (walk.lin.id, None)
    assert all(team for each, (_, team) in shared.items() if each != door.household)
    assert walk.do(walk.lin, share_all, second.id, walk.lin.area) == 0


def test_a_whole_street_is_shared_out_at_once_and_each_community_hears_of_it(walk: Walk) -> None:
    one = walk.open(CHANGQING)
    count = walk.do(walk.morning.people.rosa, share_all, one.id)
    everything = walk.visits(one, walk.morning.people.rosa)
    assert count == len(everything) and all(each.for_team or each.for_account for each in everything)
    with walk.morning.database.connection() as connection:
        query = text("select community from change where event = 'homes_shared' order by 1")
        told = list(connection.execute(query).scalars())
    assert told == sorted({each.community for each in everything})
