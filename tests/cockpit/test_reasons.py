"""A reason: long enough, not too long, and a code of the list."""

import pytest

from cockpit.reasons import REASONS, Reason, must_say_why
from cockpit.refusals import Invalid


@pytest.mark.parametrize("words", ["", "          ", "short", "九个字的理由还不够", " 123456789 ", "x" * 501])
def test_a_reason_that_says_too_little_or_too_much_is_refused(words: str) -> None:
    with pytest.raises(Invalid):
        must_say_why(words, 10)


def test_a_reason_is_kept_without_the_blanks_around_it() -> None:
    assert must_say_why("  她  请求  我们 回电说明情况 了 ", 10) == "她 请求 我们 回电说明情况 了"


def test_every_code_is_said_in_words() -> None:
    assert REASONS.keys() == set(Reason)
