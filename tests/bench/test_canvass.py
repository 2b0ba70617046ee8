"""The story of the second round at a tenth: all who came back are found at their doors, and all are ordered to stay apart. No
word about times."""

from bench import canvass


def test_the_second_round_finds_them_and_all_stay_apart():
    found = canvass.measure(canvass.SIZES["tiny"])

    assert found.first.homes >= 420 and 0 < found.first.left < found.first.homes
    assert found.first.found == 0 and found.last.left == 0
    assert found.last.found >= 39, "a tenth of the 390 and more of the whole street"
    assert (found.last.isolated, found.last.waiting, found.last.unnamed) == (found.last.found, 0, 0)
    assert found.episodes == (found.last.found, found.last.found), "one order each"
    told = canvass.outcome(found)
    assert [goal.reached for goal in told.goals[:2]] == [True, True]
