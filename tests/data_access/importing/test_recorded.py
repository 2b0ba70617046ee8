"""Records from a file: of who is known, in places that are known, into the lake under pseudonyms; each refused row told."""

import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.access import system
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, State
from cockpit.lake import Kind, Stand
from cockpit.people import Person
from data_access.database import Database
from data_access.demo.district import District
from data_access.demo.identity import identity_number
from data_access.importing.jobs import Runner
from data_access.lake import Lake
from tests.people import DISTRICT, somebody

COCKPIT = system(DISTRICT)
WANG, LI = (identity_number(880_001, date(1980, 5, 17), False), identity_number(880_002, date(1982, 3, 1), True))
PHONE = "10088000111"
STAYS = "身份证号,场所名称,街道,进入时间,离开时间"
Bring = Callable[..., Batch]


@pytest.fixture
def lake(database: Database, tmp_path: Path) -> Lake:
    return Lake.of(tmp_path, database.zone)


@pytest.fixture(autouse=True)
def people(bring: Bring, district: District) -> None:
    """Wang and Li live behind one door, and have one phone."""
    names = [place.name for place in district.places]
    home = next(p.name for p in district.places if p.kind == "compound" and names.count(p.name) == 1)
    rows = [f"{name},{number},{PHONE},{home}90幢2单元501室,租赁" for name, number in (("王测试", WANG), ("李测试", LI))]
    assert bring("persons", "姓名,公民身份号码,联系电话,现住址,居住方式", *rows).counts.added == 2


@pytest.fixture
def pharmacy(district: District) -> tuple[str, str]:
    """One of a name that no other place has, and its street."""
    names = [place.name for place in district.places]
    found = next(p for p in district.places if p.kind == "pharmacy" and names.count(p.name) == 1)
    return found.name, found.spot.street


def stay(whose: str, pharmacy: tuple[str, str], came: str = "2020-01-28 09:00", left: str = "2020-01-28 09:40") -> str:
    return f"{whose},{pharmacy[0]},{pharmacy[1]},{came},{left}"


def reasons(database: Database, batch: Batch) -> dict[int, str]:
    with database.work(COCKPIT) as work:
        return {row.line: row.told["problems"][0]["why"] for row in work.imports.rows(batch.id, "refused")}


def person(database: Database, number: str) -> Person:
    with database.work(COCKPIT) as work:
        (found,) = work.people.find("number", number)
    return found


def test_a_stay_lies_in_the_lake_under_the_pseudonym_of_whoever_was_there(
    bring: Bring, database: Database, lake: Lake, pharmacy: tuple[str, str]
) -> None:
    batch = bring("presence", STAYS, stay(WANG, pharmacy), source="药店")

    assert batch.counts == Counts(added=1) and batch.state is State.APPLIED
    stand = lake.stand()
    assert [(one.kind, one.day, one.rows) for one in stand.days] == [(Kind.PRESENCE, date(2020, 1, 28), 1)]
    assert stand.sources[0].source == "药店"
    with database.work(COCKPIT) as work:
        (known,) = work.pseudonyms.of([person(database, WANG).id]).values()
    assert known in written(lake) and WANG not in str(written(lake))


def written(lake: Lake) -> list[object]:
    import pyarrow.parquet as pq

    rows = [row for path in lake.folder.glob("*/day=*/*.parquet") for row in pq.read_table(path).to_pylist()]
    return [value for row in rows for value in row.values()]


def test_the_same_file_again_says_nothing_new_and_cannot_be_confirmed(bring: Bring, pharmacy: tuple[str, str]) -> None:
    bring("presence", STAYS, stay(WANG, pharmacy))

    again = bring("presence", STAYS, stay(WANG, pharmacy), stay(WANG, pharmacy))

    assert again.counts == Counts(unchanged=2) and again.state is State.CHECKED


