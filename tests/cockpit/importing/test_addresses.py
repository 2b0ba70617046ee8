"""An address comes apart the same way however it was written, and a door that cannot be read is refused."""

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.importing import addresses
from cockpit.importing.addresses import a_door, a_part, a_site, an_address, propose_address, same_address
from cockpit.importing.row import Context
from cockpit.refusals import Invalid

HERE = Context(date(2020, 2, 1))
WHOLE = ("体育场路123号", "京都苑", "3", "2", "501")


def parts(text: str) -> tuple[str, ...]:
    found = an_address(text, HERE)
    return found.road, found.compound, found.building, found.unit, found.room


@pytest.mark.parametrize(
    "written",
    [
        "体育场路123号京都苑3幢2单元501室",
        "体育场路123号京都苑3栋2单元501",
        "体育场路123号京都苑3号楼2单元501室",
        "体育场路123号京都苑3座2门501",
        "体育场路123号京都苑3-2-501",
        "体育场路123号京都苑3－2－501室",
        "体育场路123号京都苑3#2-501",
        "体育场路123号 京都苑 3幢-2-501",
        "体育场路１２３号京都苑３幢２单元５０１室",
        "体育场路123#京都苑三幢二单元501室",
        "体育场路123号京都苑03幢02单元0501室",
        "体育场路123号京都苑3幢2单元5楼501室",
        "体育场路123号京都苑3幢2单元501室(出租)",
        "杭州市下城区体育场路123号京都苑3幢2单元501室",
        "浙江省杭州市下城区体育场路123号京都苑3栋2-501",
    ],
)
def test_one_home_is_read_alike_in_all_its_ways(written: str) -> None:
    assert parts(written) == WHOLE
    assert same_address(*parts(written)) == "京都苑3幢2单元501室"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("京都苑3幢501室", ("", "京都苑", "3", "", "501")),
        ("京都苑3-501", ("", "京都苑", "3", "", "501")),
        ("体育场路123号501室", ("体育场路123号", "", "", "", "501")),
        ("文一路123弄5号501室", ("文一路123弄5号", "", "", "", "501")),
        ("环城北路208-1号", ("环城北路208-1号", "", "", "", "")),
        ("中山北路12号之一", ("中山北路12号之一", "", "", "", "")),
        ("MOHO公寓A座1203", ("", "MOHO公寓", "A", "", "1203")),
        ("SOHO3幢1201", ("", "SOHO", "3", "", "1201")),
        ("和平苑A5幢101", ("", "和平苑", "A5", "", "101")),
        ("沁苑十一幢二单元301室", ("", "沁苑", "11", "2", "301")),
        ("东苑3幢甲单元101室", ("", "东苑", "3", "甲", "101")),
        ("京都苑3幢501-1室", ("", "京都苑", "3", "", "501-1")),
        ("京都苑3幢501室A间", ("", "京都苑", "3", "", "501-A")),
        ("现代城3期5幢501", ("", "现代城3期", "5", "", "501")),
        ("现代城市花园3幢501", ("", "现代城市花园", "3", "", "501")),
        ("新华小区3幢2单元501室", ("", "新华小区", "3", "2", "501")),
        ("三塘北苑12幢", ("", "三塘北苑", "12", "", "")),
        ("朝晖六区12幢3单元301室", ("", "朝晖六区", "12", "3", "301")),
        ("下城区朝晖六区12幢301", ("", "朝晖六区", "12", "", "301")),
        ("华丰村123号", ("", "华丰村", "123", "", "")),
        ("长庆街道办事处", ("", "长庆街道办事处", "", "", "")),
        ("灯芯巷社区居委会", ("", "灯芯巷社区居委会", "", "", "")),
        ("京都苑3幢2单元5楼", ("", "京都苑", "3", "2", "5楼")),
        ("京都苑", ("", "京都苑", "", "", "")),
    ],
)
def test_what_is_not_said_stays_empty(written: str, expected: tuple[str, ...]) -> None:
    assert parts(written) == expected


def test_street_and_community_before_the_road_are_taken_out_of_it() -> None:
    found = an_address("浙江省杭州市下城区文晖街道京都苑社区体育场路123号京都苑3幢2单元501室", HERE)

    assert (found.street, found.community) == ("文晖街道", "京都苑社区")
    assert (found.road, found.compound, found.door) == ("体育场路123号", "京都苑", "3幢2单元501室")


@pytest.mark.parametrize("written", ["京都苑3幢2单元501室北间", "京都苑3幢2单元501、502室", "京都苑3幢?单元501室"])
def test_a_door_that_cannot_be_read_is_refused_and_not_kept_by_half(written: str) -> None:
    with pytest.raises(Invalid, match="door of this address"):
        an_address(written, HERE)


def test_what_follows_the_room_is_proposed_to_be_left_out() -> None:
    assert propose_address("京都苑3幢2单元501室北间", HERE) == "京都苑3幢2单元501室"


