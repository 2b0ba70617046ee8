"""Emergencies, what belongs to them, and the ledger of what was destroyed."""

import sqlalchemy as sa
from alembic import op

from data_access.scope import APP

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
while_serving = "safe"

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")


def upgrade() -> None:
    op.create_table(
        "emergency",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", CODE, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("area", CODE, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("end_asked_by", sa.BigInteger()),
        sa.Column("end_asked_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", sa.BigInteger()),
        sa.Column("destroy_at", INSTANT),
        sa.Column("destroyed_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency")),
    )
    op.create_table(
        "deletion",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("emergency", sa.BigInteger()),
        sa.Column("reason", CODE, nullable=False),
        sa.Column("district_at", INSTANT, nullable=False),
        sa.Column("machine_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_deletion_emergency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    op.create_index("ix_deletion_emergency_kind", "deletion", ["emergency", "kind"])
    op.add_column("incident", sa.Column("emergency", sa.BigInteger()))
    op.create_foreign_key(op.f("fk_incident_emergency"), "incident", "emergency", ["emergency"], ["id"])
    op.execute(f"revoke update, delete on deletion from {APP}")
    op.execute(f"revoke delete on emergency from {APP}")


def downgrade() -> None:
    raise RuntimeError("what was destroyed stays destroyed; restore a backup instead")
