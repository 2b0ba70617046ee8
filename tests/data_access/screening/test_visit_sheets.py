"""A printed sheet of visits is typed at once: each row by itself, nothing written over unsaid, and it is kept that it was paper."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from cockpit.access import Actor, system
from cockpit.follow_up import (
    AlreadyVisited,
    Met,
    NotThisDay,
    NoVisits,
    Result,
    TypedVisit,
    VisitFacts,
    VisitSheet,
    hand,
    open_visit,
    open_visit_sheet,
    print_visits,
    stamp,
    type_visits,
    visit,
    working_list,
)
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import Case
from cockpit.sheets import SheetOver
from data_access.database import Database
from tests.data_access.screening.conftest import Outbreak
from tests.people import CHANGQING, DISTRICT, somebody


@pytest.fixture
def lin(outbreak: Outbreak, database: Database) -> Actor:
    with outbreak.morning.work(system(DISTRICT)) as work:
        return replace(somebody(database, "community"), area=work.people.get(outbreak.su).community)


@pytest.fixture
def sheet(outbreak: Outbreak, case: Case, lin: Actor) -> VisitSheet:
    return opened(outbreak, lin, outbreak.do(print_visits, lin.area, by=lin).id)


def opened(outbreak: Outbreak, by: Actor, number: int) -> VisitSheet:
    found: VisitSheet = outbreak.do(open_visit_sheet, number, by=by)
    return found


def line_of(sheet: VisitSheet, person: int) -> int:
    return next(one.number for one in sheet.lines if one.due and one.due.row.person == person)


def row_of(sheet: VisitSheet, number: int) -> int:
    due = sheet.lines[number - 1].due
    assert due
    return due.row.id


def test_a_sheet_has_a_number_and_the_rows_that_are_left_in_the_order_of_doors(
    outbreak: Outbreak, sheet: VisitSheet
) -> None:
    assert [one.number for one in sheet.lines] == [1, 2]
    assert {one.due.row.person for one in sheet.lines if one.due} == {outbreak.su, outbreak.tao}
    assert sheet.day == date(2020, 2, 10) and sheet.sheet.id > 0


def test_it_is_typed_two_days_later_and_says_that_it_came_from_paper(
    outbreak: Outbreak, sheet: VisitSheet, lin: Actor
) -> None:
    number = line_of(sheet, outbreak.su)
    other = 3 - number
    rows = [TypedVisit(number, Result.SEEN_OK, "36，5", "门口说话"), TypedVisit(other, Result.SEEN_NOT_OK)]

    results = outbreak.on(12).do(type_visits, sheet.sheet.id, rows, by=lin)

    assert [one.refusal for one in results] == [None, None]
    seen = outbreak.do(open_visit, row_of(sheet, number))
    assert seen.found == VisitFacts(Met.SEEN, (), 36.5, note="门口说话")
    assert (seen.due.row.sheet, seen.by) == (sheet.sheet.id, lin.name)
    assert outbreak.do(open_visit, row_of(sheet, other)).due.row.result is Result.SEEN_NOT_OK


def test_what_is_refused_of_one_row_leaves_the_others(outbreak: Outbreak, sheet: VisitSheet, lin: Actor) -> None:
    rows = [TypedVisit(1, Result.NOT_HOME, "36.5"), TypedVisit(2, Result.MOVED), TypedVisit(3, Result.MOVED)]
    with pytest.raises(Invalid):
        outbreak.do(type_visits, sheet.sheet.id, rows, by=lin)

    results = outbreak.do(type_visits, sheet.sheet.id, rows[:2], by=lin)

    assert [type(one.refusal) for one in results] == [Invalid, type(None)]
    assert outbreak.do(working_list).left == 1
    for typed in (TypedVisit(1, Result.SEEN_OK, "heiß"), TypedVisit(1, Result.SEEN_OK, "365")):
        (result,) = outbreak.do(type_visits, sheet.sheet.id, [typed], by=lin)
        assert isinstance(result.refusal, Invalid) and result.refusal.field == "temperature"
    (result,) = outbreak.do(type_visits, sheet.sheet.id, [TypedVisit(7, Result.MOVED)], by=lin)
    assert isinstance(result.refusal, NotFound)


def test_an_answer_that_is_there_is_written_over_by_who_saw_it_and_said_so_alone(
    outbreak: Outbreak, sheet: VisitSheet, lin: Actor
) -> None:
    outbreak.do(visit, row_of(sheet, 1), VisitFacts(Met.NOT_HOME))
    outbreak.morning.at += timedelta(minutes=1)
    (blind,) = outbreak.do(type_visits, sheet.sheet.id, [TypedVisit(1, Result.MOVED)], by=lin)
    assert isinstance(blind.refusal, AlreadyVisited)

    due = opened(outbreak, lin, sheet.sheet.id).lines[0].due
    assert due and due.row.result is Result.NOT_HOME
    over = TypedVisit(1, Result.MOVED, over=stamp(due.row))
    (said,) = outbreak.do(type_visits, sheet.sheet.id, [over], by=lin)
    (again,) = outbreak.do(type_visits, sheet.sheet.id, [replace(over, result=Result.REFUSED)], by=lin)

    assert said.refusal is None and isinstance(again.refusal, AlreadyVisited), "it is another answer by now"
    assert outbreak.do(open_visit, row_of(sheet, 1)).due.row.result is Result.MOVED


def test_a_sheet_of_a_worker_or_team_holds_theirs_alone(
    outbreak: Outbreak, case: Case, lin: Actor, database: Database
) -> None:
    with database.connection() as connection:
        connection.execute(text("update account set area = :area where id = :id"), {"area": lin.area, "id": lin.id})
    first = outbreak.do(working_list).rows[0].row.id
    outbreak.do(hand, [first], f"account/{lin.id}", by=lin)

    own = opened(outbreak, lin, outbreak.do(print_visits, lin.area, f"account/{lin.id}", by=lin).id)

    assert [row_of(own, one.number) for one in own.lines] == [first] and own.whose == lin.name
    with pytest.raises(NoVisits):
        outbreak.do(print_visits, lin.area, "team/1", by=lin)


def test_the_neighbour_the_officer_and_the_day_after_the_last_do_not_open_it(
    outbreak: Outbreak, sheet: VisitSheet, lin: Actor, database: Database
) -> None:
    beside = replace(lin, area=lin.area[:9] + f"{int(lin.area[9:]) % 6 + 1:03}")
    with pytest.raises(NotFound):
        opened(outbreak, beside, sheet.sheet.id)
    with pytest.raises(NotAllowed):
        opened(outbreak, somebody(database, "officer"), sheet.sheet.id)
    (late,) = outbreak.on(13).do(type_visits, sheet.sheet.id, [TypedVisit(1, Result.MOVED)], by=lin)
    assert isinstance(late.refusal, NotThisDay)
    outbreak.morning.at = sheet.sheet.destroy_at
    with pytest.raises(SheetOver):
        opened(outbreak, lin, sheet.sheet.id)


def test_a_sheet_of_a_street_is_no_business_of_its_communities(outbreak: Outbreak, case: Case, lin: Actor) -> None:
    wide = outbreak.do(print_visits, CHANGQING)

    assert len(opened(outbreak, outbreak.dong, wide.id).lines) == 2
    with pytest.raises(NotFound):
        opened(outbreak, lin, wide.id)
