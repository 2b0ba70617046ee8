"""Rubbish at every door, ten times what the tests send, and other rubbish each time.

Bodies, forms and addresses by `tests/access/test_rubbish.py`; by `tests/access/test_api.py` what schemathesis makes of our
own OpenAPI, each answer held to it; by `tests/entrypoints/test_callbacks.py` rubbish of every kind in every argument.
"""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass

from bench.measure import Goal, Outcome
from bench.running import ROOT

EACH_ARGUMENT = "test_rubbish_of_every_kind_in_every_argument_is_never_a_fault"
TESTS = (
    "tests/access/test_rubbish.py",
    "tests/access/test_api.py",
    f"tests/entrypoints/test_callbacks.py::{EACH_ARGUMENT}",
)
BODIES = 1440 + 144  # of the tests, at `times` 1; each bound and each other method of the API besides
SIZES = {"tiny": 1, "quick": 2, "full": 10}


@dataclass(frozen=True)
class Found:
    """What came of it: `failed` doors answered with a fault of ours or with a trace."""

    bodies: int
    passed: int
    failed: int
    seconds: float
    said: str


def measure(times: int) -> Found:
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *TESTS]
    environment = os.environ | {"COCKPIT_RUBBISH": str(times)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    passed, failed = (_number(done.stdout, word) for word in ("passed", "failed"))
    return Found(BODIES * times, passed, failed, time.monotonic() - began, done.stdout[-3000:])


def _number(said: str, word: str) -> int:
    found = re.search(rf"(\d+) {word}", said)
    return int(found[1]) if found else 0


def outcome(found: Found) -> Outcome:
    if found.failed or not found.passed:
        print(found.said, file=sys.stderr)
    result = Outcome("fuzz", ["bodies", "tests passed", "tests failed", "seconds"])
    result.rows.append([str(found.bodies), str(found.passed), str(found.failed), f"{found.seconds:.0f}"])
    result.remarks.append(
        "callbacks with values that fit and with broken bodies, forms, readings, addresses, the API by its OpenAPI"
    )
    result.goals.append(
        Goal(
            "no door answers rubbish with 500 or a trace",
            f"{found.failed} failed",
            not found.failed and found.passed > 0,
        )
    )
    return result
