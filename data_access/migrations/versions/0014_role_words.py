"""The first administrator's word for a role that two of them give."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
while_serving = "safe"


def upgrade() -> None:
    op.create_table(
        "role_word",
        sa.Column("account", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("area", sa.Text(collation="C"), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_role_word")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_role_word_account")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_role_word_asked_by")),
    )


def downgrade() -> None:
    op.drop_table("role_word")
