"""What a process loads when it starts: heavy libraries come with the first of those who need them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("duckdb", "ibis", "jieba", "pyarrow", "splink", "sqlglot")
PROCESSES = {
    "web": "import app; from entrypoints import web; app.front()",
    "worker": "import entrypoints.worker",
    "commands": "import entrypoints.cli",
}


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_loads_an_extra_at_its_start(process: str) -> None:
    look = f"import sys; {PROCESSES[process]}; print(*(n for n in {HEAVY!r} if n in sys.modules))"
    seen = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert (seen.returncode, seen.stdout.strip()) == (0, ""), seen.stderr[-1000:]
