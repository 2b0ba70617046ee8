"""Which column is which: what offices write over their columns is known, what is near is a guess, a person has the last word."""

import json

import pytest

from cockpit.coordinates import Datum
from cockpit.importing.columns import Column, Columns, NoColumn, TwoColumns, fold, propose
from cockpit.importing.fits import fits, kind_of
from cockpit.importing.kinds import FIELDS, NEEDED, NEW, Kind
from cockpit.refusals import Invalid

HOUSING_OFFICE = ["姓名（必填）", "公民身份号码", "联系电话", "小区名称", "幢号", "单元", "室号", "备注"]
MARKET_OFFICE = ["统一社会信用代码", "企业名称", "行业代码", "法定代表人", "注册地址", "经度", "纬度", "从业人数"]


def fields(columns: Columns) -> list[str]:
    return [column.field for column in columns.columns]


@pytest.mark.parametrize("kind", Kind)
def test_each_header_belongs_to_one_field_of_a_kind(kind: Kind) -> None:
    meanings: dict[str, set[str]] = {}
    for field in FIELDS[kind]:
        for header in field.known_as:
            meanings.setdefault(fold(header), set()).add(field.name)

    assert {header: names for header, names in meanings.items() if len(names) > 1} == {}


@pytest.mark.parametrize("kind", Kind)
def test_a_kinds_own_fields_are_known_by_their_names_so_that_an_export_comes_back(kind: Kind) -> None:
    columns = propose([field.name for field in FIELDS[kind]], kind, {})

    assert fields(columns) == [field.name for field in FIELDS[kind]]
    assert columns.certain


@pytest.mark.parametrize("kind", Kind)
def test_what_is_needed_are_fields_of_the_kind(kind: Kind) -> None:
    names = {field.name for field in FIELDS[kind]}

    for groups in (NEEDED[kind], NEW.get(kind, ())):
        assert {name for group in groups for one in group for name in one} <= names
    needed = {name for name in names if ((name,),) in NEEDED[kind]}
    assert {field.name for field in FIELDS[kind] if field.needed} == needed


def test_the_housing_offices_headers_are_known() -> None:
    columns = propose(HOUSING_OFFICE, Kind.PERSONS, {})

    assert fields(columns) == ["name", "number", "phone", "compound", "building", "unit", "room", ""]
    assert columns.certain


def test_the_market_offices_headers_are_known() -> None:
    columns = propose(MARKET_OFFICE, Kind.ENTERPRISES, {})

    assert fields(columns) == ["credit_code", "name", "trade", "contact", "address", "lon", "lat", "staff"]
    assert columns.certain


@pytest.mark.parametrize(
    "header",
    [
        "姓名",
        " 姓 名 ",
        "姓名*",
        "姓名（必填）",
        "姓名(中文)",
        "【姓名】",
        "Name",
        "ＮＡＭＥ",
        "full_name",
        "Full Name",
        "基本信息 姓名",
    ],
)
def test_width_blanks_strokes_brackets_and_what_stands_over_it_make_no_other_header(header: str) -> None:
    assert propose([header], Kind.PERSONS, {}).columns == (Column(header, "name", certain=True),)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("户主姓名", "name"),
        ("身份证号码或护照号", "number"),
        ("常用联系电话", "phone"),
        ("full nmae", "name"),
        ("identity numbr", "number"),
    ],
)
def test_what_holds_a_known_header_or_is_near_one_is_a_guess(header: str, field: str) -> None:
    assert propose([header], Kind.PERSONS, {}).columns == (Column(header, field, certain=False),)


@pytest.mark.parametrize("header", ["备注", "序号", "", "与户主关系", "性别", "xyz"])
def test_what_is_like_nothing_is_left_out(header: str) -> None:
    assert propose([header], Kind.PERSONS, {}).columns == (Column(header, "", certain=True),)


def test_two_headers_for_one_field_are_both_a_guess_and_no_row_can_be_read() -> None:
    columns = propose(["姓名", "身份证号", "联系电话", "手机号"], Kind.PERSONS, {})

    assert [column.certain for column in columns.columns] == [True, True, False, False]
    assert columns.field_at(2) == columns.field_at(3) == "phone"
    with pytest.raises(TwoColumns):
        columns.must_be_enough()


def test_a_guess_gives_way_to_a_header_that_is_known() -> None:
    columns = propose(["姓名", "证件号", "紧急联系人姓名"], Kind.PERSONS, {})

    assert fields(columns) == ["name", "number", ""]
    assert columns.certain


def test_a_person_corrects_a_guess_and_the_other_column_is_free() -> None:
    columns = propose(["姓名", "身份证号", "联系电话", "手机号"], Kind.PERSONS, {}).with_(3, "phone")

    assert fields(columns) == ["name", "number", "", "phone"]
    assert columns.certain and columns.certain_at(3) and columns.position_of("phone") == 3
    assert fields(columns.with_(3, "")) == ["name", "number", "", ""]


@pytest.mark.parametrize(("position", "field"), [(9, "name"), (-1, "name"), (0, "colour"), (0, "credit_code")])
def test_what_is_no_column_or_no_field_is_refused(position: int, field: str) -> None:
    with pytest.raises(Invalid, match="no such column"):
        propose(HOUSING_OFFICE, Kind.PERSONS, {}).with_(position, field)


