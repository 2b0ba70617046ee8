"""A batch is never whole in memory. Each is brought in a process of its own, so that nothing else is counted."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROWS = 3_000_000  # 100 MB as they come, and what sorts them needs several times that
MOST = 130  # MB more than for one row, of which DuckDB may have 64
BRING = """
import resource, sys
from pathlib import Path
import numpy as np
import pyarrow as pa
from cockpit.lake import Kind
from data_access.lake import Lake
from tests.data_access.lake.brought import NOW, ZONE, at

def stream(rows, piece=50_000):
    rng = np.random.default_rng(1)
    began = int(at(9).timestamp()) * 1_000_000
    for start in range(0, rows, piece):
        size = min(piece, rows - start)
        came = began + rng.integers(0, 3_600_000_000, size)
        columns = {"person": rng.integers(0, 1 << 62, size), "place": rng.integers(0, 5_000, size), "came": came,
                   "left": came + 600_000_000}
        yield pa.record_batch({name: pa.array(values) for name, values in columns.items()})

brought = Lake(Path(sys.argv[1]), ZONE, threads=1, memory="64MB").bring(1, Kind.PRESENCE, "hub", NOW, stream(int(sys.argv[2])))
print(brought.added, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10))
"""


def brought(folder: Path, rows: int) -> tuple[int, int]:
    """Rows, and megabytes at most."""
    done = subprocess.run(
        [sys.executable, "-c", BRING, str(folder), str(rows)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    added, most = done.stdout.split()
    return int(added), int(most)


def test_a_large_batch_needs_hardly_more_memory_than_a_small_one(tmp_path: Path) -> None:
    small, large = brought(tmp_path / "small", 1), brought(tmp_path / "large", ROWS)

    assert (small[0], large[0]) == (1, ROWS)
    assert large[1] - small[1] < MOST, (small, large)
