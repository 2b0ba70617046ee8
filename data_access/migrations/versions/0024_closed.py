"""Places and enterprises that are no more keep their row, with the instant since when."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
while_serving = "safe"  # new columns that the version before leaves empty

TABLES = ("place", "enterprise")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("closed_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "closed_at")
