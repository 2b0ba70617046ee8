"""Who works, studies or is cared for where, as firms, schools and hospitals write it."""

from datetime import date

import pytest

from cockpit.importing.columns import propose
from cockpit.importing.fits import kind_of
from cockpit.importing.kinds import Kind
from cockpit.importing.row import Context, Problem, Row
from cockpit.importing.rows import Rows
from cockpit.screening import Setting

TODAY = Context(date(2020, 2, 10))
HEADERS = ("姓名", "手机号", "企业名称", "学校", "关系类型", "办公室", "入职日期", "离职日期")


def read(**said: str) -> Row | list[Problem]:
    cells = {"姓名": "何平", "手机号": "13900000001", "入职日期": "2019-03-01"} | said
    reader = Rows(Kind.WORKPLACES, propose(HEADERS, Kind.WORKPLACES, {}), TODAY)
    return reader.read([cells.get(header, "") for header in HEADERS])


def refused(**said: str) -> list[str]:
    found = read(**said)
    assert isinstance(found, list)
    return [one.field for one in found]


def test_a_register_is_known_by_its_headers() -> None:
    assert kind_of(HEADERS, "员工花名册.xlsx")[0] is Kind.WORKPLACES
    assert kind_of(("姓名", "身份证号", "学校", "关系类型", "班级", "入学日期"))[0] is Kind.WORKPLACES


def test_in_a_firm_one_works_unless_something_else_is_said() -> None:
    for word, setting in (("", Setting.WORKPLACE), ("在职", Setting.WORKPLACE), ("照护", Setting.CARE)):
        row = read(企业名称="云海公司", 关系类型=word)
        assert isinstance(row, Row) and row.values["setting"] is setting


def test_of_a_school_it_has_to_be_said() -> None:
    assert refused(学校="长庆小学") == ["setting"]
    row = read(学校="长庆小学", 关系类型="学生", 办公室="三（2）班")
    assert isinstance(row, Row) and (row.values["setting"], row.values["room"]) == (Setting.CLASS, "三(2)班")


@pytest.mark.parametrize("written", ["3-204", "3－204室", "3—204 办公室", "3-204号"])
def test_one_room_is_one_however_it_is_written(written: str) -> None:
    row = read(企业名称="云海公司", 办公室=written)
    assert isinstance(row, Row) and row.values["room"] == "3-204"


def test_what_cannot_be_is_refused_by_its_cell() -> None:
    assert refused(企业名称="云海公司", 离职日期="2019-02-01") == ["until"]
    assert refused(企业名称="云海公司", 入职日期="2020-02-11") == ["since"]
    assert refused(企业名称="云海公司", 入职日期="") == ["since"]
    assert refused(企业名称="云海公司", 办公室="3;204") == ["room"]
    assert refused(企业名称="云海公司", 关系类型="打牌") == ["setting"]
    assert refused() == ["firm"]
