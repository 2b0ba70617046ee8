"""Under which pseudonym a person's records lie in the lake of screening: beside the person's own key, and sealed under it."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new column that the version before leaves empty


def upgrade() -> None:
    op.add_column("person_key", sa.Column("pseudonym", sa.LargeBinary()))


def downgrade() -> None:
    raise RuntimeError("nobody could say any more whose records lie in the lake; restore a backup instead")
