"""A row is clean as a whole, or every cell that is wrong says why; Lin imports the lists of her offices."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.areas import metres_between
from cockpit.coordinates import Datum, from_wgs84
from cockpit.importing.columns import NoColumn, propose
from cockpit.importing.kinds import FIELDS, Kind
from cockpit.importing.rows import Context, Problem, Row, Rows
from cockpit.papers import PaperKind, check_character
from cockpit.people import Tenure
from cockpit.places import PlaceKind
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import Invalid
from cockpit.teams import TeamRole

HERE = Context(date(2020, 2, 1), demo=True)
SQUARE = "[[120.16,30.26],[120.17,30.26],[120.17,30.27],[120.16,30.27],[120.16,30.26]]"


def number(born: str, serial: str = "002") -> str:
    body = f"999001{born}{serial}"
    return body + check_character(body)


LIN = number("19600307")


def read(kind: Kind, context: Context = HERE, /, **cells: str) -> Row | list[Problem]:
    reader = Rows(kind, propose(list(cells), kind, {}), context)
    return reader.read(list(cells.values()))


def clean(kind: Kind, context: Context = HERE, /, **cells: str) -> dict[str, object]:
    found = read(kind, context, **cells)
    assert isinstance(found, Row), found
    return found.values


def wrong(kind: Kind, context: Context = HERE, /, **cells: str) -> dict[str, str]:
    found = read(kind, context, **cells)
    assert isinstance(found, list), found
    assert len({one.field for one in found}) == len(found)
    return {one.field: one.why for one in found}


def proposals(kind: Kind, /, **cells: str) -> dict[str, str]:
    found = read(kind, HERE, **cells)
    assert isinstance(found, list), found
    return {one.field: one.proposal for one in found}


# Persons


def test_a_row_as_the_housing_office_writes_it_becomes_a_person_with_a_home() -> None:
    row = {
        "姓名": "林 芳",
        "公民身份号码": LIN.lower(),
        "联系电话": "100 1234 5678",
        "现住址": "下城区松涛路12号京都苑3幢2单元501室",
    }

    assert clean(Kind.PERSONS, **row, 居住方式="租住", 入住日期="2019.3.1") == {
        **{"name": "林芳", "number": LIN, "paper": PaperKind.RESIDENT, "country": "CHN", "phone": "10012345678"},
        **{
            "born": date(1960, 3, 7),
            "road": "松涛路12号",
            "compound": "京都苑",
            "building": "3",
            "unit": "2",
            "room": "501",
        },
        **{"tenure": Tenure.RENTED, "since": date(2019, 3, 1)},
    }


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    found = wrong(
        Kind.PERSONS,
        姓名="林**",
        身份证号=LIN[:-1] + "A",
        电话="1001234567",
        出生日期="60-3-7",
        现住址="京都苑3幢?单元",
        居住方式="别墅",
    )

    assert set(found) == {"name", "number", "phone", "born", "address", "tenure"}
    assert all(found.values())


def test_cells_that_say_nothing_are_not_in_the_row() -> None:
    assert clean(Kind.PERSONS, name="林芳", number=LIN, phone=" ", since="无", street="/", community="　") == {
        **{"name": "林芳", "number": LIN, "paper": PaperKind.RESIDENT, "country": "CHN", "born": date(1960, 3, 7)}
    }


def test_a_wrong_check_character_is_refused_with_the_right_one_as_a_proposal() -> None:
    other = "0" if LIN[-1] != "0" else "1"

    assert proposals(Kind.PERSONS, name="林芳", number=LIN[:-1] + other) == {"number": LIN}


def test_a_birthday_that_is_not_the_numbers_is_refused_with_the_numbers() -> None:
    assert "another date of birth" in wrong(Kind.PERSONS, name="林芳", number=LIN, born="1960-03-08")["born"]
    assert proposals(Kind.PERSONS, name="林芳", number=LIN, born="1960-03-08") == {"born": "1960-03-07"}


def test_a_passport_has_a_country_and_a_birthday_of_its_own() -> None:
    row = {"name": "Anna Müller", "number": "C01X0006H", "paper": "护照", "country": "德国", "born": "1990-05-01"}

    assert clean(Kind.PERSONS, **row) == {
        **row,
        "paper": PaperKind.PASSPORT,
        "country": "DEU",
        "born": date(1990, 5, 1),
    }
    assert set(wrong(Kind.PERSONS, **{**row, "country": ""})) == {"country"}
    assert set(wrong(Kind.PERSONS, **{**row, "born": ""})) == {"born"}


@pytest.mark.parametrize(
    ("paper", "written", "country"),
    [
        ("回乡证", "H12345678", "HKG"),
        ("港澳通行证", "M12345678", "MAC"),
        ("台胞证", "12345678", "TWN"),
        ("居住证", "810000199001010019", "HKG"),
    ],
)
def test_a_pass_says_its_country_by_itself(paper: str, written: str, country: str) -> None:
    assert clean(Kind.PERSONS, name="陈静", number=written, paper=paper, born="1990-05-01")["country"] == country


def test_a_number_that_is_no_identity_number_asks_for_the_kind_of_paper() -> None:
    assert "say the kind" in wrong(Kind.PERSONS, name="林芳", number="E12345678")["number"]
    assert (
        clean(Kind.PERSONS, name="Anna", number="E12345678", country="FRA", born="1990-05-01")["paper"]
        is PaperKind.PASSPORT
    )


def test_an_odd_region_is_a_note() -> None:
    found = read(Kind.PERSONS, name="林芳", number=LIN)

    assert isinstance(found, Row) and found.notes == ("unknown_region",)


def test_made_up_people_stay_in_a_demo() -> None:
    real = Context(HERE.today)

    assert "made up" in wrong(Kind.PERSONS, real, name="林芳", number=LIN)["number"]
    assert "made up" in wrong(Kind.PERSONS, real, name="林芳", phone="10012345678")["phone"]
    assert "made up" in wrong(Kind.QUARANTINE, real, number=LIN, kind="居家", since="2020-01-24")["number"]


def test_a_row_says_who_it_is_about() -> None:
    assert set(wrong(Kind.PERSONS, name="", number=LIN)) == {"name"}
    assert set(wrong(Kind.PERSONS, name="林芳", number="", born="-", phone="")) == {"number"}
    assert set(wrong(Kind.PERSONS, name="林芳", number="123", phone="")) == {"number"}


def test_signs_that_nobody_sees_make_no_other_row() -> None:
    assert clean(
        Kind.PERSONS, name="\ufeff林芳\u200b", number=f"\u200e{LIN}", born="1960-03-07\u200b", street="\u200b"
    ) == clean(Kind.PERSONS, name="林芳", number=LIN, born="1960-03-07")


# Households


def test_a_landlord_means_that_it_is_rented() -> None:
    row = clean(
        Kind.HOUSEHOLDS, 小区="京都苑", 幢号="3幢", 单元="2", 室号="501室", 房东姓名="王芳", 房东电话="10087654321"
    )

    assert (row["building"], row["unit"], row["room"], row["tenure"]) == ("3", "2", "501", Tenure.RENTED)
    assert (row["landlord"], row["landlord_phone"]) == ("王芳", "10087654321")


@pytest.mark.parametrize(("written", "tenure"), [("是", Tenure.RENTED), ("否", Tenure.OWNED)])
def test_whether_it_is_let_says_the_tenure(written: str, tenure: Tenure) -> None:
    assert clean(Kind.HOUSEHOLDS, 地址="京都苑3幢501室", 是否出租=written)["tenure"] is tenure


def test_a_column_of_its_own_says_more_than_a_part_of_the_address() -> None:
    row = clean(Kind.HOUSEHOLDS, 地址="松涛路12号京都苑3幢501室", 小区="京都苑二期", 门牌号="3-2-501")

    assert row == {"road": "松涛路12号", "compound": "京都苑二期", "building": "3", "unit": "2", "room": "501"}


# Places, firms, areas


def test_a_point_of_a_published_map_is_moved_to_where_it_is() -> None:
    given = from_wgs84(120.1695, 30.2650, Datum.GCJ02)
    row = {"名称": "京都苑", "类型": "小区", "经度(GCJ-02)": str(given[0]), "纬度(GCJ-02)": str(given[1])}
    found = Rows(Kind.PLACES, propose(list(row), Kind.PLACES, {}), HERE).read(list(row.values()))

    assert isinstance(found, Row)
    assert metres_between(found.values["lon"], found.values["lat"], 120.1695, 30.2650) < 0.5
    assert (found.values["given_in"], found.values["kind"]) == (Datum.GCJ02, PlaceKind.COMPOUND)


def test_what_the_file_or_a_person_says_of_its_coordinates_wins_over_a_header() -> None:
    columns = propose(["名称", "经度(GCJ-02)", "纬度"], Kind.PLACES, {})

    assert Rows(Kind.PLACES, columns, Context(HERE.today, "wgs84")).datum is Datum.WGS84
    assert Rows(Kind.PLACES, columns, Context(HERE.today)).datum is Datum.GCJ02
    with pytest.raises(Invalid, match="cannot be converted"):
        Rows(Kind.PLACES, columns, Context(HERE.today, "other:EPSG:2385"))


def test_a_row_may_name_its_own_system() -> None:
    found = clean(Kind.PLACES, name="京都苑", lon="120.1695", lat="30.2650", datum="百度")

    assert found["given_in"] is Datum.BD09 and found["lon"] != 120.1695


def test_one_column_may_hold_both() -> None:
    found = clean(Kind.PLACES, 名称="京都苑", 经纬度="30.2650,120.1695")

    assert (found["lon"], found["lat"]) == (120.1695, 30.2650)


def test_degrees_that_changed_places_are_refused_with_each_other() -> None:
    assert proposals(Kind.PLACES, name="京都苑", lon="30.2650", lat="120.1695") == {"lon": "120.1695", "lat": "30.2650"}


@pytest.mark.parametrize(
    ("lon", "lat", "field"),
    [
        ("0", "0", "lon"),
        ("0.0", "0.00", "lon"),
        ("120.17", "", "lat"),
        ("", "30.26", "lon"),
        ("nan", "30.26", "lon"),
        ("120.17", "north", "lat"),
    ],
)
def test_half_a_point_none_and_the_sea_off_africa_are_refused(lon: str, lat: str, field: str) -> None:
    assert set(wrong(Kind.PLACES, name="京都苑", lon=lon, lat=lat)) == {field}


def test_what_is_not_a_number_is_no_blank() -> None:
    assert set(wrong(Kind.PLACES, name="京都苑", community="青石里", lon="nan", lat="NaN")) == {"lon", "lat"}


def test_a_firm_is_read_as_the_market_office_writes_it() -> None:
    row = clean(
        Kind.ENTERPRISES,
        **{
            "统一社会信用代码": "91110000600037341l",
            "企业名称": "杭州云海贸易有限公司",
            "行业代码": "F5111",
            "企业规模": "微型",
        },
        **{
            "从业人数": "1,234人",
            "法定代表人": "陈 静",
            "联系电话": "0571-87010000",
            "注册地址": "杭州市下城区松涛路128号201室",
        },
    )

    assert (row["credit_code"], row["trade"], row["staff"], row["contact"]) == ("91110000600037341L", "F", 1234, "陈静")
    assert (row["phone"], row["address"]) == ("057187010000", "松涛路128号201室")


def test_an_area_has_an_outline_and_its_centre() -> None:
    found = clean(Kind.STREETS, 街道代码="330103001000", 街道名称="长庆街道", 边界=SQUARE)

    assert found["code"] == "330103001" and len(found["outline"]) == 5  # type: ignore[arg-type]
    assert (found["lon"], found["lat"]) == (pytest.approx(120.165), pytest.approx(30.265))


def test_a_centre_outside_of_its_outline_is_refused() -> None:
    found = wrong(Kind.GRIDS, code="330103001003002", name="长庆-03", outline=SQUARE, lon="120.18", lat="30.265")

    assert "centre lies outside" in found["outline"]


def test_an_outline_of_a_published_map_is_moved_as_its_centre_is() -> None:
    found = clean(Kind.STREETS, Context(HERE.today, "gcj02"), code="330103001", name="长庆", outline=SQUARE)
    west = min(lon for lon, _ in found["outline"])  # type: ignore[attr-defined]

    assert 0.004 < 120.16 - west < 0.006
    assert found["lon"] < 120.162  # type: ignore[operator]


def test_an_area_without_outline_and_point_is_refused() -> None:
    assert set(wrong(Kind.STREETS, code="330103001", name="长庆", outline="", lon="", lat="")) == {"outline"}


# Teams, duty, quarantine, rules


def test_a_team_is_known_by_code_or_by_name_and_street() -> None:
    assert clean(Kind.TEAMS, name="武林大妈·银杏里站", street="长庆", role="志愿者", members="李梅、王芳") == {
        **{"name": "武林大妈·银杏里站", "street": "长庆", "role": TeamRole.VOLUNTEER, "members": ("李梅", "王芳")}
    }
    with pytest.raises(NoColumn):
        read(Kind.TEAMS, name="武林大妈·银杏里站")


@pytest.mark.parametrize(
    ("day", "starts", "ends", "begins", "hours"),
    [
        ("2020-02-01", "08:00", "16:00", 0, 8),
        ("2020-02-01", "20:00", "4:00", 12, 8),
        ("2020-02-01", "16:00", "24:00", 8, 8),
        ("", "2020-02-01 08:00", "2020-02-01 16:00", 0, 8),
        ("", "2020-02-01 08:00", "16:00", 0, 8),
        ("", "2020-02-01T08:00:00+08:00", "2020-02-01T08:00:00Z", 0, 8),
    ],
)
def test_duty_is_two_moments_or_a_day_with_two_times(day: str, starts: str, ends: str, begins: int, hours: int) -> None:
    found = clean(Kind.DUTY, team="M021", day=day, starts=starts, ends=ends)
    midnight = datetime(2020, 2, 1, tzinfo=UTC)

    assert (found["starts"] - midnight).total_seconds() == begins * 3600  # type: ignore[operator]
    assert (found["ends"] - found["starts"]).total_seconds() == hours * 3600  # type: ignore[operator]
    assert "day" not in found


def test_duty_takes_time_and_a_time_alone_needs_a_day() -> None:
    assert "ends before" in wrong(Kind.DUTY, team="M021", starts="2020-02-01 08:00", ends="2020-02-01 08:00")["ends"]
    assert "day is missing" in wrong(Kind.DUTY, team="M021", starts="08:00", ends="16:00")["starts"]


def test_a_quarantine_is_somebodys_and_ends_after_it_began() -> None:
    row = {"身份证号": LIN, "隔离方式": "集中隔离", "开始日期": "2020年1月24日", "解除日期": "2020年2月7日"}
    found = clean(Kind.QUARANTINE, **row)

    assert (found["number"], found["kind"]) == (LIN, QuarantineKind.INSTITUTIONAL)
    assert (found["since"], found["until"]) == (date(2020, 1, 24), date(2020, 2, 7))
    assert "ends before" in wrong(Kind.QUARANTINE, **{**row, "解除日期": "2020-01-23"})["until"]
    assert set(wrong(Kind.QUARANTINE, **{**row, "身份证号": LIN[:-1] + "A"})) == {"number"}
    assert clean(Kind.QUARANTINE, **{**row, "身份证号": "E12345678"})["number"] == "E12345678"


def test_a_rule_has_its_figures_and_a_beginning() -> None:
    row = {
        "kind": "warning",
        "key": "pharmacy",
        "from": "2020-02-01",
        "to": "",
        "source": "Notice 3",
        "body": '{"threshold": 15}',
    }
    found = clean(Kind.POLICIES, **row)

    assert found == {
        **{"kind": "warning", "key": "pharmacy", "holds_from": datetime(2020, 1, 31, 16, tzinfo=UTC)},
        **{"source": "Notice 3", "body": {"threshold": 15}},
    }
    assert "ends before" in wrong(Kind.POLICIES, **{**row, "to": "2020-01-01"})["holds_to"]


# All kinds


@pytest.mark.parametrize("failed", ["#REF!", "#N/A", "########"])
def test_a_formula_that_failed_is_called_so_whatever_the_column(failed: str) -> None:
    found = wrong(Kind.PLACES, code="P-1", name=failed, address=failed)

    assert all("formula" in why or "narrow" in why for why in found.values()) and set(found) == {"name", "address"}


@given(st.sampled_from(Kind), st.data())
def test_whatever_stands_in_a_row_it_is_read_or_refused_with_reasons(kind: Kind, data: st.DataObject) -> None:
    names = [field.name for field in FIELDS[kind]]
    cells = data.draw(st.lists(st.text(max_size=12), min_size=len(names), max_size=len(names)))
    found = Rows(kind, propose(names, kind, {}), HERE).read(cells)

    assert isinstance(found, Row) or all(one.why and one.field in names for one in found)


def test_the_same_text_again_is_read_alike_though_it_is_remembered() -> None:
    reader = Rows(Kind.PERSONS, propose(["姓名", "出生日期", "街道"], Kind.PERSONS, {}), HERE)

    for _ in range(2):
        assert reader.read(["林芳", "1960-03-07", "长庆"]) == Row(
            {"name": "林芳", "born": date(1960, 3, 7), "street": "长庆"}
        )
        assert isinstance(reader.read(["林芳", "60-3-7", "长庆"]), list)


def test_a_row_that_was_read_does_not_change_with_the_next() -> None:
    reader = Rows(Kind.HOUSEHOLDS, propose(["地址", "小区"], Kind.HOUSEHOLDS, {}), HERE)
    first = reader.read(["松涛路12号京都苑3幢501室", "一期"])
    second = reader.read(["松涛路12号京都苑3幢501室", ""])

    assert isinstance(first, Row) and isinstance(second, Row)
    assert (first.values["compound"], second.values["compound"]) == ("一期", "京都苑")
