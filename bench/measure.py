"""What every measurement shares: spreads of times, a table with goals, and the facts of the machine it ran on."""

import os
import platform
import resource
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psutil

RESULTS = Path(__file__).parent / "RESULTS.md"
BUSY = 1.0  # one-minute load at the start; above it other work shared the machine
OPEN_FILES = 8192


@dataclass(frozen=True)
class Spread:
    """Percentiles of some durations, in seconds; all 0 where nothing was measured."""

    p50: float
    p95: float
    p99: float
    most: float

    @classmethod
    def of(cls, durations: Sequence[float]) -> "Spread":
        ordered = sorted(durations) or [0.0]
        return cls(*(ordered[min(int(len(ordered) * part), len(ordered) - 1)] for part in (0.50, 0.95, 0.99, 1.0)))

    def in_ms(self) -> list[str]:
        return [f"{value * 1000:.1f}" for value in (self.p50, self.p95, self.p99, self.most)]


@dataclass(frozen=True)
class Goal:
    """What was to be reached, what was, and whether that is enough."""

    wanted: str
    found: str
    reached: bool

    def __str__(self) -> str:
        return f"{'reached' if self.reached else 'MISSED'}: {self.wanted} - found {self.found}"


@dataclass
class Outcome:
    """One measurement as it is printed and kept: a table, remarks on how it was taken, and goals."""

    name: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def as_text(self) -> str:
        table = [self.columns, *self.rows]
        widths = [max(len(row[at]) for row in table) for at in range(len(self.columns))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
        ]
        return "\n".join([*lines, *self.remarks, *map(str, self.goals)])

    def as_markdown(self, title: str) -> str:
        table = [self.columns, ["---"] * len(self.columns), *self.rows]
        lines = ["| " + " | ".join(row) + " |" for row in table]
        notes = [f"- {one}" for one in [*self.remarks, *self.goals]]
        return "\n".join([f"## {title}", "", *lines, "", *notes, ""])


@dataclass(frozen=True)
class Machine:
    """Where and when a measurement began."""

    at: datetime
    load: float

    @classmethod
    def now(cls) -> "Machine":
        return cls(datetime.now().astimezone(), os.getloadavg()[0])

    def __str__(self) -> str:
        busy = ", busy machine" if self.load > BUSY else ""
        return f"{os.cpu_count()} cores, Python {platform.python_version()}, {postgres_version()}, load {self.load:.1f}{busy}"


def postgres_version() -> str:
    from importlib.metadata import version

    import psycopg

    from data_access.embedded import program

    shown = subprocess.run([program("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    return (
        f"PostgreSQL {shown.split()[-1]} (embedded, durable), psycopg {psycopg.__version__}, gevent {version('gevent')}"
    )


def keep(outcome: Outcome, machine: Machine, size: str, results: Path = RESULTS) -> None:
    """Append the block; nothing that stands there is changed."""
    title = f"{machine.at:%Y-%m-%d %H:%M} {outcome.name}, {size} ({machine})"
    with results.open("a", encoding="utf-8") as file:
        file.write(outcome.as_markdown(title) + "\n")


def allow_many_connections() -> None:
    """Each screen is a file of the client and one of the server; children inherit the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def cpu_seconds(*pids: int | None) -> float:
    """Processor time, user and system, of these processes with all that they have started."""
    return sum(_of_tree(pid) for pid in pids if pid)


def _of_tree(pid: int) -> float:
    total = 0.0
    root = psutil.Process(pid)
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total
