"""Commands that ask a folder's own server, while it is stopped or where there is none: one line, and an exit code."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data_access.embedded import Embedded
from entrypoints.cli import main


@pytest.fixture(autouse=True)
def no_other_database(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COCKPIT_DATABASE_URL", "COCKPIT_EMBEDDED"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A folder whose server ran once, and does so no more."""
    folder = tmp_path / "district"
    folder.mkdir()
    embedded = Embedded(folder, durable=False)
    embedded.start()
    embedded.stop()
    return folder


def one_line(done: Result) -> str:
    assert done.exit_code == 1 and "Traceback" not in done.output, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    (line,) = done.output.strip().splitlines()
    return line


@pytest.mark.parametrize("words", [["check"], ["check", "--json"], ["clock", "+15m"]], ids=" ".join)
def test_what_is_stopped_is_called_so(stopped: Path, words: list[str]) -> None:
    done = CliRunner().invoke(main, [*words, "--data", str(stopped)])
    assert one_line(done) == f"Error: the database of {stopped} does not run: start the district there, then ask again"


def test_where_there_is_no_district_nothing_is_made(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--data", str(tmp_path / "nowhere")])
    assert one_line(done) == f"Error: there is no district in {tmp_path / 'nowhere'}"
    assert not (tmp_path / "nowhere").exists()
