"""By which token the person of a record in the lake is found again: without it all pseudonyms have to be opened for one."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new column that the version before leaves empty


def upgrade() -> None:
    op.add_column("person_key", sa.Column("pseudonym_token", sa.LargeBinary()))
    op.create_unique_constraint("uq_person_key_pseudonym_token", "person_key", ["pseudonym_token"])


def downgrade() -> None:
    op.drop_constraint("uq_person_key_pseudonym_token", "person_key")
    op.drop_column("person_key", "pseudonym_token")
