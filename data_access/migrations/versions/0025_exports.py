"""What is taken out of the inventory: who asked for which file, who agreed, and how long it may be fetched."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new table, and rules that the version before never asks for

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, r.body::jsonb
from district d join policy p on p.area = d.code cross join (values
  ('two_people', 'export', 'District default: the second person says so within an hour', '{"holds": 3600}'),
  ('export', 'file', 'District default: a file can be fetched for a day by whoever asked for it', '{"hours": 24}'),
  ('export', 'full', 'District default: a file with people in full can be fetched for an hour', '{"hours": 1}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("what", "area", "form", "grade")),
        sa.Column("account", sa.BigInteger()),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("machine_at", INSTANT, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("agreed_by", sa.BigInteger()),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("until", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_index("ix_export_account", "export", ["account"])
    op.execute(RULES)


def downgrade() -> None:
    op.drop_index("ix_export_account", "export")
    op.drop_table("export")
