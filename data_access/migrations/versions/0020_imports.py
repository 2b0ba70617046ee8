"""Imports, the history of the inventory's fields, and what an inventory knows besides: size, who answers for it, doors found again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from data_access.migrations.walls import WITHIN, protect

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, and columns that the version before leaves empty

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'import', 'undo', d.code, min(p.holds_from), min(p.published_at),
  'District default: an import can be taken back for a day, and its rows are kept as long', '{"hours": 24}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.BigInteger()),
        sa.Column("area", CODE, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("machine_at", INSTANT, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("seal", CODE, nullable=False),
        sa.Column("why", postgresql.JSONB(), nullable=False),
        sa.Column("applied_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "import_run",
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_import_run")),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.id"], name=op.f("fk_import_run_batch"), ondelete="cascade"),
    )
    op.create_table(
        "import_row",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("verdict", CODE, nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.id"], name=op.f("fk_import_row_batch"), ondelete="cascade"),
    )
    op.create_index("ix_import_row_batch_verdict", "import_row", ["batch", "verdict", "line"])
    op.create_table(
        "history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject", CODE, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("field", CODE, nullable=False),
        sa.Column("was", sa.Text()),
        sa.Column("was_sealed", sa.LargeBinary()),
        sa.Column("was_own", sa.LargeBinary()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account", sa.BigInteger()),
        sa.Column("batch", sa.BigInteger()),
        *(sa.Column(name, CODE) for name in ("street", "community", "grid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.id"], name=op.f("fk_history_batch")),
    )
    op.create_index("ix_history_subject_subject_id", "history", ["subject", "subject_id"])
    op.create_index("ix_history_batch", "history", ["batch"])
    for statement in protect("history", WITHIN):
        op.execute(statement)
    _columns()
    op.execute(RULES)


def _columns() -> None:
    op.create_index("ix_place_street_name", "place", ["street", "name"])
    op.add_column("place", sa.Column("initials", CODE, server_default="", nullable=False))
    op.add_column("place", sa.Column("contact", sa.LargeBinary()))
    op.add_column("enterprise", sa.Column("initials", CODE, server_default="", nullable=False))
    op.add_column("enterprise", sa.Column("address", sa.Text(), server_default="", nullable=False))
    op.add_column("enterprise", sa.Column("size", CODE, server_default="", nullable=False))
    op.add_column("enterprise", sa.Column("flagged", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("enterprise", sa.Column("contact", sa.LargeBinary()))
    op.add_column("household", sa.Column("token", sa.LargeBinary()))
    op.create_unique_constraint("uq_household_token", "household", ["token"])
    op.create_index("ix_household_no_token", "household", ["id"], postgresql_where=sa.text("token is null"))
    op.add_column("household", sa.Column("since", sa.Date()))
    op.add_column("household", sa.Column("landlord", sa.LargeBinary()))


def downgrade() -> None:
    op.drop_index("ix_place_street_name", "place")
    op.drop_index("ix_household_no_token", "household")
    op.drop_constraint("uq_household_token", "household")
    for table, names in {
        "household": ("token", "since", "landlord"),
        "enterprise": ("initials", "address", "size", "flagged", "contact"),
        "place": ("initials", "contact"),
    }.items():
        for name in names:
            op.drop_column(table, name)
    for name in ("history", "import_row", "import_run", "import_batch"):
        op.drop_table(name)
