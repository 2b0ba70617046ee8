"""Screening rounds in a district of a few hundred: every way finds the same. No word about times."""

from bench import screening


def test_every_way_finds_the_same_contacts():
    found = screening.measure(screening.SIZES["tiny"])

    assert found.alike
    assert {(one.task, one.way) for one in found.taken} == {
        *((screening.WHOLE, way) for way in (screening.OURS, screening.HAND, screening.PANDAS, screening.APART)),
        *((task, way) for task in (screening.ONE, screening.NEWS) for way in (screening.OURS, screening.HAND)),
        *((screening.SMALL, way) for way in (screening.OURS, screening.POSTGRES)),
    }
    assert all(one.found[0][0] > 0 for one in found.taken)
    told = screening.outcome(found)
    assert len(told.rows) == len(found.taken) and len(told.goals) == 8


def test_ways_that_found_something_else_miss_the_goal():
    one, other = (screening.Taken(screening.WHOLE, way, 1, [1.0], [(found, 5)])
                  for way, found in ((screening.OURS, 3), (screening.HAND, 4)))  # fmt: skip

    assert not screening.Found(screening.SIZES["tiny"], 1.0, 1, [one, other], []).alike
