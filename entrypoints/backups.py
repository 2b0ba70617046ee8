"""The worker's backups: one a day at the hour of the policy, by the command that an administrator would give too.

The command runs as a process of its own, behind all others: it reads whatever there is, and reckons for as long.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cockpit.access import Actor
from cockpit.backup_runs import Outcome, Run, Schedule, schedule_of
from data_access import upkeep
from data_access.database import Database
from entrypoints.demo import APP

FOLDER, ENDING, KEYS, UNFINISHED = "backups", ".cockpit", ".keys", ".new"
LONGEST = 3 * 3600.0  # seconds of machine time for one
LONGEST_WORD = 500  # characters of what a failed one says


@dataclass(frozen=True)
class Backups:
    """The scheduled backups of one installation; `order` is the command line that writes one, `told` its settings."""

    database: Database
    folder: Path
    order: Callable[[Path], list[str]]
    told: Mapping[str, str] = field(default_factory=dict, repr=False)

    def look(self) -> Run | None:
        """Make the one that is due; the first look of all begins the schedule. Where there is no district, nothing is."""
        by = upkeep.keeper(self.database)
        machine = datetime.now(UTC)
        schedule = self._due(by, machine) if by else None
        if by is None or schedule is None:
            return None
        run = self._attempt(machine)
        self._note(by, run)
        if run.outcome is Outcome.GOOD:
            self._tidy(schedule.keep)
        return run

    def _due(self, by: Actor, machine: datetime) -> Schedule | None:
        with self.database.work(by) as work:
            standing, schedule = work.backup_runs.standing(), schedule_of(work.policy, by.area)
            if standing is None:
                work.backup_runs.keep(Run(Outcome.BEGUN, machine, machine))
                return None
        return schedule if schedule.is_due(standing, machine, self.database.zone) else None

    def _attempt(self, machine: datetime) -> Run:
        file = self.folder / f"{machine:%Y%m%dT%H%M%SZ}{ENDING}"
        try:
            self._make_room()
            says = self._written(file)
        except (OSError, subprocess.SubprocessError) as error:
            says = str(error)
        ended = datetime.now(UTC)
        if says:
            return Run(Outcome.FAILED, machine, ended, file.name, 0, says[:LONGEST_WORD])
        return Run(Outcome.GOOD, machine, ended, file.name, file.stat().st_size)

    def _make_room(self) -> None:
        """What an attempt that was cut off has left lying is nobody's."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in (*self.folder.glob(".*"), *self.folder.glob(f"*{UNFINISHED}")):
            shutil.rmtree(left) if left.is_dir() else left.unlink()

    def _written(self, file: Path) -> str:
        """Empty when the file is there; else the last line of what the command said."""
        streams: dict[str, Any] = {"capture_output": True, "text": True, "errors": "replace"}
        own = {**os.environ, **self.told}
        done = subprocess.run(self.order(file), env=own, check=False, timeout=LONGEST, **streams)
        if done.returncode == 0 and file.exists():
            return ""
        return (done.stderr.strip().splitlines() or [f"ended with {done.returncode} and without a word"])[-1]

    def _note(self, by: Actor, run: Run) -> None:
        act = "backed_up" if run.outcome is Outcome.GOOD else "backup_failed"
        with self.database.work(by) as work:
            work.backup_runs.keep(run)
            work.note_act(act, "backup", run.file, {"size": run.size})
            work.notify(act, "backup", run.file, by.area, {})

    def _tidy(self, keep: int) -> None:
        """The newest `keep` stay, each with the newest keys: one that was destroyed since is gone from all of them."""
        newest, *older = sorted(self.folder.glob(f"*{ENDING}"), reverse=True)
        for file in older[keep - 1 :]:
            _keys_of(file).unlink(missing_ok=True)
            file.unlink()
        if _keys_of(newest).exists():
            for file in older[: keep - 1]:
                fresh = _keys_of(file).with_suffix(UNFINISHED)
                shutil.copy(_keys_of(newest), fresh)
                fresh.replace(_keys_of(file))


def scheduled(database: Database, data_dir: Path) -> Backups:
    """By the command of an administrator, behind all other processes."""

    def order(file: Path) -> list[str]:
        return ["nice", "-n", "10", sys.executable, APP, "backup", "--data", str(data_dir), str(file)]

    url = database.engine.url.render_as_string(hide_password=False)
    told = {"COCKPIT_DATABASE_URL": url, "COCKPIT_DATA_DIR": str(data_dir)}
    return Backups(database, data_dir / FOLDER, order, told)


def _keys_of(file: Path) -> Path:
    return file.with_name(file.name + KEYS)
