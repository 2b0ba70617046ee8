"""A file is never whole in memory: one of some megabytes needs hardly more than one of a line.

Each is read in a process of its own, so that nothing else is counted.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.importing.workbook import export_table
from tests.data_access.importing.brought import HEADERS, SQUARE, feature, lines, polygon, text

ROOT = Path(__file__).parents[3]
ROWS = {"csv": 60_000, "xlsx": 60_000, "geojson": 20_000}
MOST = 40  # MB more than for one row
READ = """
import resource, sys
from pathlib import Path
from data_access.importing.files import open_file

rows = 0
for table in open_file(Path(sys.argv[1]), sys.argv[1]):
    for chunk in table.chunks(5_000):
        rows += len(chunk)
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10))
"""


def made(folder: Path, form: str, count: int) -> Path:
    rows = [(f"林{at}", f"10{at:09}", f"体育场路 {at} 号") for at in range(count)]
    path = folder / f"{count}.{form}"
    if form == "csv":
        return text(path, lines([HEADERS, *rows]))
    if form == "geojson":
        body = ",\n".join(json.dumps(feature(polygon(SQUARE), name=name)) for name, _, _ in rows)
        return text(path, f'{{"type":"FeatureCollection","features":[{body}]}}')
    with path.open("wb") as stream:
        export_table(stream, form, HEADERS, rows)
    return path


def read(path: Path) -> tuple[int, int]:
    """Rows, and megabytes at most."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    rows, most = done.stdout.split()
    return int(rows), int(most)


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson"])
def test_a_large_file_needs_hardly_more_memory_than_a_small_one(tmp_path: Path, form: str) -> None:
    small, large = read(made(tmp_path, form, 1)), read(made(tmp_path, form, ROWS[form]))

    assert (small[0], large[0]) == (1, ROWS[form])
    assert large[1] - small[1] < MOST
