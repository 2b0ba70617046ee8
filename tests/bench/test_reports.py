"""A morning of reports, at a tenth or less, with the worker killed in the midst. No word about times."""

from bench import reports


def test_nothing_that_was_reported_is_lost_when_the_worker_is_killed():
    found = reports.measure(reports.SIZES["tiny"])
    assert found.kept == found.taken == reports.SIZES["tiny"].reports and len(found.lags) == found.kept
    held = reports.outcome(found).goals
    assert [goal.wanted for goal in held if not goal.reached and "p95" not in goal.wanted] == []
