"""Each measurement at a tenth of its size or less: it has to measure what it says. No word about times."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from bench import audit, fuzz, linking, running, stream
from bench.loop_lag import Lag
from bench.measure import Goal, Machine, Outcome, Spread, keep


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


def test_records_written_twice_are_found_and_nobody_is_merged_with_another():
    ours, exact = linking.measure(linking.SIZES["tiny"])
    assert ours.planted > 10 and ours.found > exact.found and not ours.merged_wrong
    assert linking.outcome([ours, exact]).goals[-1].reached


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


def test_lag_is_read_between_two_looks_at_the_buckets():
    line = 'cockpit_loop_late_seconds_bucket{{le="{}"}} {}\n'
    before, after = (
        Lag.told("".join(line.format(bound, count) for bound, count in counts.items()))
        for counts in ({"0.005": 10, "0.01": 10, "+Inf": 10}, {"0.005": 20, "0.01": 30, "+Inf": 30})
    )
    lag = after.since(before)
    assert lag.count == 20 and lag.at(0.25) == pytest.approx(0.0025) and lag.at(0.75) == pytest.approx(0.0075)
    assert Lag({}).at(0.99) == 0.0


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
    monkeypatch.setattr(fuzz, "TESTS", ("tests/cockpit/test_receipts.py",))
    found = fuzz.measure(1)
    assert found.passed > 3 and found.failed == 0, found.said
    assert [goal.reached for goal in fuzz.outcome(found).goals] == [True]
