"""What is read of risk: one sentence for each part, whoever it came from, and a field for each weight that may be drafted."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cockpit.access import Actor
from cockpit.policy import Policy, defaults
from cockpit.screening import Case, CaseStatus, Closeness, Exposure, Setting
from cockpit.screening.risk import NAMES, Assessment, Level, Part, PartKind, Preview, RiskSeen
from cockpit.screening.risk.draft import value_of
from pages.screening import risk_draft
from pages.screening.risk_words import level_mark, part_words, rule_words
from tests.pages.test_incidents import LANGUAGES, Reader, every, reading, texts

__all__ = ["reading"]

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2020, 1, 21, 12, tzinfo=ZONE)
CASE = Case(7, 1, CaseStatus.CONFIRMED, onset=date(2020, 1, 25))
ON_BOARD = Exposure(7, 2, Setting.TRANSPORT, Closeness.CLOSE, NOON, NOON + timedelta(minutes=110), "G7512")
RULE = Policy(
    115,
    "risk",
    "any",
    "330103",
    NOON,
    None,
    NOON,
    "of the test",
    next(one["body"] for one in defaults() if one["kind"] == "risk"),
)
SEEN = RiskSeen(RULE, "330103", {}, {}, (), {7: CASE}, {}, (), NOON + timedelta(days=5))


def part(kind: PartKind, **facts: Any) -> Part:
    return Part(kind, 0.1, 0.62, **facts)


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize(
    ("one", "english", "chinese"),
    [
        (part(PartKind.MET, exposure=ON_BOARD), "On board G7512 with C-0007 (Confirmed case, onset 01-25) on 2020-01-21 for 1 h 50 min (62 %)", "G7512"),
        (part(PartKind.STAY, on=date(2020, 1, 20), level="high"), "Was in a key region until 01-20 (62 %)", "重点地区"),
        (part(PartKind.SYMPTOM, on=date(2020, 1, 20)), "Reported symptoms on 01-20 (62 %)", "自报有症状"),
        (part(PartKind.VISIT, on=date(2020, 1, 20)), "Went to a fever clinic on 01-20 (62 %)", "发热门诊"),
        (part(PartKind.PURCHASE, on=date(2020, 1, 20)), "Bought a watched drug on 01-20 (62 %)", "监测药品"),
        (part(PartKind.AGE), "Of an age at which the illness takes hold more easily (62 %)", "年龄"),
    ],
    ids=lambda value: value.kind if isinstance(value, Part) else "",
)  # fmt: skip
def test_each_part_is_one_plain_sentence(reading: Reader, locale: str, one: Part, english: str, chinese: str) -> None:
    with reading(locale):
        said = part_words(one, SEEN)
    assert said == english if locale == "en" else chinese in said and "62 %" in said
    assert "{" not in said and "None" not in said


def test_a_case_that_lies_elsewhere_is_not_named(reading: Reader) -> None:
    with reading("en"):
        said = part_words(part(PartKind.MET, exposure=Exposure(8, 2, Setting.MEAL, Closeness.CLOSE, NOON, NOON)), SEEN)
    assert said == "Met a case that lies outside your area (62 %)"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_rule_is_read_in_six_sentences_with_its_figures_and_its_version(reading: Reader, locale: str) -> None:
    with reading(locale):
        rule, told = rule_words(RULE)
        assert len(rule.children) == 6 and "115" in texts(told)
        said = texts(rule)
    assert {"0.5", "60", "65", "0.2", "0.08", "14"} <= set(re.findall(r"[\d.]*\d", said))
    assert "%(" not in said and (locale == "en" or not re.search("[a-z]", said))


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_level_has_a_shape_and_a_word(reading: Reader, locale: str) -> None:
    with reading(locale):
        marks = {texts(level_mark(level)) for level in Level}
    assert len(marks) == len(Level)


def test_the_form_has_a_field_for_each_weight_that_may_be_drafted_as_it_is_now(reading: Reader) -> None:
    now = {way: value_of(RULE.body, way) for way in NAMES}
    with reading("zh_CN"):
        form = risk_draft.form(now, Actor(1, "investigator", "", "investigator", "330103"))
    fields = {
        one.to_plotly_json()["props"]["data-weight"]: one
        for one in every(form)
        if "data-weight" in one.to_plotly_json()["props"]
    }
    assert fields.keys() == set(NAMES)
    assert all(
        float(one.to_plotly_json()["props"]["data-now"]) == pytest.approx(now[way]) for way, one in fields.items()
    )


def test_a_preview_says_who_would_move_and_what_it_costs(reading: Reader) -> None:
    moves = Counter({(Level.MEDIUM, Level.HIGH): 3, (Level.MEDIUM, Level.LOW): 4, (Level.HIGH, Level.NONE): 1})
    found = Preview(90, moves, {"330103001": (12.0, 15.5), "330103002": (1.0, 0.0)}, ())
    with reading("en"):
        said = " ".join(texts(one) for one in risk_draft.previewed(found, {"330103001": "长庆街道"}))
    assert "Of 90 people 3 would rise and 5 fall." in said and "Medium risk → High risk: 3" in said
    assert "长庆街道\n12\n15.5" in said and "All\n13\n15.5" in said


def test_a_level_that_is_none_has_no_visits() -> None:
    assert Assessment(0.0, Level.NONE, (), 115).parts == () and Preview().up == Preview().down == 0
