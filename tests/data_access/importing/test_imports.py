"""Files come into the inventory: clean, dirty, again, changed, by two at once; and go out of it again."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit import linking
from cockpit.access import Actor, system
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, State, TooLateToUndo
from cockpit.inventory import By
from cockpit.refusals import NotAllowed
from data_access import figures
from data_access.database import Database
from data_access.demo.district import District
from data_access.demo.identity import identity_number
from data_access.importing.jobs import Runner, Stopped
from tests.data_access.linking.records import Records
from tests.people import DISTRICT, People, somebody

Bring = Callable[..., Batch]
Undo = Callable[[Batch], Batch]
PLACES = "场所名称,类型,地址,所属街道,经度,纬度,负责人,联系电话"
FIRMS = "企业名称,统一社会信用代码,行业代码,员工人数,所在楼宇,法定代表人,联系电话"
HOMES = "小区,幢号,单元,室号,居住方式,房东,房东电话"
PERSONS = "姓名,公民身份号码,联系电话,现住址,居住方式,入住日期"


@pytest.fixture
def jia(database: Database) -> Actor:
    """Jia keeps the inventory."""
    return somebody(database, "data_officer")


@pytest.fixture
def received(database: Database, jia: Actor, tmp_path: Path) -> Callable[..., Runner]:
    """A file that Jia has brought: its header, its rows."""
    numbers = iter(range(1000))

    def receive(header: str, *rows: str, encoding: str = "utf-8", name: str = "brought.csv") -> Runner:
        path = tmp_path / f"{next(numbers)}.csv"
        path.write_text("\n".join((header, *rows)), encoding=encoding)
        with database.work(jia) as work:
            return Runner(database, jia, acts.receive(work, "", name, {}).id, path)

    return receive


@pytest.fixture
def bring(database: Database, jia: Actor, received: Callable[..., Runner]) -> Bring:
    """Brought, checked, and where that would change something confirmed and written."""

    def brought(header: str, *rows: str, **how: str) -> Batch:
        runner = received(header, *rows, **how)
        batch = runner.check()
        if not batch.counts.added + batch.counts.changed:
            return batch
        with database.work(jia) as work:
            acts.confirm_here(work, batch.id)
        return runner.apply()

    return brought


@pytest.fixture
def take_back(database: Database, jia: Actor) -> Callable[[Batch], Batch]:
    def taken(batch: Batch) -> Batch:
        with database.work(jia) as work:
            acts.undo_here(work, batch.id)
        return Runner(database, jia, batch.id, Path()).undo()

    return taken


def problems(database: Database, by: Actor, batch: Batch) -> list[tuple[int, str]]:
    with database.work(by) as work:
        return [(row.line, row.told["problems"][0]["field"]) for row in acts.rows(work, batch.id, "refused")]


def one(database: Database, query: str, **values: object) -> Sequence[object]:
    with database.connection() as connection:
        return tuple(connection.execute(text(query), values).one())


PHARMACY = "新安药店,药店,松涛路8号,长庆街道,120.1695,30.2650,王小明,10012345678"


def test_a_clean_file_is_written_and_the_same_file_again_changes_nothing(database: Database, bring: Bring) -> None:
    batch = bring(PLACES, PHARMACY)
    assert (batch.state, batch.kind, batch.counts) == (State.APPLIED, "places", Counts(added=1))
    assert one(database, "select kind, address, street, initials, flagged from place where name = '新安药店'") == (
        "pharmacy", "松涛路8号", "330103001", "xayd", False,
    )  # fmt: skip
    assert bring(PLACES, PHARMACY).counts == Counts(unchanged=1)


def test_nothing_is_written_before_somebody_confirms(database: Database, received: Callable[..., Runner]) -> None:
    batch = received(PLACES, PHARMACY).check()
    assert batch.counts == Counts(added=1)
    assert one(database, "select count(*) from place where name = '新安药店'") == (0,)


def test_gbk_is_found_by_itself(bring: Bring) -> None:
    assert bring(PLACES, PHARMACY, encoding="gbk").counts == Counts(added=1)


def test_bad_rows_are_refused_one_by_one_and_the_others_go_on(database: Database, jia: Actor, bring: Bring) -> None:
    batch = bring(
        PLACES,
        PHARMACY,
        "海上药店,药店,松涛路9号,长庆街道,0,0,,",
        "远方药店,药店,松涛路9号,长庆街道,121.5,30.2,,",
        "不知,不知,松涛路9号,长庆街道,120.1695,30.2650,,",
        "外街药店,药店,松涛路9号,天上街道,120.1695,30.2650,,",
        PHARMACY,
    )
    assert batch.counts == Counts(added=1, refused=5)
    assert problems(database, jia, batch) == [(3, "lon"), (4, "lon"), (5, "kind"), (6, "street"), (7, "")]


def test_a_point_outside_its_stated_street_is_taken_and_flagged(bring: Bring) -> None:
    assert bring(PLACES, PHARMACY.replace("长庆", "武林")).counts == Counts(added=1, flagged=1)


def test_an_update_touches_only_the_columns_it_brings(database: Database, bring: Bring) -> None:
    bring(PLACES, PHARMACY)
    code, before = one(database, "select code, lon from place where name = '新安药店'")
    assert bring("场所编号,类型", f"{code},医院").counts == Counts(changed=1)
    row = "select kind, name, lon, contact is not null from place where code = :code"
    assert one(database, row, code=code) == ("hospital", "新安药店", before, True)


def test_who_answers_for_a_place_is_sealed_and_compared_in_the_clear(database: Database, bring: Bring) -> None:
    bring(PLACES, PHARMACY)
    assert bring(PLACES, PHARMACY.replace("王小明", "李小明")).counts == Counts(changed=1)
    found = one(database, "select contact, was_sealed from place p join history h on subject_id = p.id"
                          " where p.name = '新安药店' and h.subject = 'place' and field = 'contact'")  # fmt: skip
    assert all("小明".encode() not in bytes(sealed) for sealed in found)  # type: ignore[call-overload]


def test_a_file_that_says_who_answers_and_no_phone_leaves_the_phone(database: Database, bring: Bring) -> None:
    bring(PLACES, PHARMACY)
    (code,) = one(database, "select code from place where name = '新安药店'")
    assert bring("场所编号,负责人", f"{code},李小明").counts == Counts(changed=1)
    assert bring(PLACES, PHARMACY.replace("王小明", "李小明")).counts == Counts(unchanged=1)


def test_taken_back_all_is_as_it_was(database: Database, jia: Actor, bring: Bring, take_back: Undo) -> None:
    first = bring(PLACES, PHARMACY)
    sealed = one(database, "select kind, name, address from place where name = '新安药店'")
    second = bring(PLACES, PHARMACY.replace("王小明", "李小明").replace(",药店", ",医院", 1))
    take_back(second)
    assert one(database, "select kind, name, address from place where name = '新安药店'") == sealed
    assert bring(PLACES, PHARMACY).counts == Counts(unchanged=1)
    take_back(first)
    assert one(database, "select count(*) from place where name = '新安药店'") == (0,)
    assert one(database, "select count(*) from history") == (0,)


def test_what_was_changed_since_stays(database: Database, jia: Actor, bring: Bring, take_back: Undo) -> None:
    first = bring(PLACES, PHARMACY, PHARMACY.replace("新安", "旧安"))
    bring(PLACES, PHARMACY.replace(",药店", ",医院", 1))
    take_back(first)
    assert one(database, "select kind from place where name = '新安药店'") == ("hospital",)
    assert one(database, "select count(*) from place where name = '旧安药店'") == (0,)


def test_a_place_on_which_a_firm_came_to_rest_stays(
    database: Database, jia: Actor, bring: Bring, take_back: Undo
) -> None:
    first = bring(PLACES, "新安大厦,楼宇,松涛路8号,长庆街道,120.1695,30.2650,,")
    assert bring(FIRMS, FIRM).counts == Counts(added=1)
    take_back(first)
    assert one(database, "select count(*) from place where name = '新安大厦'") == (1,)


def test_after_a_day_it_can_no_longer_be_taken_back(database: Database, jia: Actor, bring: Bring) -> None:
    batch = bring(PLACES, PHARMACY)
    assert batch.applied_at
    with pytest.raises(TooLateToUndo), database.work(jia, at=batch.applied_at + timedelta(hours=24)) as work:
        acts.undo(work, batch.id)


def test_nobody_but_the_data_officer_brings_files(database: Database, people: People) -> None:
    for who in (people.rosa, people.lin, people.chen, people.eve):
        with pytest.raises(NotAllowed), database.work(who) as work:
            acts.receive(work, "places", "places.csv", {})


def test_what_somebody_else_wrote_meanwhile_is_looked_at_again(
    database: Database, jia: Actor, bring: Bring, received: Callable[..., Runner]
) -> None:
    slow = received(PLACES, PHARMACY, PHARMACY.replace("新安", "旧安"))
    with database.work(jia) as work:
        acts.confirm_here(work, slow.check().id)
    bring(PLACES, PHARMACY)
    again = slow.apply()
    assert (again.state, again.counts) == (State.CHECKED, Counts(added=1, unchanged=1))
    assert one(database, "select count(*) from place where name = '旧安药店'") == (0,)


def test_stopped_while_it_is_being_moved_nothing_of_it_stays(
    database: Database, jia: Actor, received: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = received(PLACES, PHARMACY)
    with database.work(jia) as work:
        acts.confirm_here(work, runner.check().id)
    heard: list[int] = []

    def tell(done: int) -> None:
        heard.append(done)
        if len(heard) > 1:
            raise Stopped

    monkeypatch.setattr(Runner, "_telling", lambda runner, of: tell)
    assert runner.apply().state is State.STOPPED
    assert heard == [1, 1] and one(database, "select count(*) from place where name = '新安药店'") == (0,)


# Enterprises

FIRM = "杭州瑞恒商贸有限公司,91999999MA1234561{check},5111,12,新安大厦,王小明,10012345678"


def _firm() -> str:
    from data_access.demo.credit_codes import FIRM as COMPANY
    from data_access.demo.credit_codes import credit_code

    return f"杭州瑞恒商贸有限公司,{credit_code(COMPANY, 987654)},5111,12,新安大厦,王小明,10012345678"


FIRM = _firm()


def test_a_firm_lies_in_its_building_and_is_known_again_by_its_code(database: Database, bring: Bring) -> None:
    bring(PLACES, "新安大厦,楼宇,松涛路8号,长庆街道,120.1695,30.2650,,")
    assert bring(FIRMS, FIRM).counts == Counts(added=1)
    assert one(database, "select trade, staff, street from enterprise where name like '杭州瑞恒商贸%' and credit_code like '91999999MA987654%'") == (
        "F", 12, "330103001",
    )  # fmt: skip
    assert bring(FIRMS, FIRM).counts == Counts(unchanged=1)
    assert bring(FIRMS, FIRM.replace(",12,", ",30,")).counts == Counts(changed=1)


def test_a_firm_in_a_building_that_nobody_knows_is_refused(database: Database, jia: Actor, bring: Bring) -> None:
    assert problems(database, jia, bring(FIRMS, FIRM)) == [(2, "place")]


# Households and persons


@pytest.fixture
def compound(district: District) -> str:
    """The name of a compound of 长庆 that no other place has."""
    names = [place.name for place in district.places]
    return next(
        p.name
        for p in district.places
        if p.kind == "compound" and p.spot.street == "330103001" and names.count(p.name) == 1
    )


def test_a_household_is_known_again_by_its_door_however_it_is_written(
    database: Database,
    bring: Bring,
    compound: str,
) -> None:
    assert bring(HOMES, f"{compound},90,2,501,租赁,王房东,10012345678").counts == Counts(added=1)
    assert bring(HOMES, f"{compound},90幢,2单元,501室,租赁,王房东,10012345678").counts == Counts(unchanged=1)
    assert bring(HOMES, f"{compound},９０号楼,2,501,自有,,").counts == Counts(changed=1)


WANG, LI = (identity_number(880_001, date(1980, 5, 17), False),
            identity_number(880_002, date(1982, 3, 1), True))  # fmt: skip


def persons(compound: str) -> list[str]:
    return [
        f"王测试,{WANG},10088000111,{compound}90幢2单元501室,租赁,2019-05-01",
        f"李测试,{LI},10088000222,{compound}90幢2单元501室,租赁,2019-05-01",
    ]


def look_up(database: Database, by: Actor, how: By, *values: str) -> list[int]:
    with database.work(by) as work:
        return [one.id for one in work.people.find(how, *values)]


def test_people_are_sealed_found_and_known_again(database: Database, jia: Actor, bring: Bring, compound: str) -> None:
    assert bring(PERSONS, *persons(compound)).counts == Counts(added=2)
    (wang,) = look_up(database, jia, By.NUMBER, WANG)
    assert look_up(database, jia, By.PHONE, "10088000111") == [wang]
    assert look_up(database, jia, By.NAME, "330103001", "王测试") == [wang]
    with database.work(jia) as work:
        known = work.people.open(wang, ["name", "number", "phone", "address"])
    assert known["name"] == "王测试" and known["address"].endswith(f"{compound}90幢2单元501室")
    assert bring(PERSONS, *persons(compound)).counts == Counts(unchanged=2)


def test_both_behind_one_new_door_are_one_household(database: Database, bring: Bring, compound: str) -> None:
    bring(PERSONS, *persons(compound))
    assert one(database, "select count(distinct household_id) from residence r join history h on h.subject = 'person'"
                         " and h.subject_id = r.person_id") == (1,)  # fmt: skip


def test_what_comes_late_in_a_file_is_judged_by_what_stood_before_it(
    database: Database, bring: Bring, compound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two like one another the check had counted both as new; each row is a chunk of its own here."""
    monkeypatch.setattr("data_access.importing.run.CHUNK", 1)
    wang, li = persons(compound)
    batch = bring(
        PERSONS + ",出生日期", f"{wang},1980-05-17", f"王测试,,,{compound}90幢2单元501室,,,1980-05-17", f"{li},"
    )
    assert (batch.state, batch.counts) == (State.APPLIED, Counts(added=3))
    homes = (
        "select count(distinct r.household_id), count(*) from residence r join history h on h.subject_id = r.person_id"
    )
    assert one(database, f"{homes} where h.subject = 'person' and h.batch = :batch", batch=batch.id) == (1, 3)


