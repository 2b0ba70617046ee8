"""Persons are told of what concerns them, and what became of it is kept; the rules for it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from data_access.migrations.walls import WITHIN, protect

revision = "0032"
down_revision = "0029"
branch_labels = None
depends_on = None
while_serving = "safe"

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

MINE = "account = nullif((select current_setting('cockpit.account', true)), '')::bigint"


def upgrade() -> None:
    pagings()
    # Who calls for help tells others than themselves.
    for statement in protect("paging", f"{MINE} or {WITHIN}", "true"):
        op.execute(statement)


def pagings() -> None:
    op.create_table(
        "paging",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("event", "subject", "subject_id", "area")),
        *(sa.Column(name, CODE) for name in ("street", "community", "grid")),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("facts", JSONB(), nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("at", "district_at")),
        sa.Column("by_account", sa.BigInteger()),
        sa.Column("seen_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paging")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_paging_account")),
    )
    op.create_index(op.f("ix_paging_at"), "paging", ["at"])
    op.create_index("ix_paging_account", "paging", ["account", "id"])
    op.create_index("ix_paging_subject", "paging", ["subject", "subject_id"])
    op.create_index("ix_paging_unseen", "paging", ["account"], postgresql_where=sa.text("seen_at is null"))


def downgrade() -> None:
    op.drop_table("paging")
