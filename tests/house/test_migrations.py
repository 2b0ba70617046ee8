"""Rules of the house for migrations: each says what it does, and whether the version before may go on meanwhile."""

import pytest
from alembic.script import Script

from data_access import schema
from data_access.upgrades import Step, WhileServing


def scripts() -> list[Script]:
    found = schema.scripts_after(None)
    assert found
    return found


@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.revision)
def test_a_migration_says_whether_the_version_before_may_go_on_serving(script: Script) -> None:
    assert getattr(script.module, "while_serving", None) in set(WhileServing), "say while_serving in the migration"
    assert Step.of(script).says, "its first line says what it does"


def test_migrations_stand_in_one_line() -> None:
    """Two heads would mean that two people wrote the next one."""
    revisions = [script.revision for script in scripts()]
    assert [script.down_revision for script in scripts()] == [None, *revisions[:-1]]
