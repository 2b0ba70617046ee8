"""One-time links by which people set their own password, and the rule of how long one is good."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None
while_serving = "safe"

INSTANT = sa.DateTime(timezone=True)

# Districts that were planted before get the rule too, in force for as long as their other rules.
RULE = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'account', 'link', d.code, min(p.holds_from), min(p.published_at),
  'District default: a link for a first or a new password is good for three days', '{"hours": 72}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    op.create_table(
        "account_link",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("account", name=op.f("uq_account_link_account")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_link_digest")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_account_link_account")),
    )
    op.execute(RULE)


def downgrade() -> None:
    op.drop_table("account_link")
