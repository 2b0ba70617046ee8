"""What stands beside the cockpit: the Streamlit page, and Covasim; an environment of its own, made for the run and gone after it."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.running import ROOT, Server, free_port, running

COVASIM = ("covasim==4.0.1",)
PACKAGES = ("streamlit", "pydeck", "psycopg[binary]")
LONGEST = 600.0  # seconds for the packages


class NoPeer(Exception):
    """Why it could not be had; its text is one line."""


@contextmanager
def streamlit(database_url: str) -> Iterator[Server]:
    """Serves the page; raises NoPeer where the packages cannot be had, as without a network."""
    with tempfile.TemporaryDirectory(prefix="cockpit-streamlit-") as name:
        folder, port = Path(name), free_port()
        python = environment(folder)
        words = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
        quiet = ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
        command = [str(python), "-m", "streamlit", "run", str(ROOT / "bench" / "streamlit_page.py"), *words, *quiet]
        given = {"BENCH_DATABASE_URL": database_url, "HOME": str(folder)}
        with running(command, port, "/_stcore/health", folder / "said", given) as pid:
            yield Server(port, pid)


@contextmanager
def covasim() -> Iterator[Path]:
    """A Python with Covasim in it, of 800 MB; raises NoPeer where it cannot be had."""
    with tempfile.TemporaryDirectory(prefix="cockpit-covasim-") as name:
        yield environment(Path(name), COVASIM)


def environment(folder: Path, packages: Sequence[str] = PACKAGES) -> Path:
    """A Python with the packages in it."""
    python = folder / "venv" / "bin" / "python"
    orders = ([sys.executable, "-m", "venv", folder / "venv"], [python, "-m", "pip", "install", "--quiet", *packages])
    for order in orders:
        try:
            done = subprocess.run(order, capture_output=True, text=True, check=False, timeout=LONGEST)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoPeer(str(error)) from error
        if done.returncode:
            raise NoPeer((done.stderr.strip().splitlines() or ["pip failed"])[-1])
    return python
