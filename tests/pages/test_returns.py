"""The one sentence that says why somebody has to stay apart: which region, which line of the list, which days, until when."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from cockpit.returns import DayZero, Entry, KeyRegion, Origin, RegionLevel, ReturnRule, Source, Standing, Visit, Word
from pages.screening.returns.words import explained, said, told

FIRST = date(2020, 2, 1)
HUBEI = KeyRegion(4, "42", "湖北省", RegionLevel.HIGH, date(2020, 1, 23))
RULE = ReturnRule(1, 14, DayZero.ARRIVED, 3, 0, 1)


def standing(
    region: KeyRegion | None = HUBEI, doubt: bool = False, rule: ReturnRule = RULE, day: int = 1, **facts: Any
) -> Standing:
    known = {"left": date(2020, 1, 30), "expected": FIRST, "arrived": FIRST} | facts
    entry = Entry(
        id=7, person=5, origin=Origin("4201", "武汉"), street="330103008", community=None, grid=None, heard=FIRST, policy=1, **known
    )  # fmt: skip
    return Standing(entry, rule, region, doubt, None, date(2020, 2, day))


def in_english(draw: Any, *args: Any) -> Any:
    app = Flask("test")
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        return draw(*args)


LINE = "武汉 lies in 湖北省 (high risk, on the list since 2020-01-23, line 4)."
BY_LEFT = ReturnRule(1, 14, DayZero.LEFT, 3, 0, 1)
ENDED = KeyRegion(5, "3303", "", RegionLevel.MEDIUM, date(2020, 2, 1), date(2020, 2, 20))


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (standing(), f"{LINE} Day 0 is the arrival, 2020-02-01: apart until the end of 2020-02-15."),
        (standing(rule=BY_LEFT), f"{LINE} Day 0 is the departure, 2020-01-30: apart until the end of 2020-02-13."),
        (standing(arrived=None), f"{LINE} If they arrive on 2020-02-01, they stay apart until the end of 2020-02-15."),
        (standing(None), "武汉 was on no list of key regions on 2020-02-01: nobody has to stay apart."),
        (
            standing(None, doubt=True),
            "It is not known yet whether 武汉 was a key region on 2020-02-01: ask for the city.",
        ),
    ],
)
def test_each_decision_explains_itself(one: Standing, sentence: str) -> None:
    assert in_english(explained, one) == sentence


def test_a_line_that_ended_says_from_when_to_when() -> None:
    assert "浙江温州 (medium risk, on the list from 2020-02-01 to 2020-02-20, line 5)" in in_english(
        explained, standing(ENDED)
    )


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (standing(arrived=None, day=1), "expected on 02-01"),
        (standing(arrived=None, day=2), "1 day overdue"),
        (standing(arrived=None, day=4), "3 days overdue"),
        (standing(day=4), "there for 3 days, and nobody was met"),
        (standing(visit=Visit.MET), "arrived on 02-01"),
    ],
)
def test_the_board_says_how_each_stands_with_its_unit(one: Standing, words: str) -> None:
    assert in_english(told, one) == [words, "武汉", "key region"]


def test_a_word_is_told_as_it_was_said() -> None:
    one = Word(Source.LANDLORD, Origin("42"), expected=FIRST, area="330103008001")
    names = {"330103008": "东新街道", "330103008001": "三塘社区"}
    assert in_english(said, one, names) == "Comes from 湖北 · Expected on 02-01 · Lives in 东新街道 › 三塘社区"
