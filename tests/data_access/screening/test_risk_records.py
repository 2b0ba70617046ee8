"""What clinics, pharmacies, doors and returnees know of somebody counts for the risk, whoever met no case too."""

from datetime import date, datetime, timedelta

import pyarrow as pa
from sqlalchemy import text

from cockpit.access import system
from cockpit.follow_up import Met, VisitFacts, visit
from cockpit.lake import Kind
from cockpit.screening import Symptom
from data_access.lake import Lake
from data_access.screening.risk_records import bring_records
from data_access.screening.rounds import Screening
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.people import DISTRICT

COCKPIT = system(DISTRICT)
SINCE = date(2020, 1, 20)


def bring(outbreak: Outbreak, lake: Lake) -> None:
    """Ma saw a doctor with a fever on the ninth, and bought something against it on the eighth."""
    with outbreak.morning.work(COCKPIT) as work:
        (ma,) = work.pseudonyms.of([outbreak.ma]).values()
    nine = datetime(2020, 2, 9, 9, tzinfo=ZONE)
    lake.folder.mkdir(exist_ok=True)
    seen = [{"person": ma, "place": 10, "came": nine, "left": nine + timedelta(hours=1), "symptoms": "fever"}]
    bought = [{"person": ma, "place": 10, "bought": nine - timedelta(days=1), "drug": "布洛芬"}]
    at = outbreak.morning.at
    lake.bring(1, Kind.VISIT, "hospital", at, pa.Table.from_pylist(seen).to_batches())
    lake.bring(2, Kind.PURCHASE, "till", at, pa.Table.from_pylist(bought).to_batches())


def test_who_saw_a_doctor_with_a_fever_is_at_a_risk_without_any_case(
    outbreak: Outbreak, lake: Lake, screening: Screening
) -> None:
    outbreak.on(10)
    bring(outbreak, lake)

    screening.all()

    with outbreak.morning.work(COCKPIT) as work:
        facts = work.risk_facts
        assert [one.on.day for one in facts.visits([outbreak.ma], SINCE)[outbreak.ma]] == [9]
        assert [one.on.day for one in facts.symptoms([outbreak.ma], SINCE)[outbreak.ma]] == [9]
        assert [one.on.day for one in facts.purchases([outbreak.ma], SINCE)[outbreak.ma]] == [8]
        assert facts.visits([outbreak.ma], date(2020, 2, 10)) == {}
        level = work.connection.execute(text("select level from risk_assessment where gone_at is null")).scalar_one()
    assert level != "none"


def test_it_is_read_again_only_when_the_lake_has_something_new(
    outbreak: Outbreak, lake: Lake, screening: Screening
) -> None:
    outbreak.on(10)
    bring(outbreak, lake)
    assert bring_records(screening.database, COCKPIT, lake)
    assert not bring_records(screening.database, COCKPIT, lake)

    lake.take_back(1)

    assert bring_records(screening.database, COCKPIT, lake)
    with outbreak.morning.work(COCKPIT) as work:
        assert work.risk_facts.visits([outbreak.ma], SINCE) == {}


def test_it_is_sealed(outbreak: Outbreak, lake: Lake, screening: Screening) -> None:
    outbreak.on(10)
    bring(outbreak, lake)
    screening.all()

    with outbreak.morning.work(COCKPIT) as work:
        (row,) = work.connection.execute(text("select told from risk_fact"))
    assert b"symptoms" not in bytes(row.told) and b"visits" not in bytes(row.told)


def test_who_was_found_unwell_at_the_door_has_a_symptom_that_counts(outbreak: Outbreak) -> None:
    outbreak.on(10).enter(onset=date(2020, 2, 8))
    with outbreak.morning.work(COCKPIT) as work:
        (row, *_rest) = work.follow_ups.of_person(outbreak.su)
    outbreak.do(visit, row.id, VisitFacts(Met.SEEN, (Symptom.COUGH,)))

    with outbreak.morning.work(COCKPIT) as work:
        assert [one.on for one in work.risk_facts.symptoms([outbreak.su], SINCE)[outbreak.su]] == [date(2020, 2, 10)]


def test_who_came_from_a_key_region_stayed_there_as_the_list_of_that_day_says(outbreak: Outbreak) -> None:
    from cockpit.returns import Arrival, Origin, detect

    outbreak.on(10)
    with outbreak.morning.work(COCKPIT) as work:
        work.connection.execute(
            text(
                "insert into key_region (code, name, level, since, source) values ('42', '湖北', 'high', '2020-01-20', '')"
            )
        )
        detect(work, [Arrival(outbreak.ma, Origin("4201", "武汉"), outbreak.morning.at)])
        (stay,) = work.risk_facts.stays([outbreak.ma], SINCE)[outbreak.ma]
        assert (stay.level, stay.until) == ("high", date(2020, 2, 10))
        assert outbreak.ma in work.risk_facts.anybody(SINCE)