def test_each_refused_row_says_why_and_the_others_come_in(
    bring: Bring, database: Database, pharmacy: tuple[str, str]
) -> None:
    header = "电话,身份证号,姓名,场所名称,进入时间,离开时间"
    name, _street = pharmacy
    unknown = identity_number(880_009, date(1990, 1, 1), True)
    rows = [
        f",{WANG},,{name},2020-01-28 09:00,2020-01-28 09:40",
        f",{unknown},,{name},2020-01-28 09:00,2020-01-28 09:40",
        f"{PHONE},,,{name},2020-01-28 09:00,2020-01-28 09:40",
        f"{PHONE},,李测试,{name},2020-01-28 09:00,2020-01-28 09:40",
        f",{WANG},李测试,{name},2020-01-28 09:00,2020-01-28 09:40",
        f",{WANG},,天上药店,2020-01-28 09:00,2020-01-28 09:40",
        f",{WANG},,{name},2020-01-28 09:00,2020-01-28 08:40",
        f",{WANG},,{name},2099-01-28 09:00,2099-01-28 09:40",
        f",{WANG},,{name},1999-01-28 09:00,1999-01-28 09:40",
    ]

    batch = bring("presence", header, *rows)

    assert batch.counts == Counts(added=2, refused=7)
    why = reasons(database, batch)
    said = {3: "nobody is known", 4: "several people", 6: "called otherwise", 7: "no such place", 8: "before it begins",
            9: "future", 10: "2000"}  # fmt: skip
    assert {line: words for line, words in said.items() if words in why[line]} == said


def test_two_who_have_one_phone_are_told_apart_by_their_name(
    bring: Bring, database: Database, lake: Lake, pharmacy: tuple[str, str]
) -> None:
    name, _street = pharmacy
    header = "电话,姓名,场所名称,进入时间,离开时间"

    bring("presence", header, f"{PHONE},李测试,{name},2020-01-28 09:00,2020-01-28 09:40")

    with database.work(COCKPIT) as work:
        (li,) = work.pseudonyms.of([person(database, LI).id]).values()
    assert li in written(lake)


def test_journeys_visits_and_purchases_lie_in_files_of_their_own(
    bring: Bring, lake: Lake, pharmacy: tuple[str, str]
) -> None:
    name, _street = pharmacy
    ride = "身份证号,车次,座位号,上车站,下车站,出发时间,到达时间"
    bring("journeys", ride, f"{WANG},G7512,07车12F,武汉,杭州东,2020-01-21 09:02,2020-01-21 13:40")
    visit = "身份证号,就诊医院,就诊时间,离开时间,症状"
    bring("clinic_visits", visit, f"{WANG},{name},2020-01-28 09:00,2020-01-28 09:40,发热")
    bring("purchases", "身份证号,药店,购药时间,药品", f"{WANG},{name},2020-01-28 09:00,布洛芬")

    stand: Stand = lake.stand()

    assert {one.kind: one.rows for one in stand.days} == {Kind.JOURNEY: 1, Kind.VISIT: 1, Kind.PURCHASE: 1}
    assert {"G7512/2020-01-21", "07", 12, "武汉", "杭州东", "fever", "布洛芬"} <= set(written(lake))


def test_who_waited_in_the_same_clinic_was_there_as_in_any_other_place(
    bring: Bring, database: Database, lake: Lake, pharmacy: tuple[str, str]
) -> None:
    from cockpit.screening import Case, CaseStatus, ContactRule
    from data_access.lake import Looked, Rounds

    name, _street = pharmacy
    bring("presence", STAYS, stay(LI, pharmacy))
    visit = "身份证号,就诊医院,就诊时间,离开时间,症状"
    bring("clinic_visits", visit, f"{WANG},{name},2020-01-28 09:00,2020-01-28 09:40,发热")
    with database.work(COCKPIT) as work:
        wang, li = (work.pseudonyms.of([person(database, one).id]) for one in (WANG, LI))
    rule = ContactRule(1, 2, 15, 14, {one: within() for one in means()})
    case = Case(1, next(iter(wang.values())), CaseStatus.CONFIRMED, onset=date(2020, 1, 28))

    found = list(Rounds(lake).full([Looked(case, rule)], [], datetime(2020, 2, 1, tzinfo=UTC)))

    assert [one.person for one in found] == list(li.values())


def within() -> object:
    from cockpit.screening.rule import Unit, Within

    return Within(Unit.VEHICLE)


def means() -> list[str]:
    from cockpit.screening import Means

    return [one.value for one in Means]


