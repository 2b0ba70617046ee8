"""Days are there before anybody goes: Lin sees Su and Tao each day, and what nobody did can be seen."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from cockpit.access import system
from cockpit.follow_up import (
    AlreadyVisited,
    Met,
    NotThisDay,
    Result,
    Visited,
    VisitFacts,
    WorkingList,
    distribute,
    open_visit,
    tracing_figures,
    visit,
    visit_door,
    working_list,
)
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import Case, CaseFacts, CaseStatus, Symptom, change_case, order_all
from cockpit.screening.rounds import plan_all
from data_access.database import Database
from tests.data_access.screening.conftest import Outbreak
from tests.people import DISTRICT, somebody

WELL = VisitFacts(Met.SEEN, temperature=36.5)


def days_of(outbreak: Outbreak, person: int) -> list[date]:
    with outbreak.morning.work(system(DISTRICT)) as work:
        return [one.day for one in work.follow_ups.of_person(person)]


def listed(outbreak: Outbreak, **asked: object) -> WorkingList:
    found: WorkingList = outbreak.do(working_list, **asked)
    return found


def row_of(outbreak: Outbreak, person: int) -> int:
    return next(one.row.id for one in listed(outbreak).rows if one.row.person == person)


def test_each_day_of_the_observation_is_there_before_the_first_visit(outbreak: Outbreak, case: Case) -> None:
    assert days_of(outbreak, outbreak.su) == [date(2020, 2, day) for day in range(10, 25)]
    assert days_of(outbreak, outbreak.ma) == []
    assert days_of(outbreak, outbreak.he) == []


def test_while_the_case_is_not_isolated_days_are_planned_on_each_day(outbreak: Outbreak) -> None:
    outbreak.on(10).enter(onset=date(2020, 2, 8))
    assert days_of(outbreak, outbreak.su)[-1] == date(2020, 2, 24)

    outbreak.on(12)
    with outbreak.morning.work(system(DISTRICT)) as work:
        plan_all(work)

    assert days_of(outbreak, outbreak.su)[-1] == date(2020, 2, 26)


def test_a_case_that_is_ruled_out_takes_away_the_days_to_come_and_keeps_what_was_found(
    outbreak: Outbreak, case: Case
) -> None:
    outbreak.do(visit, row_of(outbreak, outbreak.su), WELL)
    outbreak.on(12).do(change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=date(2020, 2, 8)))

    assert days_of(outbreak, outbreak.su) == [date(2020, 2, 10), date(2020, 2, 11)]
    assert listed(outbreak).total == 0


def test_who_falls_ill_is_a_case_and_visited_no_more(outbreak: Outbreak, case: Case) -> None:
    outbreak.on(12).enter(outbreak.su, onset=date(2020, 2, 12))

    assert days_of(outbreak, outbreak.su) == [date(2020, 2, 10), date(2020, 2, 11)]
    assert days_of(outbreak, outbreak.tao)[-1] >= date(2020, 2, 24)


def test_what_nobody_entered_is_seen_as_not_performed(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(visit, row_of(outbreak, outbreak.su), WELL)

    found = listed(outbreak.on(11))

    assert (found.total, found.left, found.not_performed) == (2, 2, 1)


def test_a_visit_says_what_was_found_and_is_there_on_opening_it_again(outbreak: Outbreak, case: Case) -> None:
    number = row_of(outbreak, outbreak.su)
    outbreak.do(visit, number, VisitFacts(Met.SEEN, (Symptom.COUGH,), 36.9, handed=True, note="夜里咳"))

    seen: Visited = outbreak.do(open_visit, number)

    assert seen.due.row.result is Result.SEEN_NOT_OK and seen.due.row.handed
    assert seen.found == VisitFacts(Met.SEEN, (Symptom.COUGH,), 36.9, handed=True, note="夜里咳")
    assert listed(outbreak).unwell == 1 and listed(outbreak).rows[0].row.id == number


def test_what_is_said_of_somebodys_health_is_sealed(outbreak: Outbreak, case: Case, database: Database) -> None:
    outbreak.do(visit, row_of(outbreak, outbreak.su), VisitFacts(Met.SEEN, (Symptom.COUGH,), 38.4, note="夜里咳"))

    with database.work(system(DISTRICT)) as work:
        (row,) = work.connection.execute(text("select * from follow_up where result is not null")).mappings()
    written = str(dict(row))
    assert "cough" not in written and "38.4" not in written and "夜里咳" not in written


def test_ones_own_word_can_be_said_again_and_anothers_stands(
    outbreak: Outbreak, case: Case, database: Database
) -> None:
    number, bao = row_of(outbreak, outbreak.su), somebody(database, "clinician")
    outbreak.do(visit, number, VisitFacts(Met.NOT_HOME))
    outbreak.do(visit, number, WELL)

    with pytest.raises(AlreadyVisited):
        outbreak.do(visit, number, VisitFacts(Met.MOVED), by=bao)

    assert outbreak.do(open_visit, number).due.row.result is Result.SEEN_OK


def test_a_visit_of_yesterday_comes_in_from_paper_and_one_of_last_week_does_not(outbreak: Outbreak, case: Case) -> None:
    number = row_of(outbreak, outbreak.su)
    assert outbreak.on(12).do(visit, number, WELL).result is Result.SEEN_OK
    other = row_of(outbreak, outbreak.tao)

    with pytest.raises(NotThisDay):
        outbreak.on(20).do(visit, other, WELL)


def test_lin_enters_visits_of_her_community_and_the_neighbour_does_not_know_of_them(
    outbreak: Outbreak, case: Case, database: Database
) -> None:
    number = row_of(outbreak, outbreak.su)
    with outbreak.morning.work(system(DISTRICT)) as work:
        community = work.people.get(outbreak.su).community
    lin = replace(somebody(database, "community"), area=community)
    other = replace(lin, area=community[:9] + f"{int(community[9:]) % 6 + 1:03}")

    assert {one.row.person for one in outbreak.do(working_list, by=lin).rows} == {outbreak.su, outbreak.tao}
    outbreak.do(visit, number, WELL, by=lin)
    assert outbreak.do(working_list, by=other).rows == ()
    for use_case, args in ((visit, (number, WELL)), (open_visit, (number,))):
        with pytest.raises(NotFound):
            outbreak.do(use_case, *args, by=other)


def test_the_officer_reads_the_list_and_enters_nothing(outbreak: Outbreak, case: Case, database: Database) -> None:
    rosa = somebody(database, "officer")
    assert outbreak.do(working_list, by=rosa).total == 2

    with pytest.raises(NotAllowed):
        outbreak.do(visit, row_of(outbreak, outbreak.su), WELL, by=rosa)


def test_the_oldest_is_seen_before_the_youngest(outbreak: Outbreak, case: Case) -> None:
    """Su was born in 1980 or so, Tao in 2011: with 70 years Su comes first."""
    with outbreak.morning.work(system(DISTRICT)) as work:
        work.connection.execute(text("update person set born = '1950-01-01' where id = :id"), {"id": outbreak.tao})

    assert [one.row.person for one in listed(outbreak.on(15)).rows] == [outbreak.tao, outbreak.su]


def test_todays_visits_are_handed_out_to_who_works_there(outbreak: Outbreak, case: Case, database: Database) -> None:
    with outbreak.morning.work(system(DISTRICT)) as work:
        community = work.people.get(outbreak.su).community
    lin = replace(somebody(database, "community"), area=community)
    with database.connection() as connection:
        connection.execute(text("update account set area = :area where account = 'community'"), {"area": community})

    assert outbreak.do(working_list, mine=True, by=lin).total == 0
    assert outbreak.do(distribute, community) == 2
    assert outbreak.do(distribute, community) == 0
    assert outbreak.do(working_list, mine=True, by=lin).total == 2


def test_tracing_figures_count_what_was_done_within_a_day(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(order_all, case.id, QuarantineKind.HOME)
    outbreak.do(visit, row_of(outbreak, outbreak.su), WELL)

    found = outbreak.on(12).do(tracing_figures)

    assert (found.isolated.count, found.isolated.of) == (1, 1)
    assert (found.apart.count, found.apart.of) == (2, 2)
    assert (found.known.count, found.known.of) == (0, 1)
    assert dict(found.monitored)[date(2020, 2, 10)].per_cent == 50
    outbreak.enter(outbreak.su, onset=date(2020, 2, 12))
    assert outbreak.do(tracing_figures).known.count == 1


def test_one_word_holds_for_everybody_behind_the_door_who_is_well(outbreak: Outbreak, case: Case) -> None:
    number = row_of(outbreak, outbreak.su)
    assert outbreak.do(open_visit, number).mates == 1
    with pytest.raises(Invalid):
        outbreak.do(visit_door, number, VisitFacts(Met.SEEN, (Symptom.COUGH,)))
    assert listed(outbreak).left == 2

    assert outbreak.do(visit_door, number, WELL) == 1

    assert listed(outbreak).left == 0 and outbreak.do(open_visit, number).mates == 0
