"""Where a case was and what it rode, as it was told; and up to which telling the lake has it."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, protect

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new table, and new columns that the version before leaves as they begin

CODE = sa.Text(collation="C")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "journey",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date()),
        *(sa.Column(name, INSTANT) for name in ("began", "ended")),
        sa.Column("place_id", sa.BigInteger()),
        sa.Column("run", CODE, nullable=False),
        sa.Column("means", CODE),
        sa.Column("carriage", CODE, nullable=False),
        sa.Column("row", sa.SmallInteger()),
        sa.Column("emergency", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in ("street", "community", "grid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey")),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name=op.f("fk_journey_case_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_journey_place_id")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_journey_emergency")),
    )
    op.create_index("ix_journey_case_id", "journey", ["case_id"])
    op.create_index("ix_journey_street_community", "journey", ["street", "community"])
    for statement in protect("journey", WITHIN):
        op.execute(statement)
    for name in ("itinerary_told", "itinerary_landed"):
        op.add_column("case_record", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("case_record", sa.Column("itinerary_batch", sa.BigInteger()))


def downgrade() -> None:
    raise RuntimeError("where the cases were would be forgotten; restore a backup instead")
