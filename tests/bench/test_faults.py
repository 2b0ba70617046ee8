"""What is killed, frozen, backed up and put back, at a tenth or less: nothing is lost. No word about times."""

from bench import backups, faults, running


def test_whatever_is_killed_nothing_accepted_is_lost_or_there_twice(served: running.Demo):
    found = faults.measure_on(served, faults.SIZES["tiny"])
    assert [fell.fault for fell in found.falls] == [*faults.KILLS, faults.FROZEN]
    (storm,) = found.storms
    assert len(storm.reports) > 3 and len(storm.counts) > 3
    assert len(storm.sent) >= 4 and storm.replays >= len(storm.sent)
    missed = [goal.wanted for goal in faults.outcome(found).goals if not goal.reached]
    assert [wanted for wanted in missed if "within" not in wanted] == []


def test_what_was_acknowledged_before_a_backup_is_in_it_and_who_was_erased_since_is_not(served: running.Demo):
    found = backups.measure_on(served, backups.SIZES["tiny"])
    assert [(one.lost, one.check) for one in found.restored] == [(0, True)] and found.restored[0].known > 10
    assert found.erased.before == ["record", "by phone", "by name"]
    assert [goal.wanted for goal in backups.outcome(found).goals if not goal.reached] == []
