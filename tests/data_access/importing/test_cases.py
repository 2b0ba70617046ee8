"""Cases from a file: whoever lives with one is listed at once; a file taken back rules out what it brought."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cockpit.access import system
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, State
from cockpit.screening import Case, CaseStatus
from data_access.database import Database
from data_access.demo.district import District
from data_access.demo.identity import identity_number
from data_access.importing.jobs import Runner
from tests.people import DISTRICT, somebody

COCKPIT = system(DISTRICT)
WANG, LI = (identity_number(880_001, date(1980, 5, 17), False), identity_number(880_002, date(1982, 3, 1), True))
HEADER = "身份证号,姓名,病例类型,发病日期,采样日期,收治时间"
ROW = f"{WANG},王测试,确诊,2020-01-28,,"
Bring = Callable[..., Batch]


@pytest.fixture(autouse=True)
def people(bring: Bring, district: District) -> None:
    """Wang and Li live together."""
    names = [place.name for place in district.places]
    home = next(p.name for p in district.places if p.kind == "compound" and names.count(p.name) == 1)
    rows = [f"{name},{number},{home}90幢2单元501室,租赁" for name, number in (("王测试", WANG), ("李测试", LI))]
    assert bring("persons", "姓名,公民身份号码,现住址,居住方式", *rows).counts.added == 2


def case_of(database: Database, number: str) -> Case | None:
    with database.work(COCKPIT) as work:
        (person,) = work.people.find("number", number)
        return work.cases.of_persons([person.id]).get(person.id)


def exposed(database: Database, number: str) -> int:
    with database.work(COCKPIT) as work:
        (person,) = work.people.find("number", number)
        return len(work.exposures.of_persons([person.id], work.at))


def test_a_case_from_a_file_has_its_household_as_contacts_at_once(bring: Bring, database: Database) -> None:
    assert bring("cases", HEADER, ROW).counts == Counts(added=1)

    case = case_of(database, WANG)
    assert case and (case.status, case.onset) == (CaseStatus.CONFIRMED, date(2020, 1, 28))
    assert exposed(database, LI) == 1


def test_the_same_file_again_changes_nothing_and_another_day_changes_the_case(bring: Bring, database: Database) -> None:
    bring("cases", HEADER, ROW)

    assert bring("cases", HEADER, ROW).counts == Counts(unchanged=1)
    assert bring("cases", HEADER, f"{WANG},,确诊,2020-01-29,,2020-01-30 10:00").counts == Counts(changed=1)
    case = case_of(database, WANG)
    assert case and case.onset == date(2020, 1, 29)
    assert case.isolated_at == datetime(2020, 1, 30, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_case_without_any_day_is_refused_and_so_is_one_of_tomorrow(bring: Bring, database: Database) -> None:
    batch = bring("cases", HEADER, f"{WANG},,确诊,,,", f"{LI},,确诊,2090-01-01,,")

    assert batch.counts == Counts(refused=2)
    assert case_of(database, WANG) is None


def test_a_file_taken_back_rules_out_what_it_brought_and_sets_right_what_it_changed(
    bring: Bring, database: Database, tmp_path: Path
) -> None:
    bring("cases", HEADER, ROW)
    second = bring("cases", HEADER, ROW.replace("确诊", "疑似").replace("01-28", "01-27"), f"{LI},,确诊,2020-01-29,,")
    with database.work(COCKPIT) as work:
        acts.undo_here(work, second.id)

    assert Runner(database, COCKPIT, second.id, tmp_path, data=tmp_path).undo().state is State.UNDONE

    wang, li = case_of(database, WANG), case_of(database, LI)
    assert wang and (wang.status, wang.onset) == (CaseStatus.CONFIRMED, date(2020, 1, 28))
    assert li is None


def test_what_was_changed_by_hand_since_stays(bring: Bring, database: Database, tmp_path: Path) -> None:
    from cockpit.screening import CaseFacts, change_case

    first = bring("cases", HEADER, ROW)
    case = case_of(database, WANG)
    assert case
    with database.work(somebody(database, "investigator")) as work:
        change_case(work, case.id, CaseFacts(CaseStatus.CONFIRMED, onset=date(2020, 1, 26)))
    with database.work(COCKPIT) as work:
        acts.undo_here(work, first.id)

    Runner(database, COCKPIT, first.id, tmp_path, data=tmp_path).undo()

    now = case_of(database, WANG)
    assert now and now.onset == date(2020, 1, 26)


def test_an_itinerary_in_the_file_is_read_piece_by_piece_once(bring: Bring, database: Database) -> None:
    header, row = HEADER + ",活动轨迹", f"{WANG},,确诊,2020-01-28,,"
    assert bring("cases", header, row + ",1月21日9:02-13:40乘G7512次07车12F；1月22日去了朋友家").counts.added == 1

    case = case_of(database, WANG)
    assert case
    with database.work(COCKPIT) as work:
        assert [(one.run, one.counts) for one in work.itineraries.of_case(case.id)] == [("G7512", True), ("", False)]
    assert bring("cases", header, row + ",1月21日9:02-13:40乘G7512次07车12F").counts == Counts(unchanged=1)
    assert bring("cases", header, row + ",1月23日居家").counts == Counts(changed=1)
    with database.work(COCKPIT) as work:
        assert len(work.itineraries.of_case(case.id)) == 3
