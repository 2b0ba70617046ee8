"""What is measured on a district that is served, at a tenth or less: all of it arrives. No word about times."""

from bench import ingest, load, phones, running, stream


def test_every_screen_gets_every_change_once(served: running.Demo):
    size = stream.SIZES["tiny"]
    found = stream.measure_on(served, size)
    ways = [(level.way, level.screens) for level in found]
    assert ways == [
        (stream.OURS, 5), (stream.OURS, 10), (stream.BARE, 10), (stream.NOTIFY, 10), (stream.INTERVAL, 5),
    ]  # fmt: skip
    for level in found:
        assert (level.changes, level.lost, level.doubled) == (size.changes, 0, 0), level.way
        assert len(level.times) == size.changes * level.screens and min(level.times) > 0
    assert all(goal.reached for goal in stream.outcome(found).goals)


def test_all_accepted_readings_are_kept_by_all_ways(served: running.Demo):
    size = ingest.SIZES["tiny"]
    found = ingest.measure_on(served, size)
    assert [stage.way for stage in found] == [ingest.STEADY, ingest.PEAK, ingest.COPY, ingest.MANY]
    for stage in found:
        assert stage.readings == stage.kept == len(stage.posts) * size.batch > 0, stage.way
    assert found[0].readings == size.rate * size.seconds
    assert len(ingest.outcome(found).rows) == 4


def test_a_district_at_work_is_answered_and_every_screen_hears_of_all_of_it(served: running.Demo):
    size = load.SIZES["tiny"]
    found = load.measure_on(served, size)
    loaded, alone, bare = found.phases
    assert (loaded.tally.errors, alone.tally.errors, bare.tally.errors) == ([], [], [])
    assert (
        len(loaded.tally.submits) == size.posts * size.seconds and len(alone.tally.submits) == size.posts * size.alone
    )
    assert len(loaded.tally.callbacks) > 10 and found.handled > 0 and loaded.lag.count > 2
    assert found.changes >= len(loaded.tally.submits)
    assert found.followed.came == found.changes * size.screens and found.followed.doubled == 0
    assert len(load.outcome(found).rows) == 3


def test_reports_of_three_days_without_a_network_are_there_once(served: running.Demo):
    found = phones.measure_on(served, phones.SIZES["tiny"])
    assert (found.stored, found.words, found.before) == (6, 6, 3)
    assert found.answers == [200] * 18 and found.changed == [409] * 3
    assert all(goal.reached for goal in phones.outcome(found).goals)
