"""What records say of somebody's health that counts for the risk: days of clinic visits, symptoms, purchases; sealed."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, protect

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new table

CODE = sa.Text(collation="C")


def upgrade() -> None:
    op.create_table(
        "risk_fact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("emergency", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in ("street", "community", "grid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_fact")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_risk_fact_person_id")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_risk_fact_emergency")),
        sa.UniqueConstraint("person_id", name=op.f("uq_risk_fact_person_id")),
    )
    op.create_index("ix_risk_fact_street_community", "risk_fact", ["street", "community"])
    for statement in protect("risk_fact", WITHIN):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("risk_fact")
