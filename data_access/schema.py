"""The schema as a whole: every table's module imported once, and Alembic to bring a database up to it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from data_access import (
    accounts,
    appeals,
    areas,
    attachments,
    backup_runs,
    bulk,
    canvass,
    clock,
    desk,
    duty,
    emergency,
    escalation,
    exports,
    feed,
    figures,
    follow_up,
    glass,
    greeting,
    handed_over,
    home_health,
    hours,
    importing,
    incidents,
    linking,
    mind_care,
    needs,
    notifications,
    override_note,
    paging,
    people,
    places,
    policy,
    pulse,
    quarantine,
    receipts,
    requests,
    returns,
    reveal,
    risk_map,
    scene,
    screening,
    second_step,
    sessions,
    sheets,
    sources,
    teams,
    terminals,
    two_people,
    undo,
    viewers,
    wall,
    warnings,
)
from data_access.tables import metadata

SUBJECTS = (
    accounts,
    appeals,
    areas,
    attachments,
    backup_runs,
    bulk,
    canvass,
    clock,
    desk,
    duty,
    emergency,
    escalation,
    exports,
    feed,
    figures,
    follow_up,
    glass,
    greeting,
    home_health,
    hours,
    handed_over,
    importing,
    incidents,
    linking,
    mind_care,
    needs,
    notifications,
    override_note,
    paging,
    people,
    places,
    policy,
    pulse,
    quarantine,
    receipts,
    requests,
    returns,
    reveal,
    risk_map,
    scene,
    screening,
    second_step,
    sessions,
    sheets,
    sources,
    teams,
    terminals,
    two_people,
    undo,
    viewers,
    wall,
    warnings,
)

MIGRATIONS = Path(__file__).parent / "migrations"

__all__ = ["SUBJECTS", "current", "head", "knows", "metadata", "migrate", "scripts_after"]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def head() -> str:
    """The revision this code needs."""
    found = _scripts().get_current_head()
    assert found
    return found


def knows(revision: str) -> bool:
    """Whether this code has the migration of that revision; a newer code's is strange to it."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def scripts_after(revision: str | None) -> list[Script]:
    """The migrations that come after the revision, all of them for an empty database; in the order they are run."""
    found = _scripts().iterate_revisions("head", revision or "base")
    return [*found][::-1]


def current(connection: Connection) -> str | None:
    """The revision the database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine) -> None:
    """Bring the database up to `head`, each migration in one transaction."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
