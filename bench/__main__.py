"""`python -m bench`: all measurements, quick; `python -m bench stream --full`: one of them at full length."""

import signal
import sys
from importlib import import_module

import click

from bench.measure import Machine, allow_many_connections, keep

NAMES = (
    *("stream", "ingest", "audit", "fuzz", "faults", "load", "backups", "phones", "notices", "pagings", "cockpit"),
    *("inventory", "linking", "wall", "desk", "screening", "records", "canvass", "calibration", "reports"),
)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--quick/--full", default=True, help="the whole length is for a machine with nothing else to do")
@click.option("--long", "long", is_flag=True, help="longer than full, where there is such a size: half an hour of load")
def main(names: tuple[str, ...], quick: bool, long: bool) -> None:
    """Measure, print, and append to bench/RESULTS.md."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    allow_many_connections()
    wanted = "long" if long else "quick" if quick else "full"
    missed = 0
    for name in names or NAMES:
        subject, machine = import_module(f"bench.{name}"), Machine.now()
        size = wanted if wanted in subject.SIZES else "full"
        print(f"\n{name}, {size}: {machine}", flush=True)
        outcome = subject.outcome(subject.measure(subject.SIZES[size]))
        print(outcome.as_text(), flush=True)
        keep(outcome, machine, size)
        missed += sum(not goal.reached for goal in outcome.goals)
    print(f"\ngoals missed: {missed}" if missed else "\nall goals reached")


if __name__ == "__main__":
    main()