def test_a_file_without_a_column_that_each_row_needs_is_refused_with_its_name() -> None:
    columns = propose(["姓名", "小区", "室号"], Kind.PERSONS, {})

    assert columns.missing() == [(("number",), ("born",), ("phone",))] and not columns.certain
    with pytest.raises(NoColumn, match="Number of the paper"):
        columns.must_be_enough()


def test_one_of_several_ways_to_say_it_is_enough() -> None:
    for headers in (["地址"], ["小区", "室号"], ["小区", "门牌号"], ["小区", "幢号"], ["道路门牌", "室号"]):
        propose(headers, Kind.HOUSEHOLDS, {}).must_be_enough()
    with pytest.raises(NoColumn):
        propose(["小区"], Kind.HOUSEHOLDS, {}).must_be_enough()


# Learned, kept


def test_what_a_person_said_of_a_header_is_known_next_time() -> None:
    said = propose(["名儿", "证号"], Kind.PERSONS, {}).with_(0, "name").with_(1, "number")

    again = propose(["证号", "名 儿"], Kind.PERSONS, said.learned())

    assert fields(again) == ["number", "name"] and again.certain


def test_what_was_left_out_once_is_left_out_again() -> None:
    said = propose(["姓名", "身份证号", "户主姓名"], Kind.PERSONS, {}).with_(0, "").with_(2, "name")

    assert fields(propose(["姓名", "户主姓名"], Kind.PERSONS, said.learned())) == ["", "name"]


def test_what_was_learned_of_another_kind_is_passed_over() -> None:
    assert fields(propose(["姓名"], Kind.PERSONS, {"姓名": "landlord"})) == ["name"]


def test_a_template_is_kept_as_json_and_fits_a_file_whose_columns_stand_otherwise() -> None:
    columns = propose(["名儿", "身份证号", "备注"], Kind.PERSONS, {}).with_(0, "name")
    kept = Columns.from_json(json.loads(json.dumps(columns.as_json())))

    assert kept == columns == columns.over(columns.headers)
    assert fields(kept.over(["备注", "身份证号", "名儿"])) == ["", "number", "name"]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"kind": "cats", "columns": []},
        {"kind": "persons"},
        {"kind": "persons", "columns": [1]},
        {"kind": ["persons"], "columns": []},
        {"kind": "persons", "columns": [{"header": "x", "field": ["name"], "certain": True}]},
        {"kind": "persons", "columns": [{"header": "x", "field": "colour", "certain": True}]},
    ],
)
def test_what_was_never_a_template_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Columns.from_json(told)


def test_a_header_of_a_thousand_characters_is_looked_at_in_no_time() -> None:
    assert fields(propose(["证" * 100_000, "(" * 100_000, "n a m e " * 10_000], Kind.PERSONS, {})) == ["", "", ""]


# Kinds


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (HOUSING_OFFICE, Kind.PERSONS),
        (MARKET_OFFICE, Kind.ENTERPRISES),
        (["小区名称", "幢号", "单元号", "室号", "房东姓名", "房东电话", "是否出租", "起租日期"], Kind.HOUSEHOLDS),
        (["街道代码", "街道名称", "经度", "纬度", "边界"], Kind.STREETS),
        (["社区编码", "社区名称", "边界"], Kind.COMMUNITIES),
        (["网格编号", "网格名称", "范围"], Kind.GRIDS),
        (["场所名称", "类型", "地址", "所属街道", "经度", "纬度"], Kind.PLACES),
        (["队伍名称", "队伍类型", "所属街道", "成员"], Kind.TEAMS),
        (["队伍名称", "值班日期", "开始时间", "结束时间"], Kind.DUTY),
        (["姓名", "身份证号", "隔离方式", "隔离开始日期", "解除隔离日期", "隔离地点"], Kind.QUARANTINE),
        (["地区代码", "地区名称", "风险等级", "列入日期", "移出日期"], Kind.KEY_REGIONS),
        (["姓名", "手机号", "来源地", "预计返杭日期", "实际到达日期", "所属社区", "信息来源"], Kind.RETURNS),
        (["kind", "key", "area", "from", "to", "source", "body"], Kind.POLICIES),
    ],
)
def test_the_kind_is_known_by_the_headers(headers: list[str], kind: Kind) -> None:
    assert kind_of(headers)[0] is kind
    assert fits(headers)[0].kind is kind


@pytest.mark.parametrize("kind", Kind)
def test_the_kind_of_an_export_is_known(kind: Kind) -> None:
    codes = {Kind.STREETS: "330103001", Kind.COMMUNITIES: "330103001003", Kind.GRIDS: "330103001003002"}
    headers = [field.name for field in FIELDS[kind]]

    assert kind_of(headers, first=[codes.get(kind, "x")] * len(headers))[0] is kind


def test_equal_headers_are_told_apart_by_the_name_of_the_sheet() -> None:
    headers = ["code", "name", "lon", "lat"]

    assert fits(headers)[0].fit == fits(headers)[1].fit
    assert kind_of(headers, named="下城区网格")[0] is Kind.GRIDS
    assert kind_of(headers, first=["330103001000", "长庆", "1", "2"])[0] is Kind.STREETS


def test_a_file_about_something_else_is_of_no_kind() -> None:
    assert kind_of(["颜色", "重量"]) == [] == fits(["颜色", "重量"])
    assert kind_of([]) == []


def test_a_header_may_name_the_coordinate_system() -> None:
    assert propose(["名称", "经度(GCJ-02)", "纬度"], Kind.PLACES, {}).datum is Datum.GCJ02
    assert propose(["名称", "经度", "纬度"], Kind.PLACES, {}).datum is None
