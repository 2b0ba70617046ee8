"""Where somebody comes from, against a list that is dated: on both sides of each change, by code and by name."""

from datetime import date

import pytest

from cockpit.refusals import Invalid
from cockpit.returns import KeyRegion, Origin, RegionLevel, called, listed, read_code, read_origin
from cockpit.returns.region import in_doubt

HIGH, MEDIUM = RegionLevel.HIGH, RegionLevel.MEDIUM
HUBEI = KeyRegion(1, "42", "湖北省", HIGH, date(2020, 1, 23))
WENZHOU = KeyRegion(2, "3303", "温州市", MEDIUM, date(2020, 2, 2), date(2020, 2, 20))
LIST = [HUBEI, WENZHOU]


def line(text: str, day: date) -> KeyRegion | None:
    return listed(LIST, read_origin(text), day)


def test_a_region_is_listed_from_its_first_day_to_the_end_of_its_last() -> None:
    assert [line("温州", date(2020, 2, day)) for day in (1, 2, 20, 21)] == [None, WENZHOU, WENZHOU, None]
    assert line("420000", date(2020, 1, 22)) is None and line("42", date(2030, 1, 1)) == HUBEI


@pytest.mark.parametrize(
    "text", ["420100", "4201", "42", "湖北省武汉市", "湖北武汉", "武汉市", "武汉", "湖北省 黄冈市 麻城市", "恩施州"]
)
def test_whatever_lies_in_a_listed_region_is_listed(text: str) -> None:
    assert line(text, date(2020, 2, 1)) == HUBEI


@pytest.mark.parametrize("text", ["浙江省杭州市", "330100", "河南省", "湖南", "330400", "海南省"])
def test_what_lies_beside_it_is_not(text: str) -> None:
    assert line(text, date(2020, 2, 5)) is None and not in_doubt(LIST, read_origin(text), date(2020, 2, 5))


def test_of_two_lines_the_higher_level_counts_then_the_narrower_region() -> None:
    wuhan, changed = (
        KeyRegion(3, "4201", "", MEDIUM, date(2020, 1, 1)),
        KeyRegion(4, "4201", "", HIGH, date(2020, 2, 1)),
    )
    assert listed([HUBEI, wuhan], Origin("420106"), date(2020, 2, 1)) == HUBEI
    assert listed([HUBEI, changed], Origin("420106"), date(2020, 2, 1)) == changed


def test_a_region_that_has_no_code_is_known_by_its_name() -> None:
    named = KeyRegion(5, "", "某某开发区", HIGH, date(2020, 2, 1))
    assert listed([named], Origin("", "北方省某某开发区"), date(2020, 2, 1)) == named
    assert listed([named], Origin("", "某某"), date(2020, 2, 1)) is None


def test_who_says_no_more_than_the_province_is_asked_where_a_city_of_it_is_listed() -> None:
    day = date(2020, 2, 5)
    assert (
        in_doubt(LIST, read_origin("浙江"), day)
        and in_doubt(LIST, Origin(), day)
        and in_doubt(LIST, Origin("", "老家"), day)
    )
    assert not in_doubt(LIST, read_origin("浙江"), date(2020, 2, 1)), "no city of it was on the list yet"


def test_the_same_region_on_the_same_day_twice_is_an_overlap() -> None:
    again = KeyRegion(0, "42", "", MEDIUM, date(2020, 3, 1))
    later = KeyRegion(0, "3303", "", HIGH, date(2020, 2, 21))
    assert HUBEI.overlaps(again) and again.overlaps(HUBEI) and not WENZHOU.overlaps(later)
    assert WENZHOU.overlaps(KeyRegion(0, "", "温州", HIGH, date(2020, 2, 20)))
    assert not HUBEI.overlaps(KeyRegion(0, "4201", "", HIGH, date(2020, 3, 1))), (
        "a part of it may have a line of its own"
    )


@pytest.mark.parametrize(
    ("written", "code"), [("420000", "42"), ("４２０１００", "4201"), ("42 01 06", "420106"), ("33", "33")]
)
def test_a_code_is_kept_without_the_noughts_at_its_end(written: str, code: str) -> None:
    assert read_code(written) == code


@pytest.mark.parametrize("written", ["", "4", "420", "42010", "99", "420 1000", "4201a0", "00"])
def test_what_is_no_code_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        read_code(written)


def test_a_name_that_is_too_long_is_none() -> None:
    with pytest.raises(Invalid):
        read_origin("鄂" * 61)


def test_an_origin_is_called_by_what_was_said_else_by_its_code() -> None:
    assert [called(one) for one in (Origin("42", "湖北"), Origin("4201"), Origin("420106"), Origin("53"))] == [
        "湖北", "湖北武汉", "湖北武汉", "云南",
    ]  # fmt: skip
