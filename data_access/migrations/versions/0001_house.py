"""The house: areas, inventory, teams, accounts, feed, warnings, incidents, figures, jobs."""

from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from data_access.feed import FUNCTIONS
from data_access.schema import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    op.get_bind().execute(text(FUNCTIONS.replace(":", r"\:")))
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


def downgrade() -> None:
    raise RuntimeError("the first schema has nothing before it; restore a backup instead")
