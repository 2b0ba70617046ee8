"""Who goes to a door: the same as last time, else who has least and of these the nearest; and numbers as people write them."""

from collections import Counter
from dataclasses import replace

import pytest

from cockpit.areas import Area
from cockpit.follow_up import Because, Goer, Result, best, facts_of
from cockpit.follow_up.paper import degrees
from cockpit.refusals import Invalid

GRID = Area("330103001001002", "二网格", None, 120.170, 30.265, ())
LIN = Goer("account", 7, "林", GRID.code[:12], load=3)
MEI = Goer("team", 1, "大妈一队", GRID.code[:12], load=3, lon=120.171, lat=30.265)
FAR = replace(MEI, id=2, name="大妈二队", lon=120.180)
BESIDE = replace(MEI, id=3, area="330103001002")


def test_whoever_was_at_the_door_last_time_goes_again_whatever_they_have() -> None:
    fit = best(GRID, [LIN, replace(FAR, load=40), MEI], {"team/2", "account/99"}, {})
    assert (fit.goer and fit.goer.id, fit.because, fit.load) == (2, Because.AGAIN, 40)


def test_who_is_off_duty_or_serves_another_area_does_not_go_again() -> None:
    for last in (replace(FAR, on_duty=False), replace(FAR, area=BESIDE.area)):
        assert best(GRID, [MEI, last], {last.word}, {}).goer == MEI


def test_who_has_least_goes_and_of_these_the_nearest() -> None:
    assert best(GRID, [LIN, FAR, MEI], (), {}).goer == MEI
    assert best(GRID, [LIN, FAR, MEI], (), {MEI.word: 1}).goer == FAR
    assert best(GRID, [LIN, FAR, MEI], (), Counter({MEI.word: 1, FAR.word: 1})).because is Because.LEAST
    assert best(GRID, [replace(FAR, load=2), MEI], (), {}).because is Because.NEAREST


def test_the_sentence_has_its_facts() -> None:
    fit = best(GRID, [MEI], (), {MEI.word: 2})
    assert fit.load == 5 and fit.metres is not None and 90 < fit.metres < 100
    assert best(GRID, [LIN], (), {}).metres is None


def test_nobody_goes_where_nobody_serves_the_grid_or_all_are_off_duty() -> None:
    for there in ([], [BESIDE], [replace(MEI, on_duty=False)]):
        assert best(GRID, there, (), {}).because is Because.NOBODY


@pytest.mark.parametrize(
    ("text", "number"), [("36.5", 36.5), ("36，5", 36.5), (" 37,8 °C", 37.8), ("３８℃", 38.0), ("", None), ("  ", None)]
)
def test_a_temperature_is_read_as_people_write_it(text: str, number: float | None) -> None:
    assert degrees(text) == number


@pytest.mark.parametrize("text", ["warm", "36.5.1", "3 6"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        degrees(text)


@pytest.mark.parametrize("result", list(Result))
def test_one_tick_says_the_same_on_paper_and_on_a_phone(result: Result) -> None:
    assert facts_of(result).checked().result(37.3) is result


def test_a_fever_counts_though_well_was_ticked_and_who_was_not_seen_has_no_temperature() -> None:
    assert facts_of(Result.SEEN_OK, 37.3).result(37.3) is Result.SEEN_NOT_OK
    with pytest.raises(Invalid):
        facts_of(Result.NOT_HOME, 36.5).checked()
