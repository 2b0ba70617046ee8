"""Who brings what somebody needs who stays apart."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None
while_serving = "safe"  # a column that may be empty, of which the version before knows nothing


def upgrade() -> None:
    op.add_column("quarantine", sa.Column("supplies", sa.Text(collation="C")))


def downgrade() -> None:
    op.drop_column("quarantine", "supplies")
