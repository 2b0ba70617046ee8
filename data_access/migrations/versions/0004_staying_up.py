"""Staying up: a row that proves that the database can be written, and one for each scheduled backup."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
while_serving = "safe"

# Districts that were planted before get the rule too, in force for as long as their other rules.
DAILY = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'backup', 'daily', d.code, min(p.holds_from), min(p.published_at),
  'District default: every night at three, a week of them kept',
  '{"hour": 3, "keep": 7, "late": 93600, "again": 3600}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    op.create_table(
        "pulse",
        sa.Column("one_row", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("machine_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one_row", name=op.f("ck_pulse_single")),
        sa.PrimaryKeyConstraint("one_row", name=op.f("pk_pulse")),
    )
    op.create_table(
        "backup_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("outcome", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.Text(collation="C"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_run")),
    )
    op.execute(DAILY)


def downgrade() -> None:
    op.drop_table("backup_run")
    op.drop_table("pulse")
