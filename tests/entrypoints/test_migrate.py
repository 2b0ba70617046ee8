"""`migrate` and `serve`, side by side: the schema is changed by one of them only, and served only where it fits."""

import os
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from data_access import schema
from data_access.database import Database
from data_access.embedded import Embedded
from entrypoints.cli import main
from tests.installed import as_in_production
from tests.later_code import LaterCode
from tests.waiting import until

pytestmark = pytest.mark.many


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LaterCode:
    return LaterCode(tmp_path, monkeypatch)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What `serve` became, or what `worker` ran."""
    found: list[Any] = []
    monkeypatch.setattr(os, "environ", os.environ.copy())  # a start hands settings on to what it becomes
    monkeypatch.setattr(os, "execvp", lambda program, words: found.append(words))
    monkeypatch.setattr("entrypoints.worker.main", found.append)
    return found


@pytest.fixture
def installation(database: Database, server: Embedded, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The test's district, as the settings of a production machine name it."""
    for name, value in as_in_production(database, server).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("COCKPIT_EMBEDDED", raising=False)
    return database


@pytest.fixture(autouse=True)
def owners(request: pytest.FixtureRequest, installation: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what changes the schema is given the owner's address."""
    if "started" not in request.fixturenames:
        monkeypatch.setenv("COCKPIT_OWNER_URL", installation.engine.url.render_as_string(hide_password=False))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def become(database: Database, revision: str) -> None:
    with database.connection() as connection:
        connection.execute(text("update alembic_version set version_num = :revision"), {"revision": revision})
    database.engine.dispose()


def schema_of(database: Database) -> str | None:
    with database.connection() as connection:
        found = schema.current(connection)
    database.engine.dispose()
    return found


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_what_fits_is_served(installation: Database, started: list[Any], command: str) -> None:
    assert run(command).exit_code == 0
    assert len(started) == 1


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_an_older_schema_is_not_served(
    installation: Database, started: list[Any], later: LaterCode, command: str
) -> None:
    now = schema.head()
    later.add("9001", "safe")
    refused = run(command)
    assert (refused.exit_code, started) == (1, [])
    assert f"schema {now}, older than 9001" in refused.output
    assert "python app.py migrate" in refused.output
    assert refused.output.count("\n") == 1
    assert schema_of(installation) == now


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_newer_schema_is_not_served(installation: Database, started: list[Any], command: str) -> None:
    become(installation, "9999")
    refused = run(command)
    assert (refused.exit_code, started) == (1, [])
    assert f"schema 9999, newer than {schema.head()}" in refused.output
    assert "restore a backup" in refused.output


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_a_database_nothing_is_started(
    installation: Database, started: list[Any], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COCKPIT_DATABASE_URL", "postgresql+psycopg://x@/gone?host=/nowhere")
    refused = run(command)
    assert (refused.exit_code, started) == (1, [])
    assert refused.output == "Error: The database does not answer; nothing was started.\n"


def test_migrate_brings_an_older_schema_up_and_says_each_step(installation: Database, later: LaterCode) -> None:
    later.add("9001", "safe", "A table for later.")
    checked = run("migrate", "--check")
    assert (checked.exit_code, schema_of(installation)) == (1, later.before)
    assert "9001 (safe): A table for later." in checked.output
    done = run("migrate")
    assert (done.exit_code, schema_of(installation)) == (0, "9001")
    assert done.output == "9001 (safe): A table for later.\nThe schema is 9001, as this code needs it.\n"
    assert run("migrate", "--check").exit_code == 0
    assert run("migrate").output == "The schema is 9001, as this code needs it.\n"


def test_migrate_leaves_a_newer_schema_alone(installation: Database) -> None:
    become(installation, "9999")
    for words in (("migrate",), ("migrate", "--check"), ("migrate", "--stopped")):
        refused = run(*words)
        assert refused.exit_code == 1
        assert "newer than" in refused.output
        assert "Traceback" not in refused.output
    assert schema_of(installation) == "9999"


def test_migrate_refuses_stop_first_while_the_cockpit_runs(installation: Database, later: LaterCode) -> None:
    later.add("9001", "stop first", "Rows get another shape.")
    plain = installation.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, application_name="worker"):
        refused = run("migrate")
        assert (refused.exit_code, schema_of(installation)) == (1, later.before)
        assert "stop first" in refused.output
        assert "(worker) from this machine" in refused.output
        assert run("migrate", "--check").output.startswith("9001 (stop first): Rows get another shape.\n")
    until(lambda: run("migrate").exit_code == 0)
    assert schema_of(installation) == "9001"


def test_whoever_says_that_all_is_stopped_is_believed(installation: Database, later: LaterCode) -> None:
    later.add("9001", "stop first")
    plain = installation.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, application_name="psql"):
        assert run("migrate", "--stopped").exit_code == 0
    assert schema_of(installation) == "9001"
