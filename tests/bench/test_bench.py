"""Each measurement at a tenth of its size or less: it has to measure what it says. No word about times."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from bench import audit, backups, cockpit, faults, fuzz, ingest, load, notices, phones, running, stream
from bench.eyes import Seen
from bench.loop_lag import Lag
from bench.measure import Goal, Machine, Outcome, Spread, keep


def family(but: Collection[int] = ()) -> dict[int, str]:
    """Our child processes and theirs: pid -> command line; one that ends while it is looked at is none.

    Those in `but` are left out with all that they start: another test's PostgreSQL opens connections when it likes.
    """
    found = {}
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if child.status() != psutil.STATUS_ZOMBIE and not {child.pid, child.ppid()} & set(but):
                found[child.pid] = " ".join(child.cmdline())
    return found


@pytest.fixture(scope="module")
def served() -> Iterator[running.Demo]:
    """One demo for those measurements that need one; whatever it started is gone afterwards, and its folder too."""
    before = family()
    with running.demo(scale=0.002) as demo:
        yield demo
        theirs = [psutil.Process(pid) for pid in (demo.pid, demo.web, demo.postgres) if pid]
    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in theirs)
    assert not demo.folder.exists()
    assert [line for line in family(but=before).values() if "resource_tracker" not in line] == []


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


def test_a_server_is_stopped_when_its_measurement_fails():
    with pytest.raises(ZeroDivisionError), running.peer("bench.bare:server", 1, {}, "/ready") as server:
        process = psutil.Process(server.pid)
        raise ZeroDivisionError
    assert not process.is_running()


def test_each_commit_is_one_line_and_one_change_and_only_ours_are_chained():
    found = audit.measure(audit.SIZES["tiny"])
    assert [way.name for way in found] == [audit.CHAINED, audit.UNCHAINED, audit.PLAIN]
    for way in found:
        assert way.lines == way.changes == len(way.commits) > 0, way.name
    assert [way.held for way in found] == [True, None, None]
    assert len(audit.outcome(found).rows) == 3


def test_what_is_lost_or_doubled_is_counted():
    posted = [10.0, 20.0]
    arrived = [(0, 7, 10.5), (1, 7, 10.7), (0, 7, 11.0), (0, 8, 21.0), (0, 99, 30.0)]
    times, doubled = stream.matched([7, 8], posted, arrived)
    assert times == pytest.approx([0.5, 0.7, 1.0])
    assert doubled == 1
    level = stream.Level(stream.OURS, 2, 2, times, 2 * 2 - len(times), doubled, [], 0, 0)
    assert not stream.goals([level])[0].reached


def test_spreads_are_of_what_was_measured():
    assert Spread.of([n / 1000 for n in range(1, 101)]).in_ms() == ["51.0", "96.0", "100.0", "100.0"]
    assert Spread.of([]).most == 0.0


def test_results_are_only_added_to(tmp_path: Path):
    kept = tmp_path / "RESULTS.md"
    kept.write_text("# Before\n")
    outcome = Outcome("stream", ["way", "p95 ms"], [["cockpit", "30.0"]], ["a remark"], [Goal("under 20", "30", False)])
    keep(outcome, Machine(datetime(2026, 1, 2, 3, 4, tzinfo=UTC), 3.5), "quick", kept)
    text = kept.read_text()
    assert text.startswith("# Before\n## 2026-01-02 03:04 stream, quick (")
    assert "busy machine" in text and "| cockpit | 30.0 |" in text and "- MISSED: under 20 - found 30" in text


def test_whatever_is_killed_nothing_accepted_is_lost_or_there_twice(served: running.Demo):
    found = faults.measure_on(served, faults.SIZES["tiny"])
    assert [fell.fault for fell in found.falls] == [*faults.KILLS, faults.FROZEN]
    (storm,) = found.storms
    assert len(storm.reports) > 3 and len(storm.counts) > 3
    assert len(storm.sent) >= 4 and storm.replays >= len(storm.sent)
    missed = [goal.wanted for goal in faults.outcome(found).goals if not goal.reached]
    assert [wanted for wanted in missed if "within" not in wanted] == []


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


def test_lag_is_read_between_two_looks_at_the_buckets():
    line = 'cockpit_loop_late_seconds_bucket{{le="{}"}} {}\n'
    before, after = (
        Lag.told("".join(line.format(bound, count) for bound, count in counts.items()))
        for counts in ({"0.005": 10, "0.01": 10, "+Inf": 10}, {"0.005": 20, "0.01": 30, "+Inf": 30})
    )
    lag = after.since(before)
    assert lag.count == 20 and lag.at(0.25) == pytest.approx(0.0025) and lag.at(0.75) == pytest.approx(0.0075)
    assert Lag({}).at(0.99) == 0.0


def test_reports_of_three_days_without_a_network_are_there_once(served: running.Demo):
    found = phones.measure_on(served, phones.SIZES["tiny"])
    assert (found.stored, found.words, found.before) == (6, 6, 3)
    assert found.answers == [200] * 18 and found.changed == [409] * 3
    assert all(goal.reached for goal in phones.outcome(found).goals)


def test_what_was_acknowledged_before_a_backup_is_in_it_and_who_was_erased_since_is_not(served: running.Demo):
    found = backups.measure_on(served, backups.SIZES["tiny"])
    assert [(one.lost, one.check) for one in found.restored] == [(0, True)] and found.restored[0].known > 10
    assert found.erased.before == ["record", "by phone", "by name"]
    assert [goal.wanted for goal in backups.outcome(found).goals if not goal.reached] == []


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


def test_the_command_knows_its_measurements():
    asked = subprocess.run(
        [sys.executable, "-m", "bench", "weather"],
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
        timeout=60,
    )
    assert asked.returncode == 2
    assert "stream" in asked.stderr and "ingest" in asked.stderr and "audit" in asked.stderr


def test_fuzz_counts_the_tests_that_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of which nothing can be read has not reached its goal: this one can be read."""
    monkeypatch.setattr(fuzz, "TESTS", ("tests/cockpit/test_small_cells.py",))
    found = fuzz.measure(1)
    assert found.passed > 3 and found.failed == 0, found.said
    assert [goal.reached for goal in fuzz.outcome(found).goals] == [True]


def test_a_dead_gateway_holds_up_no_report_and_gets_all_when_it_is_back():
    found = notices.measure(notices.SIZES["tiny"])
    assert [one.gateway for one in found.phases] == ["well", "hangs", "gone"]
    assert all(one.posts for one in found.phases)
    held = notices.outcome(found).goals
    assert [goal.wanted for goal in held if not goal.reached and "500 ms" not in goal.wanted] == []
