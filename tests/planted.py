"""A demo district that is planted once a run: whoever serves one of its own gets a copy."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from data_access.embedded import Embedded

APP = Path(__file__).parents[1] / "app.py"
AS_PLANTED = "as_planted"  # beside the served database, the one that it is a copy of
FOLDER = "COCKPIT_TESTS_PLANTED"  # the environment's name of the folder that all processes of a run copy from


MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30  # bytes, of the folder and of the machine


def prepare() -> None:
    """By the first process of a run, for all of them."""
    if has_room_in_memory():
        tempfile.tempdir = os.environ["TMPDIR"] = tempfile.mkdtemp(prefix="run-", dir=MEMORY)
        Path(tempfile.tempdir).chmod(0o711)  # PostgreSQL's account passes through
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="cockpit-")


def has_room_in_memory() -> bool:
    """A clone of the district is a thousand small files: kept in memory it costs a tenth of what it does on a disk."""
    if not MEMORY.is_dir() or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return False
    return min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) > ENOUGH


def clear() -> None:
    """With whatever a killed process has left, where it lies in memory."""
    shutil.rmtree(os.environ.pop(FOLDER))
    if tempfile.tempdir and Path(tempfile.tempdir).parent == MEMORY:
        shutil.rmtree(tempfile.tempdir, ignore_errors=True)


def planted(scale: float) -> Path:
    """The district's folder, planted and lived through by whichever process came first."""
    folder = Path(os.environ[FOLDER]) / str(scale)
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "demo.json").exists():
            words = ["seed", "--data", str(folder), "--scale", str(scale)]
            subprocess.run([sys.executable, str(APP), *words], check=True, timeout=180)
            embedded = Embedded(folder)
            embedded.start()
            embedded.clone("cockpit", AS_PLANTED)
            embedded.stop()
    return folder


def copied(scale: float, into: Path) -> None:
    """With its owners, as PostgreSQL needs them."""
    subprocess.run(["cp", "-a", f"{planted(scale)}/.", str(into)], check=True)
