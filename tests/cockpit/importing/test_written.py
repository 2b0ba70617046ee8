"""What was written into a file says the same when it is brought again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.importing.cells import seen
from cockpit.importing.columns import propose
from cockpit.importing.kinds import Kind
from cockpit.importing.row import CHINA_TIME
from cockpit.importing.rows import Context, Row, Rows
from cockpit.importing.written import as_cell, as_cells
from cockpit.papers import check_character

HERE = Context(date(2020, 2, 1), demo=True)
BODY = "99900119600307002"
OUTLINE = "120.16,30.26;120.17,30.26;120.17,30.27;120.16,30.27"
BROUGHT = {
    Kind.STREETS: {"街道代码": "330103001000", "街道名称": "长庆", "边界": OUTLINE},
    Kind.COMMUNITIES: {"社区代码": "330103001003", "社区名称": "青石里", "经度": "120.1695", "纬度": "30.2650"},
    Kind.GRIDS: {"网格代码": "330103001003002", "网格名称": "青石里-02", "边界": OUTLINE, "经纬度": "120.165,30.265"},
    Kind.PLACES: {
        **{
            "编号": "P-00012",
            "类型": "小区",
            "名称": "@京都苑",
            "地址": "下城区松涛路12号",
            "街道": "长庆",
            "社区": "青石里",
        },
        **{"经度(GCJ-02)": "120.174234", "纬度": "30.262657", "负责人": "王芳", "电话": "0571-87010000"},
    },
    Kind.PERSONS: {
        **{"姓名": "林芳", "身份证号": BODY + check_character(BODY), "电话": "+33 1 40 20 50 50", "街道": "长庆"},
        **{"现住址": "松涛路12号京都苑3栋2-501", "居住方式": "租住", "入住日期": "43854"},
    },
    Kind.HOUSEHOLDS: {
        "小区": "京都苑",
        "门牌号": "3-2-501",
        "是否出租": "是",
        "房东": "王芳",
        "房东电话": "10087654321",
    },
    Kind.ENTERPRISES: {
        **{
            "统一社会信用代码": "91110000600037341L",
            "企业名称": "杭州（云海）贸易有限公司",
            "行业代码": "F5111",
            "规模": "小型",
        },
        **{
            "从业人数": "12人",
            "法人": "陈静",
            "地址": "松涛路12号",
            "所在楼宇": "云海大厦",
            "经度": "120.16",
            "纬度": "30.27",
        },
    },
    Kind.TEAMS: {
        "队伍编号": "d33",
        "队伍名称": "武林大妈·银杏里站",
        "类型": "志愿者",
        "街道": "长庆",
        "成员": "李梅;王芳",
    },
    Kind.DUTY: {"队伍": "D33", "日期": "2020-02-01", "开始时间": "22:00", "结束时间": "6:00"},
    Kind.QUARANTINE: {
        "证件号": "E12345678",
        "姓名": "Anna",
        "隔离方式": "居家",
        "开始日期": "2020.1.24",
        "解除日期": "2020.2.7",
    },
    Kind.CASES: {
        **{"身份证号": BODY + check_character(BODY), "病例类型": "确诊病例", "发病日期": "2020.1.24", "重症": "否"},
        **{"收治时间": "2020-01-28 10:30", "活动轨迹": "1月21日乘G7512次07车12F到杭州东"},
    },
    Kind.PRESENCE: {
        **{"电话": "10087654321", "姓名": "林芳", "场所名称": "云海大药房", "街道": "长庆"},
        **{"日期": "2020-01-28", "进入时间": "23:40", "离开时间": "0:10"},
    },
    Kind.JOURNEYS: {
        **{"身份证号": BODY + check_character(BODY), "车次": "g7512次", "座位号": "07车12F号", "上车站": "武汉"},
        **{"出发时间": "2020-01-21 09:02", "到达时间": "2020-01-21 13:40", "到达站": "杭州东"},
    },
    Kind.CLINIC_VISITS: {
        **{"电话": "10087654321", "就诊医院": "杭州市红会医院", "症状": "发热3天，伴干咳"},
        **{"就诊日期": "2020-01-28", "就诊时间": "8:40", "离开时间": "10:15"},
    },
    Kind.PURCHASES: {
        **{"电话": "10087654321", "药店名称": "云海大药房", "购药时间": "2020-01-28 16:20", "药品": "布洛芬"},
    },
    Kind.WORKPLACES: {
        **{"电话": "10087654321", "企业名称": "云海公司", "关系类型": "在职", "办公室": "3－204室"},
        **{"入职日期": "2019.3.1", "离职日期": "2020-02-07"},
    },
    Kind.KEY_REGIONS: {
        "地区代码": "420000",
        "地区名称": "湖北省",
        "等级": "高风险",
        "列入日期": "2020.1.23",
        "移出日期": "2020-04-08",
        "依据": "一号通知",
    },
    Kind.RETURNS: {
        **{
            "姓名": "李梅",
            "手机号": "13812345678",
            "来源地": "湖北省 武汉市",
            "离开日期": "2020-01-31",
            "社区": "银杏里",
        },
        **{"预计到达": "2020-02-01", "返回日期": "2020-02-02", "信息来源": "房东"},
    },
    Kind.POLICIES: {
        **{"kind": "warning", "key": "pharmacy", "area": "330103", "from": "2020-02-01", "to": "2020-03-01 08:00"},
        **{"source": "= Notice 3", "body": '{"threshold": 15, "名": [1, 2.5]}'},
    },
}


@pytest.mark.parametrize("kind", Kind)
def test_a_row_of_every_kind_comes_back_as_it_was(kind: Kind) -> None:
    first = brought(kind, BROUGHT[kind])
    cells = as_cells(kind, first, CHINA_TIME)

    again = brought(kind, cells)

    assert without_source(again) == without_source(first)
    assert as_cells(kind, again, CHINA_TIME) == cells


def brought(kind: Kind, cells: dict[str, str]) -> dict[str, object]:
    columns = propose(list(cells), kind, {})
    assert columns.certain
    found = Rows(kind, columns, HERE).read(list(cells.values()))
    assert isinstance(found, Row), found
    return found.values


def without_source(values: dict[str, object]) -> dict[str, object]:
    """What is written is WGS-84, whatever was given."""
    return {name: value for name, value in values.items() if name != "given_in"}


@given(st.text(max_size=20))
def test_a_text_that_was_written_says_the_same(text: str) -> None:
    """That no spreadsheet runs it is seen to where the sheet is written: `data_access/importing/own.py`."""
    assert seen(as_cell(text, CHINA_TIME)) == seen(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "yes"), (False, "no"), (0, "0"), (120.5, "120.5"), (date(2020, 1, 24), "2020-01-24")],
)
def test_plain_values_are_written_plainly(value: object, text: str) -> None:
    assert as_cell(value, CHINA_TIME) == text
