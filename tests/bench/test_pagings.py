"""Gateways that lose a fifth, at a hundredth. No word about times."""

from bench import pagings


def test_none_is_lost_none_double_by_its_name_and_a_dead_channel_says_so():
    found = pagings.measure(pagings.SIZES["tiny"])
    assert len(found.by_web) >= found.told <= len(found.by_mail)
    held = pagings.outcome(found).goals
    assert [goal.wanted for goal in held if not goal.reached and "2 min" not in goal.wanted] == []
