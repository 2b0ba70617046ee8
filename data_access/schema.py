"""The schema as a whole: every table's module imported once, and Alembic to bring a database up to it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from data_access import (
    accounts,
    areas,
    backup_runs,
    clock,
    desk,
    feed,
    figures,
    incidents,
    people,
    places,
    policy,
    pulse,
    teams,
    viewers,
    warnings,
)
from data_access.tables import metadata

SUBJECTS = (
    accounts,
    areas,
    backup_runs,
    clock,
    desk,
    feed,
    figures,
    incidents,
    people,
    places,
    policy,
    pulse,
    teams,
    viewers,
    warnings,
)

__all__ = ["SUBJECTS", "current", "head", "metadata", "migrate"]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def head() -> str:
    """The revision this code needs."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found
    return found


def current(connection: Connection) -> str | None:
    """The revision the database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine) -> None:
    """Bring the database up to `head`, each migration in one transaction."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
