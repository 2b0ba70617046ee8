"""An upgrade beside a running cockpit: what is safe, what must wait, and for whom."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from data_access import schema, upgrades
from data_access.database import Database
from tests.later_code import LaterCode
from tests.waiting import until

pytestmark = pytest.mark.many


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LaterCode:
    return LaterCode(tmp_path, monkeypatch)


@pytest.fixture
def web(database: Database) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Somebody who serves: an open connection of another process's kind."""
    plain = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, application_name="web") as connection:
        yield connection


def hindrance(database: Database) -> str | None:
    with database.connection() as connection:
        return upgrades.hindrance(connection, schema.current(connection))


def test_the_steps_are_those_between_the_database_and_the_code(later: LaterCode) -> None:
    now = schema.head()
    assert upgrades.steps(now) == []
    later.add("9001", "safe", "A table for later.")
    later.add("9002", "stop first")
    assert [str(step) for step in upgrades.steps(now)] == [
        "9001 (safe): A table for later.",
        "9002 (stop first): More.",
    ]
    assert [step.revision for step in upgrades.steps(None)][-2:] == ["9001", "9002"]


def test_a_safe_migration_waits_for_nobody(database: Database, later: LaterCode, web: object) -> None:
    later.add("9001", "safe")
    assert hindrance(database) is None


def test_stop_first_waits_until_everybody_else_is_gone(
    database: Database, later: LaterCode, web: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    later.add("9001", "safe")
    later.add("9002", "stop first")
    why = hindrance(database)
    assert why
    assert "Migration 9002 says: stop first" in why
    assert "(web) from this machine" in why
    assert "--stopped" in why
    web.close()
    until(lambda: hindrance(database) is None)


def test_what_a_migration_says_in_no_known_words_is_refused(later: LaterCode) -> None:
    now = schema.head()
    later.add("9001", "perhaps")
    with pytest.raises(ValueError, match="perhaps"):
        upgrades.steps(now)


def test_each_misfit_names_both_schemas_and_the_way_out(later: LaterCode) -> None:
    now = schema.head()
    assert upgrades.misfit(now) is None
    later.add("9001", "safe")
    older, newer, empty = upgrades.misfit(now), upgrades.misfit("9999"), upgrades.misfit(None)
    assert older
    assert f"schema {now}, older than 9001" in older
    assert "migrate" in older
    assert newer
    assert "schema 9999, newer than 9001" in newer
    assert "migrate" not in newer
    assert "restore a backup" in newer
    assert empty
    assert "empty" in empty
