"""A round asks the records: Ma stood in the pharmacy beside He; what it found stays until records or days say otherwise."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest
from sqlalchemy import text

from cockpit.access import system
from cockpit.lake import Kind
from cockpit.linking import merge
from cockpit.refusals import NotAllowed
from cockpit.screening import (
    Case,
    CaseStatus,
    Closeness,
    Denial,
    Exposure,
    Setting,
    cases_to_screen,
    change_case,
    deny_contact,
    open_case,
)
from data_access.database import Database
from data_access.lake import Lake
from data_access.screening.rounds import Screening
from tests.data_access.screening.conftest import ISOLATED, ZONE, Outbreak
from tests.people import CHANGQING, DISTRICT

NINE = datetime(2020, 2, 9, 9, tzinfo=ZONE)
PHARMACY = 10


def bring(outbreak: Outbreak, lake: Lake, batch: int, *stays: tuple[int, int]) -> None:
    """(person, minutes) each from nine o'clock on, in the pharmacy."""
    with outbreak.morning.work(system(DISTRICT)) as work:
        known = work.pseudonyms.of([person for person, _ in stays])
    rows = [
        {"person": known[person], "place": PHARMACY, "came": NINE, "left": NINE + timedelta(minutes=minutes)}
        for person, minutes in stays
    ]
    lake.folder.mkdir(exist_ok=True)
    table = pa.Table.from_pylist(rows)
    lake.bring(batch, Kind.PRESENCE, "the pharmacy's till", outbreak.morning.at, table.to_batches())


def of_ma(outbreak: Outbreak, case: Case) -> list[Exposure]:
    seen = outbreak.do(open_case, case.id)
    return [one for each in seen.contacts if each.person.id == outbreak.ma for one in each.stands.contact.exposures]


