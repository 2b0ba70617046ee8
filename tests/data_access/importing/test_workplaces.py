"""Registers of firms and schools: people under pseudonyms, firms of the inventory; each refused row told by its line."""

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, State
from cockpit.lake import Kind
from data_access.database import Database
from data_access.demo.district import District
from data_access.demo.identity import identity_number
from data_access.importing.jobs import Runner
from data_access.lake import Lake
from data_access.lake.checks import moment
from tests.data_access.conftest import COCKPIT, Bring
from tests.data_access.importing.brought import xlsx
from tests.people import somebody

WANG, LI = (identity_number(880_001, date(1980, 5, 17), False), identity_number(880_002, date(1982, 3, 1), True))
PHONE = "10088000111"
HEADER = "身份证号,姓名,电话,企业名称,统一社会信用代码,学校,关系类型,办公室,入职日期,离职日期"


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
def firm() -> str:
    return "云海测试公司"


@pytest.fixture
def code(database: Database, firm: str) -> str:
    """The credit code of a firm of the district, which is called so from now on; two others have one name."""
    with database.work(COCKPIT) as work:
        rows = work.connection.execute(text("select id, credit_code from enterprise order by id limit 3")).all()
        for row, name in zip(rows, (firm, "双名公司", "双名公司"), strict=True):
            work.connection.execute(
                text("update enterprise set name = :name where id = :id"), {"name": name, "id": row.id}
            )
        return str(rows[0].credit_code)


def row(whose: str = WANG, **said: str) -> str:
    cells = {"身份证号": whose, "入职日期": "2019-03-01"} | said
    return ",".join(cells.get(one, "") for one in HEADER.split(","))


def reasons(database: Database, batch: Batch) -> dict[int, str]:
    with database.work(COCKPIT) as work:
        told = {one.line: one.told["problems"][0] for one in work.imports.rows(batch.id, "refused")}
    return {line: f"{one['field']}: {one['why'].format(value=one['value'])}" for line, one in told.items()}


def rows_of(lake: Lake) -> list[dict[str, object]]:
    return [each for path in lake.folder.glob("bond/day=*/*.parquet") for each in pq.read_table(path).to_pylist()]


def test_who_works_in_which_room_lies_in_the_lake_under_a_pseudonym(
    bring: Bring, database: Database, lake: Lake, firm: str, code: str
) -> None:
    batch = bring("workplaces", HEADER, row(企业名称=firm, 办公室="3-204室"), source="云海")

    assert batch.counts == Counts(added=1) and batch.state is State.APPLIED
    (kept,) = rows_of(lake)
    assert (kept["setting"], kept["room"]) == ("workplace", "3-204") and int(str(kept["site"])) < 0
    assert moment(int(str(kept["since"]))) == datetime(2019, 3, 1, tzinfo=database.zone)
    with database.work(COCKPIT) as work:
        (wang,) = work.people.find("number", WANG)
        assert kept["person"] == work.pseudonyms.of([wang.id])[wang.id]
    assert WANG not in str(kept) and [one.source for one in lake.stand().sources] == ["云海"]


def test_each_refused_row_says_why_by_its_line(bring: Bring, database: Database, firm: str, code: str) -> None:
    nobody = identity_number(880_009, date(1990, 1, 1), True)
    rows = [
        row(企业名称=firm),
        row(nobody, 企业名称=firm),
        row("", 电话=PHONE, 企业名称=firm),
        row("", 电话=PHONE, 姓名="李测试", 企业名称=firm),
        row(企业名称="天上公司"),
        row(企业名称="双名公司"),
        row(企业名称="别的公司", 统一社会信用代码=code),
        row(企业名称=firm, 离职日期="2019-01-01"),
        row(学校="天上小学", 关系类型="同班"),
        row(企业名称=firm, 入职日期="2019-09-01"),
        row(企业名称=firm, 办公室="3-204", 入职日期="2019-09-01"),
        row(企业名称=firm),
    ]

    batch = bring("workplaces", HEADER, *rows)

    assert batch.counts == Counts(added=3, unchanged=1, refused=8)
    said = {
        3: "number: nobody is known", 4: "phone: several people", 6: "firm: no such firm", 7: "firm: several firms",
        8: "firm: the firm with this credit code", 9: "until: it ends before", 10: "place: no such place",
        11: "since: line 2 of this file",
    }  # fmt: skip
    why = reasons(database, batch)
    assert {line: words for line, words in said.items() if why[line].startswith(words)} == said


def test_an_end_that_is_still_to_come_is_none_and_a_later_file_says_that_it_came(
    bring: Bring, lake: Lake, firm: str, code: str
) -> None:
    assert bring("workplaces", HEADER, row(企业名称=firm, 离职日期="2030-01-01")).counts.added == 1
    assert bring("workplaces", HEADER, row(企业名称=firm)).counts == Counts(unchanged=1)
    assert bring("workplaces", HEADER, row(企业名称=firm, 离职日期="2020-01-20")).counts.added == 1
    assert len(rows_of(lake)) == 2


def test_a_file_is_taken_back_whole(bring: Bring, database: Database, lake: Lake, firm: str, code: str) -> None:
    batch = bring("workplaces", HEADER, row(企业名称=firm), row(LI, 企业名称=firm))
    with database.work(COCKPIT) as work:
        acts.undo_here(work, batch.id)

    Runner(database, COCKPIT, batch.id, Path(), data=lake.folder.parent).undo()

    assert rows_of(lake) == [] and lake.stand().batches == ()


def test_an_excel_and_a_parquet_file_say_the_same(
    database: Database, lake: Lake, firm: str, code: str, tmp_path: Path
) -> None:
    said = {"身份证号": WANG, "企业名称": firm, "办公室": "3-204", "入职日期": "2019-03-01"}
    book = xlsx(tmp_path / "register.xlsx", 花名册=[list(said), list(said.values())])
    table = tmp_path / "register.parquet"
    pq.write_table(pa.table({name: [value] for name, value in said.items()}), table)
    for path, added in ((book, 1), (table, 0)):
        with database.work(COCKPIT) as work:
            number = acts.receive(work, "workplaces", path.name, {}).id
        runner = Runner(database, COCKPIT, number, path, data=tmp_path)
        checked = runner.check()
        assert (checked.counts.added, checked.counts.unchanged) == (added, 1 - added)
        if added:
            with database.work(COCKPIT) as work:
                acts.confirm_here(work, number)
            runner.apply()
    assert [one.kind for one in lake.stand().days] == [Kind.BOND]


def test_who_keeps_the_inventory_brings_none(bring: Bring, database: Database, firm: str, code: str) -> None:
    batch = bring("workplaces", HEADER, row(企业名称=firm), by=somebody(database, "data_officer"))

    assert (batch.state, batch.why["refusal"]) == (State.UNREADABLE, "NotYours")
