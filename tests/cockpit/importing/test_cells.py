"""A cell becomes a clean value, or a sentence says what is wrong with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.areas import holds
from cockpit.coordinates import Datum
from cockpit.importing import cells, words
from cockpit.importing.kinds import FIELD, FIELDS, Field, Kind, propose_fix
from cockpit.importing.outlines import an_outline, centre_of, crosses_itself
from cockpit.importing.points import a_latitude, a_longitude, a_point, degrees
from cockpit.importing.row import Context, Problem
from cockpit.importing.sorts import Clean
from cockpit.papers import PaperKind, check_character
from cockpit.people import Tenure
from cockpit.places import FirmSize, PlaceKind
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import Invalid
from cockpit.teams import TeamRole

HERE = Context(date(2020, 2, 1), demo=True)
LIN = "999001196003072381"[:17] + check_character("99900119600307238")


def refused(read: Clean, text: str, context: Context = HERE) -> str:
    with pytest.raises(Invalid) as caught:
        read(text, context)
    return caught.value.why


# Names and texts


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("王伟", "王伟"),
        ("王　伟", "王伟"),
        (" 王 伟 ", "王伟"),
        ("Anna  Müller", "Anna Müller"),
        ("ＡＮＮＡ", "ANNA"),
        ("王\u200b伟", "王伟"),
    ],
)
def test_a_name_is_kept_without_what_only_spreads_it(written: str, kept: str) -> None:
    assert FIELD[Kind.PERSONS]["name"].clean(written, HERE) == kept


@pytest.mark.parametrize("written", ["王**", "王＊＊", "13800138000", "-", "王" * 61, "王\x00伟"])
def test_a_mask_a_number_and_signs_are_no_name(written: str) -> None:
    assert refused(cells.a_name, written)


@pytest.mark.parametrize(("kind", "field"), [(kind, field.name) for kind, fields in FIELDS.items() for field in fields])
def test_signs_that_nobody_sees_are_no_value(kind: Kind, field: str) -> None:
    for blank in ("", " ", "\u200b", "\ufeff \u3000"):
        with pytest.raises(Invalid):
            FIELD[kind][field].clean(blank, HERE)


def test_names_in_one_cell_are_told_apart() -> None:
    assert cells.names("李梅、王芳,陈静；李梅", HERE) == ("李梅", "王芳", "陈静")


def test_a_title_keeps_its_chinese_brackets() -> None:
    assert cells.a_title("杭州（中国） 贸易　有限公司１２", HERE) == "杭州（中国） 贸易有限公司12"


@pytest.mark.parametrize("written", ["苑" * 501, "京都\x00苑", "\ud800"])
def test_what_cannot_be_shown_or_is_too_long_is_no_text(written: str) -> None:
    assert refused(cells.a_text, written)


# Numbers of people


@pytest.mark.parametrize("written", ["1.38E+10", "3.30103196003072E+17"])
def test_what_the_sheet_has_rounded_is_lost_and_said_so(written: str) -> None:
    assert "rounded" in refused(cells.a_phone, written)
    assert "rounded" in refused(cells.a_number, written)


@pytest.mark.parametrize(
    "written",
    ["10012345678", "100 1234 5678", "+86 10012345678", "１００１２３４５６７８", "10012345678.0", "'10012345678"],
)
def test_a_phone_is_one_in_all_its_ways(written: str) -> None:
    assert cells.a_phone(written, HERE) == "10012345678"


@pytest.mark.parametrize("written", ["1380013800", "138001380000", "0571-87010000-801", "138****8000", "1234", "电话"])
def test_a_mobile_with_a_digit_too_many_or_too_few_is_none(written: str) -> None:
    assert refused(cells.a_phone, written)


@pytest.mark.parametrize("written", ["0571-87010000", "12345", "95588", "4008001234", "+33140205050"])
def test_other_numbers_that_can_be_dialled_are_phones(written: str) -> None:
    assert cells.a_phone(written, HERE)


def test_made_up_numbers_stay_in_a_demo() -> None:
    assert "made up" in refused(cells.a_phone, "10012345678", Context(HERE.today))


@pytest.mark.parametrize(
    ("field", "written", "proposal"),
    [
        ("number", LIN[:17] + ("0" if LIN[17] != "0" else "1"), LIN),
        ("number", LIN[:6] + "I96OO3O7" + LIN[14:], LIN),
        ("number", LIN[:16], ""),
        ("number", "E12345678", ""),
        ("phone", "1OO12345678", "10012345678"),
        ("phone", "10012345678/10087654321", "10012345678"),
        ("phone", "10012345678、10087654321", "10012345678"),
        ("phone", "0571-87010000转801", "057187010000"),
        ("phone", "0571-87010000-801", "057187010000"),
        ("phone", "1001234567", ""),
        ("phone", "100123456789", ""),
        ("born", "3/7/1960", ""),
        ("born", "24/7/1960", "1960-07-24"),
        ("tenure", "自有住房（商品房）", "自有住房"),
        ("paper", "中国居民身份证（二代）", "居民身份证"),
    ],
)
def test_a_proposal_is_what_was_most_likely_meant(field: str, written: str, proposal: str) -> None:
    found = propose_fix(FIELD[Kind.PERSONS][field], written, HERE)

    assert (cells.a_phone(found, HERE) if field == "phone" and found else found) == proposal


def test_proposals_for_firms() -> None:
    code = "91110000600037341L"
    fields = FIELD[Kind.ENTERPRISES]

    assert propose_fix(fields["credit_code"], code[:-1] + "A", HERE) == code
    assert propose_fix(fields["credit_code"], code.replace("0", "O"), HERE) == code
    assert propose_fix(fields["credit_code"], code[:-1], HERE) == ""
    assert propose_fix(fields["staff"], "约50人", HERE) == "50"
    assert propose_fix(fields["staff"], "10-20", HERE) == ""
    assert propose_fix(fields["trade"], "餐饮店", HERE) == "H"


@given(st.sampled_from([field for fields in FIELDS.values() for field in fields]), st.text(max_size=30))
def test_whatever_stands_in_a_cell_is_clean_or_refused_by_its_field_and_a_proposal_is_clean(
    field: Field, written: str
) -> None:
    refusals = []
    try:
        field.clean(written, HERE)
    except Invalid as refusal:
        refusals.append(refusal)
    assert all(one.field == field.name and one.why for one in refusals)
    proposal = propose_fix(field, written, HERE)
    assert not proposal or field.clean(proposal, HERE) is not None


def test_a_problem_shows_no_value_to_a_log() -> None:
    assert "138" not in repr(Problem("phone", "1380013800", "a mobile has 11 digits", "13800138000"))


# Counts, codes


@pytest.mark.parametrize("written", ["1234", "1,234", "１，２３４", "1 234", "1234人", "1234.0", "1234 名"])
def test_a_count_is_one_in_all_its_ways(written: str) -> None:
    assert cells.whole(written, HERE) == 1234


@pytest.mark.parametrize("written", ["三", "约50", "50+", "10-20", "1.5", "-1", "1,23", "٣", "99999999", "许多"])
def test_a_guess_a_word_and_a_part_are_no_count(written: str) -> None:
    assert refused(cells.whole, written)


def test_codes_of_areas_have_their_length() -> None:
    assert cells.street_code("330103001", HERE) == cells.street_code("330103001000", HERE) == "330103001"
    assert cells.community_code("330103001003", HERE) == "330103001003"
    assert cells.grid_code("330103001003002.0", HERE) == "330103001003002"
    assert cells.any_area_code("330103", HERE) == "330103"
    for read, written in (
        (cells.street_code, "330103"),
        (cells.community_code, "330103001000"),
        (cells.grid_code, "长庆"),
    ):
        assert "digits" in refused(read, written)


def test_a_code_has_no_blank_and_capitals() -> None:
    assert cells.a_code("p-00012", HERE) == "P-00012"
    assert refused(cells.a_code, "P 12") and refused(cells.a_code, "P" * 41)


def test_the_figures_of_a_rule_are_an_object() -> None:
    assert cells.a_body('{"threshold": 15}', HERE) == {"threshold": 15}
    assert cells.a_body("{}", HERE) == {}, "some rules have none"
    for written in (
        "15",
        "[",
        "[" * 100_000,
        '{"a": NaN}',
        '{"a": "\\u0000"}',
        '{"a": "\\ud800"}',
        '{"a": Infinity}',
    ):
        assert "JSON" in refused(cells.a_body, written)


@pytest.mark.parametrize("written", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#name?", "#######"])
def test_what_a_sheet_writes_instead_of_a_value_is_called_so(written: str) -> None:
    with pytest.raises(Invalid, match="failed|too narrow"):
        cells.must_not_have_failed(written)


# Words


@pytest.mark.parametrize(
    ("field", "kind", "written", "meant"),
    [
        (Kind.PLACES, "kind", "小区", PlaceKind.COMPOUND),
        (Kind.PLACES, "kind", "写字楼", PlaceKind.BUILDING),
        (Kind.PLACES, "kind", "Health Centre", PlaceKind.HEALTH_CENTRE),
        (Kind.PLACES, "kind", "parking_lot", PlaceKind.PARKING_LOT),
        (Kind.HOUSEHOLDS, "tenure", "租赁", Tenure.RENTED),
        (Kind.HOUSEHOLDS, "tenure", "业主", Tenure.OWNED),
        (Kind.PERSONS, "paper", "护照", PaperKind.PASSPORT),
        (Kind.PERSONS, "country", "法国", "FRA"),
        (Kind.PERSONS, "country", "nld", "NLD"),
        (Kind.TEAMS, "role", "武林大妈", TeamRole.VOLUNTEER),
        (Kind.QUARANTINE, "kind", "集中隔离", QuarantineKind.INSTITUTIONAL),
        (Kind.ENTERPRISES, "size", "微型", FirmSize.MICRO),
        (Kind.ENTERPRISES, "trade", "F5111", "F"),
        (Kind.PLACES, "datum", "火星坐标系", Datum.GCJ02),
        (Kind.HOUSEHOLDS, "rented", "是", True),
        (Kind.HOUSEHOLDS, "rented", "N", False),
    ],
)
def test_words_mean_what_people_mean_by_them(field: Kind, kind: str, written: str, meant: object) -> None:
    assert FIELD[field][kind].clean(written, HERE) == meant


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind, field.name) for kind, fields in FIELDS.items() for field in fields if field.sort.clean.__name__ == "clean"],
)
def test_another_word_is_refused_with_some_that_are_known(kind: Kind, field: str) -> None:
    with pytest.raises(Invalid, match="no such|say whether"):
        FIELD[kind][field].clean("什么", HERE)


def test_neither_yes_nor_no_and_no_country_are_refused() -> None:
    assert "yes or no" in refused(words.yes_or_no, "也许")
    assert "three letters" in refused(words.a_country, "法兰西")
    assert "no such coordinate" in refused(words.a_datum, "北京54")


# Points and outlines


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("120.1695", 120.1695),
        ("120.1695°E", 120.1695),
        ("东经120.1695", 120.1695),
        ("120°10′30″", 120.175),
        ("120度10分30秒", 120.175),
        ("-0.5", -0.5),
        ("120°10'30\"", 120.175),
    ],
)
def test_degrees_are_read_with_a_point_or_in_minutes(written: str, value: float) -> None:
    assert a_longitude(written, HERE) == pytest.approx(value)


@pytest.mark.parametrize("written", ["nan", "inf", "", "13377000", "1e2", "120°61′", "一百二十"])
def test_what_is_no_number_of_degrees_is_refused(written: str) -> None:
    assert degrees(written) is None
    assert "degrees are needed" in refused(a_longitude, written)


def test_degrees_beyond_the_poles_are_refused() -> None:
    assert "latitude" in refused(a_latitude, "120.16")
    assert "longitude" in refused(a_longitude, "181")


@pytest.mark.parametrize(
    "written", ["120.16,30.27", "120.16 30.27", "30.27，120.16", "POINT(120.16 30.27)", "[120.16, 30.27]"]
)
def test_two_numbers_in_one_cell_are_a_point(written: str) -> None:
    assert a_point(written, HERE) == (120.16, 30.27)


@pytest.mark.parametrize("written", ["120.16", "120.16,30.27,5", "200,95", "x,y"])
def test_one_number_or_three_are_none(written: str) -> None:
    assert "two numbers" in refused(a_point, written)


SQUARE = ((120.16, 30.26), (120.17, 30.26), (120.17, 30.27), (120.16, 30.27), (120.16, 30.26))


@pytest.mark.parametrize(
    "written",
    [
        "[[120.16,30.26],[120.17,30.26],[120.17,30.27],[120.16,30.27],[120.16,30.26]]",
        "[[120.16,30.26],[120.17,30.26],[120.17,30.27],[120.16,30.27]]",
        '{"type":"Polygon","coordinates":[[[120.16,30.26],[120.17,30.26],[120.17,30.27],[120.16,30.27],[120.16,30.26]]]}',
        "[[[[120.16,30.26],[120.17,30.26],[120.17,30.27],[120.16,30.27],[120.16,30.26]]]]",
        "POLYGON((120.16 30.26, 120.17 30.26, 120.17 30.27, 120.16 30.27, 120.16 30.26))",
        "120.16,30.26;120.17,30.26;120.17,30.27;120.16,30.27",
    ],
)
def test_an_outline_is_one_closed_ring_however_it_was_written(written: str) -> None:
    assert an_outline(written, HERE) == SQUARE


def test_an_outline_goes_counter_clockwise() -> None:
    found = an_outline(str([list(point) for point in SQUARE[::-1]]), HERE)

    assert found == SQUARE


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[0,0],[2,2],[2,0],[0,2]]", "crosses"),
        ("[[0,0],[1,1],[2,0],[2,2],[1,1],[0,2]]", "crosses"),
        ("[[0,0],[1,1]]", "no outline"),
        ("[[0,0],[1,1],[2,2]]", "no outline"),
        ("[]", "no outline"),
        ("[1,2,3]", "no outline"),
        ('{"a":1}', "no outline"),
        ('{"geometry":[1]}', "no outline"),
        ('{"geometry":{"coordinates":null}}', "no outline"),
        (f"[[1{'0' * 400},0],[1,1],[1,2]]", "no outline"),
        ("[" * 100_000, "no outline"),
        ("here", "no outline"),
        ("[[0,0],[NaN,1],[1,1]]", "in degrees"),
        ("[[13377000,3530000],[13378000,3530000],[13378000,3531000]]", "in degrees"),
        ("[[[0,0],[9,0],[9,9],[0,9]],[[1,1],[2,1],[2,2]]]", "several rings"),
        ("POLYGON((0 0, 9 0, 9 9, 0 9),(1 1, 2 1, 2 2))", "several rings"),
    ],
)
def test_what_is_no_single_plain_ring_is_refused(written: str, said: str) -> None:
    assert said in refused(an_outline, written)


@given(st.lists(st.integers(0, 12), min_size=3, max_size=8))
def test_the_centre_of_a_comb_lies_in_it(heights: list[int]) -> None:
    """A comb's centre of gravity may fall between its teeth."""
    top = [(2.0 * at + side, 1.0 + height) for at, height in enumerate(heights) for side in (0.0, 1.0)]
    ring = (*((0.0, 0.0), (2.0 * len(heights), 0.0)), *((2.0 * len(heights), 0.5),), *reversed(top), (0.0, 0.0))
    ring = (*dict.fromkeys(ring), ring[0])

    assert not crosses_itself(ring)
    assert holds(ring, *centre_of(ring))
