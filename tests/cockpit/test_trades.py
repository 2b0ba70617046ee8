"""A trade is a section, however deep the code or whatever the name by which a file says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.refusals import Invalid
from cockpit.trades import BY_LETTER, SECTIONS, Section, read_trade, trade_within


@given(st.sampled_from(SECTIONS), st.data())
def test_every_code_of_a_section_says_its_letter(one: Section, data: st.DataObject) -> None:
    division = data.draw(st.integers(one.first, one.last))
    below = data.draw(st.text("0123456789", max_size=2))

    for written in (
        one.letter,
        one.letter.lower(),
        one.name,
        one.chinese,
        f"{division:02}{below}",
        f"{one.letter}{division:02}{below}",
    ):
        assert read_trade(written) == one.letter


def test_the_divisions_follow_one_another_without_a_gap() -> None:
    assert [one for section in SECTIONS for one in range(section.first, section.last + 1)] == list(range(1, 98))
    assert "".join(BY_LETTER) == "ABCDEFGHIJKLMNOPQRST"


@pytest.mark.parametrize(
    ("written", "letter"),
    [
        *(
            ("F5111", "F"),
            ("5111", "F"),
            ("f 5111", "F"),
            ("Ｆ５１１１", "F"),
            ("F-批发和零售业", "F"),
            ("52零售业", "F"),
        ),
        *(("零售", "F"), ("农林牧渔业", "A"), ("餐饮", "H"), ("卫生", "Q"), ("Finance", "J"), ("real estate", "K")),
    ],
)
def test_offices_write_code_or_name_or_both(written: str, letter: str) -> None:
    assert read_trade(written) == letter


@pytest.mark.parametrize("written", ["", "X", "Fish", "卖菜", "1", "51111", "-", "行业"])
def test_what_is_no_trade_is_refused(written: str) -> None:
    with pytest.raises(Invalid, match="no such trade"):
        read_trade(written)


@pytest.mark.parametrize("written", ["A5111", "A 5111", "F9700", "99", "00", "T98"])
def test_a_letter_and_figures_of_two_sections_are_refused(written: str) -> None:
    with pytest.raises(Invalid, match="do not belong together"):
        read_trade(written)


def test_a_name_within_a_longer_text_is_found_where_there_is_one_only() -> None:
    assert trade_within("餐饮店") == "H"
    assert trade_within("餐饮、零售") == trade_within("别的") == ""
