"""What a process loads when it starts: heavy libraries come with the first of those who need them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("duckdb", "ibis", "jieba", "pyarrow", "pyspark", "splink", "sqlglot")
PARENT = ("sqlalchemy", "flask", "dash", "gevent", "psycopg")  # it starts others, and is there before any of them
PROCESSES = {
    "web": "import app; from entrypoints import web; app.front()",
    "worker": "import entrypoints.worker",
    "commands": "import entrypoints.cli",
    "lake": "import data_access.lake",
}


def loaded(start: str, among: tuple[str, ...]) -> tuple[int, str, str]:
    look = f"import sys; {start}; print(*(n for n in {among!r} if n in sys.modules))"
    seen = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return seen.returncode, seen.stdout.strip(), seen.stderr[-1000:]


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_loads_an_extra_at_its_start(process: str) -> None:
    code, found, said = loaded(PROCESSES[process], HEAVY)
    assert (code, found) == (0, ""), said


def test_the_parent_of_a_demo_loads_nothing_that_it_does_not_need() -> None:
    code, found, said = loaded("import entrypoints.demo", PARENT)
    assert (code, found) == (0, ""), said
