"""The field app without network: when a late answer is told with both times, and what phones hand over sealed."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import protect

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None
while_serving = "safe"

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

# Districts that were planted before get the rule too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'field', 'late', d.code, min(p.holds_from), min(p.published_at),
  'District default: what a phone sends a minute after the tap is shown with both times', '{"after": 60}'
from district d join policy p on p.area = d.code group by d.code
"""

# Whoever hands over sees nothing of it any more; the shift lead of the district, or of the street, does.
SEEN = (
    "(select current_setting('cockpit.district', true)) <> ''"
    " or street = (select current_setting('cockpit.street', true))"
)


def upgrade() -> None:
    op.create_table(
        "handed_over",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("street", CODE, nullable=False),
        sa.Column("key", CODE, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("tapped_at", INSTANT, nullable=False),
        sa.Column("machine_tapped_at", INSTANT, nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("released_at", INSTANT),
        sa.Column("released_by", sa.BigInteger()),
        sa.Column("status", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_over")),
        sa.UniqueConstraint("key", name=op.f("uq_handed_over_key")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_handed_over_account")),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name=op.f("fk_handed_over_released_by")),
    )
    op.create_index("ix_handed_over_street", "handed_over", ["street"])
    for statement in protect("handed_over", SEEN, "true"):
        op.execute(statement)
    op.execute(RULES)


def downgrade() -> None:
    op.drop_table("handed_over")