@pytest.mark.parametrize("written", ["杭州市", "浙江省杭州市", "(空)"])
def test_a_city_alone_is_no_address(written: str) -> None:
    with pytest.raises(Invalid, match="neither a road nor a compound"):
        an_address(written, HERE)


@pytest.mark.parametrize("written", ["，", "京" * 201, "京都苑\x00"])
def test_what_is_no_address_at_all_is_refused(written: str) -> None:
    for read in (an_address, a_site):
        with pytest.raises(Invalid, match="200 characters"):
            read(written, HERE)


ROADS = st.sampled_from(["", "体育场路123号", "松涛路7号", "中山北路208-1号"])
COMPOUNDS = st.sampled_from(["京都苑", "三塘北苑", "流水东苑", "新华小区", "MOHO公寓"])
BUILDINGS = st.sampled_from(["1", "3", "12", "A", "3A"])
UNITS = st.sampled_from(["", "1", "2", "甲"])
ROOMS = st.from_regex(r"[1-9][0-9]{2,3}", fullmatch=True)
BUILDING_WORDS = st.sampled_from(["幢", "栋", "号楼", "座", "#"])
UNIT_WORDS = st.sampled_from(["单元", "门", "梯"])
ROOM_WORDS = st.sampled_from(["", "室", "房"])


@given(ROADS, COMPOUNDS, BUILDINGS, UNITS, ROOMS, BUILDING_WORDS, UNIT_WORDS, ROOM_WORDS, st.booleans())
def test_whatever_words_are_used_the_parts_are_the_same(
    road: str, compound: str, building: str, unit: str, room: str, b: str, u: str, r: str, wide: bool
) -> None:
    written = f"{road}{compound}{building}{b}{unit}{u if unit else ''}{room}{r}"
    if wide:
        written = "".join(chr(ord(one) + 0xFEE0) if one.isascii() and one.isdigit() else one for one in written)

    assert parts(written) == (road, compound, building, unit, room)


@given(COMPOUNDS, BUILDINGS, UNITS, ROOMS)
def test_a_door_that_was_written_is_read_back(compound: str, building: str, unit: str, room: str) -> None:
    text = same_address("", compound, building, unit, room)

    assert same_address(*parts(text)) == text
    assert a_door(text.removeprefix(compound.upper()), HERE).door == text.removeprefix(compound.upper())


@given(
    st.sampled_from(["体育场路123号", "石巷7号", ""]),
    st.sampled_from(["京都苑", "三塘北苑", "五福天", "东"]),
    st.from_regex(r"[1-9][0-9]{0,2}(幢|栋|号楼|座|-)([1-9][0-9]?(单元|-))?[1-9][0-9]{2,3}室?", fullmatch=True),
)
def test_the_short_way_reads_what_the_long_way_reads(road: str, compound: str, door: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "PLAINLY", re.compile("never"))
        long_way = an_address(f"{road}{compound}{door}", HERE)

    assert an_address(f"{road}{compound}{door}", HERE) == long_way


@given(st.text(max_size=40))
def test_whatever_is_written_is_taken_apart_or_refused(written: str) -> None:
    for read in (an_address, a_site, a_door, a_part):
        with suppress(Invalid):
            read(written, HERE)


def test_of_a_compounds_home_the_road_makes_no_difference_and_without_one_it_does() -> None:
    assert same_address("体育场路123号", "京都苑", "3", "2", "501") == same_address(
        "", "京都苑", "3号楼", "02", "501室"
    )
    assert same_address("体育场路123号", "", "", "", "501") == "体育场路123号501室"
    assert same_address("", "", "", "", "") == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("3", "3"),
        ("3幢", "3"),
        ("03号楼", "3"),
        ("三栋", "3"),
        ("A座", "A"),
        ("501室", "501"),
        ("2.0", "2"),
        ("十二", "12"),
    ],
)
def test_a_column_of_a_door_keeps_the_bare_number(written: str, kept: str) -> None:
    assert a_part(written, HERE) == kept


@pytest.mark.parametrize("written", ["幢", "室", "三" * 21 + "x"])
def test_a_column_without_a_number_is_refused(written: str) -> None:
    with pytest.raises(Invalid, match="number or a letter"):
        a_part(written, HERE)


@pytest.mark.parametrize("written", ["京都苑", "京都苑3幢501室", "体育场"])
def test_a_door_with_a_compound_in_it_is_no_door(written: str) -> None:
    with pytest.raises(Invalid, match="this door"):
        a_door(written, HERE)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("杭州市下城区松涛路128号", "松涛路128号"),
        ("松涛路 １２８ 号", "松涛路128号"),
        ("下城区文晖街道松涛路128#二楼", "松涛路128号二楼"),
        ("东新路与香积寺路交叉口", "东新路与香积寺路交叉口"),
        ("杭州市下城区长庆街道办事处", "长庆街道办事处"),
        ("朝晖六区12幢", "朝晖六区12幢"),
    ],
)
def test_where_a_place_is_stands_as_it_was_written_without_the_district(written: str, kept: str) -> None:
    assert a_site(written, HERE) == kept == a_site(kept, HERE)
