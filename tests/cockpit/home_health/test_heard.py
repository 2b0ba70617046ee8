"""Text messages and keys of a telephone: what fixed words say, and that nothing is made of what is not understood whole."""

from datetime import UTC, date, datetime

import pytest

from cockpit.home_health import Heard, NotUnderstood, Said, heard_keys, heard_words, keys_rule, words_rule
from cockpit.needs import NeedKind
from cockpit.policy import Policy, defaults
from cockpit.screening import Symptom

BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


def rule_of(key: str) -> Policy:
    found = next(one for one in defaults() if (one["kind"], one["key"]) == ("report", key))
    return Policy(1, "report", key, "330103", BEGAN, None, BEGAN, found["source"], found["body"])


WORDS, KEYS = words_rule(rule_of("words")), keys_rule(rule_of("keys"))
BORN = date(1956, 3, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("37.2", Said(37.2)),
        ("３７，２", Said(37.2)),
        ("37.2 咳嗽", Said(37.2, (Symptom.COUGH,))),
        ("36.8 牛奶", Said(36.8, needs=(NeedKind.MILK,))),
        ("体温36.8 缺菜", Said(36.8, needs=(NeedKind.GROCERIES,))),
        ("体温:37.9℃,发热、咳嗽,要药", Said(37.9, (Symptom.FEVER, Symptom.COUGH), needs=(NeedKind.MEDICINE,))),
        ("36.5 无症状", Said(36.5)),
        ("36.5 都好 请回电", Said(36.5, call_me=True)),
        ("牛奶", Said(needs=(NeedKind.MILK,))),
        ("Temperature 37.4 cough, need milk", Said(37.4, (Symptom.COUGH,), needs=(NeedKind.MILK,))),
    ],
)
def test_a_message_is_read_by_fixed_words(text: str, said: Said) -> None:
    assert heard_words(text, WORDS) == Heard(said)


@pytest.mark.parametrize("text", ["37.2 19560304", "19560304 37,2"])
def test_a_day_of_birth_tells_who_it_is(text: str) -> None:
    assert heard_words(text, WORDS) == Heard(Said(37.2), BORN)


@pytest.mark.parametrize(
    "text",
    [
        "", "你好", "372", "三十七度", "37.2 不咳嗽", "37.2 没有咳嗽", "37.2 36.8", "50.1", "37.2 无症状 咳嗽",
        "37.2 19561399", "19560304", "36.8 牛奶" * 60, "'; drop table person", "1.1.1.1",
    ],
)  # fmt: skip
def test_whatever_is_left_over_makes_it_no_report(text: str) -> None:
    with pytest.raises(NotUnderstood):
        heard_words(text, WORDS)


@pytest.mark.parametrize(
    ("digits", "heard"),
    [
        ("372#1#", Heard(Said(37.2))),
        ("372", Heard(Said(37.2))),
        ("381#24#", Heard(Said(38.1, (Symptom.COUGH, Symptom.FATIGUE)))),
        ("366*1*3*", Heard(Said(36.6, needs=(NeedKind.MILK,)))),
        ("366#1#20#", Heard(Said(36.6, call_me=True, needs=(NeedKind.GROCERIES,)))),
        ("366#1#1#", Heard(Said(36.6))),
        ("366#1#19560304#", Heard(Said(36.6), BORN)),
    ],
)
def test_keys_say_the_temperature_then_symptoms_then_needs(digits: str, heard: Heard) -> None:
    assert heard_keys(digits, KEYS) == heard


@pytest.mark.parametrize(
    "digits", ["", "#", "37", "3722", "999#1", "372#7", "372#12", "372#1#9", "372#1#2#3#4", "1#372"]
)
def test_keys_that_mean_nothing_are_no_report(digits: str) -> None:
    with pytest.raises(NotUnderstood):
        heard_keys(digits, KEYS)
