"""Gateways that lose a fifth, at a hundredth. No word about times."""

from bench import pagings


def test_none_is_lost_none_double_by_its_name_and_a_dead_channel_says_so():
    found = pagings.measure(pagings.SIZES["tiny"])
    assert len(found.by_web) >= found.told <= len(found.by_mail)
    held = pagings.outcome(found).goals
    assert [goal.wanted for goal in held if not goal.reached and "within" not in goal.wanted] == []


def test_what_is_late_lost_or_comes_by_another_name_is_a_goal_missed():
    found = pagings.Found(
        2, ["1-1", "1-2", "1-3"], ["2-1", "2-4"], 200.0, [1.0, 61.0], 3, not_delivered=1, others_wrong=1
    )
    assert [goal.reached for goal in pagings.outcome(found).goals] == [False] * 4