def test_who_stood_beside_the_case_is_found_by_the_round_and_named_as_a_person(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    bring(outbreak, lake, 1, (outbreak.he, 30), (outbreak.ma, 20))
    assert of_ma(outbreak, case) == []
    done = screening.all()
    assert (done.cases, done.exposures) == (1, 1)
    (one,) = of_ma(outbreak, case)
    assert (one.setting, one.closeness, one.where) == (Setting.PLACE, Closeness.CLOSE, str(PHARMACY))
    assert (one.began, one.ended) == (NINE, NINE + timedelta(minutes=20))
    assert set(outbreak.do(open_case, case.id).places) == {PHARMACY}


def test_what_a_round_found_stays_beside_the_household_when_the_case_is_changed(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    bring(outbreak, lake, 1, (outbreak.he, 30), (outbreak.ma, 20))
    screening.all()
    outbreak.do(change_case, case.id, replace(ISOLATED, severe=True))
    assert len(of_ma(outbreak, case)) == 1
    outbreak.do(change_case, case.id, replace(ISOLATED, onset=date(2020, 2, 10)))
    screening.one(case.id)
    assert of_ma(outbreak, case) == []


def test_a_case_that_is_ruled_out_lets_all_go_at_once(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    bring(outbreak, lake, 1, (outbreak.he, 30), (outbreak.ma, 20))
    screening.all()
    outbreak.do(change_case, case.id, replace(ISOLATED, status=CaseStatus.NO_CASE))
    assert outbreak.do(open_case, case.id).contacts == ()
    assert screening.all().cases == 0


def test_the_same_round_twice_changes_nothing(outbreak: Outbreak, case: Case, lake: Lake, screening: Screening) -> None:
    bring(outbreak, lake, 1, (outbreak.he, 30), (outbreak.ma, 20))
    screening.all()
    before = outbreak.do(open_case, case.id).contacts
    screening.all()
    assert outbreak.do(open_case, case.id).contacts == before


def test_a_batch_that_is_taken_back_takes_its_contacts_along(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    bring(outbreak, lake, 1, (outbreak.he, 30))
    bring(outbreak, lake, 2, (outbreak.ma, 20))
    screening.all()
    assert of_ma(outbreak, case)
    lake.take_back(2)
    screening.all()
    assert of_ma(outbreak, case) == []


def test_without_any_records_a_round_finds_the_household(outbreak: Outbreak, case: Case, screening: Screening) -> None:
    assert screening.all().exposures == 0
    assert {one.person.id for one in outbreak.do(open_case, case.id).contacts} == {outbreak.su, outbreak.tao}


def test_entering_and_changing_a_case_asks_for_its_round(outbreak: Outbreak, database: Database, case: Case) -> None:
    outbreak.do(change_case, case.id, ISOLATED)
    with database.connection() as connection:
        asked = connection.execute(text("select args->>'case' from procrastinate_jobs where task_name = 'screen_case'"))
        assert asked.scalars().all() == [str(case.id), str(case.id)]


def test_only_the_cockpit_itself_asks_records(outbreak: Outbreak) -> None:
    with pytest.raises(NotAllowed):
        outbreak.do(cases_to_screen)


# Pseudonyms


def test_a_pseudonym_is_given_once_and_read_by_the_persons_own_key(outbreak: Outbreak, database: Database) -> None:
    with database.work(system(DISTRICT)) as work:
        first = work.pseudonyms.of([outbreak.he, outbreak.ma])
        assert work.pseudonyms.of([outbreak.he, outbreak.ma]) == first
        assert work.pseudonyms.whose([first[outbreak.he]]) == {first[outbreak.he]: outbreak.he}
    assert len(set(first.values())) == 2 and not set(first.values()) & {outbreak.he, outbreak.ma}


def test_nobody_is_found_by_the_pseudonym_of_who_is_erased(outbreak: Outbreak, database: Database) -> None:
    with database.work(system(DISTRICT)) as work:
        first = work.pseudonyms.of([outbreak.he])
        work.people.destroy_key(outbreak.he)
        assert work.pseudonyms.whose(first.values()) == {}
        assert work.pseudonyms.of([outbreak.he]) == {}


# News


def test_a_round_of_the_news_finds_what_came_since_and_leaves_what_was_found(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    bring(outbreak, lake, 1, (outbreak.he, 30))
    screening.news()
    assert of_ma(outbreak, case) == []

    bring(outbreak, lake, 2, (outbreak.ma, 20))
    assert screening.news().exposures == 1
    assert len(of_ma(outbreak, case)) == 1

    assert screening.news().exposures == 0
    assert len(of_ma(outbreak, case)) == 1
    assert {one.person.id for one in outbreak.do(open_case, case.id).contacts} == {
        outbreak.su,
        outbreak.tao,
        outbreak.ma,
    }


def test_where_records_were_taken_away_the_news_are_all_there_is(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    bring(outbreak, lake, 1, (outbreak.he, 30), (outbreak.ma, 20))
    screening.news()
    assert of_ma(outbreak, case)

    lake.take_back(1)
    screening.news()

    assert of_ma(outbreak, case) == []


def test_a_round_that_was_killed_before_all_was_kept_is_done_again(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, monkeypatch: pytest.MonkeyPatch
) -> None:
    screening.all()
    bring(outbreak, lake, 1, (outbreak.he, 30), (outbreak.ma, 20))
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Screening, "_remember", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        screening.news()

    assert screening.news().exposures == 1


def test_who_was_denied_is_not_found_by_the_news_either(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    bring(outbreak, lake, 1, (outbreak.he, 30), (outbreak.ma, 20))
    screening.all()
    outbreak.do(deny_contact, case.id, outbreak.ma, Denial.ELSEWHERE)

    bring(outbreak, lake, 2, (outbreak.ma, 40))
    screening.news()

    assert of_ma(outbreak, case) == []


def test_records_of_a_record_that_was_merged_are_those_of_who_stands_for_it(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    """Ma was known twice; He too, and is no contact of himself."""
    again = outbreak.records.add("马宁", home=outbreak.records.home(CHANGQING, "9幢1单元903室"))
    twice = outbreak.records.add("何平", home=outbreak.home)
    bring(outbreak, lake, 1, (twice, 30), (outbreak.he, 25), (again, 20))
    for one, other in ((outbreak.ma, again), (outbreak.he, twice)):
        outbreak.do(merge, outbreak.records.pair(one, other), by=outbreak.records.by)

    screening.all()

    assert len(of_ma(outbreak, case)) == 1  # beside either record of He, at the same time
    assert outbreak.he not in {one.person.id for one in outbreak.do(open_case, case.id).contacts}


def test_a_pseudonym_of_before_tokens_is_found_too(outbreak: Outbreak, database: Database) -> None:
    with database.work(system(DISTRICT)) as work:
        (number,) = work.pseudonyms.of([outbreak.he]).values()
        work.connection.execute(text("update person_key set pseudonym_token = null"))
        assert work.pseudonyms.whose([number]) == {number: outbreak.he}
        assert work.pseudonyms.of([outbreak.he]) == {outbreak.he: number}


# A rule that changes


def test_a_new_rule_touches_open_cases_only_where_its_publisher_says_so(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening
) -> None:
    """From now on two days before the onset count for cases of before, too: on the sixth Ma stood beside He."""
    sixth = datetime(2020, 2, 6, 9, tzinfo=ZONE)
    with outbreak.morning.work(system(DISTRICT)) as work:
        known = work.pseudonyms.of([outbreak.he, outbreak.ma])
    rows = [
        {"person": one, "place": PHARMACY, "came": sixth, "left": sixth + timedelta(hours=1)} for one in known.values()
    ]
    lake.folder.mkdir(exist_ok=True)
    lake.bring(1, Kind.PRESENCE, "till", outbreak.morning.at, pa.Table.from_pylist(rows).to_batches())
    screening.all()
    with outbreak.morning.work(system(DISTRICT)) as work:
        work.connection.execute(
            text(
                "insert into policy (kind, key, area, holds_from, published_at, source, body) select kind, key, area,"
                " timestamptz '2020-01-15 00:00+08', :at, 'two days earlier', body || '{\"look_back\": 2}' from policy where id = :policy"
            ),
            {"at": outbreak.morning.at, "policy": case.policy},
        )
    outbreak.morning.at += timedelta(hours=1)

    screening.all()
    assert of_ma(outbreak, case) == []

    screening.anew()
    assert len(of_ma(outbreak, case)) == 1