def test_after_many_people_the_database_knows_how_many_there_are(
    database: Database, bring: Bring, compound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it reads all tokens to find one."""
    monkeypatch.setattr("data_access.importing.counted.MANY", 2)
    bring(PERSONS, *persons(compound))
    counted = "select reltuples = (select count(*) from person_token) from pg_class where relname = 'person_token'"
    assert one(database, counted) == (True,)


def test_who_moves_is_found_in_the_new_street(
    database: Database, jia: Actor, bring: Bring, district: District, take_back: Undo
) -> None:
    names = [place.name for place in district.places]
    homes = [p for p in district.places if p.kind == "compound" and names.count(p.name) == 1]
    old, new = (next(p.name for p in homes if p.spot.street == street) for street in ("330103001", "330103002"))
    bring(PERSONS, *persons(old))
    batch = bring(PERSONS, persons(new)[0].replace("2019-05-01", "2020-01-20"))
    assert batch.counts == Counts(changed=1)
    assert look_up(database, jia, By.NAME, "330103001", "王测试") == []
    (wang,) = look_up(database, jia, By.NAME, "330103002", "王测试")
    take_back(batch)
    assert look_up(database, jia, By.NAME, "330103001", "王测试") == [wang]
    assert bring(PERSONS, *persons(old)).counts == Counts(unchanged=2)


def test_without_a_number_a_person_is_known_by_name_birthday_and_household(bring: Bring, compound: str) -> None:
    header = "姓名,出生日期,联系电话,现住址,居住方式"
    row = f"王测试,1980-05-17,10088000111,{compound}90幢2单元501室,租赁"
    assert bring(header, row).counts == Counts(added=1)
    assert bring(header, row).counts == Counts(unchanged=1)
    assert bring(header, row.replace("10088000111", "10088000333")).counts == Counts(changed=1)
    assert bring(header, row.replace("王测试", "王试测")).counts == Counts(added=1)


def test_people_taken_back_leave_nothing(
    database: Database, jia: Actor, bring: Bring, compound: str, take_back: Undo
) -> None:
    before = one(
        database,
        "select (select count(*) from person), (select count(*) from person_key), (select count(*) from person_token), (select count(*) from residence)",
    )
    batch = bring(PERSONS, *persons(compound))
    take_back(batch)
    assert look_up(database, jia, By.NUMBER, WANG) == []
    assert (
        one(
            database,
            "select (select count(*) from person), (select count(*) from person_key), (select count(*) from person_token), (select count(*) from residence)",
        )
        == before
    )


def test_a_phone_that_changed_is_in_the_history_under_the_persons_own_key(
    database: Database,
    jia: Actor,
    bring: Bring,
    compound: str,
    take_back: Undo,
) -> None:
    bring(PERSONS, *persons(compound))
    batch = bring(PERSONS, persons(compound)[0].replace("10088000111", "10088000333"))
    assert batch.counts == Counts(changed=1)
    was, plain = one(database, "select was_own, was from history where field = 'phone'")
    assert plain is None and b"10088000111" not in bytes(was)  # type: ignore[call-overload]
    take_back(batch)
    assert look_up(database, jia, By.PHONE, "10088000333") == []
    assert len(look_up(database, jia, By.PHONE, "10088000111")) == 1


def test_counters_are_what_the_facts_say_after_import_and_undo(
    database: Database,
    jia: Actor,
    bring: Bring,
    compound: str,
    take_back: Undo,
) -> None:
    batch = bring(PERSONS, *persons(compound))
    with database.work(jia) as work:
        assert figures.differences(work.connection) == []
    take_back(batch)
    with database.work(jia) as work:
        assert figures.differences(work.connection) == []


def test_an_import_is_one_line_of_the_audit_and_a_change_for_each_community(
    database: Database,
    bring: Bring,
    compound: str,
) -> None:
    bring(PERSONS, *persons(compound))
    assert one(database, "select count(*) from audit_entry where action = 'imported'") == (1,)
    told = one(
        database,
        "select array_agg(facts::text || coalesce(community, '-') order by id) from change where event = 'imported'",
    )[0]
    assert len(told) == 2 and DISTRICT not in str(told)[-4:]  # type: ignore[arg-type]


# Merged records


PLAIN = "姓名,出生日期,联系电话,现住址,居住方式"


def test_a_merged_record_that_comes_again_finds_the_survivor_and_changes_nothing(
    database: Database, jia: Actor, bring: Bring, compound: str
) -> None:
    """The second office writes the name in Latin letters; its file comes every month."""
    bring(PERSONS, persons(compound)[0])
    row = f"WANG CESHI,1980-05-17,10088000444,{compound}90幢2单元501室,租赁"
    assert bring(PLAIN, row).counts == Counts(added=1)
    before = one(database, "select count(*) from person")
    (wang,) = look_up(database, jia, By.NUMBER, WANG)
    (other,) = look_up(database, jia, By.PHONE, "10088000444")
    records = Records(database, system(DISTRICT))
    with database.work(jia) as work:
        linking.merge(work, records.pair(wang, other))

    assert look_up(database, jia, By.PHONE, "10088000444") == [wang]
    assert bring(PLAIN, row).counts == Counts(unchanged=1)
    assert bring(PERSONS, persons(compound)[0]).counts == Counts(unchanged=1)
    assert bring(PLAIN, row.replace("10088000444", "10088000555")).counts == Counts(changed=1)
    assert look_up(database, jia, By.PHONE, "10088000555") == [wang]
    assert one(database, "select count(*) from person") == before


def test_an_import_whose_record_was_merged_is_not_taken_back(
    database: Database, jia: Actor, bring: Bring, compound: str, take_back: Undo
) -> None:
    bring(PERSONS, persons(compound)[0])
    batch = bring(PLAIN, f"WANG CESHI,1980-05-17,10088000444,{compound}90幢2单元501室,租赁")
    (wang,), (other,) = look_up(database, jia, By.NUMBER, WANG), look_up(database, jia, By.PHONE, "10088000444")
    records = Records(database, system(DISTRICT))
    with database.work(jia) as work:
        linking.merge(work, records.pair(wang, other))

    assert take_back(batch).state is State.UNDONE
    assert look_up(database, jia, By.PHONE, "10088000444") == [wang]
    with database.work(jia) as work:
        assert [row.verdict for row in acts.rows(work, batch.id, "kept")] == ["kept"]
