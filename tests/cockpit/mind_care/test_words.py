"""Words after which a human calls: found however they are spelled, and not inside of others."""

import pytest

from cockpit.mind_care.rules import says_one_of

WORDS = ["自杀", "不想活", "kill myself", "suicide", "end my life"]


@pytest.mark.parametrize(
    "said",
    [
        "我不想活了", "我 不想 活 了", "我不-想-活了", "最近总想自 杀", "自·杀", "I want to KILL  MYSELF.", "ｓｕｉｃｉｄｅ", "Suicide?",
        "it would be easier to end my\nlife",
    ],
)  # fmt: skip
def test_it_is_found_in_whatever_spelling(said: str) -> None:
    assert says_one_of(said, WORDS)


@pytest.mark.parametrize(
    "said", ["", "今天睡得不好", "I kill time, myself included", "a suicidegirl band", "我想活动活动"]
)
def test_what_only_looks_like_it_is_not(said: str) -> None:
    assert not says_one_of(said, WORDS)
