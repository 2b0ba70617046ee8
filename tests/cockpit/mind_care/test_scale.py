"""The scales: standard words, totals, prorating, the published bands at every edge, reliable change."""

import pytest

from cockpit.mind_care.scale import Band, Change, ScaleName, answer_words, asks, licence, scales
from cockpit.refusals import Invalid

PHQ, GAD = scales()[ScaleName.PHQ9], scales()[ScaleName.GAD7]


def adding_up(scale: object, total: int) -> tuple[int, ...]:
    """Answers with that total, the last question first left at none."""
    left, found = total, []
    for _ in scale.items:  # type: ignore[attr-defined]
        found.append(min(3, left))
        left -= found[-1]
    assert left == 0
    return tuple(found)


@pytest.mark.parametrize(
    ("scale", "total", "band"),
    [
        *((PHQ, n, Band.MINIMAL) for n in (0, 4)),
        *((PHQ, n, Band.MILD) for n in (5, 9)),
        *((PHQ, n, Band.MODERATE) for n in (10, 14)),
        *((PHQ, n, Band.MODERATELY_SEVERE) for n in (15, 19)),
        *((PHQ, n, Band.SEVERE) for n in (20, 27)),
        *((GAD, n, Band.MINIMAL) for n in (0, 4)),
        *((GAD, n, Band.MILD) for n in (5, 9)),
        *((GAD, n, Band.MODERATE) for n in (10, 14)),
        *((GAD, n, Band.SEVERE) for n in (15, 21)),
    ],
)
def test_each_band_holds_from_its_first_total_to_its_last(scale: object, total: int, band: Band) -> None:
    found = scale.score(adding_up(scale, total))  # type: ignore[attr-defined]
    assert (found.total, found.band, found.missing, found.prorated) == (total, band, 0, False)


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ((2, 2, 2, 2, 2, 2, 2, 2, None), 18),  # 16 of 8: 16 * 9 / 8 = 18
        ((1, 1, 1, 1, 1, 1, 1, None, None), 9),  # 7 * 9 / 7
        ((3, 3, 3, 0, 0, 0, 0, 0, None), 10),  # 10.125 is rounded down
        ((2, 2, 1, 1, 1, 1, 1, 1, None), 11),  # 11.25
        ((3, 3, 3, 3, None, 0, 0, 0, None), 15),  # 15.43
        ((1, 1, 1, 1, 0, 0, 0, 0, None), 5),  # 4.5 is rounded up: a half is never taken off
    ],
)
def test_one_or_two_missing_answers_are_prorated_and_rounded(answers: tuple[int | None, ...], total: int) -> None:
    found = PHQ.score(answers)
    assert found.total == total and found.prorated and found.band is PHQ.band(total)


@pytest.mark.parametrize("scale", [PHQ, GAD], ids=lambda one: one.short)
def test_with_three_missing_there_is_no_total_and_it_says_how_many_are(scale: object) -> None:
    answers = (None, None, None, *[3] * (len(scale.items) - 3))  # type: ignore[attr-defined]
    found = scale.score(answers)  # type: ignore[attr-defined]
    assert (found.total, found.band, found.missing, found.prorated) == (None, None, 3, False)


def test_all_three_in_every_answer_is_the_most_and_prorated_too() -> None:
    assert PHQ.score((3,) * 9).total == PHQ.score((3,) * 7 + (None, None)).total == 27
    assert GAD.score((3,) * 7).total == GAD.score((3,) * 5 + (None, None)).total == 21


@pytest.mark.parametrize(
    ("scale", "first", "last", "change"),
    [
        (PHQ, 16, 10, Change.BETTER),
        (PHQ, 16, 11, Change.SAME),
        (PHQ, 10, 15, Change.SAME),
        (PHQ, 10, 16, Change.WORSE),
        (GAD, 12, 8, Change.BETTER),
        (GAD, 12, 9, Change.SAME),
        (GAD, 8, 11, Change.SAME),
        (GAD, 8, 12, Change.WORSE),
    ],
)
def test_a_change_is_reliable_from_six_points_and_from_four(
    scale: object, first: int, last: int, change: Change
) -> None:
    assert scale.change(first, last) is change  # type: ignore[attr-defined]


def test_the_last_question_alarms_whatever_the_total_and_though_others_are_missing() -> None:
    for given in (1, 2, 3):
        assert PHQ.alarms((0, 0, 0, 0, 0, 0, 0, 0, given)) and PHQ.alarms((None,) * 8 + (given,))
    assert not PHQ.alarms((3,) * 8 + (0,)) and not PHQ.alarms((3,) * 8 + (None,)) and not GAD.alarms((3,) * 7)


@pytest.mark.parametrize("answers", [(), (0,) * 8, (0,) * 10, (4, *[0] * 8), (-1, *[0] * 8), (None,) * 9])
def test_what_is_no_set_of_answers_is_refused(answers: tuple[int | None, ...]) -> None:
    with pytest.raises(Invalid):
        PHQ.checked(answers)


def test_the_words_are_the_standard_ones_in_both_languages_and_the_notice_stands_beside() -> None:
    assert [len(one.items) for one in (PHQ, GAD)] == [9, 7]
    assert PHQ.items[8].said_in("en") == "Thoughts that you would be better off dead or of hurting yourself in some way"
    assert PHQ.items[8].said_in("zh_CN") == "有不如死掉或用某种方式伤害自己的念头"
    assert [one.zh for one in answer_words()] == ["完全不会", "好几天", "一半以上的天数", "几乎每天"]
    assert "2 weeks" in asks("en") and "两个星期" in asks("zh_CN") and "No permission is required" in licence()


def check_digit(code: str) -> bool:
    """LOINC ends each code with a digit by the Luhn rule: one that was mistyped is found."""
    digits, last = code.split("-")
    doubled = [int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(reversed(digits))]
    return (10 - sum(one - 9 if one > 9 else one for one in doubled) % 10) % 10 == int(last)


def test_every_code_is_one_of_loinc_and_stands_once() -> None:
    codes = [code for one in (PHQ, GAD) for code in (one.code, one.total, *(item.code for item in one.items))]
    assert len(set(codes)) == len(codes) == 20 and all(check_digit(code) for code in codes)
    assert not check_digit("44249-2") and (PHQ.code, GAD.code) == ("44249-1", "69737-5")
