"""A later version of the code: today's migrations, and some more."""

import shutil
from pathlib import Path

import pytest

from data_access import check, schema

MIGRATION = '''"""{says}"""

from alembic import op

revision = "{revision}"
down_revision = "{before}"
while_serving = "{while_serving}"


def upgrade() -> None:
    op.execute("create table later_{revision} (id bigint)")
'''


class LaterCode:
    """`add` writes a migration; the schema module knows it until the test is over. `before` is today's last one."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.before = schema.head()
        self.folder = folder / "migrations"
        shutil.copytree(schema.MIGRATIONS, self.folder, ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.setattr(schema, "MIGRATIONS", self.folder)
        monkeypatch.setattr(check, "needed_schema", schema.head)  # a process of the later code would read it anew

    def add(self, revision: str, while_serving: str, says: str = "More.") -> str:
        text = MIGRATION.format(revision=revision, before=schema.head(), while_serving=while_serving, says=says)
        (self.folder / "versions" / f"{revision}_later.py").write_text(text)
        return revision
