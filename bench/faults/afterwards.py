"""What is there when the storm is over, beside what was accepted."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bench.faults.storm import Sent, Storm
from bench.running import ROOT, Demo

SENT = (
    "select subject_id::bigint, (facts->>'team')::bigint from change where event = 'sent' and subject = 'incident'"
    " and subject_id::bigint = any(%s)"
)
ASSIGNED = "select incident_id, team_id from assignment where incident_id = any(%s)"


@dataclass(frozen=True)
class Left:
    """`incidents` of the phones' reports; pairs of incident and team that are missing, or there or told a second time."""

    incidents: int
    counts_lost: int
    dispatches_lost: int
    dispatches_twice: int
    check: bool


def left_of(served: Demo) -> Callable[[Storm], Left]:
    """Ask before the storm; afterwards the answer tells what it has left."""
    before = incidents_of(served)
    return lambda storm: Left(
        incidents_of(served) - before,
        len(storm.counts - counts_of(served, served)),
        *dispatches_of(served, storm.sent),
        holds(served),
    )


def incidents_of(served: Demo) -> int:
    return int(served.ask("select count(*) from incident where source = 'patrol'")[0][0])


def counts_of(there: Demo, served: Demo) -> set[tuple[str, str]]:
    """What is kept there of the doors that `served` tells of."""
    rows = there.ask(
        "select code, at from reading join place on place.id = place_id where code = any(%s)", served.known()["watched"]
    )
    zone = datetime.fromisoformat(served.health()["now"]).tzinfo
    return {(code, at.astimezone(zone).isoformat()) for code, at in rows}


def dispatches_of(served: Demo, sent: Sequence[Sent]) -> tuple[int, int]:
    """How many are lost and how many twice, among the assignments and among what was told of them."""
    wanted = Counter((one.incident, team) for one in sent for team in one.teams)
    asked = sorted({incident for incident, _ in wanted})
    lost = twice = 0
    for query in (ASSIGNED, SENT):
        there = Counter((int(incident), int(team)) for incident, team in served.ask(query, asked))
        lost += (wanted - there).total()
        twice += (there - wanted).total()
    return lost, twice


def holds(served: Demo, without: Collection[str] = ()) -> bool:
    """Whether `check` finds all well, but for the lines that are named: where nothing runs, no worker gives signs of life."""
    command = [sys.executable, str(ROOT / "app.py"), "check", "--json", "--data", str(served.folder)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    lines = json.loads(done.stdout.splitlines()[-1])["checks"]
    return len(lines) > 1 and all(line["ok"] for line in lines if line["name"] not in without)
