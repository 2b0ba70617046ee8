"""The wall with its line cut, at a tenth or less: it hears of everything once. No word about its weight."""

from bench import running, wall


def test_a_wall_whose_line_is_cut_hears_of_every_change_once_and_stays_in(served: running.Demo):
    size = wall.SIZES["tiny"]
    found = wall.measure_on(served, size)
    assert found.wanted >= size.changes and found.seen == found.wanted
    assert (found.loads, found.faults, found.inside) == (1, [], True)
    assert len(found.heap) == 2 and min(found.heap) > 0
    assert [goal.reached for goal in wall.goals(found)][1:] == [True, True, True]


def test_a_heap_that_grew_by_more_than_a_tenth_is_a_goal_missed():
    found = wall.Found(wall.SIZES["tiny"], wanted=5, seen=4, heap=[100, 111], nodes=[1, 1], open=[0, 0], loads=1)
    assert [goal.reached for goal in wall.outcome(found).goals] == [False, False, True, False]