def test_an_import_of_records_is_taken_back_whole(
    bring: Bring, database: Database, lake: Lake, pharmacy: tuple[str, str]
) -> None:
    batch = bring("presence", STAYS, stay(WANG, pharmacy), stay(LI, pharmacy))
    with database.work(COCKPIT) as work:
        acts.undo_here(work, batch.id)

    after = Runner(database, COCKPIT, batch.id, lake.folder, data=lake.folder.parent).undo()

    assert after.state is State.UNDONE and lake.stand().rows == 0


def test_a_round_is_asked_for_as_soon_as_records_have_come(
    bring: Bring, database: Database, pharmacy: tuple[str, str]
) -> None:
    bring("presence", STAYS, stay(WANG, pharmacy))

    with database.connection() as connection:
        waiting = connection.execute(text("select count(*) from procrastinate_jobs where task_name = 'screen_news'"))
        assert waiting.scalar_one() >= 1


@pytest.mark.parametrize("role", ["data_officer"])
def test_the_keeper_of_the_inventory_brings_no_records(
    bring: Bring, database: Database, lake: Lake, pharmacy: tuple[str, str], role: str
) -> None:
    batch = bring("presence", STAYS, stay(WANG, pharmacy), by=somebody(database, role))

    assert batch.state is State.UNREADABLE and batch.why["refusal"] == "NotYours"
    assert not lake.folder.exists()


def test_nobodys_stays_are_told_by_community(bring: Bring, database: Database, pharmacy: tuple[str, str]) -> None:
    batch = bring("presence", STAYS, stay(WANG, pharmacy))

    with database.connection() as connection:
        told = connection.execute(
            text("select community from change where subject = 'import_batch' and subject_id = :batch"),
            {"batch": str(batch.id)},
        ).scalars()
        assert set(told) == {None}


def test_a_long_file_is_streamed(database: Database, bring: Bring, pharmacy: tuple[str, str], tmp_path: Path) -> None:
    """60,000 stays of two people: what is kept of them in memory is that of some thousand rows."""
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write(STAYS + "\n")
        for number in range(60_000):
            at = f"2020-01-{1 + number % 28:02} {number // 28 % 24:02}:{number % 60:02}"
            file.write(stay((WANG, LI)[number % 2], pharmacy, f"{at}:{number % 59:02}", "2020-01-30 23:00") + "\n")
    with database.work(COCKPIT) as work:
        number = acts.receive(work, "presence", path.name, {}).id
    tracemalloc.start()
    try:
        batch = Runner(database, COCKPIT, number, path, data=tmp_path).check()
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert batch.counts.added + batch.counts.unchanged == 60_000 and batch.counts.refused == 0
    assert peak < 100_000_000


def test_who_rode_here_from_a_key_region_is_heard_of_as_a_returnee(bring: Bring, database: Database) -> None:
    assert bring("key_regions", "地区代码,地区名称,等级,列入日期", "42,湖北,高,2020-01-20").counts.added == 1
    ride = "身份证号,车次,座位号,上车站,出发时间,到达时间"
    rows = [
        f"{WANG},G7512,07车12F,武汉,2020-01-21 09:02,2020-01-21 13:40",
        f"{LI},G7512,07车12F,南京,2020-01-21 09:02,2020-01-21 13:40",
    ]

    assert bring("journeys", ride, *rows).counts.added == 2

    with database.work(COCKPIT) as work:
        heard = work.connection.execute(text("select person_id from return_entry")).scalars().all()
    assert heard == [person(database, WANG).id]


def test_a_parquet_file_comes_in_like_any_other_and_another_schema_is_asked_about(
    database: Database, lake: Lake, pharmacy: tuple[str, str], tmp_path: Path
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    def checked(**columns: list[str]) -> Batch:
        path = tmp_path / "stays.parquet"
        parquet.write_table(pa.table(columns), path)
        with database.work(COCKPIT) as work:
            number = acts.receive(work, "presence", path.name, {}).id
        return Runner(database, COCKPIT, number, path, data=tmp_path).check()

    whole = {
        "身份证号": [WANG],
        "场所名称": [pharmacy[0]],
        "进入时间": ["2020-01-28 09:00"],
        "离开时间": ["2020-01-28 09:40"],
    }
    assert checked(**whole).counts == Counts(added=1)
    other = checked(device=["a"], seen=["b"])
    assert other.state is State.ASKED and other.why["refusal"] == "NoColumn"
