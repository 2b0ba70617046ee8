"""How whole and fresh the inventory is, area by area; paper sheets with the order of their rows; and the rules for both."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from data_access.migrations.walls import WITHIN, protect

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, which the version before does not know

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('review', 'places', 'District default: a yearly review', '{"days": 365, "share": 90}'),
  ('review', 'enterprises', 'District default: a yearly review', '{"days": 365, "share": 90}'),
  ('review', 'households', 'District default: a yearly review', '{"days": 365, "share": 90}'),
  ('review', 'persons', 'District default: a yearly review', '{"days": 365, "share": 90}'),
  ('paper', 'sheet', 'District default: a sheet is destroyed within a month', '{"days": 30}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    sources()
    sheets()
    op.execute(RULES)


def sources() -> None:
    op.create_table(
        "source",
        *(sa.Column(name, CODE, nullable=False) for name in ("street", "community", "grid", "kind")),
        sa.Column("things", sa.Integer(), nullable=False),
        sa.Column("filled", postgresql.JSONB(), nullable=False),
        sa.Column("brought_at", INSTANT),
        sa.Column("brought_role", CODE),
        sa.Column("brought_file", CODE),
        sa.Column("edited_at", INSTANT),
        sa.Column("edited_role", CODE),
        sa.PrimaryKeyConstraint("grid", "kind", name=op.f("pk_source")),
    )
    for statement in protect("source", WITHIN):
        op.execute(statement)
    op.create_table(
        "source_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_run")),
    )
    op.create_table(
        "import_grid",
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("grid", CODE, nullable=False),
        sa.PrimaryKeyConstraint("batch", "grid", name=op.f("pk_import_grid")),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.id"], name=op.f("fk_import_grid_batch"), ondelete="cascade"),
    )
    op.create_index(
        "ix_history_by_hand", "history", ["grid", "subject", "at"], postgresql_where=sa.text("batch is null")
    )


def sheets() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("kind", "street", "community", "grid")),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("made_at", "destroy_at")),
        sa.Column("account", sa.BigInteger()),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
    )
    op.create_index("ix_paper_sheet_account", "paper_sheet", ["account"])
    for statement in protect("paper_sheet", WITHIN):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_history_by_hand", "history")
    for name in ("paper_sheet", "import_grid", "source_run", "source"):
        op.drop_table(name)
