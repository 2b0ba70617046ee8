"""The way back from an upgrade, by the commands of docs/deploy.md: an old backup, an upgrade, a restore."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from cockpit import incidents
from data_access import schema
from data_access.database import Database
from data_access.embedded import Embedded
from entrypoints.cli import main
from entrypoints.settings import read_settings
from tests.conftest import SHANGHAI
from tests.installed import as_in_production
from tests.later_code import LaterCode
from tests.morning import Morning

GUIDE = Path(__file__).parents[2] / "docs" / "deploy.md"
GROWS_OLD = {"queue"}  # nobody runs a worker in a test, and its jobs wait as long as the test takes
pytestmark = pytest.mark.many


def commands(block: str) -> list[str]:
    """The lines of one block of the guide."""
    found = re.search(rf"^```{block}\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.S | re.M)
    assert found
    return found[1].strip().splitlines()


@pytest.fixture
def installed(morning: Morning, server: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Morning]:
    """A district in production, on the version before; what a restore leaves is dropped."""
    settings = as_in_production(morning.database, server)
    for name, value in (settings | {"COCKPIT_OWNER_URL": owner_of(morning), "COCKPIT_DATA_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    keys = read_settings().keys  # what the district writes from now on is chained and sealed by its own
    yield replace(morning, database=Database("", keys, SHANGHAI, engine=morning.database.engine))
    name = morning.database.engine.url.database
    with create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        for left in connection.execute(
            text("select datname from pg_database where datname like :n"), {"n": f"{name}_%"}
        ):
            connection.execute(text(f'drop database "{left.datname}" with (force)'))


def run(line: str, folder: Path) -> Result:
    """As the guide has it, with the folder of the test for the district's; nobody is connected meanwhile."""
    words = shlex.split(line.replace("/var/lib/cockpit", str(folder)))
    assert words.pop(0) == "cockpit"
    return CliRunner().invoke(main, words)


def facts(database: Database) -> tuple[str | None, int, int]:
    with database.connection() as connection:
        counted = connection.execute(text("select (select count(*) from incident), (select count(*) from audit_entry)"))
        found = (schema.current(connection), *counted.one())
    database.engine.dispose()
    return found


def test_an_upgrade_is_taken_back_by_the_commands_of_the_guide(
    installed: Morning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed.report(1)
    before = facts(installed.database)

    backup, *upgrade = commands("upgrade")
    assert run(backup, tmp_path).exit_code == 0
    with monkeypatch.context() as new_version:
        later = LaterCode(tmp_path, new_version)
        later.add("9001", "safe", "A table of the next version.")
        told = [run(line, tmp_path) for line in upgrade]
        assert [one.exit_code for one in told[:2]] == [1, 0], told[1].output  # the first: there is something to do
        assert failed(told[2]) - GROWS_OLD == {"worker", "anchor"}
        assert facts(installed.database)[0] == "9001"
    installed.report(2)
    assert facts(installed.database) == ("9001", before[1] + 1, before[2] + 1)

    monkeypatch.delenv("COCKPIT_OWNER_URL")
    assert "newer than" in CliRunner().invoke(main, "fit").output  # the version before does not serve it
    monkeypatch.setenv("COCKPIT_OWNER_URL", owner_of(installed))
    back = [run(line, tmp_path) for line in commands("back")]
    assert [one.exit_code for one in back] == [0, 0], back[0].output
    assert facts(installed.database) == before
    kept = re.search(r"is the database (\w+)", back[0].output)
    assert kept and "_before_" in kept[1]

    monkeypatch.delenv("COCKPIT_OWNER_URL")
    served = CliRunner().invoke(main, "fit")
    assert (served.exit_code, served.output) == (0, "")
    assert failed(CliRunner().invoke(main, "check")) - GROWS_OLD == {"worker"}  # the restore has anchored what it found


def failed(check: Result) -> set[str]:
    assert "ok   audit: " in check.output and "ok   counters: " in check.output, check.output
    return set(re.findall(r"^FAIL (\w+)", check.output, re.M))


def owner_of(installed: Morning) -> str:
    return installed.database.engine.url.render_as_string(hide_password=False)


def test_an_older_backup_is_brought_up_by_the_newer_version(
    installed: Morning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restore the new version migrates what the old one wrote."""
    one = installed.crowd()
    installed.do(installed.people.rosa, incidents.add_note, one.id, "门口有人争执")
    before = facts(installed.database)
    assert run(commands("upgrade")[0], tmp_path).exit_code == 0
    later = LaterCode(tmp_path, monkeypatch)
    later.add("9001", "stop first", "Rows get another shape.")
    assert run("cockpit migrate", tmp_path).exit_code == 0
    assert run(commands("back")[0], tmp_path).exit_code == 0
    assert facts(installed.database) == before
    assert run("cockpit migrate", tmp_path).exit_code == 0
    assert facts(installed.database) == ("9001", *before[1:])
