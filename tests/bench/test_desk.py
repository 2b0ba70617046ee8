"""The dispatch desk at a tenth or less: teams are proposed as a plain statement ranks them, and each is sent once."""

from bench import desk, running
from bench.faults.storm import Sent, Storm


def test_teams_are_proposed_as_ranked_and_sent_once_whatever_is_killed(served: running.Demo):
    size = desk.SIZES["tiny"]
    found = desk.measure_on(served, size)
    assert found.open >= size.incidents and found.teams >= size.teams
    times = {name: len(times) for name, times in found.times.items()}
    assert times == dict.fromkeys((desk.OURS, desk.PEER, desk.DOOR), size.asked)
    assert len(found.storm.sent) >= size.dispatches and found.kills.total()
    assert found.storm.replays >= len(found.storm.sent)
    assert [goal.wanted for goal in desk.outcome(found).goals if not goal.reached and "p95" not in goal.wanted] == []


def test_what_is_slow_named_otherwise_lost_or_double_is_a_goal_missed():
    times = {desk.OURS: [0.06], desk.PEER: [0.01], desk.DOOR: [0.1]}
    storm = Storm(2, sent=[Sent("officer", "key", 1, (2,))], broken=["/x 500"])
    found = desk.Found(desk.Size(1, 1, 1, 1), 1, 1, times, proposed=2, otherwise=1, storm=storm, lost=1)
    told = desk.outcome(found)
    assert [goal.reached for goal in told.goals] == [False] * 5
    assert "ratio: proposal p95 / one SQL statement p95 = 6.0" in told.remarks[2]
