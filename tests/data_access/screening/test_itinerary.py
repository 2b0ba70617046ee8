"""He tells where he was: what counts is set against the records, and Ma, who stood there too, becomes a contact."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from cockpit.access import system
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import (
    Case,
    Exposure,
    Lack,
    Stop,
    StopFacts,
    complete_stop,
    itinerary,
    open_case,
    remove_stop,
    tell_itinerary,
)
from data_access.database import Database
from data_access.lake import Lake
from data_access.screening.rounds import Screening
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.data_access.screening.test_rounds import NINE, bring
from tests.people import DISTRICT, somebody


@pytest.fixture
def pharmacy(outbreak: Outbreak) -> str:
    """The place with the number under which the records of these tests lie."""
    with outbreak.morning.work(system(DISTRICT)) as work:
        work.connection.execute(text("update place set name = '云海第一大药房' where id = 10"))
    return "云海第一大药房"


def of_ma(outbreak: Outbreak, case: Case) -> list[Exposure]:
    seen = outbreak.do(open_case, case.id)
    return [one for each in seen.contacts if each.person.id == outbreak.ma for one in each.stands.contact.exposures]


def test_who_was_there_too_becomes_a_contact_by_what_the_case_told(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, pharmacy: str
) -> None:
    bring(outbreak, lake, 1001, (outbreak.ma, 20))
    screening.all()
    assert of_ma(outbreak, case) == []

    outbreak.do(tell_itinerary, case.id, f"2月9日9:00到9:30在{pharmacy}；后来去了朋友家")
    screening.one(case.id)

    (found,) = of_ma(outbreak, case)
    assert (found.began, found.ended) == (NINE, NINE + timedelta(minutes=20))
    assert [one.counts for one in outbreak.do(itinerary, case.id)] == [True, False]


def test_a_stop_that_was_not_so_takes_its_contacts_along(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, pharmacy: str
) -> None:
    bring(outbreak, lake, 1001, (outbreak.ma, 20))
    (stop,) = outbreak.do(tell_itinerary, case.id, f"2月9日9:00到9:30在{pharmacy}")
    screening.one(case.id)
    assert of_ma(outbreak, case)

    outbreak.do(remove_stop, case.id, stop.id)
    screening.one(case.id)

    assert of_ma(outbreak, case) == [] and lake.stand().rows == 1


def test_what_was_lacking_is_asked_and_then_counts(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, pharmacy: str
) -> None:
    bring(outbreak, lake, 1001, (outbreak.ma, 20))
    (stop,) = outbreak.do(tell_itinerary, case.id, "2月9日上午9点去买口罩")
    assert stop.lacks == (Lack.PLACE, Lack.ENDED)

    facts = StopFacts(NINE, NINE + timedelta(minutes=30), place=10)
    kept: Stop = outbreak.do(complete_stop, case.id, stop.id, facts)
    screening.news()

    assert kept.counts and len(of_ma(outbreak, case)) == 1


def test_the_same_words_twice_are_there_once(outbreak: Outbreak, case: Case, pharmacy: str) -> None:
    words = f"2月9日9:00到9:30在{pharmacy}"
    outbreak.do(tell_itinerary, case.id, words)

    assert outbreak.do(tell_itinerary, case.id, words) == []
    assert len(outbreak.do(itinerary, case.id)) == 1


def test_a_ride_that_was_told_lies_in_the_lake_beside_the_stays(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, pharmacy: str
) -> None:
    outbreak.do(tell_itinerary, case.id, f"2月8日9:02-13:40乘G7512次07车12F；2月9日9:00到9:30在{pharmacy}")
    screening.one(case.id)

    assert {one.kind.value: one.rows for one in lake.stand().days} == {"presence": 1, "journey": 1}
    screening.one(case.id)
    assert lake.stand().rows == 2


def test_whoever_was_killed_before_the_lake_had_it_brings_it_again(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, pharmacy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(outbreak, lake, 1001, (outbreak.ma, 20))
    outbreak.do(tell_itinerary, case.id, f"2月9日9:00到9:30在{pharmacy}")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Lake, "bring", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        screening.one(case.id)

    screening.one(case.id)

    assert len(of_ma(outbreak, case)) == 1


def test_the_words_are_sealed(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(tell_itinerary, case.id, "2月9日去了朋友家吃饭")
    with outbreak.morning.work(system(DISTRICT)) as work:
        (row,) = work.connection.execute(text("select * from journey")).mappings()

    assert "朋友" not in str(dict(row)) and "朋友".encode() not in bytes(row["words"])


def test_only_who_looks_for_contacts_reads_where_a_case_was(outbreak: Outbreak, case: Case, database: Database) -> None:
    for role in ("officer", "community", "leader"):
        with pytest.raises(NotAllowed):
            outbreak.do(itinerary, case.id, by=somebody(database, role))


def test_nonsense_is_refused_by_name(outbreak: Outbreak, case: Case) -> None:
    (stop,) = outbreak.do(tell_itinerary, case.id, "2月9日去了朋友家吃饭")
    for facts in (StopFacts(NINE, NINE), StopFacts(NINE, datetime(2021, 1, 1, tzinfo=ZONE))):
        with pytest.raises(Invalid):
            outbreak.do(complete_stop, case.id, stop.id, facts)
    for words in ("  ", "长" * 10_001):
        with pytest.raises(Invalid):
            outbreak.do(tell_itinerary, case.id, words)
    with pytest.raises(NotFound):
        outbreak.do(remove_stop, case.id, stop.id + 1)
    other = outbreak.enter(outbreak.ma)
    with pytest.raises(NotFound):
        outbreak.do(remove_stop, other.id, stop.id)
