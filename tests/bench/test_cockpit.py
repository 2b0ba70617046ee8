"""The cockpit at work with much that is open, at a tenth or less: all of it is asked for. No word about times."""

from bench import cockpit, running
from bench.eyes import Seen


def test_the_cockpit_is_asked_with_all_that_is_open_and_misses_are_told(served: running.Demo):
    size = cockpit.SIZES["tiny"]
    found = cockpit.measure_on(served, size)
    assert found.open >= size.incidents
    assert {name: len(times) for name, times in found.times.items()} == dict.fromkeys(cockpit.GOALS, size.asked)
    assert all(count > 1000 for count in found.bytes.values())
    (now,) = served.ask("select sum(value) from figure_now where figure = 'incidents_open'")
    assert now[0] == found.open
    told = cockpit.outcome(found)
    assert [row[0] for row in told.rows] == [f"server: {name}" for name in cockpit.GOALS] and len(told.goals) == 3


def test_half_a_peers_time_is_a_goal_and_no_peer_is_none():
    seen = {
        name: [Seen(figure, 3.0, 0.2, 2_000_000, 50_000)] for name, figure in ((cockpit.OURS, 1.0), (cockpit.PEER, 1.9))
    }
    told = {goal.wanted: goal.reached for goal in cockpit.browser_goals(seen)}
    assert [reached for wanted, reached in told.items() if "first figures" in wanted] == [False]
    assert len(told) == 5 and list(told.values()).count(True) == 3
    assert len(cockpit.browser_goals({cockpit.OURS: seen[cockpit.OURS]})) == 2
    without = cockpit.Found(cockpit.SIZES["tiny"], no_peer="no network")
    assert any("no network" in one for one in cockpit.remarks(without))
