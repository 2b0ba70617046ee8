"""Rules of the house for what runs in the browser: short files, as for every other source."""

from pathlib import Path

import pytest

from tests.house.test_sources import LONGEST_MODULE, ROOT, named

SCRIPTS = sorted((ROOT / "assets").rglob("*.js"))


def test_there_are_scripts_to_look_at() -> None:
    assert SCRIPTS


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_no_script_is_over_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
